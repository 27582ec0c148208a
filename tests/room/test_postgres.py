"""The same tests, with the room's accounts in PostgreSQL."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.repository import ROOT
from tests.room.conftest import DATABASE

TESTS = ("test_foureyes.py", "test_migrations.py", "test_signing_in.py", "test_sqlcipher.py")
PROGRAMS = "/usr/lib/postgresql/*/bin"


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A server of our own on a socket in `folder`; its URL. It will not run as root."""
    found = sorted(Path("/").glob(f"{PROGRAMS[1:]}/initdb"))
    assert found, "apt-get install postgresql"
    programs = found[-1].parent
    user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        user = ["runuser", "-u", "postgres", "--"]
    data = str(folder / "data")

    def run(*command: str) -> None:
        subprocess.run([*user, *command], check=True, capture_output=True, cwd="/")

    run(str(programs / "initdb"), "-D", data, "-U", "tocsin", "-A", "trust", "-E", "UTF8")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    run(str(programs / "pg_ctl"), "-D", data, "-w", "-o", options, "-l", data + ".log", "start")
    try:
        yield f"postgresql://tocsin@{str(folder).replace('/', '%2F')}/postgres"
    finally:
        run(str(programs / "pg_ctl"), "-D", data, "-w", "-m", "immediate", "stop")


@pytest.mark.timeout(900)
def test_accounts_in_postgresql() -> None:
    # Not below pytest's own folder: the server's user must be able to walk to it.
    with (
        tempfile.TemporaryDirectory(prefix="tocsin-postgres-") as name,
        postgres(Path(name)) as url,
    ):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
             *(f"tests/room/{name}" for name in TESTS)],
            cwd=ROOT,
            env={**os.environ, DATABASE: url},
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
