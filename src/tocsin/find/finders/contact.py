"""E-mail addresses, telephone numbers, postal addresses, postal codes with their city."""

import re
from collections.abc import Iterator

from tocsin.find import re2
from tocsin.find.finders.towns import is_town
from tocsin.find.fold import fold
from tocsin.find.page import Page
from tocsin.find.words import words
from tocsin.model.mention import Mention, MentionKind

_EMAIL = re.compile(
    r"[A-Za-z0-9][\w.+%'\-]{0,63}[ ]?@[ ]?(?:[A-Za-z0-9\-]{1,63}\.)+[A-Za-z]{2,24}", re.ASCII
)
_OBFUSCATED = re2.compile(
    rb"\b([A-Z0-9][A-Z0-9._\-]{1,40}) ?[\[({<]? ?(?:AT|AROBASE|AROBAS|@) ?[\])}>]? ?"
    rb"([A-Z0-9\-]{2,40}(?: ?[\[({<] ?(?:DOT|POINT|PT|\.) ?[\])}>] ?| (?:DOT|POINT) |\.)"
    rb"(?:FR|COM|NET|ORG|EU|INVALID|[A-Z]{2}))\b",
    alone=True,
)
_MAY_SAY_AT = re2.compile(rb"[\[({<]\s*(?:AT|AROBASE?|@)\s*[\])}>]|AROBAS")
_SAID_DOT = re.compile(r"\s*[\[({<]\s*(?:dot|point|pt|\.)\s*[\])}>]\s*|\s+(?:dot|point)\s+")
_SAID_AT = re.compile(r"[\[({<]\s*(?:at|arobase?|@)\s*[\])}>]|\barobase?\b", re.IGNORECASE)
_LOCAL = re.compile(r"[\w.+%'\-]+ ?$", re.ASCII)
_PHONE = re2.compile(
    rb"(?:\((?:\+|00)?[1-9][0-9]{1,2}\)[ ]?(?:[0-9][ .\-]?){8,9}[0-9]\b"
    rb"|(?:\+|\b00)[ ]?(?:33|3[0-9]{2}|4[0-9]|5[0-9]{1,2}|6[0-9]{1,2}|2[0-9]{1,2}|1"
    rb"|9[0-9]{1,2})[ .\-]?(?:\(0\)[ ]?)?"
    rb"(?:[0-9][ .\-/]{0,1}){7,11}[0-9]|\b[0O][ .\-/]?[1-9](?:(?:[ .\-/]{0,3}|[ ]?\n)[0-9]){8})\b"
)
_DATE_FIRST = re.compile(r"[0-3][0-9]([/.-])[01][0-9]\1(?:19|20)[0-9]{2}(?![0-9])")
"""`06/05/1949 07…` is a date, and what follows it."""

_WAYS = (
    rb"RUE|AVENUE|AVE?|BOULEVARD|BL?V?D|ALLEES?|CHEMIN|CHE?|IMPASSE|IMP|PLACE|PL|COURS|QUAI|ROUTE"
    rb"|RTE"
    rb"|SQUARE|SQ|PASSAGE|PASS|LOTISSEMENT|LOT|RESIDENCE|RES|CITE|HAMEAU|MONTEE|SENTIER|VOIE"
    rb"|VILLA|ESPLANADE"
    rb"|FAUBOURG|FG|ROND[ -]POINT|LIEU[ -]DIT|TRAVERSE|RUELLE|CLOS|DOMAINE|PROMENADE|MAIL|STREET"
    rb"|ROAD"
)
_ADDRESS = re2.compile(
    rb"\b[0-9]{1,4}(?: ?(?:BIS|TER|QUATER|[A-D]))?[ ]?,?[ ]{1,2}(?:"
    + _WAYS
    + rb"|R\.)\.?[ ](?:[A-Z0-9][A-Z0-9'.\-]*[ ]?){1,8}"
    rb"|\b[0-9]{1,4}(?: ?(?:BIS|TER))?,? GRANDE?[ '\-]{1,2}RUE\b"
    rb"|\bBP ?[0-9]{1,5}\b[ ,\n]{1,3}[0-9]{5}"
)
_PASSING = re2.compile(rb"[0-9],? {1,2}PASSAGE (?:AUX?|EN|A|PAR|DANS|DE|DU)\b")
"""« le 12 passage aux urgences » is no street."""

