"""What addresses of pages carry in their query (`?nom=DE+LA+TOUR&prenom=Ren%C3%A9`), decoded."""

import re
from urllib.parse import unquote_plus

_PAIR = r"[\w.\-\[\]]{1,60}=[^\s\"'<>&=]*={0,2}"
_QUERY = re.compile(rf"(?:[?&]|\b){_PAIR}(?:&{_PAIR})+")
"""No value holds `=` but at its end (base64): where one might, the search would take a time that
grows with the square of the text.
"""

_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}|\+")
_BREAKS = str.maketrans("\r\n\0", "   ")


def decoded(text: str) -> str:
    """The text with its queries as a person reads them (URL Standard, WHATWG), line for line."""
    if "=" not in text or "&" not in text:
        return text
    return _QUERY.sub(_readable, text)


def _readable(query: re.Match[str]) -> str:
    said = query.group(0)
    if not _ENCODED.search(said):
        return said
    return " & ".join(unquote_plus(pair).translate(_BREAKS) for pair in said.split("&"))
