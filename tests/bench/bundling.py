"""Owns bundling: functions made into files by fx, and into one script each by `deno bundle`, esbuild and wrangler."""

import os
import pathlib
import shutil
import subprocess

from peers import HELLO, SUPABASE, SUPABASE_JS, save
from processes import BenchError, once, peak_memory

MODULES, FUNCTIONS = 200, 50
HONO = """\
import { Hono } from "hono";
import { cors } from "hono/cors";

const app = new Hono();
app.use(cors());
app.get("/", (c) => c.json({ version: "v%(version)d" }));
const handler = app.fetch;
"""
IMPORTS = {"hono": "npm:hono@4", "@supabase/supabase-js": SUPABASE_JS}
PEER_NAMES = ("fx", "deno", "esbuild", "wrangler")


def run(bench):
    tools = find(bench)
    cases = {"hello": [HELLO], "hono": [HONO], f"{MODULES} local modules": [module(0)], "supabase-js": [SUPABASE],
             f"{FUNCTIONS} functions with supabase-js": [SUPABASE] * FUNCTIONS}
    jobs = [(name, job) for name, sources in cases.items() for tool in tools
            if (job := prepare(bench, tool, name, sources))]
    for _ in bench.turns("bundle", bench.rounds):
        for name, job in jobs:
            job.measure(bench, f"bundle {name}")


class Job:
    """One command of one peer, and where its output goes."""

    def __init__(self, tool, argv, directory):
        self.name, self.argv, self.out = tool.name, [str(part) for part in argv], directory / "out"
        self.options = {"cwd": directory, "env": tool.environment, "timeout": 120}

    def measure(self, bench, figure):
        shutil.rmtree(self.out, ignore_errors=True)
        bench.add(figure, "ms", self, once(self.argv, **self.options) * 1000)
        written = sum(path.stat().st_size for path in self.out.rglob("*") if path.suffix != ".map" and path.is_file())
        bench.add(f"{figure}, size", "kB", self, written / 1000)
        memory = peak_memory(self.argv, **self.options)
        if memory is not None:
            bench.add(f"{figure}, peak memory", "MB", self, memory)


class Esbuild:
    """The bundler alone."""

    name = "esbuild"

    def __init__(self, program, environment):
        self.program, self.environment = program, environment
        shown = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60)
        self.version = f"esbuild {shown.stdout.strip()}"
        self.modules = pathlib.Path(program).parent.parent


def find(bench):
    tools = [peer for peer in bench.peers if peer.name in PEER_NAMES]
    places = [str(pathlib.Path(bench.peer_dir).resolve() / "node_modules" / ".bin")] if bench.peer_dir else []
    path = os.pathsep.join([*places, os.environ.get("PATH", "")])
    program = shutil.which("esbuild", path=path)
    if program:
        tools.append(Esbuild(program, os.environ | {"PATH": path}))
        bench.versions["esbuild"] = tools[-1].version
    else:
        bench.note("without esbuild: it is neither on PATH nor in --peer-dir")
    bench.note("sizes: fx's file is compressed and has all files of the packages that programs need; "
               "the others' is one script")
    return tools


def module(number):
    """One of the local modules: each imports the next and has some functions of its own."""
    following = number + 1
    lines = [f'import {{ value as next }} from "./m{following}.ts";'] if following < MODULES else ["const next = 0;"]
    if number == 0:
        others = (f'import {{ value as v{n} }} from "./m{n}.ts";' for n in range(2, MODULES))
        lines = ['import { value as next } from "./m1.ts";', *others, "const handler = () => Response.json(next);"]
    lines += [f"export function helper{k}(input: {{ id: number; name: string }}): string {{\n"
              f"  const value: string = `${{input.id}}:${{input.name}}`;\n"
              f"  return value.padStart({number + k});\n}}" for k in range(8)]
    return "\n".join([*lines, "export const value: number = next + 1;", ""])


def prepare(bench, tool, case, sources):
    """Writes the case for the peer, and runs it once, so that packages are there; `None` where the peer cannot."""
    directory = bench.directory / f"bundle-{tool.name}-{case.replace(' ', '-')}"
    entries = [write(directory, tool, f"f{n}", source, case) for n, source in enumerate(sources)]
    if not (command := COMMANDS[tool.name](tool, directory, entries)):
        return None
    job = Job(tool, command, directory)
    try:
        once(job.argv, **job.options)
    except BenchError as error:
        if tool.name == "fx":
            raise
        bench.note(f"{tool.name} without {case}: {str(error).splitlines()[0][:200]}")
        return None
    return job


def write(directory, tool, slug, source, case):
    functions = directory / "supabase" / "functions" if tool.name == "fx" else directory
    (functions / slug).mkdir(parents=True, exist_ok=True)
    used = {name: target for name, target in IMPORTS.items() if f'"{name}' in source}
    configuration = functions / slug if tool.name == "fx" else functions
    listed = ", ".join(f'"{name}": "{target}"' for name, target in used.items())
    if tool.name in ("fx", "deno"):
        save(configuration / "deno.json", f'{{ "imports": {{ {listed} }} }}\n')
    else:
        save(directory / "package.json", '{ "private": true, "type": "module" }\n')
        if used and tool.modules and not (directory / "node_modules").exists():
            (directory / "node_modules").symlink_to(tool.modules)
    if tool.name == "fx":
        save(directory / "supabase" / "config.toml", 'project_id = "bench"\n')
    entry = functions / slug / "index.ts"
    text = source % {"version": int(slug[1:])} if "%(version)d" in source else source
    ending = "\nexport default { fetch: handler };\n" if tool.name == "wrangler" else "\nDeno.serve(handler);\n"
    save(entry, text + ending)
    if str(MODULES) in case:
        for number in range(1, MODULES):
            save(functions / slug / f"m{number}.ts", module(number))
    return entry


def fx_command(fx, directory, _entries):
    return [fx.program, "functions", "bundle", "--workdir", directory, "--out-dir", directory / "out"]


def deno_command(deno, directory, entries):
    return [deno.program, "bundle", "--quiet", "--outdir", directory / "out", *entries]


def esbuild_command(esbuild, directory, entries):
    return [esbuild.program, "--bundle", "--format=esm", "--platform=node", "--log-level=error",
            f"--outdir={directory / 'out'}", *entries]


def wrangler_command(wrangler, directory, entries):
    if len(entries) > 1:
        return None
    return [wrangler.program, "deploy", entries[0], "--dry-run", "--name", "bench", "--compatibility-date",
            "2025-09-01", "--compatibility-flags", "nodejs_compat", "--outdir", directory / "out"]


COMMANDS = {"fx": fx_command, "deno": deno_command, "esbuild": esbuild_command, "wrangler": wrangler_command}
