"""The last look before a notice leaves: does it say what the ledger says, of this very person?

Elsewhere a list shifted by one row has printed wrong names on thousands of letters. So what is
about to go is compared with the ledger itself, not with what composed it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape

from tocsin.language import Language
from tocsin.model.category import Category
from tocsin.model.notice import Channel, join_categories
from tocsin.notify.facts import NAME, REFERENCE, Facts
from tocsin.notify.html import as_html
from tocsin.notify.ledger import Kept
from tocsin.notify.notice import as_text, kind_headings, word_notice
from tocsin.notify.quoted import encode_line
from tocsin.notify.recipient import Recipient
from tocsin.notify.rules import route

_MAILABLE = tuple(category for category in Category if not category.is_medical)
_KEPT = 1000
"""Bodies remembered: one a language and set of kinds, unless something is wrong with them."""


class Proof:
    """Compares notices with the ledger, on the day `today`."""

    def __init__(self, facts: Facts, today: date) -> None:
        self._facts = facts
        self._today = today
        self._kinds: dict[Language, dict[Category, bytes]] = {}
        self._own_lines: dict[Language, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._seen: dict[bytes, set[Category]] = {}

    def is_due(self, mail: Kept, who: Recipient) -> bool:
        """Whether the rules still give `who` this e-mail, to this address, on these kinds."""
        planned = mail.planned
        return (
            route(who, self._today).channels == (Channel.EMAIL,)
            and planned.recipient == who.mailbox
            and planned.categories == join_categories(who.categories)
            and planned.language == who.person.language
        )

    def says(self, message: bytes, who: Recipient, reference: str) -> bool:
        """Whether `message` goes to `who`, names them, and lists their kinds of data, no others."""
        language = who.person.language
        head, _, body = message.partition(b"\r\n\r\n")
        if not head.startswith(f"To: <{who.mailbox}>\r\n".encode("ascii")):
            return False
        common, at = [], 0
        for line, name in self._personal_lines(language, who.name):
            own = encode_line(line.replace(NAME, name).replace(REFERENCE, reference))
            found = body.find(own, at)
            if found < 0:
                return False
            common.append(body[at:found])
            at = found + len(own)
        return self._listed(language, b"".join([*common, body[at:]])) == set(who.categories)

    def _listed(self, language: Language, body: bytes) -> set[Category]:
        """The kinds of data in a body. What is nobody's own is the same thousands of times."""
        found = self._seen.get(body)
        if found is None:
            kinds = self._kind_lines(language)
            found = {category for category, line in kinds.items() if line in body}
            if len(self._seen) < _KEPT:
                self._seen[body] = found
        return found

    def _kind_lines(self, language: Language) -> dict[Category, bytes]:
        if language not in self._kinds:
            headings = kind_headings(language, _MAILABLE)
            self._kinds[language] = {
                category: encode_line(f"* {heading}")
                for category, heading in zip(_MAILABLE, headings, strict=True)
            }
        return self._kinds[language]

    def _personal_lines(self, language: Language, name: str) -> Iterator[tuple[str, str]]:
        """The lines of text and page that are a person's own, with the name as they give it."""
        if language not in self._own_lines:
            notice = word_notice(Channel.EMAIL, language, (), self._facts)
            self._own_lines[language] = (
                tuple(_own(as_text(notice.blocks))),
                tuple(_own(as_html(notice, language))),
            )
        plain, page = self._own_lines[language]
        yield from ((line, name) for line in plain)
        yield from ((line, escape(name, quote=False)) for line in page)


def _own(lines: Iterable[str]) -> Iterable[str]:
    return (line for line in lines if NAME in line or REFERENCE in line)
