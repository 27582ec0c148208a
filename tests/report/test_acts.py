"""What people did and decided stays written down."""

import pytest

from tests.report.conftest import AT
from tocsin.case import Case
from tocsin.case.journal import first_broken_entry
from tocsin.errors import UsageError
from tocsin.report.acts import ActKind, Acts, record, withdraw
from tocsin.report.clock import ClockState
from tocsin.report.ledger import ledger, ledger_json
from tocsin.report.material import gather
from tocsin.report.meeting import decide, meet, start, waive

BY = "A. Direction"


def test_an_act_is_never_rewritten_nor_removed(case: Case) -> None:
    start(case, "attack_known", person=BY, moment="2025-07-01")

    for sql in ("DELETE FROM ledger", "UPDATE ledger SET person = 'x'"):
        with pytest.raises(Exception, match="append-only"):
            case.store.execute(sql)


def test_a_withdrawn_act_stays_and_counts_no_more(case: Case) -> None:
    meet(case, "complaint", person=BY, moment="2025-07-02")
    (number,) = (act.number for act in Acts.of(case.store).of_kind(ActKind.MET))

    withdraw(case, number, person=BY, reason="erreur")

    acts = Acts.of(case.store)
    assert acts.last(ActKind.MET, "complaint") is None
    assert [act.kind for act in acts.all] == [ActKind.MET, ActKind.WITHDRAWN]
    assert [entry["stands"] for entry in ledger_json(acts)] == [False, False]
    with pytest.raises(UsageError, match="déjà retiré"):
        withdraw(case, number, person=BY, reason="encore")


def test_a_decision_keeps_the_figures_it_was_made_on(case: Case) -> None:
    decide(case, "dire à tous", person=BY, reason="risque", figures=["persons.confirmed"])
    case.store.execute("DELETE FROM affected WHERE person = 0")

    (entry,) = ledger_json(Acts.of(case.store))

    assert entry["figures"][0]["value"] == 7
    assert entry["figures"][0]["query"].startswith("SELECT")
    assert entry["by"] == BY


def test_the_ledger_reads_in_both_languages(case: Case) -> None:
    start(case, "attack_known", person=BY, moment="2025-07-01")
    meet(case, "complaint", person=BY, moment="2025-07-02", reference="PV 12")
    waive(case, "banks-courtesy", person=BY, reason="aucun numéro complet")

    for language, words in (("fr", "attaque connue"), ("en", "attack known")):
        rows = ledger(Acts.of(case.store), language).tables[0].rows  # type: ignore[arg-type]
        assert [row[0] for row in rows] == ["1", "2", "3"]
        assert words in rows[0][4]
        assert "PV 12" in rows[1][5]


def test_the_journal_notes_the_act_and_none_of_its_words(case: Case) -> None:
    start(case, "attack_known", person=BY, moment="2025-07-01", reason="appel du CERT")

    (detail,) = case.store.execute("SELECT detail FROM journal WHERE act = 'report.act'")
    assert "CERT" not in detail[0]
    assert BY not in detail[0]
    assert first_broken_entry(case.store) is None


def test_a_duty_met_is_met_from_then_on(case: Case) -> None:
    clock = meet(case, "gdpr-33", person=BY, moment="2025-07-02T10:00+02:00", reference="R1")

    assert clock.state is ClockState.DONE
    assert next(c for c in gather(case, AT).clocks if c.duty.id == "gdpr-33").done is not None


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda case: start(case, "nothing", person=BY, moment=""), "duty.unknown"),
        (lambda case: meet(case, "nothing", person=BY), "duty.unknown"),
        (lambda case: waive(case, "gdpr-34", person=BY, reason=" "), "duty.no_reason"),
        (lambda case: meet(case, "gdpr-33", person=" "), "acts.nobody"),
        (lambda case: meet(case, "gdpr-33", person=BY, moment="hier"), "acts.moment"),
        (
            lambda case: decide(case, "x", person=BY, reason="", figures=["no.such"]),
            "decision.figure",
        ),
        (lambda case: record(case, ActKind.DECIDED, "x", person=""), "acts.nobody"),
    ],
)
def test_what_cannot_be_recorded_says_why(case: Case, call: object, code: str) -> None:
    with pytest.raises(UsageError) as raised:
        call(case)  # type: ignore[operator]

    assert raised.value.code == code
    assert not Acts.of(case.store).all
