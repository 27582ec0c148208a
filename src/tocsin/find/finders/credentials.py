"""Logins and passwords written down."""

from collections.abc import Iterator

import re2

from tocsin.find.page import Page
from tocsin.model.mention import Mention, MentionKind

_SECRET = re2.compile(
    rb"\b(?:MOTS? DE PASSE|MDP|PASSWORD|PASSWD|PWD|PASSPHRASE|CODE (?:D'ACCES|CONFIDENTIEL|SECRET"
    rb"|PIN|PERSONNEL))\b"
    rb"(?: (?:PROVISOIRE|TEMPORAIRE|INITIAL|PERSONNEL|EST|DE [A-Z]{2,12}))?[ \t]*(?:[:=]"
    rb"|\bEST\b)[ \t]*([^\s\"]{4,64})"
)
_LOGIN = re2.compile(
    rb"\b(?:LOGIN|IDENTIFIANT(?: DE CONNEXION)?|NOM D'UTILISATEUR|USERNAME|USER"
    rb"|COMPTE)[ \t]*[:=][ \t]*([^\s\"]{3,64})"
)
_WORDLIKE = (
    b"OBLIGATOIRE",
    b"CARACTERES",
    b"VOTRE",
    b"LE",
    b"LA",
    b"UN",
    b"AU",
    b"MINIMUM",
    b"NULL",
)
_MASKED = re2.compile(rb"^[.*X_\-\xb7]+$")


class CredentialFinder:
    """Finds a secret beside its label, and the login near a secret."""

    def find(self, page: Page) -> Iterator[Mention]:
        """The value is left empty: nobody needs the secret itself."""
        secrets = [m for m in _SECRET.finditer(page.folded) if _is_secret(m.group(1))]
        for match in secrets:
            yield page.mention(MentionKind.CREDENTIAL, match.span(1), "", 0.9, rule="password")
        if not secrets:
            return
        for match in _LOGIN.finditer(page.folded):
            if any(abs(match.start() - secret.start()) < 300 for secret in secrets):
                yield page.mention(MentionKind.CREDENTIAL, match.span(1), "", 0.8, rule="login")


def _is_secret(value: bytes) -> bool:
    bare = value.strip(b".,;()'")
    return len(bare) >= 4 and bare not in _WORDLIKE and not _MASKED.match(bare)
