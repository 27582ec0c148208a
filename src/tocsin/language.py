"""French first, English beside it: every sentence a person reads is written in both, side by side.

The language of the screen comes from `TOCSIN_LANG` (`fr` or `en`; French by default), or from
`speaking` where one process serves several people. Notices do not use it: each person has their
own language.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, get_args

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "fr"
_spoken: ContextVar[Language | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Whoever reads what is said in the block reads `language`."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def screen_language() -> Language:
    """The language of the person at this screen."""
    if spoken := _spoken.get():
        return spoken
    return "en" if os.environ.get("TOCSIN_LANG", "").lower().startswith("en") else DEFAULT


def tr(fr: str, en: str, language: Language | None = None) -> str:
    """The sentence in `language`, or in the screen's language if none is given."""
    return en if (language or screen_language()) == "en" else fr


def number(value: int, language: Language | None = None) -> str:
    """A count for people: `126 000` in French (narrow no-break space), `126,000` in English."""
    grouped = f"{value:,}"
    return grouped if (language or screen_language()) == "en" else grouped.replace(",", "\u202f")
