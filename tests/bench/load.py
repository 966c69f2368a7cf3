"""Owns requests under load: those that fail while code changes, and how many a warm function answers."""

import asyncio
import contextlib
import re
import shutil
import subprocess
import time

from client import Connection, Load
from peers import HANDLERS, save
from processes import BenchError

RATE = 200
CONNECTIONS = 32
STUCK = 10


def run(bench):
    failures(bench)
    warm(bench)


def failures(bench):
    """Requests at a steady rate while the code changes; peers take turns of a few reloads."""
    few, many = (4, 20) if bench.quick else (20, 100)
    scenarios = [
        (f"failed requests, {few} reloads 1 s apart", few, 1.0),
        (f"failed requests, {few} reloads 0.4 s apart", few, 0.4),
        (f"failed requests, {many} reloads as fast as they come", many, None),
    ]
    with contextlib.ExitStack() as stack:
        served = []
        for peer in bench.peers:
            directory = bench.directory / f"load-{peer.name}"
            entry = peer.write(directory, "hello")
            served.append([peer, directory, entry, _started(stack, peer, directory, 0)])
        time.sleep(1)
        version = 0
        for figure, saves, apart in scenarios:
            totals = {}
            chunk = max(1, saves // 4)
            for _ in bench.turns(figure, saves // chunk):
                for row in served:
                    peer, directory, entry, server = row
                    load = Load(server, peer.target("hello"), RATE)
                    versions = range(version + 1, version + 1 + chunk)
                    stuck = asyncio.run(_under_load(load, peer, entry, versions, apart))
                    if stuck is not None:
                        bench.note(f"{figure}: {peer.name} did not answer with the code of save {stuck - version} of "
                                   f"{chunk} in {STUCK} s, and was started anew")
                        server.stop()
                        save(entry, peer.source(HANDLERS["hello"], versions[-1]))
                        row[-1] = _started(stack, peer, directory, versions[-1])
                    sent, failed, stale, kinds = totals.get(peer.name, (0, 0, 0, {}))
                    for kind, count in load.failures.items():
                        kinds[kind] = kinds.get(kind, 0) + count
                    totals[peer.name] = (sent + load.sent, failed + load.failures.total(), stale + load.stale, kinds)
                version += chunk
            for peer, *_ in served:
                sent, failed, stale, kinds = totals[peer.name]
                bench.add(figure, "", peer, failed)
                detail = ", ".join(f"{count} × {kind}" for kind, count in sorted(kinds.items()))
                bench.note(f"{figure}: {peer.name} {failed} of {sent}" + (f" ({detail})" if detail else "")
                           + (f"; {stale} answered by old code after new code had answered" if stale else ""))


def _started(stack, peer, directory, version):
    server = stack.enter_context(peer.serve(directory))
    with contextlib.closing(Connection(server, peer.target("hello"))) as connection:
        connection.until_version(version)
    return server


async def _under_load(load, peer, entry, versions, apart):
    """Saves every version; returns the one whose code never answered, if there is one."""
    stuck = None

    async def work(load):
        nonlocal stuck
        await asyncio.sleep(0.3)
        for version in versions:
            save(entry, peer.source(HANDLERS["hello"], version))
            if apart is not None:
                await asyncio.sleep(apart)
            if apart is None or version == versions[-1]:
                try:
                    await load.until_version(version, STUCK)
                except TimeoutError:
                    stuck = version
                    return

    await load.during(work)
    return stuck


def warm(bench):
    """fx in front of the engine, against the bare engine."""
    peers = [peer for peer in bench.peers if peer.name in ("fx", "deno")]
    if not shutil.which("wrk"):
        bench.note("no warm figures: install wrk (`apt-get install wrk`, `brew install wrk`)")
        return
    seconds = 2 if bench.quick else 5
    with contextlib.ExitStack() as stack:
        served = []
        for peer in peers:
            directory = bench.directory / f"warm-{peer.name}"
            peer.write(directory, "hello")
            server = stack.enter_context(peer.serve(directory, watch=False))
            with contextlib.closing(Connection(server, peer.target("hello"))) as connection:
                connection.until_version(0)
            wrk(server, peer.target("hello"), 1)
            served.append((peer, server))
        for _ in bench.turns("warm requests", max(1, min(bench.rounds, 3))):
            for peer, server in served:
                found = wrk(server, peer.target("hello"), seconds)
                bench.add(f"warm hello, {CONNECTIONS} connections", "requests/s", peer, found["rate"])
                bench.add(f"warm hello, {CONNECTIONS} connections, p50", "ms", peer, found["p50"])
                bench.add(f"warm hello, {CONNECTIONS} connections, p99", "ms", peer, found["p99"])
                if found["wrong"]:
                    bench.note(f"warm hello: {peer.name} failed {found['wrong']} requests")


def wrk(server, target, seconds, connections=CONNECTIONS):
    headers = [part for name, value in target.headers.items() for part in ("-H", f"{name}: {value}")]
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *headers,
         f"http://127.0.0.1:{server.port}{target.path}"],
        capture_output=True, text=True, timeout=seconds + 30)
    found = parse_wrk(done.stdout)
    if done.returncode or found is None:
        raise BenchError(f"wrk failed: {done.stdout}{done.stderr}")
    return found


def parse_wrk(text):
    rate = re.search(r"Requests/sec:\s*([\d.]+)", text)
    scale = {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}
    quantiles = {n: float(value) * scale[unit]
                 for n, value, unit in re.findall(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s|m)\s*$", text, re.M)}
    if not rate or set(quantiles) != {"50", "99"}:
        return None
    wrong = sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", text)))
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    wrong += sum(map(int, errors.groups())) if errors else 0
    return {"rate": float(rate[1]), "p50": quantiles["50"], "p99": quantiles["99"], "wrong": wrong}
