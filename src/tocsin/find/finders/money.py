"""Bank accounts, cards, sums owed and income."""

from collections.abc import Iterator

from tocsin.find import re2
from tocsin.find.page import Page
from tocsin.model.mention import Mention, MentionKind

_IBAN = re2.compile(
    rb"\b([A-Z]{2}[0-9]{2}(?:[ \-\n]?[A-Z0-9]{4}){2,7}(?:[ \-\n]?[A-Z0-9]{1,3})?)\b"
)
_IBAN_LENGTHS = {
    **dict.fromkeys(["FR", "IT", "MC", "SM"], 27),
    **dict.fromkeys(["ES", "SE", "CZ", "SK", "RO", "DZ", "TN", "PL"], 24),
    "DE": 22,
    "GB": 22,
    "IE": 22,
    "BE": 16,
    "LU": 20,
    "NL": 18,
    "CH": 21,
    "PT": 25,
    "AT": 20,
    "PL": 28,
    "GR": 27,
    "MA": 28,
    "TR": 26,
    "FI": 18,
    "DK": 18,
    "NO": 15,
    "HU": 28,
    "AM": 0,
}
_CARD = re2.compile(rb"\b([3-6][0-9]{3}[ \-]?[0-9]{4}[ \-]?[0-9]{4}[ \-]?[0-9]{1,7})\b")
_CARD_CONTEXT = re2.compile(
    rb"\b(?:CARTE (?:BANCAIRE|BLEUE|DE CREDIT|DE PAIEMENT)|CB|VISA|MASTERCARD|CREDIT CARD"
    rb"|PAIEMENT|CRYPTOGRAMME|CVV)\b"
)
_LABELLED_IBAN = re2.compile(
    rb"\bIBAN\b[ \t]{0,2}:?[ \t]{0,2}"
    rb"([A-Z]{2}[0-9]{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?)\b"
)
_RIB = re2.compile(
    rb"\bBANQUE ?:? ?([0-9]{5}[^\n0-9]{1,12}GUICHET ?:? ?[0-9]{5}[^\n0-9]{1,20}[A-Z0-9]{11}"
    rb"[^\n0-9]{1,12}[0-9]{2})\b"
    rb"|\b(?:RIB|COMPTE)\b[^\n0-9]{0,30}"
    rb"([0-9]{5}[ \-]?[0-9]{5}[ \-]?[A-Z0-9]{11}(?:[ \-]?|[ ]CLE[ :]{1,3})[0-9]{2})\b"
)
_AMOUNT = (
    rb"(?:-?[0-9]{1,3}(?:[ .]?[0-9]{3})*(?:[,.][0-9]{2})?[ ]?(?:\$|EUR(?:OS?)?\b)|(?:EUR"
    rb"|\$)[ ]?[0-9]+(?:[,.][0-9]{2})?|[0-9]{1,3}(?:[ .]?[0-9]{3})*,[0-9]{2}\b)"
)
_SUM = re2.compile(
    rb"\b(?:MONTANT (?:DU|RESTANT|A (?:REGLER|PAYER)|TOTAL|TTC|FACTURE)|RESTE A (?:CHARGE|PAYER)"
    rb"|SOLDE(?: DU| A PAYER)?|NET A PAYER"
    rb"|TOTAL (?:DU|TTC|A PAYER|FACTURE|GENERAL)|SOMME (?:DUE|DE|RESTANT DUE)|IMPAYES?|CREANCE"
    rb"|A VOTRE CHARGE|PART PATIENT|DEPASSEMENT D'HONORAIRES"
    rb"|REVENUS?(?: [A-Z]{3,12}){0,3}|SALAIRE(?: [A-Z]{3,12}){0,2}|PENSION|RETRAITE DE"
    rb"|AVIS D'IMPOSITION|QUOTIENT FAMILIAL|AMOUNT DUE|BALANCE)"
    rb"\b[^\n0-9]{0,40}\n?[^\n0-9]{0,10}" + _AMOUNT
)
_SPENT = re2.compile(
    rb"-?[0-9]{1,3}(?:[ .]?[0-9]{3})*(?:[,.][0-9]{2})?[ \n]?(?:\$|EUR(?:OS?)?\b)"
    rb"|(?:\bEUR|\$)[ ]?[0-9]{1,3}(?:[ .,]?[0-9]{3})*(?:[,.][0-9]{2})?\b"
)
_OWING = re2.compile(
    rb"\b(?:FACTURES?|MONTANT|REMBOURSEMENT|AVOIR|SOLDE|RESTE A CHARGE|IMPAYES?|DETTES?"
    rb"|RELANC[A-Z]+|CREANCES?|PRELEVEMENTS?|VERSEMENTS?|ECHEANCIER|ECHEANCES?|ACOMPTE|CAUTION"
    rb"|PAIEMENTS?|PAYABLES?|REGLEMENTS?|ECHELONNEMENT|DOIT|DOIVENT|REDEVABLE|REGLER|PAYER"
    rb"|TROP[ -]PERCU|HONORAIRES|S'ELEVE(?:NT)? A|DEVIS|RAC|COTISATIONS?|DONS?|PREJUDICE|INVOICE"
    rb"|DUE|OWED|REFUND|INDEMNISATION|AIDE SOCIALE|EPARGNE|RETRAITE|RSA|AAH|ALLOCATIONS?)\b"
)
_COLUMN = re2.compile(
    rb"(?m)^[^\n]*(?:[ ]{2,}|\t|\|)[^\n]*\b(?:MONTANT|SOLDE|RESTE (?:DU|A CHARGE|A PAYER)|SOMME"
    rb"|IMPAYES?|NET A PAYER)\b[^\n]*$"
)
"""A line of column titles, one of which announces what people owe: true of all lines below."""

