"""The proof for one person as a PDF (PDF/A-2a, PDF/UA-1)."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import typst

from tocsin.case import Case
from tocsin.language import Language, screen_language, tr
from tocsin.model.notice import Channel, DeliveryState
from tocsin.notify.hospital_file import load_hospital
from tocsin.notify.letters.typeset import STANDARDS, replace
from tocsin.notify.testimony import NoticeTold, Testimony, proof_of, reason_of

LAYOUT = Path(__file__).with_name("testimony.typ")
LEAVES = 16
"""Characters of a hash that are shown: enough to compare by eye, the whole is in the case."""


def write_testimony(case: Case, patient_id: str, folder: Path) -> Path:
    """Write the proof for one person into `folder`; its path, which does not name them.

    Raises `UsageError` if they have no notice.
    """
    language = screen_language()
    found = proof_of(case, patient_id, language)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"preuve-{found.notices[0].delivery.reference}.pdf"
    replace(path, _pdf(_words(case, found, language)))
    case.journal("testimony.written", reference=found.notices[0].delivery.reference)
    return path


def _words(case: Case, found: Testimony, language: Language) -> dict[str, Any]:
    hospital = load_hospital(case.folder).name
    (head,) = case.store.one("SELECT hash FROM journal ORDER BY entry DESC LIMIT 1")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {
        "language": language,
        "title": tr(
            "Preuve d'information d'une personne", "Proof that a person was told", language
        ),
        "author": hospital,
        "verdict": found.told.label(language),
        "facts": [
            [tr("personne", "person", language), found.name],
            [tr("numéro de patient", "patient number", language), found.patient_id],
            [tr("référence", "reference", language), found.notices[0].delivery.reference],
            [tr("établissement", "hospital", language), hospital],
        ],
        "notices": [_notice(notice, language) for notice in found.notices],
        "footer": tr(
            f"Tiré de l'affaire le {now} · journal {head[:LEAVES]} · heures en UTC",
            f"Drawn from the case on {now} · journal {head[:LEAVES]} · times in UTC",
            language,
        ),
    }


def _notice(notice: NoticeTold, language: Language) -> dict[str, Any]:
    delivery = notice.delivery
    state = DeliveryState(delivery.state).label(language)
    facts = [
        (tr("état", "state", language), state),
        (tr("pourquoi", "why", language), reason_of(delivery, language)),
        (tr("essais", "attempts", language), str(delivery.attempts or "")),
        ("Message-ID", delivery.message_id),
        (tr("modèle", "template", language), delivery.template),
    ]
    if notice.batch is not None:
        label = tr("empreinte des textes", "hash of the words", language)
        facts.append((label, notice.batch.wording[:LEAVES]))
    words = notice.words
    return {
        "title": Channel(delivery.channel).label(language).capitalize(),
        "facts": [[label, value] for label, value in facts if value],
        "events": [[event.at, event.what] for event in notice.events],
        "label": tr("Le texte, mot pour mot", "The text, word for word", language),
        "subject": words.subject if words else "",
        "words": [[block.kind, block.text] for block in words.blocks] if words else [],
    }


def _pdf(words: dict[str, Any]) -> bytes:
    data = orjson.dumps(words).decode()
    pdf = _compiler().compile(format="pdf", sys_inputs={"data": data}, pdf_standards=STANDARDS)
    assert isinstance(pdf, bytes)  # noqa: S101 - one document, no output path
    return pdf


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(str(LAYOUT), ignore_system_fonts=True)
