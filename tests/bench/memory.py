"""Owns what is held: memory of fx, its workers and its peers, and what a thousand reloads leave behind (Linux only)."""

import contextlib
import os
import time

import processes
from client import Connection
from peers import HANDLERS, save
from processes import BenchError

SETTLE = 3


def run(bench):
    if not os.path.isdir("/proc/self/fd"):
        bench.note("no figures of memory: there is no /proc")
        return
    for _ in bench.turns("memory", max(1, min(bench.rounds, 3))):
        for peer in bench.peers:
            (fx_memory if peer.name == "fx" else peer_memory)(bench, peer)
    fx = bench.peer("fx")
    if fx:
        many_reloads(bench, fx)


def fx_memory(bench, fx):
    directory = bench.directory / "memory-fx"
    for handler in HANDLERS:
        fx.write(directory, handler)
    with fx.serve(directory) as server:
        with contextlib.closing(Connection(server, fx.target("none"))) as gateway:
            gateway.until(lambda status, _: status == 404)
        time.sleep(1)
        bench.add("memory, fx that has loaded nothing", "MB", fx, processes.resident(server.pid))
        for handler in HANDLERS:
            with contextlib.closing(Connection(server, fx.target(handler))) as connection:
                connection.until_version(0)
            worker = workers(server, handler)[0]  # the oldest; what waits for the next reload comes later
            time.sleep(1)
            bench.add(f"memory, the process that runs {handler}", "MB", fx, processes.resident(worker))
            if handler == "hello":
                family = [server.pid, *processes.descendants(server.pid)]
                bench.add("memory, all processes with hello loaded (PSS)", "MB", fx, processes.proportional(family))
        bench.add("memory, fx with both loaded", "MB", fx, processes.resident(server.pid))


def peer_memory(bench, peer):
    for handler in HANDLERS:
        if not peer.has(handler):
            continue
        directory = bench.directory / f"memory-{peer.name}-{handler}"
        peer.write(directory, handler)
        with peer.serve(directory) as server:
            with contextlib.closing(Connection(server, peer.target(handler))) as connection:
                connection.until_version(0)
            time.sleep(1)
            family = [server.pid, *processes.descendants(server.pid)]
            if len(family) == 1:
                bench.add(f"memory, the process that runs {handler}", "MB", peer, processes.resident(server.pid))
            if handler == "hello":
                bench.add("memory, all processes with hello loaded (PSS)", "MB", peer, processes.proportional(family))


def workers(server, handler):
    """The engine processes that were started for a function, oldest first."""
    found = [pid for pid in processes.descendants(server.pid)
             if processes.command_line(pid)[-1:] and processes.command_line(pid)[-1].endswith(f"/{handler}/index.ts")]
    if not found:
        raise BenchError(f"fx has no process that runs {handler}\n{server.tail()}")
    return found


def many_reloads(bench, fx):
    """Reloads one after the other, each as soon as the one before answers."""
    count = 100 if bench.quick else 1000
    directory = bench.directory / "many"
    entry = fx.write(directory, "hello")
    with fx.serve(directory) as server:
        with contextlib.closing(Connection(server, fx.target("hello"))) as connection:
            connection.until_version(0)

            def reload(version):
                save(entry, fx.source(HANDLERS["hello"], version))
                connection.until_version(version)

            for version in range(1, 6):
                reload(version)
            time.sleep(SETTLE)
            before = _held(server)
            began = time.perf_counter()
            course = [before[0]]
            for done in range(count):
                if done and done % 100 == 0:
                    bench.progress(f"{count} reloads: {done}")
                    course.append(processes.resident(server.pid))
                reload(6 + done)
            took = time.perf_counter() - began
            time.sleep(SETTLE)
            after = _held(server)
        left = server.stop()
    figure = f"{count} reloads"
    for what, unit, old, new in (("memory of fx", "MB", before[0], after[0]),
                                 ("engine processes", "", before[1], after[1]),
                                 ("open files of fx", "", before[2].total(), after[2].total())):
        bench.add(f"{figure}: {what} before", unit, fx, old)
        bench.add(f"{figure}: {what} after", unit, fx, new)
    bench.note(f"{figure}: memory of fx every 100: {', '.join(f'{value:.1f}' for value in [*course, after[0]])} MB")
    if before[2] != after[2]:  # sockets come and go with the connections that wait for the next request
        bench.note(f"{figure}: open files of fx before: {dict(before[2])}, after: {dict(after[2])}")
    bench.add(f"{figure}: processes left when fx has ended", "", fx, left)
    bench.add(f"{figure}: one reload on average", "ms", fx, took * 1000 / count)


def _held(server):
    return (processes.resident(server.pid), len(processes.descendants(server.pid)), processes.open_files(server.pid))
