"""Owns what happens after a save: until the new code answers, with a mistake, and with a file that many import."""

import contextlib
import threading
import time

from client import Connection
from peers import HANDLERS, save
from processes import BenchError

SHARED_BY = 20
BROKEN = "\nconst broken: = 1;\n"


def run(bench):
    until_new_code(bench)
    fx = bench.peer("fx")
    if fx:
        broken_save(bench, fx)
        shared_file(bench, fx)


def until_new_code(bench):
    with contextlib.ExitStack() as stack:
        served = []
        for peer in bench.peers:
            for handler in ("hello", "supabase-js"):
                if not peer.has(handler):
                    continue
                directory = bench.directory / f"reload-{peer.name}-{handler}"
                entry = peer.write(directory, handler)
                server = stack.enter_context(peer.serve(directory))
                connection = stack.enter_context(contextlib.closing(Connection(server, peer.target(handler))))
                connection.until_version(0)
                served.append((peer, handler, entry, connection))
        time.sleep(1)
        for turn in bench.turns("save → new code", bench.rounds + 1):
            for peer, handler, entry, connection in served:
                text = peer.source(HANDLERS[handler], turn + 1)
                began = time.perf_counter()
                save(entry, text)
                took = connection.until_version(turn + 1) - began
                if turn:  # the first one warms up
                    bench.add(f"save → first answer of the new code, {handler}", "ms", peer, took * 1000)
                time.sleep(0.3)


def broken_save(bench, fx):
    """A mistake is saved while requests go on: they must all be answered by the old code."""
    directory = bench.directory / "broken"
    entry = fx.write(directory, "hello")
    with fx.serve(directory, terminal=True) as server, \
            contextlib.closing(Connection(server, fx.target("hello"))) as connection:
        connection.until_version(0)
        time.sleep(1)
        for turn in bench.turns("a broken save", bench.rounds):
            seen = len(server.lines)
            wrong, done = [], threading.Event()

            def ask(version=turn):
                with contextlib.closing(Connection(server, fx.target("hello"))) as asking:
                    while not done.is_set():
                        status, body = asking.get()
                        if status != 200 or f'"v{version}"'.encode() not in body:
                            wrong.append((status, body))
                        time.sleep(0.005)

            asker = threading.Thread(target=ask, daemon=True)
            asker.start()
            began = time.perf_counter()
            save(entry, fx.source(HANDLERS["hello"], turn) + BROKEN)
            try:
                bench.add("broken save → error on the terminal", "ms", fx, (_shown(server, seen) - began) * 1000)
                time.sleep(0.3)
            finally:
                done.set()
                asker.join(35)
            bench.add("broken save: requests not answered by the old code", "", fx, len(wrong))
            for status, body in wrong[:1]:
                bench.note(f"a broken save was answered {status} {body[:200]!r}")
            save(entry, fx.source(HANDLERS["hello"], turn + 1))
            connection.until_version(turn + 1)
            time.sleep(0.3)


def _shown(server, seen, timeout=30):
    """The moment at which the place of the mistake, the last line of its report, was on the terminal."""
    deadline = time.perf_counter() + timeout
    while time.perf_counter() < deadline:
        lines = server.lines[seen:]
        error = next((n for n, (_, line) in enumerate(lines) if line.startswith("error")), None)
        if error is not None:
            for moment, line in lines[error:]:
                if "index.ts:" in line:
                    return moment
        time.sleep(0.001)
    raise BenchError(f"a broken save showed no error in {timeout} s:\n{server.tail()}")


def shared_file(bench, fx):
    """Twenty functions import one file; all of them are active when it is saved."""
    directory = bench.directory / "shared"
    names = [f"f{n:02}" for n in range(SHARED_BY)]
    shared = directory / "supabase" / "functions" / "_shared" / "version.ts"
    shared.parent.mkdir(parents=True)

    def write(version):
        save(shared, f'export const VERSION = "v{version}";\n')

    write(0)
    for name in names:
        fx.write(directory, name)
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(fx.serve(directory))
        connections = [stack.enter_context(contextlib.closing(Connection(server, fx.target(name)))) for name in names]
        for connection in connections:
            connection.until_version(0)
        time.sleep(1)
        for turn in bench.turns("a shared file", bench.rounds + 1):
            began = time.perf_counter()
            write(turn + 1)
            ended = [connection.until_version(turn + 1, pause=0.002) for connection in connections]
            if turn:
                bench.add(f"`_shared` file saved → all {SHARED_BY} functions answer with it", "ms", fx,
                          (max(ended) - began) * 1000)
            time.sleep(1)
