"""Owns the soak: trouble of every kind for minutes, all from one seed, beside functions that must never notice.

Three kinds of functions are served. `calm` ones are left alone and asked all the time, `edited` ones are saved all the
time, and `rough` ones are killed, frozen, run into limits and left by their clients. What happens comes from the seed;
what fx makes of it is checked while it happens, and at the end against what there was at the start.
"""

import asyncio
import collections
import contextlib
import os
import pathlib
import random
import signal
import time

import peers
import processes

CALM, EDITED, ROUGH = ("calm0", "calm1"), ("edited0", "edited1"), ("rough0", "rough1", "rough2")
TROUBLEMAKERS = 6
ANSWERS_IN = 20
DOWN_FOR = 15
ENDS_IN = 12
SETTLES_IN = 90
UNTOUCHED = "functions that are left alone answer as always"
SAVED = "functions that are saved answer with a version that was saved"
NEWER = "no answer is older than one before"
SERVICES = "services answer"
ANSWERED = f"every request is answered within {ANSWERS_IN} s"
ENDED = "every request that is to end does within 60 s"
UP = f"no function is down for {DOWN_FOR} s"
SETTLED = f"every function answers, and with what was saved last, within {SETTLES_IN} s"
PROMISES = (UNTOUCHED, SAVED, NEWER, SERVICES, ANSWERED, ENDED, UP, SETTLED)

ANSWERING = "Deno.serve(() => new Response('%s ' + Deno.pid));\n"
BROKEN = ("Deno.serve(() => new Response('%s ' + Deno.pid);\n", "import './none.ts'; // %s\n", "throw new Error('%s');\n",
          "import 'http://127.0.0.1:1/none.ts'; // %s\n")
ROUGH_SOURCE = """\
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const HOST = "http://127.0.0.1:%d";
Deno.serve(async (request) => {
  const url = new URL(request.url);
  switch (url.pathname.split("/").at(-1)) {
    case "cpu": for (;;);
    case "later": setTimeout(() => { for (;;); }, 50); return new Response("fine");
    case "heap": for (const all = [];;) all.push(new Array(1000).fill(Math.random()));
    case "buffers": for (const all = [];;) { all.push(new Uint8Array(4e6).fill(1)); await pause(0); }
    case "hang": return new Promise(() => {});
    case "throw": setTimeout(() => { throw new Error("thrown on purpose"); }); return new Promise(() => {});
    case "exit": Deno.exit(3);
    case "background": EdgeRuntime.waitUntil(pause(Number(url.searchParams.get("ms")))); return new Response("fine");
    case "upload": return new Response(String((await request.arrayBuffer()).byteLength));
    case "download": return new Response(new ReadableStream({
      pull: (out) => out.enqueue(new Uint8Array(65536)) }));
    case "fetch": return new Response((await fetch(HOST + url.search.slice(1))).body);
    case "events": {
      const timer = { id: 0 };
      return new Response(new ReadableStream({
        start: (out) => { timer.id = setInterval(() => out.enqueue(new TextEncoder().encode("data: x\\n\\n")), 100); },
        cancel: () => clearInterval(timer.id),
      }), { headers: { "content-type": "text/event-stream" } });
    }
    case "socket": {
      const { socket, response } = Deno.upgradeWebSocket(request);
      socket.onmessage = (event) => socket.send(event.data);
      return response;
    }
    default: return new Response(String(Deno.pid));
  }
});
"""
CONFIG = """\
[edge_runtime.limits]
memory_limit_mb = 128
request_idle_timeout_ms = 3000
cpu_time_soft_limit_ms = 400
cpu_time_hard_limit_ms = 800
[functions.rough0.limits]
worker_timeout_ms = 20000
[functions.rough1.limits]
worker_timeout_ms = 60000
"""
HANDSHAKE = ("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")


class Host:
    """What functions import from, fetch from, and reach as services: below `/stall` it takes requests and says nothing."""

    async def start(self):
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def _answer(self, reader, writer):
        with contextlib.closing(writer), contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1]
                if b"/stall" in path:
                    if b"/head" in path:
                        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\npart")
                    await reader.read()
                    return
                body = b"export {};" if path.endswith(b".ts") else b"fine"
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/typescript\r\ncontent-length: %d\r\n\r\n" % len(body) + body)
                await writer.drain()


