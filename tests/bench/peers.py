"""Owns what the bench runs: fx, and the servers it is compared with, each with the same two handlers."""

import dataclasses
import os
import pathlib
import shutil
import subprocess

from processes import BenchError, Server, free_port

NAMES = ("fx", "deno", "wrangler", "bun")
API_KEY = "sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH"  # the well-known development key
SUPABASE_JS = "npm:@supabase/supabase-js@2"

HELLO = """\
const VERSION = "v%(version)d";

async function handler(request: Request): Promise<Response> {
  const body = await request.json().catch(() => null);
  const name = typeof body?.name === "string" ? body.name.trim() : "";

  return Response.json({ message: `Hello ${name || "World"}!`, version: VERSION });
}
"""
SUPABASE = """\
import { createClient } from "@supabase/supabase-js";

const VERSION = "v%(version)d";
const client = createClient("http://127.0.0.1:54321", "key", { auth: { persistSession: false } });

function handler(_request: Request): Response {
  return Response.json({ table: typeof client.from("todos").select, version: VERSION });
}
"""
SHARED = """\
import { VERSION } from "../_shared/version.ts";

function handler(_request: Request): Response {
  return Response.json({ version: VERSION });
}
"""
HANDLERS = {"hello": HELLO, "supabase-js": SUPABASE}


@dataclasses.dataclass(frozen=True)
class Target:
    """Where a function answers."""

    path: str
    headers: dict


def save(path, text):
    """Writes as an editor does that keeps the file: cut to nothing, then written at once."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


class Peer:
    """A program that serves a handler."""

    name = ""
    listen = ""
    reloads = True

    def __init__(self, program, environment=None):
        self.program = str(program)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("SUPABASE_")}
        self.environment |= environment or {}
        self.version = self._version()

    def _version(self):
        try:
            shown = subprocess.run([self.program, "--version"], env=self.environment, capture_output=True, text=True,
                                   timeout=60, check=True).stdout
        except (OSError, subprocess.SubprocessError) as error:
            detail = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
            raise BenchError(f"{self.name} does not run: {detail[0] if detail else error}") from error
        first = shown.split("\n")[0].split(" (")[0].strip()
        return first if first.startswith(self.name) else f"{self.name} {first}"

    def source(self, handler, version):
        return handler % {"version": version} + self.listen

    def has(self, handler):
        return True

    def write(self, directory, handler, version=0):
        """Writes a project that serves the named handler; returns the file to change."""
        directory.mkdir(parents=True, exist_ok=True)
        entry = directory / "index.ts"
        save(entry, self.source(HANDLERS[handler], version))
        return entry

    def target(self, _handler):
        return Target("/", {})

    def command(self, directory, port, watch):
        raise NotImplementedError

    def serve(self, directory, *, watch=True, terminal=False):
        port = free_port()
        return Server(self.name, self.command(directory, port, watch), cwd=directory, port=port, terminal=terminal,
                      env=self.environment | {"PORT": str(port)}, log=directory.parent / f"{directory.name}.log")


class Fx(Peer):
    name = "fx"
    listen = "\nDeno.serve(handler);\n"

    def engine(self):
        """The engine's executable; installs it when it is missing."""
        for action in ("install", "path"):
            done = subprocess.run([self.program, "engine", action], env=self.environment, capture_output=True,
                                  text=True, timeout=600)
            if done.returncode:
                raise BenchError(f"fx engine {action} failed: {done.stderr.strip()}")
        return pathlib.Path(done.stdout.strip())

    def write(self, directory, handler, version=0):
        functions = directory / "supabase" / "functions"
        (functions / handler).mkdir(parents=True, exist_ok=True)
        imports = f'"@supabase/supabase-js": "{SUPABASE_JS}"' if handler == "supabase-js" else ""
        save(functions / handler / "deno.json", f'{{ "imports": {{ {imports} }} }}\n')
        save(directory / "supabase" / "config.toml", 'project_id = "bench"\n')
        entry = functions / handler / "index.ts"
        save(entry, self.source(HANDLERS.get(handler, SHARED), version))
        return entry

    def target(self, handler):
        return Target(f"/functions/v1/{handler}", {"apikey": API_KEY})

    def command(self, directory, port, watch):
        return [self.program, "functions", "serve", "--workdir", str(directory), "--port", str(port)]


