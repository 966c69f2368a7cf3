"""Owns the ways in which a function runs, each a server that can be asked: plain Deno, and the three of fx."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import processes
from processes import BenchError, Server, free_port

# A worker ends soon after its answer, for 80 of them would take all memory of a small machine.
LIMITS = "idle=5s"
PATIENCE = 120
CACHE = str(pathlib.Path(__file__).resolve().parents[2] / "target/tmp/engine-test-cache")


def ask(url, body=None):
    """Status and body of a request; `None` and the reason where there is no answer."""
    headers = {"content-type": "application/json"} if body is not None else {}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except (OSError, ValueError) as error:
        return None, str(getattr(error, "reason", error))


class Setting:
    """What all ways share: programs, the project, and the environment of functions."""

    def __init__(self, fx, directory, variables):
        self.fx, self.directory, self.variables = str(fx), directory, variables
        self.project = directory / "project"
        self.cache = os.environ.get("FX_CACHE_DIR", CACHE)
        home = directory / "home"
        home.mkdir(mode=0o700)  # settings of npm may have tokens
        kept = ("PATH", "NPM_CONFIG_REGISTRY", "NPM_CONFIG_USERCONFIG", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "DENO_CERT",
                "SSL_CERT_FILE", "SSL_CERT_DIR", "TMPDIR")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ}
        self.environment |= {"HOME": str(home), "FX_CACHE_DIR": self.cache, "TZ": "UTC", "NO_COLOR": "1"}
        settings = pathlib.Path(os.path.expanduser("~/.npmrc"))
        if settings.exists():
            (home / ".npmrc").write_bytes(settings.read_bytes())
        self.env_file = directory / "variables.env"
        self.env_file.write_text("".join(f"{name}={value}\n" for name, value in variables.items()))
        self.run("engine", "install", timeout=600)
        self.engine = self.run("engine", "path").strip()

    def run(self, *arguments, timeout=900, **more):
        """What a command of fx prints; it must succeed."""
        done = subprocess.run([self.fx, *arguments, "--workdir", str(self.project)], capture_output=True, text=True,
                              env=self.environment | more, timeout=timeout)
        if done.returncode:
            raise BenchError(f"fx {' '.join(arguments)}: {done.stderr.strip()[-3000:]}")
        return done.stdout

    def server(self, name, argv, env=(), port=0):
        """Starts a program that ends with this one, however this one ends."""
        log = self.directory / f"{name}.log"
        log.unlink(missing_ok=True)
        return Server(name, ["setpriv", "--pdeathsig", "INT", *argv], cwd=self.directory, env=self.environment | dict(env),
                      port=port, log=log)


class Way:
    """A server of functions; `address` says where a function is."""

    name = ""

    def __init__(self, setting, functions):
        self.setting, self.functions, self.server, self.refused = setting, functions, None, {}

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.server:
            self.server.stop()

    def address(self, function):
        raise NotImplementedError

    def boot(self, function):
        """Makes it start; whether it did, and what it then used as `(MB, CPU seconds)` where that is known."""
        return ask(self.address(function)), None

    def work(self, function):
        return ask(self.address(function), {"name": "Ada"})

    def said(self):
        return self.server.log.read_text(errors="replace") if self.server else ""

    def wait_for(self, pattern):
        deadline = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.said())):
            self.server.check()
            if time.monotonic() > deadline:
                raise BenchError(f"{self.name} is never ready:\n{self.server.tail()}")
            time.sleep(0.02)
        return found


class Deno(Way):
    """`deno run -A`: a process for each function, which ends with the next one."""

    name = "deno"

    def start(self):
        """Nothing runs before it is asked for."""

    def address(self, function):
        return f"http://127.0.0.1:{self.server.port}/{function}"

    def command(self, function, lock, *arguments):
        """A command of the engine about a function, and its environment."""
        entry = self.setting.project / "supabase/functions" / function / "index.ts"
        env = {"DENO_DIR": f"{self.setting.cache}/deno", "DENO_NO_UPDATE_CHECK": "1", "DENO_NO_PACKAGE_JSON": "1",
               "DENO_TLS_CA_STORE": "system,mozilla"}
        return [self.setting.engine, *arguments, "--quiet", f"--lock={lock}", "--node-modules-dir=none", str(entry)], env

    def resolve(self, function, lock):
        command, env = self.command(function, lock, "cache", "--no-check")
        done = subprocess.run(command, env=self.setting.environment | env, capture_output=True, text=True, timeout=600)
        if done.returncode:
            raise BenchError(f"{function}: {done.stderr.strip()}")

    def boot(self, function):
        self.stop()
        port = free_port()
        lock = self.setting.project / "supabase/functions" / function / "deno.lock"
        command, env = self.command(function, lock, "run", "-A", "--no-prompt")
        env |= {"DENO_SERVE_ADDRESS": f"tcp:127.0.0.1:{port}", **self.setting.variables}
        self.server = self.setting.server(f"deno-{function}", command, env, port=port)
        deadline = time.monotonic() + PATIENCE
        while (answer := ask(self.address(function)))[0] is None and time.monotonic() < deadline:
            try:
                self.server.check()
            except BenchError as error:
                return (None, str(error)), None
            time.sleep(0.02)
        return answer, None


class Serve(Way):
    """`fx functions serve` of the sources."""

    name = "serve"
    arguments = ()

    def start(self):
        self.server = self.setting.server(
            self.name, [self.setting.fx, "functions", "serve", *self.functions, *self.arguments, "--port", "0", "--upstream", "off",
                        "--no-verify-jwt", "--standby", "0", "--limits", LIMITS, "--output-format", "stream-json",
                        "--env-file", str(self.setting.env_file), "--workdir", str(self.setting.project)])
        self.url = self.wait_for(r'"url":"(http://127\.0\.0\.1:\d+)","publishable_key"').group(1)

    def address(self, function):
        return f"{self.url}/functions/v1/{function}"

    def boot(self, function):
        before = set(processes.descendants(self.server.pid))
        answer = ask(self.address(function))
        used = [usage(pid) for pid in processes.descendants(self.server.pid) if pid not in before]
        return answer, max(filter(None, used), default=None)


class FromBundle(Serve):
    """The same with `--from-bundle`."""

    name = "bundle"
    arguments = ("--from-bundle",)


class Platform(Way):
    """Deployed to `fx platform start`."""

    name = "platform"

    def start(self):
        data = pathlib.Path(tempfile.mkdtemp(prefix="platform-", dir=self.setting.directory))
        self.server = self.setting.server(self.name, [
            self.setting.fx, "platform", "start", "--data", str(data), "--listen", "127.0.0.1:0", "--api-listen", "127.0.0.1:0",
            "--allow-private-net", "--max-total-workers", "6", "--rate-limit", "0", "--output-format", "json"])
        ready = self.wait_for(r'"api_url":"([^"]+)".*"functions_url":"([^"]+)"')
        self.admin = {"FX_API_URL": ready.group(1), "SUPABASE_ACCESS_TOKEN": (data / "admin-token").read_text().strip()}
        reference = self.setting.run("platform", "project", "create", "corpus", "--data", str(data), **self.admin).strip()
        self.url = ready.group(2).replace("REF", reference)
        to = ("--project-ref", reference)
        self.setting.run("secrets", "set", "--env-file", str(self.setting.env_file), *to, **self.admin)
        self.deploy(to)

    def deploy(self, to):
        """Deploys all; those that cannot be are noted, one by one."""
        command = ("functions", "deploy", "--no-verify-jwt", "--yes", "--jobs", "2", *to)
        try:
            self.setting.run(*command, *self.functions, **self.admin)
        except BenchError:
            for function in self.functions:
                try:
                    self.setting.run(*command, function, **self.admin)
                except BenchError as error:
                    self.refused[function] = str(error)

    def address(self, function):
        return f"{self.url}/functions/v1/{function}" if "/functions/v1" not in self.url else f"{self.url}/{function}"

    def boot(self, function):
        if function in self.refused:
            return (None, self.refused[function]), None
        return super().boot(function)


def usage(pid):
    """Peak memory in MB and CPU seconds of a process; None when it has ended."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    ticks = os.sysconf("SC_CLK_TCK")
    return (int(peak.group(1)) / 1024, (int(fields[11]) + int(fields[12])) / ticks) if peak else None


WAYS = {way.name: way for way in (Serve, FromBundle, Platform)}
