"""Every file has one outcome, whatever its reader does; a dead reader costs that file alone."""

import pytest
from benchmarks import reading_race
from benchmarks.corpus import Corpus
from benchmarks.reading_race import Outcome, race

from tests.measuring.conftest import Double

EXPECTED = [
    Outcome.TEXT,
    Outcome.CRASH,
    Outcome.TEXT,
    Outcome.HANG,
    Outcome.ERROR,
    Outcome.NO_TEXT,
    Outcome.TEXT,
]


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_race, "SECONDS_A_FILE", 1.0)


def test_every_file_has_its_outcome(corpus: Corpus, double: Double) -> None:
    told: list[int] = []
    first, second = race(corpus, [double, double], told.append)
    assert [result.outcome for result in first.results] == EXPECTED
    assert [result.outcome for result in second.results] == EXPECTED
    assert told == [1, 2, 3, 4, 5, 6, 7]


def test_a_hang_costs_its_limit_and_a_new_start(corpus: Corpus, double: Double) -> None:
    (lane,) = race(corpus, [double])
    assert lane.starts == 3
    assert lane.results[3].seconds >= 1.0
    assert lane.seconds >= 1.0
    assert lane.peak.pss > 0


def test_the_reason_is_the_reader_s_own(corpus: Corpus, double: Double) -> None:
    (lane,) = race(corpus, [double])
    assert (lane.results[4].status, lane.results[4].reason) == ("unreadable", "encrypted")
    assert lane.count(Outcome.TEXT) == 3


def test_a_reader_that_does_not_start_is_no_silent_zero(corpus: Corpus, double: Double) -> None:
    class Dead(Double):
        @property
        def command(self) -> list[str]:
            return [str(self.python), "-c", "raise SystemExit(1)"]

    with pytest.raises(RuntimeError, match="does not start"):
        race(corpus, [Dead("peer", "a dead one", double.python)])


def test_more_rounds_change_no_outcome(corpus: Corpus, double: Double) -> None:
    (lane,) = race(corpus, [double], rounds=3)
    assert [result.outcome for result in lane.results] == EXPECTED
    assert lane.starts == 3
