"""Identity documents: their numbers where labelled, machine-readable zones, the head of a scan."""

import re
from collections.abc import Iterator

from tocsin.find import mrz, re2
from tocsin.find.fold import fold
from tocsin.find.page import Page
from tocsin.model.mention import Mention, MentionKind

_LABELLED = re2.compile(
    rb"\b(?:CARTE (?:NATIONALE )?D.?IDENTITE|CNI|PASSEPORT|PASSPORT|TITRE DE SEJOUR"
    rb"|CARTE DE (?:SEJOUR|RESIDENT)|PERMIS DE CONDUIRE"
    rb"|PIECE D.?IDENTITE|RECEPISSE|RESIDENCE PERMIT|IDENTITY CARD)\b[^\n0-9]{0,40}?"
    rb"(?:N ?[O.]? ?:?|NO\.?|NUMERO|NUMBER|:|=)[ \t]*:?[ \t]*([A-Z0-9][A-Z0-9 ]{5,13}[0-9A-Z])\b"
)
_WORD = re2.compile(rb"(?:^| )[A-Z]{3,}(?: |$)")
_NEW_CARD = re2.compile(rb"[A-Z0-9]*[0-9][A-Z0-9]{3,}[0-9]")
"""The card of 2021: nine letters and digits (decree 2021-279)."""

_FOREIGN = re2.compile(
    rb"\b(?:NIE|DNI|NIF|REISEPASS(?:[ -]?NR\.?)?|PERSONALAUSWEIS(?:[ -]?NR\.?)?|NINO"
    rb"|NATIONAL INSURANCE(?: NUMBER| NO)?|(?:NUMERO |NO |N)?(?:AVS|AHV)|NUMERO NATIONAL|NISS|BSN"
    rb"|CODICE FISCALE|PESEL|CARTE D.IDENTITE (?:BELGE|ITALIENNE|ESPAGNOLE|ALLEMANDE|PORTUGAISE"
    rb"|ROUMAINE|MAROCAINE|ALGERIENNE|TUNISIENNE|SUISSE))\b[ \t:=]{1,3}(?:NO? ?:? ?)?"
    rb"([A-Z0-9](?:[ .\-]?[A-Z0-9]){5,18})\b"
)
"""Numbers of other countries, by the name that the country or its bearers give them."""

_FRENCH = re2.compile(
    rb"\b(?:CNI|CARTE NATIONALE D.?IDENTITE|PASSEPORT|TITRE DE SEJOUR|CARTE DE (?:SEJOUR|RESIDENT)"
    rb"|PERMIS DE CONDUIRE)[ :]{1,3}([0-9]{9,12}|[0-9]{2}[A-Z]{2}[0-9]{5})\b"
)
_HEAD = re2.compile(
    rb"CARTE NATIONALE D.?IDENTITE|REPUBLIQUE FRANCAISE[^\n]{0,30}\n?[^\n]{0,20}(?:PASSEPORT"
    rb"|IDENTITE)|\bPASSEPORT[ /]{1,3}PASSPORT"
    rb"|^PASSEPORT\b|TITRE DE SEJOUR|RESIDENCE PERMIT|CARTE DE RESIDENT|IDENTITY CARD"
)
_HEAD_LENGTH = 600
_ZONE_LINE = re2.compile(rb"(?m)^[ \t]*([A-Z0-9<][A-Z0-9< \xab]{24,52})[ \t]*$")
_TOP = re.compile(r"P<[A-Z]{3}[A-Z<]+<<[A-Z]|(?:I[D<]|A[CR<])[A-Z]{3}[A-Z0-9<]*<<<")
"""The first line of a zone alone, the rest cut off by the scan (ICAO Doc 9303 parts 4 and 5)."""

_LENGTHS = (30, 36, 44)
_TOLERANCE = 3