class Soak:
    """One run: what was saved, who works where, what went wrong."""

    def __init__(self, trial, server, directory, host, seed):
        self.trial, self.server, self.directory, self.host, self.seed = trial, server, directory, host, seed
        self.over = False
        self.done, self.statuses = collections.Counter(), collections.Counter()
        self.wrong = collections.defaultdict(list)
        self.workers = {slug: set() for slug in ROUGH}
        self.versions = {slug: {0} for slug in EDITED}
        self.newest = dict.fromkeys(EDITED, 0)
        self.frozen = set()
        self.serving, self.present = set(), {}

    def note(self, promise, detail):
        self.wrong[promise].append(f"after {time.perf_counter() - self.began:.0f} s: {detail}")

    def entry(self, slug):
        return self.directory / "supabase" / "functions" / slug / "index.ts"

    # Requests ---------------------------------------------------------------------------------------------------------

    @contextlib.asynccontextmanager
    async def connected(self):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()

    def head(self, path, method="GET", more=""):
        path = path if path.startswith("/") else f"/functions/v1/{path}"
        return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\n{more}\r\n".encode()

    async def ask(self, path, timeout=ANSWERS_IN):
        """Status and body; 0 when the connection broke, -1 when nothing came in time."""
        try:
            async with asyncio.timeout(timeout), self.connected() as (reader, writer):
                writer.write(self.head(path, more="Connection: close\r\n"))
                head, _, body = (await reader.read()).partition(b"\r\n\r\n")
                return (int(head.split(b" ", 2)[1]), body) if head else (0, b"")
        except TimeoutError:
            return -1, b""
        except OSError:
            return 0, b""

    # Clients that never leave -----------------------------------------------------------------------------------------

    async def watch_calm(self, slug):
        while not self.over:
            status, body = await self.ask(slug)
            self.done["calm"] += 1
            text, _, pid = body.partition(b" ")
            self.serving.add(pid)
            if (status, text) != (200, slug.encode()):
                self.note(UNTOUCHED, f"`{slug}` {status} {body[:200]!r}")
            await asyncio.sleep(0.02)

    async def watch_edited(self, slug):
        seen = 0
        while not self.over:
            status, body = await self.ask(slug)
            self.done["edited"] += 1
            text, _, pid = body.partition(b" ")
            self.serving.add(pid)
            version = int(text) if status == 200 and text.isdigit() else None
            if version is None or version not in self.versions[slug]:
                self.note(SAVED, f"`{slug}` {status} {body[:200]!r}")
            elif version < seen:
                self.note(NEWER, f"`{slug}` {version} after {seen}")
            else:
                seen = version
            await asyncio.sleep(0.02)

    async def watch_rough(self, slug):
        fine, told = time.perf_counter(), False
        while not self.over:
            status, body = await self.ask(slug)
            self.statuses[status] += 1
            now = time.perf_counter()
            if status == -1:
                self.note(ANSWERED, f"`{slug}`")
            if status == 200:
                self.workers[slug].add(int(body))
                fine, told = now, False
            elif now - fine > DOWN_FOR and not told:
                told = True
                self.note(UP, f"`{slug}`, {status} {body[:200]!r}")
            await asyncio.sleep(0.1)

    async def watch_services(self):
        while not self.over:
            status, body = await self.ask("/rest/v1/fine")
            self.done["services"] += 1
            if (status, body) != (200, b"fine"):
                self.note(SERVICES, f"{status} {body[:200]!r}")
            await asyncio.sleep(0.1)

    # Trouble ----------------------------------------------------------------------------------------------------------

    def victim(self, rng):
        slug = rng.choice(ROUGH)
        alive = sorted(pid for pid in self.workers[slug] if pid in processes.descendants(self.server.pid))
        self.workers[slug] = set(alive)
        return rng.choice(alive) if alive else None

    async def kill(self, rng):
        if pid := self.victim(rng):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    async def kill_waiting(self, _):
        """Kills a process that has been there for a while and has not answered: one that waits, or finishes something."""
        now = time.perf_counter()
        self.present = {pid: self.present.get(pid, now) for pid in processes.descendants(self.server.pid)}
        known = {int(pid) for pid in self.serving if pid.isdigit()}.union(*self.workers.values())
        waiting = [pid for pid, since in self.present.items() if pid not in known and now - since > 3]
        if waiting:
            with contextlib.suppress(ProcessLookupError):
                os.kill(waiting[0], signal.SIGKILL)

    async def freeze(self, rng):
        lasts = rng.choice((0.1, 1, 5, None))
        if pid := self.victim(rng):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
                self.frozen.add(pid)
                if lasts:
                    await asyncio.sleep(lasts)
                    os.kill(pid, signal.SIGCONT)
                    self.frozen.discard(pid)

    def saved(self, slug):
        self.newest[slug] += 1
        self.versions[slug].add(self.newest[slug])
        return self.newest[slug]

    async def save(self, rng):
        slug = rng.choice(EDITED)
        peers.save(self.entry(slug), ANSWERING % self.saved(slug))

    async def save_broken(self, rng):
        peers.save(self.entry(rng.choice(EDITED)), rng.choice(BROKEN) % "broken")

    async def save_series(self, rng):
        slug = rng.choice(EDITED)
        for _ in range(rng.randint(3, 15)):
            source = rng.choice((ANSWERING, ANSWERING, BROKEN[0]))
            peers.save(self.entry(slug), source % (self.saved(slug) if source == ANSWERING else "broken"))
            await asyncio.sleep(rng.choice((0, 0.005, 0.05)))
        peers.save(self.entry(slug), ANSWERING % self.saved(slug))

    async def save_stalled(self, rng):
        slug, kind = rng.choice(EDITED), rng.choice(("stall", "stall/head"))
        url = f"http://127.0.0.1:{self.host.port}/{kind}/{rng.randrange(10**9)}.ts"
        peers.save(self.entry(slug), f"import '{url}';\n" + ANSWERING % self.saved(slug))

    async def save_remote(self, rng):
        slug = rng.choice(EDITED)
        url = f"http://127.0.0.1:{self.host.port}/{rng.randrange(10**9)}.ts"
        peers.save(self.entry(slug), f"import '{url}';\n" + ANSWERING % self.saved(slug))

    async def save_configuration(self, rng):
        path = self.directory / "supabase" / "config.toml"
        text = self.configuration()
        peers.save(path, text + rng.choice(("[functions.edited0\n", "[functions.edited0]\nstatic_files = ['./[']\n", "# edited\n")))
        await self.save(rng)
        await asyncio.sleep(rng.choice((0, 0.1, 1)))
        peers.save(path, text)

    def configuration(self):
        return f'project_id = "endure"\n{CONFIG}'

    async def answered(self, slug, what):
        status, _ = await self.ask(f"{slug}/{what}", 60)
        self.statuses[status] += 1
        if status == -1:
            self.note(ENDED, f"`{slug}/{what}`")

    async def limit(self, rng):
        await self.answered(rng.choice(ROUGH), rng.choice(("cpu", "later", "heap", "buffers", "throw", "exit")))

    async def background(self, rng):
        await self.answered(rng.choice(ROUGH), f"background?ms={rng.choice((100, 5_000, 30_000))}")

    async def fetch(self, rng):
        status, _ = await self.ask(f"{rng.choice(ROUGH)}/fetch?{rng.choice(('/fine', '/stall', '/stall/head'))}", 10)
        self.statuses[status] += 1  # what has begun may go on for long, and the client leaves

    async def leave(self, rng):
        """Asks for what takes long, and goes away."""
        path = rng.choice((f"{rng.choice(ROUGH)}/hang", "/rest/v1/stall", "/rest/v1/stall/head", f"{rng.choice(ROUGH)}/events"))
        async with self.connected() as (reader, writer):
            writer.write(self.head(path))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(1000), rng.choice((0.01, 0.3, 2)))

    async def stall_reading(self, rng):
        async with self.connected() as (_, writer):
            writer.write(self.head(f"{rng.choice(ROUGH)}/download"))
            writer.transport.pause_reading()
            await asyncio.sleep(rng.choice((0.5, 5, 15)))

    async def stall_writing(self, rng):
        more = rng.choice(("", "Content-Length: 1000000\r\n", "Transfer-Encoding: chunked\r\n"))
        async with self.connected() as (_, writer):
            head = self.head(f"{rng.choice(ROUGH)}/upload", "POST", more)
            writer.write(head + b"5\r\nhello\r\n" if more else head[: len(head) // 2])
            await asyncio.sleep(rng.choice((0.5, 5, 15)))

    async def socket(self, rng):
        async with self.connected() as (reader, writer):
            writer.write(self.head(f"{rng.choice(ROUGH)}/socket", more=HANDSHAKE))
            with contextlib.suppress(TimeoutError, OSError, asyncio.IncompleteReadError):
                async with asyncio.timeout(10):
                    head = await reader.readuntil(b"\r\n\r\n")
                    for _ in range(rng.randint(0, 20) if b" 101 " in head else 0):
                        writer.write(b"\x81\x82\x00\x00\x00\x00hi")
                        await reader.readexactly(4)
                        await asyncio.sleep(0.05)
                    if rng.random() < 0.5:
                        writer.write(b"\x88\x82\x00\x00\x00\x00\x03\xe8")
                        await reader.read()

    async def events(self, rng):
        async with self.connected() as (reader, writer):
            writer.write(self.head(f"{rng.choice(ROUGH)}/events"))
            with contextlib.suppress(TimeoutError, OSError):
                async with asyncio.timeout(rng.choice((0.5, 3, 25))):
                    while await reader.read(4096):
                        pass

    async def make_trouble(self, number):
        rng = random.Random(f"{self.seed} {number}")
        kinds = {self.kill: 3, self.kill_waiting: 2, self.freeze: 2, self.save: 3, self.save_broken: 2, self.save_series: 2, self.save_stalled: 2,
                 self.save_remote: 2, self.save_configuration: 1, self.limit: 4, self.background: 2, self.fetch: 2,
                 self.leave: 3, self.stall_reading: 1, self.stall_writing: 2, self.socket: 3, self.events: 2}
        while not self.over:
            kind = rng.choices(list(kinds), kinds.values())[0]
            self.done[kind.__name__] += 1
            with contextlib.suppress(OSError):
                await kind(rng)
            await asyncio.sleep(rng.uniform(0, 0.4))

    async def during(self, seconds):
        """Everything at once, until the time is over."""
        self.over = False
        async with asyncio.TaskGroup() as tasks:
            for watch, slugs in ((self.watch_calm, CALM), (self.watch_edited, EDITED), (self.watch_rough, ROUGH)):
                for slug in slugs:
                    tasks.create_task(watch(slug))
            tasks.create_task(self.watch_services())
            for number in range(TROUBLEMAKERS):
                tasks.create_task(self.make_trouble(number))
            until = time.perf_counter() + seconds
            while time.perf_counter() < until:
                self.server.check()
                await asyncio.sleep(min(5, max(0, until - time.perf_counter())))
            self.over = True

    # Start and end ----------------------------------------------------------------------------------------------------

    def thaw(self):
        for pid in self.frozen:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        self.frozen.clear()

    async def heal(self):
        """Saves what works, and starts every function anew: what is there then is comparable."""
        peers.save(self.directory / "supabase" / "config.toml", self.configuration())
        newest = {slug: self.saved(slug) for slug in EDITED}
        for slug, version in newest.items():
            peers.save(self.entry(slug), ANSWERING % version)
        until = time.perf_counter() + SETTLES_IN
        for slug, version in newest.items():
            while (await self.ask(slug))[1].partition(b" ")[0] != str(version).encode():
                if time.perf_counter() > until:
                    self.note(SETTLED, f"`{slug}`")
                    break
                await asyncio.sleep(0.05)
        for pid in processes.descendants(self.server.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for slug in CALM + EDITED + ROUGH:
            while (await self.ask(slug))[0] != 200:
                if time.perf_counter() > until:
                    self.note(SETTLED, f"`{slug}`")
                    break
                await asyncio.sleep(0.05)

    def holdings(self):
        """What fx has that it could keep: descriptors, threads, locks, processes, directories."""
        pid = self.server.pid
        locks = [line for line in pathlib.Path("/proc/locks").read_text().splitlines() if f" {pid} " in line]
        workers = [path for path in (self.directory / "tmp").glob("fx-*/*")]
        return {"descriptors": sum(processes.open_files(pid).values()), "threads": _threads(pid), "locks": len(locks),
                "processes": len(processes.descendants(pid)), "directories": len(workers)}

    async def settled(self, before=None):
        """What fx has when it has come to rest; with `before`, when it has no more than then."""
        until = time.perf_counter() + SETTLES_IN
        now, same = self.holdings(), 0
        while time.perf_counter() < until and not (same > 10 and (before is None or not _more(now, before))):
            await asyncio.sleep(0.3)
            last, now = now, self.holdings()
            same = same + 1 if last == now else 0
        return now

    def report(self):
        self.trial.say(f"did {dict(self.done.most_common())}")
        self.trial.say(f"rough functions answered {dict(self.statuses.most_common())}")
        for promise in PROMISES:
            found = self.wrong[promise]
            self.trial.check(not found, f"{promise}: {len(found)} exceptions")
            for detail in found[:3]:
                self.trial.say(f"       {detail}")


# What fx may have more of than at the start.
SLACK = {"descriptors": 4, "threads": 0, "locks": 0, "processes": 1, "directories": 1}


def _threads(pid):
    """How many threads fx has, without those of its runtime, which keeps as many as it needed for a while."""
    names = []
    for path in pathlib.Path(f"/proc/{pid}/task").glob("*/comm"):
        with contextlib.suppress(OSError):
            names.append(path.read_text().strip())
    return sum(name != "tokio-rt-worker" for name in names)


def _more(now, before):
    return {what: f"{now[what]}, {before[what]} before" for what in now if now[what] > before[what] + SLACK[what]}


async def _soak(trial, seed, seconds):
    host = await Host().start()
    sources = {slug: ANSWERING % slug for slug in CALM} | {slug: ANSWERING % 0 for slug in EDITED}
    sources |= {slug: ROUGH_SOURCE % host.port for slug in ROUGH}
    directory = trial.project(sources, CONFIG)
    temporary = directory / "tmp"
    temporary.mkdir()
    environment = {"TMPDIR": str(temporary), "XDG_STATE_HOME": str(directory / "state")}
    upstream = ("--upstream", f"http://127.0.0.1:{host.port}")
    with trial.serve(directory, *upstream, **environment) as server:
        soak = Soak(trial, server, directory, host, seed)
        soak.began = time.perf_counter()
        await soak.heal()
        before = await soak.settled()
        await soak.during(min(20, seconds / 5))  # memory is compared with that of an fx that has seen it all
        soak.thaw()
        await soak.heal()
        await soak.settled(before)
        server.at_first = processes.resident(server.pid)
        trial.say(f"at the start fx has {before}, {server.at_first:.1f} MB")
        await soak.during(seconds)
        soak.thaw()
        await soak.heal()
        for slug in CALM + EDITED + ROUGH:
            began = time.perf_counter()
            status, _ = await soak.ask(slug)
            took = time.perf_counter() - began
            trial.check(status == 200 and took < 1, f"at the end `{slug}` answers {status} after {took * 1000:.0f} ms")
        after = await soak.settled(before)
        more = _more(after, before)
        trial.check(not more, f"at the end fx has {after}" + (f": more {more}" if more else ""))
        soak.report()
        # fx is stopped with all of this under way.
        async with contextlib.AsyncExitStack() as stack:
            for path, more in (("rough0/socket", HANDSHAKE), ("rough1/events", "")):
                _, writer = await stack.enter_async_context(soak.connected())
                writer.write(soak.head(path, more=more))
            status, _ = await soak.ask("rough2/background?ms=180000")
            trial.check(status == 200, f"at the end work in the background begins: {status}")
            await asyncio.to_thread(trial.end, server, within=ENDS_IN)
    left = [path.name for path in (*temporary.glob("fx-*"), *(directory / "state/fx/running").glob("*"))]
    trial.check(not left, f"{len(left)} files and directories are left behind: {left[:5]}")


def soak(trial):
    """Minutes of random trouble."""
    minutes = trial.minutes / 10 if trial.quick else trial.minutes
    trial.say(f"seed {trial.seed}, {minutes:g} minutes")
    asyncio.run(_soak(trial, trial.seed, minutes * 60))


PARTS = {"soak": soak}