_POSTAL = re2.compile(
    rb"\b(?:F-)?((?:[0-9]{2}"
    rb"|2[AB])[ ]?[0-9]{3})[ \t]{1,3}([A-Z][A-Z'.\-]+(?:[ ][A-Z0-9'.\-]+){0,5})"
)
_POSTAL_LABEL = re2.compile(
    rb"(?:\bCP|CODE POSTAL|POSTAL CODE)\s*:?\s*((?:[0-9]{2}|2[AB])[ ]?[0-9]{3})\b"
)
_CITY_LABEL = re2.compile(
    rb"\b(?:VILLE|COMMUNE|LOCALITE|CITY)[ ]?:[ ]*([A-Z][A-Z'\-]+(?:[ ][A-Z0-9'\-]+){0,4})"
)
_PLACE_LABEL = re2.compile(
    rb"(?:LIEU DE NAISSANCE[ ]?:?[ ]*"
    rb"|\bNEE?(?:\(E\))?[^\n]{1,26}[0-9]{4} ?,? A[ ])(?:A[ ])?"
    rb"([A-Z][A-Z'\-]+(?:[ ][A-Z'\-]{2,}){0,3})"
)
_UNITS = words("units")
_STOP = words("address_stop")
_OVERSEAS = ("97", "98")
_SAINTS = {"ST": "SAINT", "STE": "SAINTE"}


_NUMBERLESS = re2.compile(
    rb"\b(?:"
    + _WAYS
    + rb")[ ](?:[A-Z][A-Z'.\-]*[ ]?){1,6},?[ ](?:[0-9]{2}|2[AB])[ ]?[0-9]{3}[ ][A-Z]"
)


class ContactFinder:
    """Finds how a person can be reached; what is left of `@` is never taken for a name."""

    def find(self, page: Page) -> Iterator[Mention]:
        """Every address, number and city."""
        yield from self._emails(page)
        for match in _PHONE.finditer(page.folded):
            figures = match.group(0).decode("ascii").replace("O", "0")
            value = phone_value(figures)
            if value and not _DATE_FIRST.match(figures):
                yield Mention(
                    MentionKind.PHONE, match.start(), match.end(), value, 0.95, rule="phone"
                )
        yield from self._addresses(page)

    def _emails(self, page: Page) -> Iterator[Mention]:
        last, at = 0, page.text.find("@")
        while at >= 0:
            local = _LOCAL.search(page.text, max(last, at - 66), at)
            match = _EMAIL.match(page.text, local.start()) if local else None
            if match:
                last = match.end()
                value = match.group(0).replace(" ", "").lower()
                yield Mention(MentionKind.EMAIL, match.start(), last, value, 0.99, rule="e-mail")
            at = page.text.find("@", max(at + 1, last))
        if not _MAY_SAY_AT.search(page.folded) or not _SAID_AT.search(page.text):
            return
        for said in _OBFUSCATED.finditer(page.folded):
            written = page.text[said.start(2) : said.end(2)].lower()
            value = (
                f"{page.text[said.start(1) : said.end(1)].lower()}@{_SAID_DOT.sub('.', written)}"
            )
            yield Mention(MentionKind.EMAIL, *said.span(), value, 0.9, rule="e-mail, spelled")

    def _addresses(self, page: Page) -> Iterator[Mention]:
        for match in _ADDRESS.finditer(page.folded):
            if _PASSING.search(match.group(0)):
                continue
            end = _trimmed_end(match.group(0), match.start())
            value = page.fold(match.start(), end)
            yield Mention(MentionKind.ADDRESS, match.start(), end, value, 0.9, rule="street")
        for match in _NUMBERLESS.finditer(page.folded):
            end = _trimmed_end(match.group(0)[:-8], match.start())
            yield page.mention(
                MentionKind.ADDRESS, (match.start(), end), None, 0.8, "street and town"
            )
        for match in _POSTAL.finditer(page.folded):
            yield from _postal_and_city(page, match)
        for match in _POSTAL_LABEL.finditer(page.folded):
            yield page.mention(
                MentionKind.POSTAL_CODE,
                match.span(1),
                _digits(match.group(1)),
                0.95,
                rule="labelled",
            )
        for pattern, kind in (
            (_CITY_LABEL, MentionKind.CITY),
            (_PLACE_LABEL, MentionKind.BIRTH_PLACE),
        ):
            for match in pattern.finditer(page.folded):
                end = match.start(1) + len(_until_stop(match.group(1)))
                yield Mention(
                    kind, match.start(1), end, page.fold(match.start(1), end), 0.9, rule="labelled"
                )


