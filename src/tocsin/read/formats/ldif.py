"""Directories as LDIF (RFC 2849): exports of Active Directory, OpenLDAP, address books.

An entry is a row. Accented values stand in base64 there, so that as text nobody would see them.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from tocsin.model.camelcase import spaced
from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.table import headed
from tocsin.read.text import decode

_LINE = re.compile(r"([A-Za-z][\w.\-]*)((?:;[\w.\-]+)*):(:|<)?[ ]*(.*)")
_PICTURES = frozenset(("jpegphoto", "thumbnailphoto", "photo"))
_LABELS = {
    "sn": "Nom", "surname": "Nom", "givenname": "Prénom", "gn": "Prénom", "cn": "Nom complet",
    "mail": "Courriel", "mobile": "Mobile", "telephonenumber": "Téléphone",
    "homephone": "Téléphone personnel", "street": "Adresse", "streetaddress": "Adresse",
    "postaladdress": "Adresse", "homepostaladdress": "Adresse", "postalcode": "Code postal",
    "l": "Ville", "title": "Fonction", "userpassword": "Mot de passe", "uid": "Identifiant",
    "samaccountname": "Login", "description": "Description", "info": "Note",
}  # fmt: skip
"""Attributes of directories (RFC 4519, RFC 2798) in words that tables use."""

_HOUSEKEEPING = frozenset(
    ("dn", "version", "objectclass", "changetype", "objectguid", "objectsid", "usercertificate")
)
_PEOPLE = frozenset(
    ("person", "inetorgperson", "organizationalperson", "user", "contact", "posixaccount",
     "mozillaabpersonalpha")
)  # fmt: skip
_THINGS = frozenset(("computer", "group", "groupofnames", "organizationalunit", "printqueue"))
"""Classes of entries (RFC 4519, Active Directory) that have a name and are nobody."""

_OTHERS = "Autres"
_MOST_COLUMNS = 200
Attribute = tuple[str, str, bytes]
"""Its name, its value as text, and as bytes where it came in base64."""


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    text = decode(content.data()).replace("\r\n", "\n").replace("\r", "\n")
    entries = [list(entry) for entry in entries_in(text)]
    rows = [_told(entry) for entry in entries]
    columns = tuple(dict.fromkeys(label for row in rows for label in row))
    if len(columns) > _MOST_COLUMNS:
        columns = (*columns[: _MOST_COLUMNS - 1], _OTHERS)
    cells = ([_cell(row, column, columns) for column in columns] for row in rows)
    yield from headed(content.document, "annuaire", columns, cells, 1)
    for number, entry in enumerate(entries, 1):
        for name, _, data in entry:
            if name.lower() in _PICTURES and data:
                yield content.member(f"photo-{number}", data)
    if any(not name for entry in entries for name, _, _ in entry):
        yield Loss("corrupt: damaged or cut short")


def entries_in(text: str) -> Iterator[Iterator[Attribute]]:
    """The attributes of each entry; entries are parted by blank lines. "" names a line of none."""
    lines = _unfolded(text.split("\n"))
    for is_told, entry in groupby(lines, key=lambda line: bool(line.strip())):
        if is_told:
            yield (_attribute(line) for line in entry if line != "-")  # between changes


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Lines that were cut for length, joined; comments are left out."""
    kept = ""
    for line in lines:
        if line.startswith(" ") and kept:
            kept += line[1:]
            continue
        if not kept.startswith("#"):
            yield kept
        kept = line
    if not kept.startswith("#"):
        yield kept


def _attribute(line: str) -> Attribute:
    match = _LINE.match(line)
    if not match:
        return "", line.strip(), b""
    name, value = match[1], match[4].rstrip()
    if match[3] != ":":
        return name, value, b""
    try:
        data = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return name, value, b""
    return name, "" if name.lower() in _PICTURES else decode(data), data


def _told(entry: list[Attribute]) -> dict[str, str]:
    """The entry's values by label, each attribute's together."""
    classes = {value.lower() for name, value, _ in entry if name.lower() == "objectclass"}
    is_person = not classes or (not classes & _THINGS and bool(classes & _PEOPLE))
    told: dict[str, list[str]] = {}
    for name, value, _ in entry:
        if name.lower() not in _HOUSEKEEPING | _PICTURES:
            label = _LABELS.get(name.lower(), spaced(name)) if is_person else spaced(name)
            told.setdefault(label or _OTHERS, []).append(" ".join(value.split()))
    return {label: " / ".join(values) for label, values in told.items()}


def _cell(row: dict[str, str], column: str, columns: tuple[str, ...]) -> str:
    if column != _OTHERS or len(columns) < _MOST_COLUMNS:
        return row.get(column, "")
    others = (f"{label} : {value}" for label, value in row.items() if label not in columns[:-1])
    return " ; ".join(others)


FORMATS: Formats = {sniff.LDIF: Format(DocumentKind.DATA, _read)}
