"""The page of duties, written from the rules: `python -m tests.report.duty_page`."""

from collections.abc import Iterator

from tests.house.repository import ROOT
from tocsin.report.duty import EVENTS, JURISDICTIONS, Duty, duty_named, load_duties

PAGE = ROOT / "docs" / "duties.md"
_TITLES = {
    "eu": "Union européenne · European Union",
    "fr": "France",
    "us-hipaa": "États-Unis, HIPAA · United States, HIPAA",
    "us-california": "Californie · California",
    "uk": "Royaume-Uni · United Kingdom",
    "quebec": "Québec · Quebec",
    "switzerland": "Suisse · Switzerland",
}
_HEAD = """\
# Obligations · Duties

Ce que `tocsin duties` sait, tiré de `src/tocsin/report/rules/`. Ceci n'est pas un avis juridique :
le délégué à la protection des données décide. « lu » est le jour où la source a été lue.

What `tocsin duties` knows, drawn from `src/tocsin/report/rules/`. This is not legal advice: the
data-protection officer decides. "lu" is the day on which the source was read.
"""


def page() -> str:
    """The page as it should be."""
    return "\n".join([_HEAD, *(line for name in JURISDICTIONS for line in _section(name))])


def _section(jurisdiction: str) -> Iterator[str]:
    yield f"## {_TITLES[jurisdiction]}\n"
    for duty in load_duties(jurisdiction):
        yield from _duty(duty)


def _duty(duty: Duty) -> Iterator[str]:
    status = "" if duty.in_force else " · pas encore en vigueur · not yet in force"
    kind = " · courtoisie · courtesy" if duty.courtesy else ""
    yield f"**`{duty.id}`** {duty.fr} · {duty.en}{status}{kind}\n"
    yield f"- {duty.trigger_fr} · {duty.trigger_en}"
    yield f"- {duty.clock_fr} · {duty.clock_en} ({' · '.join(_start(duty))})"
    yield f"- → {duty.addressee_fr} · {duty.addressee_en} : {duty.channel_fr} · {duty.channel_en}"
    yield f"- {duty.contents_fr} · {duty.contents_en}"
    yield f"- exemption : {duty.exemption_fr} · {duty.exemption_en}"
    yield f"- [{duty.source}]({duty.link}), lu {duty.checked_on}\n"


def _start(duty: Duty) -> tuple[str, str]:
    if duty.start in EVENTS:
        return EVENTS[duty.start]
    before = duty_named(duty.start)
    return before.fr, before.en


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
