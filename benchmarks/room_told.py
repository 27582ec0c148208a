"""The case of full size goes on: all have a notice, half have left, calls and files are out."""

from datetime import UTC, date, datetime
from random import Random

from tocsin.case import Case
from tocsin.notify import approval, prepare
from tocsin.report.figures import measure
from tocsin.report.filing import Filing, keep
from tocsin.report.meeting import start
from tocsin.report.press.versions import draft

HOSPITAL = """
name = "Clinique des Trois Ponts"
address = ["12 rue des Tilleuls"]
city = "42000 SAINT-ÉTIENNE"
phone = "04 65 71 00 00"
website = "https://www.trois-ponts.invalid"
dpo_name = "Anne Lefèvre"
dpo_email = "dpo@trois-ponts.invalid"
sender_email = "information@trois-ponts.invalid"
started_on = 2025-06-26
ended_on = 2025-07-01
discovered_at = 2025-07-01T08:30:00+02:00
attack_known_at = 2025-07-01T08:30:00+02:00
measures = "Nous avons fermé l'accès utilisé par les voleurs."
measures_en = "We have closed the access that the thieves used."
"""
TRIED, BOUNCED = 0.3, 0.02
"""Shares of calls that were tried once, and of e-mails of which something came back."""
FILES = 40
_LEFT = "UPDATE deliveries SET state = 'accepted' WHERE state = 'ready' AND notice % 2"
_LISTED = "UPDATE deliveries SET state = 'listed' WHERE state = 'to_call'"


def tell(case: Case, random: Random) -> None:
    """Prepare, approve and half hand over the notices; note calls, bounces, duties and files."""
    (case.folder / "hospital.toml").write_text(HOSPITAL, encoding="utf-8")
    prepare(case, date(2025, 7, 10))
    batch = approval.submit(case, "Anne Lefèvre")
    assert batch is not None
    approval.approve(case, batch.number, "Omar Diallo")
    with case.store.transaction():
        case.store.execute(_LEFT)
        case.store.execute(_LISTED)
        _calls(case, random)
        _bounces(case, random)
    _files(case)


def _calls(case: Case, random: Random) -> None:
    rows = case.store.execute("SELECT notice FROM deliveries WHERE state = 'listed'")
    case.store.many(
        "INSERT INTO call_attempts (notice, at, caller, outcome, call_back, notes)"
        " VALUES (?, '2025-07-11T09:00:00+00:00', 'l.faure', 'no_answer', '', '')",
        [row for row in rows if random.random() < TRIED],
    )


def _bounces(case: Case, random: Random) -> None:
    rows = case.store.execute("SELECT notice FROM deliveries WHERE state = 'accepted'")
    case.store.many(
        "INSERT INTO feedback (fingerprint, kind, status, diagnostic, notice, proof, subject, at,"
        " read_at) VALUES (printf('%064x', ?1), 'failed', '5.1.1', '', ?1, 'return_path', '',"
        " '2025-07-11T09:00:00+00:00', '2025-07-11T09:00:00+00:00')",
        [row for row in rows if random.random() < BOUNCED],
    )


def _files(case: Case) -> None:
    moment = datetime(2025, 7, 11, 12, tzinfo=UTC)
    figures = tuple(measure(case.store, moment))
    for number in range(FILES):
        filing = Filing("sheet", f"fichier-{number}.pdf", b"%d" % number, figures)
        keep(case, case.folder / filing.name, filing, moment.isoformat())
    start(
        case, "breach_known", person="Anne Lefèvre", moment="2025-07-01T08:30:00+02:00", reason="x"
    )
    for hour in (13, 14):
        draft(case, moment.replace(hour=hour))