_BEFORE, _AFTER = 160, 60
SUM = "sum"


class MoneyFinder:
    """Finds IBAN (mod 97), cards (Luhn, with context), RIB and sums that a person owes or earns."""

    def find(self, page: Page) -> Iterator[Mention]:
        """Every financial mention."""
        yield from self._accounts(page)
        yield from self._cards(page)
        yield from self._sums(page)

    def _accounts(self, page: Page) -> Iterator[Mention]:
        for match in _IBAN.finditer(page.folded):
            value = _valid_prefix(match.group(1))
            if value:
                span = match.start(1), _end_of(match.group(1), len(value)) + match.start(1)
                yield page.mention(MentionKind.FINANCIAL, span, value, 0.99, "iban")
        for match in _LABELLED_IBAN.finditer(page.folded):
            value = match.group(1).replace(b" ", b"").decode("ascii")
            if not is_iban(value):
                yield page.mention(MentionKind.FINANCIAL, match.span(1), value, 0.7, "iban, slip")
        for match in _RIB.finditer(page.folded):
            group = 1 if match.group(1) else 2
            value = match.group(group).replace(b"CLE", b"").translate(None, b" -:").decode("ascii")
            yield page.mention(MentionKind.FINANCIAL, match.span(group), value, 0.9, "rib")

    def _cards(self, page: Page) -> Iterator[Mention]:
        for match in _CARD.finditer(page.folded):
            digits = match.group(1).translate(None, b" -").decode("ascii")
            near = page.before(match.start(), 60) + page.after(match.end(), 40)
            if is_luhn(digits) and _CARD_CONTEXT.search(near):
                yield page.mention(MentionKind.FINANCIAL, match.span(1), digits, 0.9, "card")

    def _sums(self, page: Page) -> Iterator[Mention]:
        ends = set()
        titles = _COLUMN.search(page.folded)
        below = titles.end() if titles else len(page.folded)
        for match in _SPENT.finditer(page.folded):
            near = page.before(match.start(), _BEFORE) + b" " + page.after(match.end(), _AFTER)
            if match.start() > below or _OWING.search(near):
                ends.add(match.end())
                yield page.mention(MentionKind.FINANCIAL, match.span(), "", 0.75, SUM)
        for match in _SUM.finditer(page.folded):
            if match.end() not in ends:
                yield page.mention(MentionKind.FINANCIAL, match.span(), "", 0.8, SUM)


def is_iban(value: str) -> bool:
    """Whether it is an IBAN: length of its country and remainder 1 of 97 (ISO 13616)."""
    length = _IBAN_LENGTHS.get(value[:2], 0)
    if not 15 <= len(value) <= 34 or (length and len(value) != length) or not value.isalnum():
        return False
    if not value.isascii():
        return False
    return int("".join(str(int(c, 36)) for c in value[4:] + value[:4])) % 97 == 1


def is_luhn(digits: str) -> bool:
    """Whether 13 to 19 digits pass the Luhn check (ISO/IEC 7812)."""
    if not 13 <= len(digits) <= 19 or not digits.isdigit():
        return False
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _valid_prefix(raw: bytes) -> str:
    """The IBAN that `raw` begins with: what follows may be another word."""
    value = raw.translate(None, b" -\n").decode("ascii")
    length = _IBAN_LENGTHS.get(value[:2], 0)
    candidates = [value[:length]] if length else [value]
    return next((c for c in candidates if is_iban(c)), "")


def _end_of(raw: bytes, characters: int) -> int:
    """The offset just after so many letters and digits."""
    seen = 0
    for offset, byte in enumerate(raw):
        seen += byte not in b" -\n"
        if seen == characters:
            return offset + 1
    return len(raw)
