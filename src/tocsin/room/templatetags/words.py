"""French and English side by side in templates; numbers, moments and masks as people read them."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context

from tocsin.assess.public import Question
from tocsin.errors import InputError
from tocsin.language import number as grouped
from tocsin.language import screen_language
from tocsin.language import tr as translated
from tocsin.model.category import Category
from tocsin.model.document import DocumentKind, ReadStatus
from tocsin.model.notice import Channel
from tocsin.report.public import moment as moment_in_words
from tocsin.room.look import Sight
from tocsin.room.opened import folder
from tocsin.room.reads.labels import basis_words, kind_words, state_words
from tocsin.room.reads.persons import Listed
from tocsin.room.roles import Role
from tocsin.room.roomfile import load_room_file

register = template.Library()
THOUSAND = 1000
MINUTE, HOUR = 60, 3600


@register.simple_tag
def tr(fr: str, en: str) -> str:
    """The text in the reader's language."""
    return translated(fr, en)


@register.simple_tag
def oidc_name() -> str:
    """What the hospital's identity provider is called; "" without one, or if its file is wrong."""
    try:
        provider = load_room_file(folder()).oidc
    except InputError:
        return ""
    return provider.name if provider else ""


@register.filter
def number(value: int) -> str:
    """A count."""
    return grouped(int(value))


@register.filter
def percent(value: float) -> str:
    """A share."""
    return translated(f"{value * 100:.0f}\u202f%", f"{value:.0%}")


@register.filter
def size(value: int) -> str:
    """Bytes as people say them."""
    amount, unit = float(value), 0
    units = translated("o Ko Mo Go To", "B KB MB GB TB").split()
    while amount >= THOUSAND and unit < len(units) - 1:
        amount, unit = amount / THOUSAND, unit + 1
    text = f"{amount:.1f}".removesuffix(".0")
    return f"{translated(text.replace('.', ','), text)}\u202f{units[unit]}"


@register.filter
def moment(value: str | datetime) -> str:
    """A moment in words."""
    return moment_in_words(_at(value), screen_language())


@register.filter
def hour(value: str | datetime) -> str:
    """The time of day; with the date if it is another day than today."""
    at = _at(value)
    if at.date() == datetime.now(at.tzinfo).date():
        return f"{at:%H:%M:%S}"
    return translated(f"{at:%d/%m/%Y %H:%M}", f"{at:%Y-%m-%d %H:%M}")


@register.filter
def duration(seconds: float) -> str:
    """How long still, roughly."""
    if seconds < 2 * MINUTE:
        return translated("une minute", "one minute")
    if seconds < 2 * HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds / HOUR:.0f} h"


@register.filter
def category(value: str) -> str:
    """A kind of data."""
    return Category(value).label(screen_language()) if value in list(Category) else value


@register.filter
def document_kind(value: str) -> str:
    """A kind of document."""
    return kind_words(value) if value in list(DocumentKind) else value


@register.filter
def state(value: str) -> str:
    """What became of a document."""
    return state_words(ReadStatus(value))


@register.filter
def reason(value: str) -> str:
    """Why a document was not read; what follows the colon may be a path, which names somebody."""
    return value.partition(":")[0].partition(" as ")[0]


@register.filter
def channel(value: Channel) -> str:
    """The way a notice takes."""
    return value.label(screen_language())


@register.filter
def role(value: str) -> str:
    """A role."""
    return Role(value).label() if value in list(Role) else value


@register.filter
def basis(value: str) -> str:
    """How a finding is known: the fields that agree."""
    return " + ".join(basis_words(word) for word in value.split("+"))


@register.filter
def asked(question: Question) -> str:
    """A question, short."""
    language = screen_language()
    return f"{question.kind.label(language)} ({question.rank.label(language)})"


@register.filter
def shown_in(value: str, sight: Sight) -> str:
    """Personal data, as far as this sight goes."""
    return sight.show(value)


@register.filter
def path_in(value: str, sight: Sight) -> str:
    """A path, as far as this sight goes."""
    return sight.path(value)


@register.filter
def date_in(value: date | None, sight: Sight) -> str:
    """A date of birth: the year alone unless in clear."""
    if value is None:
        return "–"
    return translated(f"{value:%d/%m/%Y}", value.isoformat()) if sight.clear else f"{value.year}"


@register.filter
def person_in(listed: Listed, sight: Sight) -> str:
    """A person, for whoever must tell them apart."""
    person = listed.person
    names = " ".join(filter(None, (sight.show(person.used_name), sight.show(person.birth_name))))
    if person.used_name == person.birth_name:
        names = sight.show(person.birth_name)
    parts = (f"{names} {sight.show(person.first_names)}".strip(), date_in(person.birth_date, sight))
    town = sight.show(person.city)
    return ", ".join(filter(None, (*parts, town, person.patient_id if sight.clear else "")))


@register.inclusion_tag("room/clear.html", takes_context=True)
def clear_form(context: Context, url: str, **hidden: str) -> dict[str, Any]:
    """The button that shows the page in clear, with what says which page it is."""
    keep = ("csrf_token", "sight", "can_unmask")
    return {name: context.get(name) for name in keep} | {"url": url, "hidden": hidden}


@register.inclusion_tag("room/pager.html", takes_context=True)
def pager(context: Context, page: Any, **keep: str) -> dict[str, Any]:
    """To the next page of a table, the filter kept."""
    kept = urlencode({name: value for name, value in keep.items() if value})
    here = context["request"].path.removesuffix("/clear")
    return {"here": here, "page": page, "keep": kept}


def _at(value: str | datetime) -> datetime:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.astimezone()
