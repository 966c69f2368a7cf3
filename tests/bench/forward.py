"""Owns what forwarding costs: requests for a service, to the upstream alone, through nginx and through fx.

Two upstreams: one that answers at once, which shows what the way itself takes, and one that takes a millisecond to
answer, as a service with a database does. nginx cannot wait, so that the second one is a program for the engine.
"""

import contextlib
import os
import shutil
import subprocess

from client import Connection
from load import wrk
from peers import Target, save
from processes import Server, free_port

TODOS = Target("/rest/v1/todos?select=*", {"apikey": "sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH"})
BODY = "[" + ",".join(f'{{"id":{n},"title":"todo {n}","done":false}}' for n in range(20)) + "]"
CONFIG = """\
daemon off;
worker_processes %(workers)s;
pid %(name)s.pid;
error_log stderr;
%(user)s
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  keepalive_requests 1000000000;
  %(rest)s
}
"""
ANSWERS = "server { listen 127.0.0.1:%(port)d; location / { default_type application/json; return 200 '%(body)s'; } }"
WAITS = """\
const BODY = %r;

Deno.serve({ hostname: "127.0.0.1", port: Number(Deno.env.get("PORT")) }, async () => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return new Response(BODY, { headers: { "content-type": "application/json" } });
});
"""
PASSES = """\
upstream services { server 127.0.0.1:%(upstream)d; keepalive 64; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:%(port)d;
    location / {
      proxy_pass http://services;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
    }
  }"""


class Way:
    """One way to the upstream, as a peer of the results."""

    def __init__(self, name, server):
        self.name, self.server = name, server


def run(bench):
    nginx = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    for program, found in (("wrk", shutil.which("wrk")), ("nginx", nginx)):
        if not found:
            bench.note(f"no figures for forwarding: install {program} (`apt-get install {program}`)")
            return
    directory = bench.directory / "forward"
    directory.mkdir(parents=True, exist_ok=True)
    shown = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=True).stderr
    bench.versions["nginx"] = shown.strip().removeprefix("nginx version: ").replace("/", " ")
    with contextlib.ExitStack() as stack:
        quick = stack.enter_context(_nginx(nginx, directory, "upstream", ANSWERS, 1, body=BODY))
        slow = stack.enter_context(_slow(bench, directory))
        settings = {
            "forwarding": _ways(bench, stack, nginx, directory / "quick", quick),
            "forwarding, answer after 1 ms": _ways(bench, stack, nginx, directory / "slow", slow),
        }
        _measure(bench, settings)


def _ways(bench, stack, nginx, directory, upstream):
    """The upstream alone, and both ways to it, all of them warm."""
    fx, port = bench.peer("fx"), free_port()
    fx.write(directory, "hello")
    proxy = stack.enter_context(_nginx(nginx, directory, "nginx", PASSES, "auto", upstream=upstream.port))
    command = [*fx.command(directory, port, False), "--upstream", f"http://127.0.0.1:{upstream.port}"]
    forwarding = stack.enter_context(Server(
        "fx", command, cwd=directory, port=port, env=fx.environment, log=directory / "fx.log"))
    ways = [Way("upstream", upstream), Way("nginx", proxy), Way("fx", forwarding)]
    for way in ways:
        bench.versions.setdefault(way.name, way.name)
        with contextlib.closing(Connection(way.server, TODOS)) as connection:
            connection.until(lambda status, body: status == 200 and body.decode() == BODY)
        wrk(way.server, TODOS, 1)
    return ways


def _slow(bench, directory):
    fx, port = bench.peer("fx"), free_port()
    save(directory / "slow.ts", WAITS % BODY)
    command = [str(fx.engine()), "run", "--no-config", "--allow-net", "--allow-env", "slow.ts"]
    return Server("slow upstream", command, cwd=directory, port=port, env=fx.environment | {"PORT": str(port)},
                  log=directory / "slow.log")


def _measure(bench, settings):
    seconds = 1 if bench.quick else 3
    for _ in bench.turns("forwarding", bench.rounds):
        for name, ways in settings.items():
            for connections, figure in ((1, f"{name}, 1 connection"), (32, f"{name}, 32 connections")):
                for way in ways:
                    found = wrk(way.server, TODOS, seconds, connections)
                    bench.add(f"{figure}, p50", "ms", way, found["p50"])
                    bench.add(f"{figure}, p99", "ms", way, found["p99"])
                    bench.add(figure, "requests/s", way, found["rate"])
                    if found["wrong"]:
                        bench.note(f"{figure}: {way.name} failed {found['wrong']} requests")


def _nginx(program, directory, name, rest, workers, **values):
    port = free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    config = CONFIG % {"workers": workers, "name": name, "user": user, "rest": rest % (values | {"port": port})}
    (directory / f"{name}.conf").write_text(config)
    command = [program, "-p", f"{directory}/", "-c", f"{name}.conf", "-e", "stderr"]
    return Server(name, command, cwd=directory, port=port, env=dict(os.environ), log=directory / f"{name}.log")