class Deno(Peer):
    name = "deno"
    listen = '\nDeno.serve({ hostname: "127.0.0.1", port: Number(Deno.env.get("PORT")) }, handler);\n'

    def write(self, directory, handler, version=0):
        entry = super().write(directory, handler, version)
        save(directory / "deno.json", f'{{ "imports": {{ "@supabase/supabase-js": "{SUPABASE_JS}" }} }}\n')
        return entry

    def command(self, directory, port, watch):
        return [self.program, "run", "--allow-all", *(["--watch"] if watch else []), "index.ts"]


class NodePeer(Peer):
    """A peer whose packages lie in `node_modules`."""

    modules = None

    def has(self, handler):
        return handler == "hello" or (self.modules and (self.modules / "@supabase" / "supabase-js").is_dir())

    def write(self, directory, handler, version=0):
        entry = super().write(directory, handler, version)
        save(directory / "package.json", '{ "private": true, "type": "module" }\n')
        if handler == "supabase-js" and not (directory / "node_modules").exists():
            (directory / "node_modules").symlink_to(self.modules)
        return entry


class Wrangler(NodePeer):
    name = "wrangler"
    listen = "\nexport default { fetch: handler };\n"

    def write(self, directory, handler, version=0):
        save_to = super().write(directory, handler, version)
        save(directory / "wrangler.toml", 'name = "bench"\nmain = "index.ts"\ncompatibility_date = "2025-09-01"\n')
        return save_to

    def command(self, directory, port, watch):
        return [self.program, "dev", "--local", "--ip", "127.0.0.1", "--port", str(port), "--inspector-port",
                str(free_port()), "--show-interactive-dev-session=false"]


class Bun(NodePeer):
    name = "bun"
    listen = '\nexport default { hostname: "127.0.0.1", port: Number(process.env.PORT), fetch: handler };\n'

    def command(self, directory, port, watch):
        return [self.program, *(["--hot"] if watch else ["run"]), "index.ts"]


def find(wanted, fx_path, peer_dir, warn):
    """The peers to run: the `wanted` ones, or all that are there."""
    fx_path = pathlib.Path(fx_path)
    if not fx_path.is_file():
        raise BenchError(f"there is no {fx_path}; build it with `cargo build --release`, or pass --fx PATH")
    fx = Fx(fx_path.resolve())
    found = {"fx": fx}
    engine = fx.engine()
    environment = {"DENO_NO_UPDATE_CHECK": "1"}
    if engine.parent.parent.name == "engines":  # the same packages and compiled code as fx's workers
        environment["DENO_DIR"] = str(engine.parents[2] / "deno")
    if "deno" in (wanted or NAMES):
        found["deno"] = Deno(engine, environment)
    places = [str(pathlib.Path(peer_dir).resolve() / "node_modules" / ".bin")] if peer_dir else []
    path = os.pathsep.join([*places, os.environ.get("PATH", "")])
    for kind in (Wrangler, Bun):
        if wanted and kind.name not in wanted:
            continue
        program = shutil.which(kind.name, path=path)
        try:
            if not program:
                raise BenchError(f"{kind.name} is neither on PATH nor in --peer-dir")
            peer = kind(program, {"PATH": path, "WRANGLER_SEND_METRICS": "false", "CI": "1", "DO_NOT_TRACK": "1"})
            bin_dir = pathlib.Path(program).parent
            peer.modules = bin_dir.parent if bin_dir.name == ".bin" else None
            found[kind.name] = peer
        except BenchError as error:
            if wanted:
                raise
            warn(f"without {kind.name}: {error}")
    return [found[name] for name in NAMES if name in found and (not wanted or name in wanted)]
