"""What addresses of pages carry in their query (`?nom=DE+LA+TOUR&prenom=Ren%C3%A9`), decoded."""

import re
from urllib.parse import unquote_plus

_QUERY = re.compile(
    r"(?:[?&]|\b)[\w.\-\[\]]{1,60}=[^\s\"'<>&]*(?:&[\w.\-\[\]]{1,60}=[^\s\"'<>&]*)+"
)
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
