"""Owns what happens before the first answer: `--version`, `--help`, ready, and the first request of a function."""

import contextlib
import time

from client import Connection
from processes import BenchError, once, peak_memory


def run(bench):
    for _ in bench.turns("--version, --help", bench.rounds):
        for peer in bench.peers:
            for flag in ("--version", "--help"):
                options = {"cwd": bench.directory, "env": peer.environment}
                bench.add(f"`{flag}`", "ms", peer, once([peer.program, flag], **options) * 1000)
                memory = peak_memory([peer.program, flag], **options)
                if memory is not None:
                    bench.add(f"`{flag}`, peak memory", "MB", peer, memory)

    projects = prepare(bench)
    for _ in bench.turns("ready", bench.rounds):
        for peer in bench.peers:
            bench.add("start until the first 200 of hello", "ms", peer, first_answer(peer, projects, "hello"))
    for _ in bench.turns("first request", bench.rounds):
        for peer in bench.peers:
            for handler in ("hello", "supabase-js"):
                if (peer.name, handler) in projects:
                    measure_first_request(bench, peer, projects, handler)


def prepare(bench):
    """Writes the projects and has each serve once, so that packages are downloaded and compiled code is cached."""
    projects = {}
    for peer in bench.peers:
        for handler in ("hello", "supabase-js"):
            if not peer.has(handler):
                bench.note(f"{peer.name} has no supabase-js: `npm install @supabase/supabase-js` beside it")
                continue
            directory = bench.directory / f"start-{peer.name}-{handler}"
            peer.write(directory, handler)
            projects[peer.name, handler] = directory
            try:
                first_answer(peer, projects, handler)
                first_answer(peer, projects, handler)
            except BenchError as error:
                if handler == "hello":
                    raise
                del projects[peer.name, handler]
                bench.note(f"{peer.name} without supabase-js: {str(error).splitlines()[0]}")
    return projects


def first_answer(peer, projects, handler):
    """Milliseconds from starting the program until the first 200."""
    with peer.serve(projects[peer.name, handler], watch=False) as server, \
            contextlib.closing(Connection(server, peer.target(handler))) as connection:
        return (connection.until(lambda status, _: status == 200) - server.started) * 1000


def measure_first_request(bench, peer, projects, handler):
    """fx serves already and the function is not loaded yet; the others load it when they start."""
    figure = f"first request of {handler}, not yet loaded"
    if peer.name != "fx":
        if handler != "hello":  # hello is the figure above
            bench.add(figure, "ms", peer, first_answer(peer, projects, handler))
        return
    with peer.serve(projects[peer.name, handler]) as server, \
            contextlib.closing(Connection(server, peer.target("none"))) as gateway:
        gateway.until(lambda status, _: status == 404)
        time.sleep(0.3)
        with contextlib.closing(Connection(server, peer.target(handler))) as connection:
            began = time.perf_counter()
            status, body = connection.get()
            if status != 200:
                raise BenchError(f"fx answered {status} {body!r}\n{server.tail()}")
            bench.add(figure, "ms", peer, (time.perf_counter() - began) * 1000)
