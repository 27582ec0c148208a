"""A theft that has something for every screen: its files, its index, a case well on its way."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.doubtful import HEADER, PATIENTS, run, write_theft
from tocsin.case import Case
from tocsin.notify import approval, prepare
from tocsin.report.figures import measure
from tocsin.report.filing import Filing, keep
from tocsin.report.meeting import start
from tocsin.report.press.versions import draft

SICK = [
    ["P000005", "SAUVIGNAT", "", "Renée", "F", "1948-02-11", "Roanne"],
    ["P000006", "PERRACHON", "", "Denise", "F", "1951-06-24", "Feurs"],
]
LETTERS = {
    "compte rendu.txt": "Madame Renée SAUVIGNAT, née le 11/02/1948, présente un asthme sévère.\n",
    "courrier.txt": "Madame Denise PERRACHON, née le 24/06/1951, est suivie pour un diabète.\n",
}
NAMES = sorted({cell for patient in [*PATIENTS, *SICK] for cell in patient[1:3] if cell})
"""What no page shows in clear but to those who asked and may."""


def write_files(base: Path) -> None:
    """The stolen files, `vol`, and the index, `patients.csv`, in which everybody can be reached."""
    theft = write_theft(base / "vol")
    for name, text in LETTERS.items():
        (theft / name).write_text(text, encoding="utf-8")
    with (base / "patients.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow([*HEADER, "address", "postal_code", "mobile", "email"])
        for number, patient in enumerate([*PATIENTS, *SICK]):
            mail = f"p{number}@exemple.invalid"
            rows.writerow([*patient, "3 rue des Lilas", "42300", f"063998000{number}", mail])


def say_who_we_are(case: Path, *more: str) -> None:
    """The hospital's facts; the theft became known some hours ago."""
    known = (datetime.now(UTC) - timedelta(hours=9, minutes=20)).isoformat(timespec="seconds")
    facts = [
        'name = "Clinique des Tilleuls"',
        'address = ["12 rue des Tilleuls"]',
        'city = "42300 ROANNE"',
        'phone = "04 77 00 00 00"',
        'website = "https://www.tilleuls.example"',
        'dpo_name = "Claire Morel"',
        'dpo_email = "dpo@tilleuls.example"',
        'sender_email = "avis@tilleuls.example"',
        'measures = "Les accès ont été fermés."',
        'measures_en = "We closed the accounts that were used."',
        f"discovered_at = {known}",
        f"attack_known_at = {known}",
        *more,
    ]
    (case / "hospital.toml").write_text("\n".join(facts) + "\n", encoding="utf-8")


def well_on_its_way(base: Path) -> Path:
    """A case that was read, with a batch approved, calls given out, a form and a press sheet."""
    write_files(base)
    folder = base / "affaire"
    with Case.create_or_open(folder) as case:
        say_who_we_are(folder)
        run(case, base)
        _tell(case)
        _draw_up(case)
    return folder


def _tell(case: Case) -> None:
    prepare(case, date.today())  # noqa: DTZ011 - the hospital's own day
    batch = approval.submit(case, "c.morel")
    assert batch is not None
    approval.approve(case, batch.number, "j.roux")
    case.store.execute("UPDATE deliveries SET state = 'listed' WHERE state = 'to_call'")


def _draw_up(case: Case) -> None:
    moment = datetime.now(UTC)
    start(case, "breach_known", person="c.morel", moment="", reason="Appel de l'hébergeur.")
    figures = tuple(measure(case.store, moment))
    form = Filing("cnil", "cnil-notification.pdf", b"%PDF", figures)
    keep(case, case.folder / "rapports" / form.name, form, moment.isoformat())
    draft(case)
