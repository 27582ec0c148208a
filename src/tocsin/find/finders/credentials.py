"""Logins and passwords written down."""

import re
from collections.abc import Iterator
from itertools import pairwise

from tocsin.find import re2
from tocsin.find.page import Page
from tocsin.model.mention import Mention, MentionKind

_SECRET = re2.compile(
    rb"\b(?:MOTS?\s+DE\s+PASSE|MDP|PASSWORD|PASSWD|PWD|PASSPHRASE"
    rb"|CODE\s+(?:D'ACCES|CONFIDENTIEL|SECRET|PIN|PERSONNEL))\b"
)
_LOGIN = re2.compile(
    rb"\b(?:LOGIN|IDENTIFIANT(?: DE CONNEXION)?|(?:NOM D')?UTILISATEUR|USERNAME|USER|COMPTE)\b"
)
_PAIR = re.compile(
    r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+\s{0,2}[/:;|]\s{0,2}"
    r"(?=\S*\d)(?=\S*[A-Za-z])(?=\S*[^\w\s@./])([^\s@;|]{8,40})"
)
"""An e-mail address and, behind a stroke or a colon, what only a password looks like."""

_CODE = re2.compile(rb"^CODE\b")
_EMPTY = frozenset(("null", "none", "obligatoire", "votre", "minimum", "vide"))
_NUMBERS = frozenset(("ipp", "nip", "nda", "nir", "ins"))
_TOKEN = re.compile(r"[:=]|[^\s:=]+")
_DATE = re.compile(r"\d{1,4}([./-]\d{1,4}){1,2}")
_MASKED = re.compile(r"[.*xX_•·\-]+")
_SIGNS = frozenset("!?*#$%&+=^~<>")
_MOST_WORDS = 5
_NEAR, _REACH = 300, 120


class CredentialFinder:
    """Finds a secret beside its label, and the login near a secret."""

    def find(self, page: Page) -> Iterator[Mention]:
        """The value is left empty: nobody needs the secret itself."""
        secrets = [
            span
            for m in _SECRET.finditer(page.folded)
            if (span := _value(page, m.end(), code=_CODE.search(m.group(0)) is not None))
        ]
        secrets += [m.span(1) for m in _PAIR.finditer(page.text)] if "@" in page.text else []
        for span in secrets:
            yield page.mention(MentionKind.CREDENTIAL, span, "", 0.9, "password")
        if not secrets:
            return
        for match in _LOGIN.finditer(page.folded):
            span = _value(page, match.end())
            if span and any(abs(span[0] - secret[0]) < _NEAR for secret in secrets):
                yield page.mention(MentionKind.CREDENTIAL, span, "", 0.8, "login")


def _value(page: Page, start: int, *, code: bool = False) -> tuple[int, int] | None:
    """Where the value after a label stands: what a colon announces, or what no word looks like."""
    announced, other = False, False
    for word, match in enumerate(_TOKEN.finditer(page.text, start, start + _REACH)):
        piece = match.group(0)
        if piece in ":=":
            announced = not other
        elif piece.strip("(").lower() in _NUMBERS:
            other = True  # « mot de passe du patient (IPP : 41000007) »: what follows is no secret
        elif other:
            other = False
        elif _is_secret(piece, announced=announced) or (code and _is_code(piece)):
            return match.span()
        elif announced or word >= _MOST_WORDS:
            break
    return None


def _is_secret(piece: str, *, announced: bool) -> bool:
    bare = piece.strip(".,;()\"'«»")
    if len(bare) < 4 or _MASKED.fullmatch(bare) or bare.lower() in _EMPTY:
        return False
    if announced:
        return True
    if _DATE.fullmatch(bare):
        return False
    mixed = any(one.islower() and two.isupper() for one, two in pairwise(bare))
    signs = any(c in _SIGNS for c in bare[1:-1])
    return len(bare) > 5 and (mixed or signs or any(c.isdigit() for c in bare))


def _is_code(piece: str) -> bool:
    """What a door, a card or a telephone asks for: some figures."""
    bare = piece.strip(".,;()")
    return bare.isdigit() and 4 <= len(bare) <= 8
