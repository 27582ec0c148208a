"""The continuity log and the measures: added to only, and honest about what is missing."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.watch.contain.continuity import Spell, State, judge, log, spells
from tocsin.watch.contain.continuity_page import continuity_json, continuity_leaf
from tocsin.watch.contain.kind import MeasureKind
from tocsin.watch.contain.record import Entry, entries, in_force, iso, record

BEGIN = datetime(2025, 6, 26, 22, tzinfo=UTC)
END = datetime(2025, 7, 1, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def measure(case: Case, act: str = "done", at: datetime = BEGIN, name: str = "srv-app") -> None:
    record(case, Entry(iso(at), "garde", act, MeasureKind.ISOLATE_HOST, name, "plus d'envoi"))


def spell(
    state: State = State.NORMAL,
    begin: datetime = BEGIN,
    end: datetime | None = END,
    service: str = "DPI",
) -> Spell:
    return Spell(service, state, begin, end, "cadre", "papier")


def test_a_measure_and_its_taking_back_both_stay(case: Case) -> None:
    measure(case)
    measure(case, name="srv-web")
    measure(case, "undone", END)
    assert [entry.act for entry in entries(case)] == ["done", "done", "undone"]
    assert [entry.name for entry in in_force(case)] == ["srv-web"]


def test_what_was_not_done_cannot_be_taken_back(case: Case) -> None:
    with pytest.raises(UsageError, match=r"contain\.not_done"):
        measure(case, "undone")
    assert list(entries(case)) == []


@pytest.mark.parametrize("table", ["containment", "continuity"])
def test_nothing_is_erased_or_rewritten(case: Case, table: str) -> None:
    measure(case)
    log(case, spell())
    for change in (f"DELETE FROM {table}", f"UPDATE {table} SET who = 'x'"):
        with pytest.raises(Exception, match=r"kept|rewritten"):
            case.store.execute(change)


def test_care_is_unaffected_only_if_all_of_the_time_is_recorded(case: Case) -> None:
    measure(case)
    measure(case, "undone", END)
    log(case, spell(end=BEGIN + HOUR))
    assert judge(case, ["DPI"]).unrecorded == (("DPI", BEGIN + HOUR),)
    log(case, spell(begin=BEGIN + HOUR, end=None))
    verdict = judge(case, ["DPI"])
    assert verdict.is_unaffected
    assert "n'ont pas été affectés" in verdict.text("fr")
    late = judge(case, ["DPI", "Blocs"])
    assert late.unrecorded == (("Blocs", BEGIN),)
    assert "cannot be said" in late.text("en")


def test_silence_is_not_care_unaffected(case: Case) -> None:
    assert not judge(case, []).is_unaffected
    assert not judge(case, ["DPI"]).is_unaffected


def test_a_hole_between_two_spells_is_found(case: Case) -> None:
    measure(case)
    measure(case, "undone", END)
    log(case, spell(end=BEGIN + HOUR))
    log(case, spell(begin=BEGIN + 2 * HOUR))
    assert judge(case, ["DPI"]).unrecorded == (("DPI", BEGIN + HOUR),)


def test_where_care_was_hit_is_said(case: Case) -> None:
    log(case, spell(State.INTERRUPTED, end=BEGIN + 2 * HOUR))
    log(case, spell(State.DEGRADED, BEGIN + 2 * HOUR, service="Blocs"))
    verdict = judge(case, ["DPI"])
    assert not verdict.is_unaffected
    assert verdict.text("en") == "Care was affected: DPI, Blocs."
    told = spells(case)
    assert continuity_json(verdict, told)["services_hit"] == ["Blocs", "DPI"]
    leaf = continuity_leaf(verdict, told, "en")
    assert leaf.paragraphs == ("Longest interruption: 2 h 00",)
    assert [row[:2] for row in leaf.tables[0].rows] == [
        ("DPI", "interrupted"), ("Blocs", "degraded")
    ]  # fmt: skip


def test_a_later_word_on_the_same_begin_stands(case: Case) -> None:
    log(case, spell(State.INTERRUPTED, end=None))
    assert continuity_leaf(judge(case, []), spells(case), "en").paragraphs == (
        "An interruption still lasts.",
    )
    log(case, spell(State.INTERRUPTED, end=BEGIN + HOUR))
    assert [one.length for one in spells(case)] == [HOUR]
    assert case.store.count("SELECT count(*) FROM continuity") == 2


def test_a_time_that_ends_before_it_begins_is_refused(case: Case) -> None:
    with pytest.raises(UsageError, match=r"continuity\.order"):
        log(case, spell(begin=END, end=BEGIN))
