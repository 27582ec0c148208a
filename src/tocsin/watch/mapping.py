"""A mapping file: how the columns of any CSV are named in an event.

delimiter = ";"            # sniffed if absent
dataset = "dpi.acces"      # event.dataset
zone = "Europe/Paris"      # of times without one
[columns]                  # event column = "CSV column"
"@timestamp" = "DATE_ACCES"
"user.name" = "UTILISATEUR"
"patient.id" = "IPP"
[constants]
"event.action" = "record-read"
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.errors import InputError
from tocsin.watch.event import COLUMNS, TIME


@dataclass(frozen=True, slots=True)
class Mapping:
    """CSV columns by event column, and values that every row has."""

    columns: dict[str, str]
    constants: dict[str, str] = field(default_factory=dict)
    dataset: str = "csv"
    delimiter: str = ""
    zone: str = ""


def load_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file. Raises `InputError` if it is none."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        columns = {str(k): str(v) for k, v in found["columns"].items()}
        constants = {str(k): str(v) for k, v in found.get("constants", {}).items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, AttributeError):
        raise _unusable() from None
    if TIME not in columns or not {*columns, *constants} <= COLUMNS.keys():
        raise _unusable()
    said = [str(found.get(key, default)) for key, default in _SAID]
    return Mapping(columns, constants, *said)


_SAID = (("dataset", "csv"), ("delimiter", ""), ("zone", ""))


def _unusable() -> InputError:
    return InputError(
        "watch.mapping",
        "Le fichier de correspondance des colonnes est inutilisable.",
        "The file that maps the columns cannot be used.",
        way_out_fr='TOML : [columns], au moins "@timestamp", noms d\'événement (docs/watch.md).',
        way_out_en='TOML: [columns], at least "@timestamp", names of events (docs/watch.md).',
    )
