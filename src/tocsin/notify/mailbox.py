"""E-mail addresses that a mail server can take as they are (RFC 5321, section 4.1.2)."""

import re

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@({_LABEL}(?:\.{_LABEL})+)")
MAX_LOCAL = 64
MAX_PATH = 254


def mailbox(untrusted: str) -> str:
    """The address ready for an envelope, or "" if no server could take it.

    An international domain goes in its ASCII form (IDNA); a local part beyond ASCII would need
    SMTPUTF8 all the way, so such a person gets a letter. Quoted local parts are refused as well.
    """
    local, at, domain = untrusted.strip().rpartition("@")
    if not at:
        return ""
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    address = f"{local}@{domain}"
    match = _MAILBOX.fullmatch(address)
    fits = match is not None and len(local) <= MAX_LOCAL and len(address) <= MAX_PATH
    return address if fits else ""