class IdentityFinder:
    """Finds identity documents; a zone also gives the names, the birth date and the sex in it."""

    def find(self, page: Page) -> Iterator[Mention]:
        """Numbers, zones, and the title of a scanned document (with an empty value)."""
        for match in _LABELLED.finditer(page.folded):
            value = match.group(1).replace(b" ", b"").decode("ascii")
            if _WORD.search(match.group(1)):
                continue  # « passeport à renouveler en 2026 »
            if sum(c.isdigit() for c in value) >= 4 or _NEW_CARD.fullmatch(match.group(1)):
                yield page.mention(
                    MentionKind.IDENTITY_NUMBER, match.span(1), value, 0.9, rule="labelled"
                )
        for pattern, rule in ((_FRENCH, "labelled"), (_FOREIGN, "foreign")):
            for match in pattern.finditer(page.folded):
                value = match.group(1).translate(None, b" .-").decode("ascii")
                if sum(c.isdigit() for c in value) >= 4:
                    yield page.mention(
                        MentionKind.IDENTITY_NUMBER, match.span(1), value, 0.85, rule
                    )
        if page.ocr or len(page.text) < 2 * _HEAD_LENGTH:
            head = _HEAD.search(page.head(_HEAD_LENGTH))
            if head and _looks_like_a_document(page):
                yield page.mention(
                    MentionKind.IDENTITY_NUMBER, head.span(), "", 0.8, rule="head of a scan"
                )
        if b"<<" in page.folded or b"\xab" in page.folded:
            yield from self._zones(page)

    def _zones(self, page: Page) -> Iterator[Mention]:
        lines = [
            (m.start(1), m.end(1), _line(m.group(1))) for m in _ZONE_LINE.finditer(page.folded)
        ]
        position = 0
        while position < len(lines):
            taken = 0
            for count in (3, 2):
                group = lines[position : position + count]
                zone = _zone([line for _, _, line in group]) if len(group) == count else None
                if zone:
                    yield from _mentions(zone, group[0][0], group[-1][1])
                    taken = count
                    break
            else:
                start, end, line = lines[position]
                if _TOP.match(line):
                    rule = "top of a zone"
                    yield Mention(MentionKind.IDENTITY_NUMBER, start, end, "", 0.8, rule=rule)
            position += taken or 1


def _line(raw: bytes) -> str:
    return raw.replace(b" ", b"").decode("ascii")


def _zone(lines: list[str]) -> mrz.Zone | None:
    """The zone of these lines, each brought to the nominal length that OCR may have missed."""
    for length in _LENGTHS:
        if all(abs(len(line) - length) <= _TOLERANCE for line in lines):
            zone = mrz.parse([_fitted(line, length) for line in lines])
            if zone and (zone.checks >= 0.5 or (zone.birth_date and zone.surname)):
                return zone
    return None


def _fitted(line: str, length: int) -> str:
    """Fill characters lost or doubled by OCR stand at the end of a run of `<`."""
    if len(line) > length and "<<" in line:
        surplus = len(line) - length
        at = line.rfind("<<")
        return line[:at] + line[at + surplus :]
    if len(line) < length and "<" in line:
        at = line.rfind("<")
        return line[:at] + "<" * (length - len(line)) + line[at:]
    return line[:length].ljust(length, "<")


def _mentions(zone: mrz.Zone, start: int, end: int) -> Iterator[Mention]:
    sure = 0.5 + 0.49 * zone.checks
    rule = f"{zone.layout} zone"
    yield Mention(MentionKind.MRZ, start, end, zone.number, sure, rule=rule)
    if zone.surname:
        yield Mention(MentionKind.SURNAME, start, end, fold(zone.surname), sure, rule=rule)
    if zone.given_names:
        yield Mention(MentionKind.GIVEN_NAMES, start, end, fold(zone.given_names), sure, rule=rule)
    if zone.surname and zone.given_names:
        name = fold(f"{zone.surname} {zone.given_names}")
        yield Mention(MentionKind.FULL_NAME, start, end, name, sure, rule=rule)
    if zone.birth_date:
        yield Mention(
            MentionKind.BIRTH_DATE, start, end, zone.birth_date.isoformat(), sure, rule=rule
        )
    if zone.sex:
        yield Mention(MentionKind.SEX, start, end, zone.sex, sure, rule=rule)


_FIELDS = re2.compile(
    rb"\b(?:NOM|SURNAME|PRENOM|GIVEN|NEE?|NATIONALITE|SEXE|SEX|TAILLE|DELIVR|VALABLE|EXPIR|FRA)\b"
)


def _looks_like_a_document(page: Page) -> bool:
    """Whether the fields of such a document follow; a letter that only speaks of one has none."""
    return len(set(_FIELDS.findall(page.head(3 * _HEAD_LENGTH)))) >= 3
