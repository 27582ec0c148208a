"""A return path of its own for each notice, signed: who a bounce is about needs no guessing.

Variable envelope return paths (VERP): the number of the notice and a keyed check stand in the
local part, after the `+` that mail servers keep for such use (RFC 5233). Bounces come back to the
hospital's one mailbox, and nobody can forge one for a notice.
"""

import hashlib
import hmac
import re

from tocsin.case import Case

TAG_BYTES = 10
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: servers may fold case
_TOKEN = re.compile(r"\+([1-9][0-9]{0,18})-([0-9a-z]{16})@", re.IGNORECASE)


def return_key(case: Case) -> bytes:
    """The key that signs return paths."""
    return case.subkey("return-path")


def address_of(notice: int, key: bytes, mailbox: str) -> str:
    """The return path of `notice`: `retours@hopital.example` gives `retours+123-4k7q…@…`."""
    local, _, domain = mailbox.rpartition("@")
    return f"{local}+{notice}-{_tag(notice, key)}@{domain}"


def notice_of(untrusted: str, key: bytes) -> int | None:
    """The notice that an address (or a text around it) returns, if we signed it; else None."""
    for number, tag in _TOKEN.findall(untrusted):
        if hmac.compare_digest(_tag(int(number), key), tag.lower()):
            return int(number)
    return None


def _tag(notice: int, key: bytes) -> str:
    digest = hmac.digest(key, b"return %d" % notice, hashlib.sha256)
    bits = int.from_bytes(digest[:TAG_BYTES])
    return "".join(_ALPHABET[bits >> shift & 31] for shift in range(75, -1, -5))
