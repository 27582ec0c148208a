"""The social-security number (NIR) and the national health identity (INS), in every spelling.

Fields: sex, year, month, department, municipality, order, key = 97 − (body mod 97), with 2A → 19
and 2B → 18 for the key (arrêté on the NIR; INSEE, « Numéro de sécurité sociale »). The key is a
score and never a gate: many real papers carry a wrong one or none.
"""

from collections.abc import Iterator

from tocsin.find import re2
from tocsin.find.page import Page
from tocsin.model.mention import Mention, MentionKind

_GAP = rb"[ .\-\t\n]{0,2}"
_BODY = _GAP.join(
    (rb"[1-478]", rb"[0-9]{2}", rb"[0-9]{2}", rb"(?:[0-9]{2}|2[AB])", rb"[0-9]{3}", rb"[0-9]{3}")
)
_PLAIN = re2.compile(
    rb"\b(" + _BODY + rb")(?:[ .\-\t\n/|(]{0,3}(?:CLE ?:? ?)?([0-9]{2}))?\b(?:[^0-9,]|,[^0-9]|$)"
)
_D = rb"[0-9OQDILZSGB|]"
_OCR_BODY = _GAP.join(
    (
        rb"[1-478IL|]",
        _D + rb"{2}",
        _D + rb"{2}",
        rb"(?:" + _D + rb"{2}|2A)",
        _D + rb"{3}",
        _D + rb"{3}",
    )
)
_OCR = re2.compile(rb"\b(" + _OCR_BODY + rb")(?:[ .\-\t/|]{0,3}(" + _D + rb"{2}))?\b")
_CONFUSED = bytes.maketrans(b"OQDIL|ZSG", b"000111256")
_LABEL = re2.compile(
    rb"\b(?:NIR|SECU|SECURITE SOCIALE|SEC\.? SOC|NSS|N\.? ?O? ?SS|INSEE|IMMATRICULATION|ASSURE"
    rb"|VITALE"
    rb"|CNAM|CPAM|MATRICULE)\b"
)
_INS_LABEL = re2.compile(rb"\bINS(?:-?C|-?NIR|-?A)?\b|IDENTITE NATIONALE DE SANTE")
_SEPARATORS = b" .-\t\n"


class NirFinder:
    """Finds NIR and INS; the value has 15 characters where the key is there and right, else 13."""

    def find(self, page: Page) -> Iterator[Mention]:
        """Every NIR-like span whose fields are plausible, with how sure it is."""
        for match in _PLAIN.finditer(page.folded):
            mention = _judge(page, match.span(1), match.span(2), match.group(1), match.group(2))
            if mention:
                yield mention
        if page.ocr:
            yield from self._find_misread(page)

    def _find_misread(self, page: Page) -> Iterator[Mention]:
        for match in _OCR.finditer(page.folded):
            raw = match.group(1)
            if raw.translate(None, _SEPARATORS).isdigit():
                continue
            body, key = _corrected(raw), match.group(2)
            mention = _judge(
                page, match.span(1), match.span(2), body, key and _corrected(key), ocr=True
            )
            if mention:
                yield mention


def key_of(body: str) -> int | None:
    """The key of a 13-character body, or None if it has letters other than 2A and 2B."""
    digits = body.replace("2A", "19", 1).replace("2B", "18", 1) if body[5:7] in _CORSICA else body
    return 97 - int(digits) % 97 if digits.isdigit() else None


def is_plausible(body: str) -> bool:
    """Whether the fields of a 13-character body can be those of a person."""
    month, department, commune, order = body[3:5], body[5:7], body[7:10], body[10:]
    if not (month.isdigit() and commune.isdigit() and order.isdigit() and order != "000"):
        return False
    known_month = 1 <= int(month) <= 12 or 20 <= int(month) <= 42 or 50 <= int(month) <= 99
    known_place = department in _CORSICA or (department.isdigit() and department != "00")
    return known_month and known_place and commune != "000"


_CORSICA = ("2A", "2B")


def _corrected(raw: bytes) -> bytes:
    """OCR letters as the digits they stand for; B is 8 but in the department 2B."""
    bare = raw.translate(None, _SEPARATORS).translate(_CONFUSED)
    head, department, tail = bare[:5], bare[5:7], bare[7:]
    keep = department if department == b"2B" else department.replace(b"B", b"8")
    return head.replace(b"B", b"8") + keep + tail.replace(b"B", b"8")


def _judge(
    page: Page,
    body_span: tuple[int, int],
    key_span: tuple[int, int],
    raw_body: bytes,
    raw_key: bytes | None,
    *,
    ocr: bool = False,
) -> Mention | None:
    body = raw_body.translate(None, _SEPARATORS).decode("ascii")
    if len(body) != 13 or not is_plausible(body):
        return None
    context = page.before(body_span[0], 48)
    ins = _INS_LABEL.search(context) is not None
    labelled = ins or _LABEL.search(context) is not None
    expected = key_of(body)
    key_right = bool(raw_key) and raw_key is not None and expected == int(raw_key)
    confidence = _confidence(
        body, raw_body, raw_key, key_right=key_right, labelled=labelled, ocr=ocr
    )
    if confidence == 0:
        return None
    kind = MentionKind.INS if ins else MentionKind.NIR
    value = body + f"{expected:02d}" if key_right else body
    end = key_span[1] if raw_key else body_span[1]
    rule = "key right" if key_right else "key wrong" if raw_key else "no key"
    return Mention(kind, body_span[0], end, value, confidence, rule=rule + (", ocr" if ocr else ""))


def _confidence(
    body: str, raw: bytes, key: bytes | None, *, key_right: bool, labelled: bool, ocr: bool
) -> float:
    if key_right:
        return 0.9 if ocr else 0.99
    if ocr and not labelled:
        return 0.0
    if labelled:
        return 0.4 if key else 0.7
    grouped = any(separator in raw for separator in _SEPARATORS)
    likely = body[0] in "12" and (grouped or 1 <= int(body[3:5]) <= 12)
    if not likely or (key and not grouped):
        return 0.0  # a bare counter, a product code, a time stamp
    return 0.35 if key else 0.6
