"""Write a case's reports: authority figures, press facts, the director's page, what was read."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from tocsin.case import Case
from tocsin.errors import MachineError
from tocsin.language import tr
from tocsin.progress import Progress, Silent
from tocsin.report.figure import Figure, figure_record
from tocsin.report.form import cnil_json, figures_json
from tocsin.report.material import Material, gather
from tocsin.report.page import Page, build_page
from tocsin.report.pdf import to_pdf
from tocsin.report.sheet import NAMES
from tocsin.report.web import to_html, to_markdown

FILES = 11
"""How many files one report is made of."""


@dataclass(frozen=True, slots=True)
class Filing:
    """A file of the report before it is written: what it is, its bytes, the figures in it."""

    kind: str
    name: str
    content: bytes
    figures: tuple[Figure, ...]


def write_report(
    case: Case, out: Path, progress: Progress | None = None, at: datetime | None = None
) -> list[Path]:
    """Write every report of `case` into `out`, as of `at` (default now); the files written.

    Files are readable by their owner only and replaced whole. Each has its row in `filings` and
    the act stands in the journal. Raises `MachineError` if `out` cannot be written, `InputError`
    if `hospital.toml` is malformed.
    """
    _prepare_folder(out)
    moment = at or datetime.now(UTC).astimezone()
    written: list[Path] = []
    with (progress or Silent()).stage(
        tr("Rédaction des rapports", "Writing the reports"), FILES
    ) as stage:
        for filing in _filings(gather(case, moment)):
            path = out / filing.name
            _write(path, filing.content)
            _file(case, path, filing, moment)
            written.append(path)
            stage.advance()
    case.journal("report.written", files=[path.name for path in written])
    return written


def _filings(material: Material) -> Iterator[Filing]:
    cnil, press, summary, reading = (build_page(name, material) for name in NAMES)
    yield Filing("cnil", "cnil.json", _json(cnil_json(cnil, material)), cnil.figures)
    yield from _rendered("cnil", cnil)
    yield Filing("press", "presse.md", to_markdown(press).encode(), press.figures)
    yield from _rendered("press", press)
    yield from _rendered("summary", summary)
    yield from _rendered("reading", reading)
    everything = tuple(material.figures)
    yield Filing("figures", "chiffres.json", _json(figures_json(material)), everything)


def _rendered(kind: str, page: Page) -> Iterator[Filing]:
    yield Filing(kind, f"{page.name}.html", to_html(page).encode(), page.figures)
    yield Filing(kind, f"{page.name}.pdf", to_pdf(page), page.figures)


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n"


def _file(case: Case, path: Path, filing: Filing, at: datetime) -> None:
    digest = hashlib.sha256(filing.content).hexdigest()
    figures = orjson.dumps([figure_record(figure) for figure in filing.figures]).decode()
    row = (filing.kind, str(path.resolve()), digest, figures, at.isoformat(timespec="seconds"))
    with case.store.transaction():
        case.store.execute("DELETE FROM filings WHERE path = ?", (row[1],))
        case.store.insert(
            "INSERT INTO filings (kind, path, sha256, figures, made_at) VALUES (?, ?, ?, ?, ?)", row
        )


def _prepare_folder(out: Path) -> None:
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _not_writable() from error


def _write(path: Path, content: bytes) -> None:
    # Beside, then renamed: a reader never meets half a report. mkstemp makes it 0600.
    try:
        descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=".tocsin-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(beside).replace(path)
        except OSError:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _not_writable() from error


def _not_writable() -> MachineError:
    return MachineError(
        "report.not_writable",
        "Impossible d'écrire les rapports dans ce dossier.",
        "The reports cannot be written into this folder.",
        way_out_fr="Donnez par --to un dossier où vous pouvez écrire, sur un disque non plein.",
        way_out_en="With --to, give a folder you may write to, on a disk that is not full.",
    )