def phone_value(raw: str) -> str:
    """Ten digits for a French number, `+…` for another, "" if it is none."""
    digits = "".join(c for c in raw.replace("(0)", "") if c.isdigit())
    international = raw.lstrip().startswith(("+", "00", "("))
    if international:
        digits = digits if raw.lstrip().startswith("+") else digits.removeprefix("00")
        if digits.startswith("33"):
            digits = "0" + digits[2:].removeprefix("0")
        else:
            return "+" + digits if 8 <= len(digits) <= 15 else ""
    return digits if len(digits) == 10 and digits[0] == "0" and digits[1] != "0" else ""


def is_postal_code(value: str) -> bool:
    """Whether five characters can be a French postal code."""
    code = value.replace(" ", "")
    if len(code) != 5 or not code[2:].isdigit():
        return False
    department = code[:2]
    return department in ("2A", "2B", *_OVERSEAS) or (
        department.isdigit() and 1 <= int(department) <= 95
    )


def _postal_and_city(page: Page, match: re2.Match) -> Iterator[Mention]:
    code, city = _digits(match.group(1)), _until_stop(match.group(2))
    start = match.start(2)
    first = city.split(b" ")[0].decode("ascii")
    if b" " in match.group(1) and _is_size(page, match.start(1), city):
        return
    if not city or first in _UNITS or not is_postal_code(code) or not page.text[start].isupper():
        addressed = _ADDRESS.search(page.before(match.start(), 70)) is not None
        if not (addressed and city and is_postal_code(code)):
            return
    end = start + len(city)
    yield page.mention(MentionKind.POSTAL_CODE, match.span(1), code, 0.85, rule="before a city")
    yield Mention(
        MentionKind.CITY, start, end, page.fold(start, end), 0.85, rule="after a postal code"
    )


def _is_size(page: Page, start: int, name: bytes) -> bool:
    """Whether the figures stand in a column before a name: `61 440 DUPONT lettre.doc`."""
    in_a_column = page.before(start, 2) in (b"  ", b"\t ", b" \t") or page.before(start, 1) == b"\t"
    return in_a_column and not _begins_with_a_town(name)


def _begins_with_a_town(city: bytes) -> bool:
    words = fold(city.decode("ascii")).split()
    words = [_SAINTS.get(word, word) for word in words]
    return any(is_town(" ".join(words[:count])) for count in range(1, len(words) + 1))


def _digits(raw: bytes) -> str:
    return raw.replace(b" ", b"").decode("ascii")


def _until_stop(raw: bytes) -> bytes:
    kept = []
    for word in raw.split(b" "):
        if word.strip(b".-'").decode("ascii") in _STOP:
            break
        kept.append(word)
        if word.endswith(b".") and len(word) > 4:  # « St. », « Ste. » go on
            break
    return b" ".join(kept).rstrip(b" .-'")


def _trimmed_end(raw: bytes, start: int) -> int:
    """Where an address ends: before a postal code or another label."""
    kept: list[bytes] = []
    for position, word in enumerate(raw.split(b" ")):
        if (position > 1 and len(word) == 5 and word[2:].isdigit()) or word.decode(
            "ascii"
        ) in _STOP:
            break
        kept.append(word)
    return start + len(b" ".join(kept).rstrip(b" .,-'"))
