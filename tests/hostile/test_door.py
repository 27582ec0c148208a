"""The door sees what a reader does that it may not, and what it owes and does not give."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile import misdeeds
from tests.hostile.door import Door, Outcome
from tests.hostile.scene import Scene, faults_of
from tocsin.model.document import DocumentKind, DocumentRecord, ReadStatus


@pytest.fixture(scope="module")
def misbehaving(home: Path) -> Iterator[Scene]:
    with Door(misdeeds.MAKER) as door:
        yield Scene(home, door)


@pytest.mark.parametrize("deed", misdeeds.DEEDS)
def test_a_misdeed_is_seen_and_comes_to_nothing(misbehaving: Scene, deed: str) -> None:
    outcome = misbehaving.read("a.txt", deed.encode())
    assert set(outcome.deaths) == {"crash"}
    assert (outcome.own.status, outcome.own.reason) == (ReadStatus.UNREADABLE, "crash")


def test_a_fair_reader_has_no_fault(misbehaving: Scene) -> None:
    assert faults_of(misbehaving.read("a.txt", misdeeds.FAIR.encode()), "a.txt") == []


def _record(name: str, reason: str = "", parent: str = "") -> DocumentRecord:
    status = ReadStatus.PARTIAL if reason else ReadStatus.READ
    return DocumentRecord(name, parent, "", 0, "text/plain", DocumentKind.TEXT, status, reason)


BREACHES = {
    "own record": [_record("autre.txt")],
    "two records of one path": [_record("a.txt"), _record("a.txt")],
    "parent unknown": [_record("a.txt"), _record("b.zip!/c.txt", parent="b.zip")],
    "reason: corrupt: né le 3 juillet": [_record("a.txt", "corrupt: né le 3 juillet")],
}


@pytest.mark.parametrize("fault", BREACHES)
def test_a_broken_contract_is_seen(fault: str) -> None:
    assert fault in faults_of(Outcome(BREACHES[fault]), "a.txt")


def test_a_file_without_a_record_is_seen() -> None:
    assert "own record" in faults_of(Outcome(), "a.txt")
