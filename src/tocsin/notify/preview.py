"""preview: the exact text of some notices, before anything leaves."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime

from tocsin.case import Case
from tocsin.language import Language, tr
from tocsin.model.notice import Channel, HoldReason, parse_categories
from tocsin.model.person import Person
from tocsin.notify.facts import Facts
from tocsin.notify.hospital_file import load_hospital
from tocsin.notify.ledger import COLUMNS, Kept, kept
from tocsin.notify.letters.calls import COLUMNS as CALL_COLUMNS
from tocsin.notify.letters.calls import call_row, script
from tocsin.notify.letters.words import sender_lines
from tocsin.notify.message import Addressed, Mailing
from tocsin.notify.notice import Reader, as_text, word_notice
from tocsin.notify.outbox import Outbox
from tocsin.notify.prepare import public_reference
from tocsin.notify.recipient import Recipient, person_named, recipients_among
from tocsin.notify.reference import shown
from tocsin.notify.testimony import no_notice

SHOWN = (Channel.EMAIL, Channel.CALL, Channel.LETTER, Channel.REGISTERED_LETTER)
"""In the order of their names, e-mail first."""
_FULLEST = (
    "SELECT notice FROM notices WHERE channel = ?"
    " AND EXISTS (SELECT 1 FROM affected WHERE affected.person = notices.person)"
    " ORDER BY length(categories) DESC, notice LIMIT ?"
)
"""Those that say most; a channel at a time, since that sorts no row whole."""


@dataclass(frozen=True, slots=True)
class Previewed:
    """The whole text of one notice. `person` is the number of whom it is for."""

    person: int
    channel: Channel
    text: str


def preview(case: Case, count: int = 3) -> list[str]:
    """The text of `count` notices, one of each channel first. They name people."""
    return [one.text for one in previews(case, count)]


def previews(case: Case, count: int = 3, *, is_named: bool = True) -> list[Previewed]:
    """The same with whom it is for; unless `is_named`, in the words for them, but to nobody."""
    facts = Facts(load_hospital(case.folder), public_reference(case))
    chosen = _choose(case, count)
    people = recipients_among(case.store, [notice.planned.person for notice in chosen])
    found = []
    for notice in chosen:
        number, channel = notice.planned.person, notice.planned.channel
        pair = (notice, people[number])
        text = _text(case, facts, *(pair if is_named else _unnamed(*pair)))
        found.append(Previewed(number, channel, text))
    return found


def _unnamed(notice: Kept, who: Recipient) -> tuple[Kept, Recipient]:
    """The notice as it would read for an invented person of whom the same was taken."""
    nobody = Person("", birth_name="EXEMPLE", first_names="Camille", language=who.person.language)
    mail = "camille@exemple.invalid"
    to = mail if notice.planned.channel is Channel.EMAIL else "Camille EXEMPLE\n…"
    planned = notice.planned._replace(reference=shown(0), recipient=to)
    someone = Recipient(who.number, who.tier, who.categories, who.status, nobody)
    return notice._replace(planned=planned), someone


def preview_person(case: Case, patient_id: str) -> list[str]:
    """The text of every notice of one person. Raises `UsageError` if they have none."""
    facts = Facts(load_hospital(case.folder), public_reference(case))
    rows = case.store.execute(
        f"SELECT {COLUMNS} FROM notices JOIN deliveries USING (notice)"
        " WHERE person = (SELECT person FROM persons WHERE patient_id = ?)"
        " AND person IN (SELECT person FROM affected) ORDER BY notice",
        (patient_id,),
    )
    if not rows:
        raise no_notice()
    who = person_named(case.store, patient_id)
    return [_text(case, facts, kept(row), who) for row in rows]


def _choose(case: Case, count: int) -> list[Kept]:
    """Some notices: the first of each channel in turn, then the second…"""
    turns = [
        (turn, place, notice)
        for place, channel in enumerate(SHOWN)
        for turn, (notice,) in enumerate(case.store.execute(_FULLEST, (channel, count)))
    ]
    chosen = [notice for _, _, notice in sorted(turns)[:count]]
    marks = ", ".join("?" * len(chosen))
    rows = case.store.execute(
        f"SELECT {COLUMNS} FROM notices JOIN deliveries USING (notice) WHERE notice IN ({marks})",
        chosen,
    )
    found = {notice.notice: notice for notice in map(kept, rows)}
    return [found[notice] for notice in chosen]


def _text(case: Case, facts: Facts, notice: Kept, who: Recipient) -> str:
    channel = notice.planned.channel
    if channel is Channel.HELD:
        language = who.person.language
        return f"{channel.label(language)} : {HoldReason(notice.planned.reason).label(language)}"
    if channel is Channel.EMAIL:
        return _email(case, facts, notice, who)
    return _call(facts, notice, who) if channel is Channel.CALL else _letter(facts, notice, who)


def _email(case: Case, facts: Facts, notice: Kept, who: Recipient) -> str:
    mailing = Mailing(facts, datetime.now(UTC).astimezone())
    message_id = Outbox(case).message_id(notice, mailing.sender)
    to = Addressed(notice.planned.recipient, who.name, notice.planned.reference, message_id)
    raw = mailing.compose(who.person.language, notice.planned.categories, to)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    head = [f"{name}: {message[name]}" for name in ("From", "To", "Subject")]
    plain = message.get_body(("plain",))
    return "\n".join([*head, "", plain.get_content() if plain else ""])


def _letter(facts: Facts, notice: Kept, who: Recipient) -> str:
    language: Language = who.person.language
    planned = notice.planned
    kinds, reader = parse_categories(planned.categories), Reader.of(planned.template)
    words = word_notice(planned.channel, language, kinds, facts, reader=reader)
    mine = words.personal(who.name, planned.reference)
    title = planned.channel.label(language).upper()
    head = [title, "", *sender_lines(facts, language), "", *planned.recipient.split("\n")]
    return "\n".join([*head, "", mine.subject, "", *as_text(mine.blocks)])


def _call(facts: Facts, notice: Kept, who: Recipient) -> str:
    language = who.person.language
    row = zip(CALL_COLUMNS, call_row(notice, who), strict=True)
    head = [f"{name}: {value}" for name, value in row if value]
    title = tr("FICHE D'APPEL", "CALL SHEET", language)
    return "\n".join([title, "", *head, "", script(language, facts)])
