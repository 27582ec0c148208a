"""Write a case's reports: authority forms, press facts, the director's page, what was read."""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import orjson

from tocsin.case import Case
from tocsin.errors import MachineError
from tocsin.language import tr
from tocsin.progress import Progress, Silent
from tocsin.report.edpb import edpb_json, edpb_page
from tocsin.report.edpb import form as edpb
from tocsin.report.filing import Filing, keep, traces
from tocsin.report.form import figures_json, form_json
from tocsin.report.material import Material, gather
from tocsin.report.page import Page, build_page
from tocsin.report.pdf import to_pdf
from tocsin.report.press.banned import Guard
from tocsin.report.printed import printed
from tocsin.report.sheet import NAMES, load_sheet
from tocsin.report.web import to_html, to_markdown

FILES = sum(len(load_sheet(name)["formats"]) for name in NAMES) + len(edpb.FORMATS) + 2
"""How many files one report is made of: those of the sheets and forms, all figures, all traces."""


def write_report(
    case: Case, out: Path, progress: Progress | None = None, at: datetime | None = None
) -> list[Path]:
    """Write every report of `case` into `out`, as of `at` (default now); the files written.

    Files are readable by their owner only and replaced whole. Each has its row in `filings` and
    the act stands in the journal. Raises `MachineError` if `out` cannot be written, `InputError`
    if `hospital.toml` or `breach.toml` is malformed, or if a page would quote a sealed demand or
    a public one say what it must not: then nothing is written.
    """
    moment = at or datetime.now(UTC).astimezone()
    with (progress or Silent()).stage(
        tr("Rédaction des rapports", "Writing the reports"), FILES
    ) as stage:
        written: list[Path] = []
        material = gather(case, moment)
        guard = Guard(case, material.facts)
        for path in write_filings(case, out, _filings(material, guard), moment):
            written.append(path)
            stage.advance()
    case.journal("report.written", files=[path.relative_to(out).as_posix() for path in written])
    return written


def write_filings(case: Case, out: Path, filings: Iterator[Filing], at: datetime) -> Iterator[Path]:
    """Write each of `filings` under `out` and keep it in the ledger; `trace.json` comes last."""
    _prepare_folder(out)
    made_at, done = at.isoformat(timespec="seconds"), []
    for filing in filings:
        yield _write(case, out, filing, made_at)
        done.append(filing)
    trace = Filing("trace", "trace.json", as_json(traces(done, made_at)))
    yield _write(case, out, trace, made_at)


def render(page: Page, material: Material) -> Iterator[Filing]:
    """The files that a page becomes, in the order of its formats."""
    for suffix in page.formats:
        name = f"{page.name}.{suffix}"
        content = _content(page, suffix, material)
        path = f"{page.folder}/{name}" if page.folder else name
        places = tuple(printed(page, name, content))
        yield Filing(page.kind, path, content, page.figures, places, page.fields())


def as_json(value: object) -> bytes:
    """JSON that people can read as well."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n"


def _filings(material: Material, guard: Guard) -> Iterator[Filing]:
    pages = [*(build_page(name, material) for name in NAMES), edpb_page(material)]
    guard.require_clean(*pages)
    for page in pages:
        yield from render(page, material)
    everything = tuple(material.figures)
    yield Filing("figures", "chiffres.json", as_json(figures_json(material)), everything)


def _content(page: Page, suffix: str, material: Material) -> bytes:
    match suffix:
        case "html":
            return to_html(page).encode()
        case "pdf":
            return to_pdf(page)
        case "md":
            return to_markdown(page).encode()
        case _ if page.name == edpb.NAME:
            return as_json(edpb_json(page, material))
        case _:
            return as_json(form_json(page, material))


def replace_file(path: Path, content: bytes) -> Path:
    """Write `path` whole, for its owner alone; `MachineError` if it cannot be written."""
    _prepare_folder(path.parent)
    _replace(path, content)
    return path


def _write(case: Case, out: Path, filing: Filing, made_at: str) -> Path:
    path = replace_file(out / filing.name, filing.content)
    with case.store.transaction():
        keep(case, path, filing, made_at)
    return path


def _prepare_folder(out: Path) -> None:
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _not_writable() from error


def _replace(path: Path, content: bytes) -> None:
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
