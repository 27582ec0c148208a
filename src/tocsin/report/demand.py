"""A demand of the thieves: encrypted to named roles, and never quoted by an output."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson

from tocsin.case import Case
from tocsin.case.moment import now
from tocsin.errors import InputError, UsageError
from tocsin.find.fold import fold
from tocsin.report.age import decrypt, encrypt, public_key_of

WINDOW = 5
"""So many words in a row, of a demand and of an output, are a quotation."""
LONG_WORD = 16
"""A word of so many letters (a wallet, an onion address) is one by itself."""
_HASH_BYTES = 16


@dataclass(frozen=True, slots=True)
class Recorded:
    """A demand as the case knows it: not what it says."""

    number: int
    at: str
    person: str
    roles: tuple[str, ...]


def record_demand(case: Case, text: str, roles: Mapping[str, str], *, person: str) -> int:
    """Keep `text` for the holders of the keys in `roles` (name → age public key); its number.

    The case's key does not open it. Raises `UsageError` without a role or with a bad key.
    """
    if not roles:
        raise _no_role()
    sealed = encrypt(text.encode(), list(roles.values()))
    key = case.subkey("demand")
    shingles = b"".join(sorted(_hash(key, piece) for piece in _pieces(text) - _our_own()))
    row = (now(), person, orjson.dumps(dict(roles)).decode(), sealed, shingles)
    with case.store.transaction():
        number = case.store.insert(
            "INSERT INTO demands (at, person, roles, body, shingles) VALUES (?, ?, ?, ?, ?)", row
        )
        case.journal("demand.recorded", number=number, roles=len(roles))
    return number


def read_demand(case: Case, number: int, identity: str) -> str:
    """What demand `number` says, opened by the key of one of its roles; the look is journaled.

    Raises `UsageError` for no such demand, `InputError` if the key is none of its roles'.
    """
    rows = case.store.execute("SELECT roles, body FROM demands WHERE demand = ?", (number,))
    if not rows:
        raise _unknown()
    roles, body = orjson.loads(rows[0][0]), rows[0][1]
    text = decrypt(body, identity).decode()
    key = public_key_of(identity)
    role = next((name for name, public in roles.items() if public == key), "")
    case.journal("demand.read", number=number, role=role)
    return text


def demands(case: Case) -> list[Recorded]:
    """The demands that were recorded."""
    rows = case.store.execute("SELECT demand, at, person, roles FROM demands ORDER BY demand")
    return [Recorded(n, at, person, tuple(orjson.loads(roles))) for n, at, person, roles in rows]


class Quotations:
    """Tells whether a text quotes a demand, without knowing what it says."""

    def __init__(self, case: Case) -> None:
        self._key = case.subkey("demand")
        self._known = {
            joined[at : at + _HASH_BYTES]
            for (joined,) in case.store.execute("SELECT shingles FROM demands")
            for at in range(0, len(joined), _HASH_BYTES)
        }

    def require_none(self, name: str, text: str) -> None:
        """Raises `InputError`, naming the page `name`, if `text` quotes a demand."""
        if not self._known:
            return
        if not self._known.isdisjoint(_hash(self._key, piece) for piece in _pieces(text)):
            raise InputError(
                "demand.quoted",
                f"La page « {name} » cite une demande scellée : elle n'est pas écrite.",
                f'The page "{name}" quotes a sealed demand: it is not written.',
                way_out_fr="Ôtez la citation de breach.toml ou de hospital.toml.",
                way_out_en="Take the quotation out of breach.toml or hospital.toml.",
            )


def _pieces(text: str) -> set[str]:
    """The runs of `WINDOW` words of a text, and its long words."""
    words = fold(text).split()
    runs = {" ".join(words[at : at + WINDOW]) for at in range(len(words) - WINDOW + 1)}
    return runs | {word for word in words if len(word) >= LONG_WORD}


@cache
def _our_own() -> frozenset[str]:
    """What our own sheets say is no quotation, should a demand say the same."""
    folder = Path(__file__).parent
    texts = (path.read_text(encoding="utf-8") for path in folder.rglob("*.toml"))
    return frozenset(piece for text in texts for piece in _pieces(text))


def _hash(key: bytes, piece: str) -> bytes:
    return hmac.digest(key, piece.encode(), hashlib.sha256)[:_HASH_BYTES]


def _no_role() -> UsageError:
    return UsageError(
        "demand.no_role",
        "Une demande s'enregistre pour des rôles nommés.",
        "A demand is recorded for named roles.",
        way_out_fr="Donnez --role NOM=age1… (la clé publique de qui pourra la lire).",
        way_out_en="Give --role NAME=age1… (the public key of whoever may read it).",
    )


def _unknown() -> UsageError:
    return UsageError(
        "demand.unknown",
        "Cette affaire n'a pas de demande de ce numéro.",
        "This case has no demand of that number.",
        way_out_fr="Voyez les numéros : tocsin report demand list --case …",
        way_out_en="See the numbers: tocsin report demand list --case …",
    )
