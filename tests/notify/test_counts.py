"""The counts that the database keeps are those of counting, whatever was done in which order."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notify.people import MEDICAL, add, case_of, crowd
from tocsin.case import Case
from tocsin.model.notice import Channel, DeliveryState
from tocsin.notify import approval, counts, ledger, prepare
from tocsin.notify.batch import batches
from tocsin.notify.counts import Tally, tallies

TODAY = date(2025, 7, 10)
COUNTED = """
    SELECT batch, channel, state, count(*) FROM notice_places GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_HELD_ALREADY = """
    SELECT count(*) FROM notices WHERE channel = 'held'
    AND person = (SELECT person FROM notices WHERE notice = ?)
"""
BACK_HOME = [DeliveryState.READY, DeliveryState.DEFERRED, DeliveryState.DUE, DeliveryState.ACCEPTED]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["add", "submit", "approve", "stop", "hold", "settle", "take back"]),
        st.integers(1, 12),
        st.sampled_from(BACK_HOME),
    ),
    max_size=15,
)


def act(case: Case, name: str, number: int, state: DeliveryState) -> None:
    """One of the acts, about the notice or the batch of that number if there is one."""
    last = next(iter(reversed(batches(case.store))), None)
    if name == "add":
        add(case, crowd(1 + number % 2))
        prepare(case, TODAY)
    elif name == "submit":
        approval.submit(case, "Anne Lefèvre")
    elif name == "approve" and last and last.state == "submitted":
        approval.approve(case, last.number, "Omar Diallo")
    elif name == "stop" and last and last.state not in ("stopped", "void"):
        approval.stop(case, last.number, "Anne Lefèvre")
    elif name == "hold" and not case.store.count(_HELD_ALREADY, (number,)):
        ledger.hold(case.store, [number], "in_review")
    elif name == "settle":
        ledger.settle(case.store, [(number, state, "")])
    elif name == "take back":
        ledger.delete(case.store, [number])


def kept(case: Case) -> list[tuple[object, ...]]:
    return [(t.batch, t.channel, t.state, t.notices) for t in tallies(case.store)]


@pytest.fixture(scope="module")
def folders() -> Iterator[Iterator[Path]]:
    with tempfile.TemporaryDirectory() as name:
        yield (Path(name) / str(number) for number in range(10_000))


@settings(max_examples=25, deadline=None)
@given(ACTS)
def test_the_tally_is_the_count(
    folders: Iterator[Path], acts: list[tuple[str, int, DeliveryState]]
) -> None:
    with case_of(next(folders), [*crowd(3), MEDICAL]) as case:
        prepare(case, TODAY)
        for one in acts:
            act(case, *one)
        assert kept(case) == case.store.execute(COUNTED)


def test_every_notice_once_and_once_in_its_batch(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [*crowd(2), MEDICAL]) as case:
        prepare(case, TODAY)
        approval.submit(case, "Anne Lefèvre")
        ledger.hold(case.store, [1], "in_review")
        found = counts(case)
        assert found.by_channel[Channel.EMAIL] == 1
        assert found.held == {"in_review": 1}
        assert Tally(1, Channel.EMAIL, DeliveryState.READY, 1) in tallies(case.store)


def settle_and_fail(case: Case) -> None:
    with case.store.transaction():
        ledger.settle(case.store, [(1, DeliveryState.DEFERRED, "")])
        raise RuntimeError


def test_what_is_rolled_back_is_not_counted(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        prepare(case, TODAY)
        before = kept(case)
        with pytest.raises(RuntimeError):
            settle_and_fail(case)
        assert kept(case) == before


@pytest.mark.parametrize("channel", list(Channel))
def test_only_what_may_still_leave_waits(channel: Channel) -> None:
    waiting = {state for state in DeliveryState if Tally(0, channel, state, 1).waits}
    assert not waiting & {state for state in DeliveryState if state.is_released}
    assert bool(waiting) is (channel is not Channel.HELD)
