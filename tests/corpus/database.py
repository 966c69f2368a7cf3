"""Owns a PostgreSQL for database packages: one cluster in a directory, which ends with the run."""

import glob
import os
import pathlib
import pwd
import shutil
import subprocess
import time

from processes import BenchError, Server, free_port

TABLES = """
create table prisma_tasks (id serial primary key, title text not null, done boolean not null default false);
create table drizzle_tasks (id serial primary key, title text not null, done boolean not null default false);
create table kysely_tasks (title text not null, done boolean not null);
create table knex_tasks (title text not null, done boolean not null);
"""


def programs():
    """The directory with the newest version's programs, or None."""
    found = glob.glob("/usr/lib/postgresql/*/bin/postgres")
    return pathlib.Path(max(found, key=lambda path: int(path.split("/")[4]))).parent if found else None


class Database:
    """A cluster with the tables of the corpus; `url` is its address."""

    def __init__(self, directory):
        found = programs()
        if found is None:
            raise BenchError("PostgreSQL is not installed: apt-get install postgresql")
        self._found, self._data = found, directory / "postgres"
        self._data.mkdir(mode=0o700)
        self._prefix = self._user(directory)
        self._run("initdb", "-D", self._data / "data", "-U", "postgres", "-A", "trust", "--no-sync", "--locale=C", "-E", "UTF8")
        self._start(directory)

    def _user(self, directory):
        """What makes a command run as another user where this one is root, as whom PostgreSQL does not run."""
        if os.geteuid() != 0:
            return []
        user = pwd.getpwnam("postgres")  # which Debian's package makes
        switch = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        if subprocess.run([*switch, "sh", "-c", ": >/dev/null"], stderr=subprocess.DEVNULL).returncode == 0:
            directory.chmod(0o711)
            os.chown(self._data, user.pw_uid, user.pw_gid)
            return switch
        # Some machines keep `/dev/null` to root. In a namespace in which root is called `postgres` it can be used.
        return ["unshare", "--user", f"--map-user={user.pw_uid}", f"--map-group={user.pw_gid}"]

    def _run(self, program, *arguments, given=None):
        command = [*self._prefix, str(self._found / program), *map(str, arguments)]
        done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=60, cwd=self._data)
        if done.returncode:
            raise BenchError(f"{program}: {done.stderr.strip()}")

    def _start(self, directory):
        port = free_port()
        command = [*self._prefix, "setpriv", "--pdeathsig", "INT", str(self._found / "postgres"),
                   "-D", str(self._data / "data"), "-k", str(self._data), "-h", "127.0.0.1", "-p", str(port),
                   "-c", "fsync=off", "-c", "shared_buffers=32MB", "-c", "autovacuum=off"]
        self.server = Server("PostgreSQL", command, cwd=self._data, env=dict(os.environ), port=port,
                             log=directory / "postgres.log")
        deadline = time.monotonic() + 60
        state = self._data / "data/postmaster.pid"
        while not (state.exists() and "ready" in state.read_text()):
            self.server.check()
            if time.monotonic() > deadline:
                raise BenchError(f"PostgreSQL is never ready:\n{self.server.tail()}")
            time.sleep(0.02)
        self._run("psql", "-q", "-h", self._data, "-p", port, "-U", "postgres", "-v", "ON_ERROR_STOP=1", given=TABLES)
        self.url = f"postgresql://postgres:postgres@127.0.0.1:{port}/postgres"

    def stop(self):
        self.server.stop()
        shutil.rmtree(self._data, ignore_errors=True)
