"""The screen of `status --formats`: what was read, format by format, and why some was not."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from tocsin.cli.console import out
from tocsin.language import number, tr
from tocsin.model.document import ReadStatus
from tocsin.model.media import media_name
from tocsin.report.figures import reason_name
from tocsin.status import FormatStatus, total_of

_STATES = (
    ReadStatus.READ,
    ReadStatus.SKIPPED_DUPLICATE,
    ReadStatus.PARTIAL,
    ReadStatus.UNREADABLE,
)


def show_formats(formats: Sequence[FormatStatus]) -> None:
    """A row a format, and their sum."""
    table = Table(show_footer=True, box=None, pad_edge=False, header_style="dim")
    total = total_of(formats)
    table.add_column("Format", footer=tr("Total", "Total"))
    for heading, count in zip(_headings(), _counts(total), strict=True):
        table.add_column(heading, footer=count, justify="right", no_wrap=True)
    table.add_column(tr("Pourquoi", "Why"))
    for form in formats:
        table.add_row(Text(media_name(form.media_type)), *_counts(form), Text(_why(form)))
    out.print(table)


def _headings() -> tuple[str, ...]:
    return (
        tr("Examinés", "Examined"),
        tr("Lus", "Read"),
        tr("Doublons", "Duplicates"),
        tr("En partie", "In part"),
        tr("Illisibles", "Unreadable"),
    )


def _counts(form: FormatStatus) -> list[str]:
    return [number(count) for count in (form.tried, *(form.states[state] for state in _STATES))]


def _why(form: FormatStatus) -> str:
    reasons = sorted(form.reasons.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{number(count)} {reason_name(reason)}" for reason, count in reasons)
