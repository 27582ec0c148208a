"""The door sees what a reader does that it may not, and outlives it."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.hostile import door
from tests.hostile.scene import Scene, faults_of
from tests.hostile.trap import CANARY, CANARY_FILE
from tocsin.model.document import DocumentKind, DocumentRecord, Part, ReadStatus, TextBlock

Deed = Callable[[], object]
Reader = Callable[[Path, str], Iterator[Part]]


def _record(name: str, reason: str = "") -> DocumentRecord:
    status = ReadStatus.PARTIAL if reason else ReadStatus.READ
    return DocumentRecord(name, "", "", 0, "text/plain", DocumentKind.TEXT, status, reason)


def _doing(deed: Deed) -> Reader:
    def read(path: Path, name: str) -> Iterator[Part]:
        deed()
        yield _record(name)

    return read


def _raising(deed: Deed) -> Deed:
    """The deed, whether or not it succeeds."""

    def tried() -> None:
        with suppress(OSError):
            deed()

    return tried


DEEDS: dict[str, Deed] = {
    "open": lambda: os.close(os.open(os.devnull, os.O_WRONLY)),
    "socket.__new__": lambda: socket.socket().close(),
    "subprocess.Popen": lambda: subprocess.run(["true"], check=False),
    "os.system": lambda: os.system("true"),
    "os.fork": lambda: os.fork() or os._exit(0),
    "os.mkdir": lambda: Path("/proc/nothing").mkdir(),
}


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Reader], list[str]]:
    """What the door finds wrong with a reader."""

    def found(read: Reader) -> list[str]:
        monkeypatch.setattr(door, "read", read)
        scene = Scene(tmp_path)
        with scene.door:
            return faults_of(scene.read("a.txt", b"x", 1.0), "a.txt")

    return found


@pytest.mark.parametrize("deed", DEEDS)
def test_a_misdeed_is_seen(faults: Callable[[Reader], list[str]], deed: str) -> None:
    assert deed in faults(_doing(_raising(DEEDS[deed])))


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_child_that_dies(faults: Callable[[Reader], list[str]], signal_number: int) -> None:
    assert faults(_doing(lambda: os.kill(os.getpid(), signal_number))) == ["crash"]


def test_a_child_that_never_answers(faults: Callable[[Reader], list[str]]) -> None:
    assert faults(_doing(lambda: time.sleep(60))) == ["timeout"]


def test_a_child_that_eats_memory(faults: Callable[[Reader], list[str]]) -> None:
    assert faults(_doing(lambda: bytearray(8_000_000_000))) == ["crash"]


def test_a_file_written_is_seen(faults: Callable[[Reader], list[str]]) -> None:
    with pytest.raises(AssertionError):
        faults(_doing(lambda: Path("dehors.txt").write_text("x")))


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ([], "own record"),
        ([_record("autre.txt")], "own record"),
        ([_record("a.txt"), _record("a.txt")], "two records of one path"),
        ([_record("a.txt", "corrupt: né le 3 juillet")], "reason: corrupt: né le 3 juillet"),
        ([TextBlock("a.txt", "", CANARY), _record("a.txt")], "canary"),
        ([_record("a.txt"), TextBlock("a.txt", "", "x")], "blocks"),
    ],
)
def test_a_broken_contract_is_seen(
    faults: Callable[[Reader], list[str]], parts: list[Part], fault: str
) -> None:
    assert fault in faults(lambda _path, _name: iter(parts))


def test_a_sound_reader_has_no_fault(faults: Callable[[Reader], list[str]]) -> None:
    assert faults(_doing(lambda: Path(CANARY_FILE).read_text())) == []
