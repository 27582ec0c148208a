"""The call tasks: one row a person, and the script to call by. People fill the rows in."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from tocsin.model.notice import parse_categories
from tocsin.notify.facts import Facts
from tocsin.notify.ledger import Kept
from tocsin.notify.letters.typeset import replace
from tocsin.notify.notice import as_text, kind_headings, word_call
from tocsin.notify.recipient import Recipient
from tocsin.notify.tongue import languages

COLUMNS = (
    "reference",
    "nom",
    "telephone",
    "mobile",
    "langue",
    "script",
    "donnees_prises",
    "lettre_recommandee",
    "etat",
    "essais",
    "issue",
    "notes",
)
_RISKY = ("=", "+", "-", "@", "\t")


def write_calls(path: Path, calls: Iterable[tuple[Kept, Recipient]]) -> None:
    """The rows of `calls`, as a French spreadsheet opens them (UTF-8 with mark, `;`)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for notice, who in calls:
        writer.writerow([_cell(value) for value in call_row(notice, who)])
    replace(path, text.getvalue().encode("utf-8-sig"))


def call_row(notice: Kept, who: Recipient) -> tuple[str, ...]:
    """One task, open. The kinds of data are in the words of the notice; health is said first."""
    language = who.person.language
    kinds = [kind for kind in parse_categories(notice.planned.categories) if not kind.is_medical]
    return (
        notice.planned.reference,
        who.name,
        spoken(who.person.phone),
        spoken(who.person.mobile),
        language,
        notice.planned.template,
        " / ".join(kind_headings(language, kinds)),
        "oui" if who.postal.is_usable else "non : demander l'adresse",
        "à appeler",
        "",
        "",
        "",
    )


def write_scripts(folder: Path, facts: Facts) -> list[Path]:
    """The script in each language, as plain text; those already there and the same are left."""
    paths = []
    for language in languages():
        path = folder / f"script-{language}.txt"
        content = script(language, facts).encode()
        if not path.exists() or path.read_bytes() != content:
            replace(path, content)
            paths.append(path)
    return paths


def script(language: str, facts: Facts) -> str:
    """What the caller reads."""
    return "\n".join(as_text(word_call(language, facts))) + "\n"


def spoken(phone: str) -> str:
    """A telephone number as people read it: French ones in pairs."""
    digits = phone.replace(" ", "").replace(".", "").replace("+33", "0", 1)
    if len(digits) == 10 and digits.isdigit():
        return " ".join(digits[start : start + 2] for start in range(0, 10, 2))
    return phone


def _cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_RISKY) else value
