"""How a hospital writes numbers of its own: forms that anybody can write down.

`9` stands for a digit, `A` for a letter, every other sign for itself: `99999999`, `AA-999999`,
`HC99999999`. Words before a colon are those that must stand before the number; several are parted
by commas: `venue, n° venue : 999999999`.
"""

import re
from dataclasses import dataclass
from itertools import groupby, pairwise

from tocsin.errors import InputError
from tocsin.find import re2
from tocsin.find.fold import fold

DIGIT, LETTER = "9", "A"
LEAST_WILD, LONGEST = 4, 24
_SHAPE = re.compile(r"[A-Z0-9][A-Z0-9 ./\-]*[A-Z0-9]")
_WORD = re.compile(r"[A-Z][A-Z0-9 .'\-]{0,30}")
_SIGNS = str.maketrans("", "", " ./-")
_BETWEEN, _JOINED = "[ ./\\-]?", "[./\\-]?"


@dataclass(frozen=True, slots=True)
class Form:
    """One form: the words that must stand before it, folded, and the shape of the number."""

    words: tuple[str, ...]
    shape: str

    @property
    def is_plain(self) -> bool:
        """Whether many other things look so: digits alone, without a word before them."""
        return not self.words and set(self.shape.translate(_SIGNS)) == {DIGIT}

    @property
    def pattern(self) -> bytes:
        """Its search in folded text; the number is group 1."""
        before = ""
        if self.words:
            words = "|".join(_spelt_words(word) for word in self.words)
            before = rf"(?:{words})[ ]?(?:N ?[O.]?[ ]?)?[:=#.]{{0,2}}[ ]?"
        return rf"\b{before}({self.number})\b".encode("ascii")

    @property
    def number(self) -> str:
        """The search of the number alone; its parts may be parted otherwise than the form does.

        Free letters stand apart from their digits only where the form parts them: `et 1234` is not
        of the form `AA9999`.
        """
        parts = ["".join(run) for _, run in groupby(self.shape, _class_of)]
        found = _spelt(parts[0])
        for before, part in pairwise(parts):
            if before[0].isalnum() and part[0].isalnum():
                found += _JOINED if {before[0], part[0]} <= {DIGIT, LETTER} else _BETWEEN
            found += _spelt(part) if part[0].isalnum() else _BETWEEN
        return found

    def core(self, squeezed: str) -> str:
        """Of a number without signs that has this form its digits and free letters, else ""."""
        shape = self.shape.translate(_SIGNS)
        if len(shape) != len(squeezed) or not all(map(_fits, shape, squeezed)):
            return ""
        return "".join(
            sign for wild, sign in zip(shape, squeezed, strict=True) if wild in (DIGIT, LETTER)
        )


def parse_form(text: str) -> Form:
    """The form as a person writes it. Raises `InputError` if it is none."""
    before, colon, shape = text.rpartition(":")
    words = tuple(word for part in before.split(",") if (word := _folded(part)))
    shape = shape.strip().upper()
    wild = sum(sign in (DIGIT, LETTER) for sign in shape)
    if (
        not _SHAPE.fullmatch(shape)
        or len(shape) > LONGEST
        or wild < LEAST_WILD
        or DIGIT not in shape
        or re.search(r"[0-8]", shape)
        or not all(map(_WORD.fullmatch, words))
        or (colon and not words)
    ):
        raise _no_form(text)
    return Form(words, shape)


def checked_form(text: str) -> str:
    """The same text. Raises `InputError` if it is no form."""
    parse_form(text)
    return text


def alternatives(forms: list[Form]) -> re2.Pattern | None:
    """One search for all these forms, the number in the group that took part; None for none."""
    return re2.compile(b"|".join(form.pattern for form in forms)) if forms else None


def _folded(word: str) -> str:
    return fold(word.replace("°", "o ").replace("º", "o "))


def _spelt_words(word: str) -> str:
    return "[ .'\\-]?".join(map(re.escape, word.split()))


def _class_of(sign: str) -> int:
    return (DIGIT, LETTER).index(sign) if sign in (DIGIT, LETTER) else 2 + sign.isalnum()


def _spelt(part: str) -> str:
    wild = {DIGIT: "[0-9]", LETTER: "[A-Z]"}.get(part[0])
    return f"{wild}{{{len(part)}}}" if wild else re.escape(part)


def _fits(wild: str, sign: str) -> bool:
    if wild == DIGIT:
        return sign.isascii() and sign.isdigit()
    return sign.isascii() and sign.isalpha() if wild == LETTER else sign == wild


def _no_form(text: str) -> InputError:
    return InputError(
        "hospital.number_form",
        f"Dans hospital.toml, cette forme de numéro n'est pas comprise : {text[:60]}",
        f"In hospital.toml, this form of a number is not understood: {text[:60]}",
        way_out_fr="9 pour un chiffre, A pour une lettre, quatre au moins, et des mots avant deux"
        " points si besoin : « 99999999 », « AA999999 », « venue : 999999999 ».",
        way_out_en="9 for a digit, A for a letter, at least four, and words before a colon if"
        " needed: “99999999”, “AA999999”, “venue: 999999999”.",
    )
