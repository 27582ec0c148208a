"""The wall from inside: a reader in the thief's hands reaches nothing."""

import subprocess
import sys
from pathlib import Path

from tests.wall import prisoner
from tocsin.wall import of_this_machine


def test_this_machine_offers_the_whole_wall() -> None:
    assert of_this_machine().is_whole


def test_every_act_of_a_prisoner_is_refused(tmp_path: Path) -> None:
    (tmp_path / "existing").write_text("a secret of the hospital")
    done = subprocess.run(
        [sys.executable, "-m", "tests.wall.prisoner", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    tried = len(prisoner.acts(tmp_path))
    assert done.stdout.split("\n")[0] == f"refused {tried} of {tried}", done.stdout + done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["existing"]
    assert (tmp_path / "existing").read_text() == "a secret of the hospital"


def test_the_acts_do_something_outside_the_wall(tmp_path: Path) -> None:
    """Else the test above could not fail."""
    (tmp_path / "existing").write_text("a secret of the hospital")
    acts = prisoner.acts(tmp_path)
    harmless = ("internet", "unix_socket", "socket_pair", "vfork_and_exec", "write_here", "link",
                "read_accounts", "read_secret", "list_folder", "make_folder", "anonymous_file",
                "eat_memory")  # fmt: skip
    assert all(acts[name]() for name in harmless)
