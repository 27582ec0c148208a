"""Names and texts without case or accents: `fold` for values, `fold_keeping_offsets` for scanning.

Scanning needs one ASCII character for each character of the text, so that an offset in the folded
bytes is the offset in the text: cp1252 covers French in C speed, the rest goes through a handler.
"""

import codecs
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_LIGATURES = str.maketrans(
    {
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
    }
)
_SHORT = 40
_NOT_WORD = re.compile(r"[\W_]+")
_UNEVEN = ("  ", " \n", "\n ")
_COLUMN = bytes(
    code if chr(code) == "\n" else ord(chr(code).upper()) if chr(code).isalnum() else 32
    for code in range(128)
).ljust(256)
_ONE_FOR_ONE = {
    **dict.fromkeys("‘’‚‛`´ʼʹ′", "'"),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("•·‣▪●○◦–—−‐‑‒―", "-"),
    **dict.fromkeys("€£", "$"),
    **dict.fromkeys("\u2028\u2029\x85\f\v", "\n"),
    "œ": "O",
    "æ": "A",
    "ø": "O",
    "ß": "S",
    "ð": "D",
    "þ": "T",
    "ł": "L",
    "đ": "D",
    "ı": "I",
    "µ": "U",
    "μ": "U",
    "°": "O",
    "×": "X",
    "…": ".",
    "_": " ",
    "^": " ",
    "¦": "|",
    "␣": " ",
}


def fold(text: str) -> str:
    """The form in which names are compared: `Lœuvre-d'Été` gives `LOEUVRE D ETE`.

    Upper case, no accents, ligatures spelt out, everything that is no letter or digit a space,
    single spaces, stripped. Letters of other scripts are kept.
    """
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    if not text.isascii():
        text = text.translate(_PLAIN)
        if not text.isascii():
            text = _without_accents(text)
    return _NOT_WORD.sub(" ", text).strip().upper()


_fold_short = lru_cache(maxsize=20_000)(_fold)
"""Half of the words that are folded were folded before, most of them in the same text."""


def fold_all(texts: Sequence[str]) -> list[str]:
    """`fold` of each of many short texts, as a column of a table has them, in one go."""
    joined = "\n".join(texts)
    if not joined.isascii():
        joined = joined.translate(_PLAIN)
    if not joined.isascii() or joined.count("\n") != len(texts) - 1:
        return list(map(fold, texts))
    folded = joined.encode("ascii").translate(_COLUMN).decode("ascii")
    names = folded.split("\n")
    if folded != folded.strip(" ") or any(signs in folded for signs in _UNEVEN):
        return [" ".join(name.split()) for name in names]
    return names


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def fold_keeping_offsets(text: str) -> str:
    """`text` in ASCII capitals, one character for one; `_` is a space, as in file names."""
    return folded_bytes(text).decode("ascii")


def folded_bytes(text: str) -> bytes:
    """The bytes of `fold_keeping_offsets`, which the scanners run on."""
    return text.encode("cp1252", "tocsin.find.fold").translate(_TABLE)


def composed(text: str) -> tuple[str, list[int] | None]:
    """`text` with letter + accent as one character, and for each character where it stood.

    The offsets are None where nothing changed (nearly always; macOS file names are the exception).
    """
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text, None
    letters: list[str] = []
    offsets: list[int] = []
    for offset, letter in enumerate(text):
        if unicodedata.combining(letter) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + letter)[0]
        else:
            letters.append(letter)
            offsets.append(offset)
    return "".join(letters), [*offsets, len(text)]


def _ascii(letter: str) -> str:
    """The one ASCII character that stands for `letter`."""
    known = _ONE_FOR_ONE.get(letter) or _ONE_FOR_ONE.get(letter.lower())
    if known:
        return known
    base = unicodedata.normalize("NFKD", letter)[0].upper()[0]
    if base.isascii():
        return base if base.isprintable() or base in "\n\t" else " "
    kind = unicodedata.category(base)
    if kind == "Pd":
        return "-"
    return " " if kind[0] in "CSZ" else "?"


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_ascii(c) for c in error.object[error.start : error.end]), error.end


_PLAIN = _LIGATURES | {
    code: _without_accents(chr(code)) for code in range(0xC0, 0x250) if code not in _LIGATURES
}
"""Latin letters in one step: nearly every name that has an accent."""

_TABLE = bytes(ord(_ascii(bytes([i]).decode("cp1252", "replace"))) for i in range(256))
codecs.register_error("tocsin.find.fold", _replace)
