"""Versions of the press sheet: drafted from the ledger, approved by two persons, then frozen."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import unified_diff
from pathlib import Path

import orjson

from tocsin.case import Case, Store
from tocsin.errors import UsageError
from tocsin.find.fold import fold
from tocsin.report.acts import Act, ActKind, Acts, record
from tocsin.report.figure import Figure, figure_record
from tocsin.report.figures import query
from tocsin.report.filing import Filing
from tocsin.report.material import gather
from tocsin.report.page import build_page
from tocsin.report.pdf import to_pdf
from tocsin.report.press.banned import Guard
from tocsin.report.web import to_html, to_markdown
from tocsin.report.write import write_filings

PAGE = "presse"
APPROVALS = 2
"""So many different persons freeze a version."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its number, its moment, its text in both languages, who approved it."""

    number: int
    made_at: str
    sha256: str
    text: str
    approved_by: tuple[str, ...]

    @property
    def is_frozen(self) -> bool:
        """Whether it may be given out."""
        return len(self.approved_by) >= APPROVALS


def draft(case: Case, at: datetime | None = None) -> Version:
    """A new version from the ledger as of `at` (default now).

    Raises `InputError` if it would hold what no public text may.
    """
    moment = at or datetime.now(UTC).astimezone()
    material = gather(case, moment)
    page = build_page(PAGE, material)
    Guard(case, material.facts).require_clean(page)
    text = to_markdown(page)
    row = (
        page.as_of,
        hashlib.sha256(text.encode()).hexdigest(),
        text,
        to_html(page).encode(),
        to_pdf(page),
        orjson.dumps([figure_record(figure) for figure in page.figures]).decode(),
    )
    with case.store.transaction():
        case.store.execute(
            "INSERT INTO press_versions (made_at, sha256, text, html, pdf, figures)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            row,
        )
        case.journal("press.drafted", sha256=row[1])
    return next(version for version in versions(case.store) if version.sha256 == row[1])


def versions(store: Store) -> list[Version]:
    """Every version, oldest first."""
    acts = Acts.of(store).of_kind(ActKind.APPROVED)
    rows = store.execute(
        "SELECT version, made_at, sha256, text FROM press_versions ORDER BY version"
    )
    return [
        Version(number, made_at, sha256, text, tuple(_approvals(acts, number)))
        for number, made_at, sha256, text in rows
    ]


def version_numbered(store: Store, number: int) -> Version:
    """Version `number`. Raises `UsageError` for no such version."""
    found = [version for version in versions(store) if version.number == number]
    if not found:
        raise _unknown()
    return found[0]


def approve(case: Case, number: int, *, person: str) -> Version:
    """`person` approves version `number`, which two different persons freeze.

    Raises `UsageError` for a second approval by the same person, or if a figure of it no longer
    holds: what is out of date is not frozen.
    """
    version = version_numbered(case.store, number)
    if fold(person) in {fold(name) for name in version.approved_by}:
        raise _twice()
    figures = _figures(case.store, number)
    if any(query(case.store, f.sql, f.parameters) != f.value for f in figures):
        raise _moved()
    record(case, ActKind.APPROVED, f"press/{number}", person=person, figures=figures)
    return version_numbered(case.store, number)


def differences(store: Store, older: int, newer: int) -> list[str]:
    """What changed between two versions, line by line (unified diff)."""
    first, second = version_numbered(store, older), version_numbered(store, newer)
    names = (f"version {older}", f"version {newer}")
    return list(unified_diff(first.text.splitlines(), second.text.splitlines(), *names, "", "", 1))


def publish(case: Case, out: Path) -> tuple[Version, list[Path]]:
    """Write the latest frozen version into `out`, byte for byte as approved.

    Raises `UsageError` if no version is frozen, `InputError` if it quotes what was sealed since.
    """
    frozen = [version for version in versions(case.store) if version.is_frozen]
    if not frozen:
        raise _not_frozen()
    version = frozen[-1]
    html, pdf = case.store.one(
        "SELECT html, pdf FROM press_versions WHERE version = ?", (version.number,)
    )
    figures = tuple(_figures(case.store, version.number))
    contents = {"md": version.text.encode(), "html": html, "pdf": pdf}
    filings = (Filing("press", f"presse.{x}", content, figures) for x, content in contents.items())
    paths = list(write_filings(case, out, filings, datetime.now(UTC).astimezone()))
    case.journal("press.published", version=version.number)
    return version, paths


def _approvals(acts: list[Act], number: int) -> Iterator[str]:
    seen: set[str] = set()
    for act in acts:
        if act.subject == f"press/{number}" and fold(act.person) not in seen:
            seen.add(fold(act.person))
            yield act.person


def _figures(store: Store, number: int) -> list[Figure]:
    (text,) = store.one("SELECT figures FROM press_versions WHERE version = ?", (number,))
    return [
        Figure(
            one["id"],
            one["fr"],
            one["en"],
            one["value"],
            one["query"],
            tuple(one["parameters"]),
            one["as_of"],
        )
        for one in orjson.loads(text)
    ]


def _unknown() -> UsageError:
    return UsageError(
        "press.unknown",
        "Il n'y a pas de version de ce numéro.",
        "There is no version of that number.",
        way_out_fr="Voyez les versions : tocsin report press list --case …",
        way_out_en="See the versions: tocsin report press list --case …",
    )


def _twice() -> UsageError:
    return UsageError(
        "press.twice",
        "Cette personne a déjà approuvé cette version ; il en faut une autre.",
        "This person has approved this version already; it takes another one.",
        way_out_fr="Faites-la approuver par une seconde personne.",
        way_out_en="Have a second person approve it.",
    )


def _moved() -> UsageError:
    return UsageError(
        "press.moved",
        "Des chiffres de cette version ne sont plus ceux de l'affaire.",
        "Figures of this version are no longer those of the case.",
        way_out_fr="Faites une nouvelle version : tocsin report press draft --case …",
        way_out_en="Make a new version: tocsin report press draft --case …",
    )


def _not_frozen() -> UsageError:
    return UsageError(
        "press.not_frozen",
        "Aucune version n'est encore approuvée par deux personnes.",
        "No version is approved by two persons yet.",
        way_out_fr="tocsin report press approve NUMÉRO --by NOM, par deux personnes.",
        way_out_en="tocsin report press approve NUMBER --by NAME, by two persons.",
    )
