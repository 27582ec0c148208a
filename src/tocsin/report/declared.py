"""`DIR/breach.toml`: what the hospital declares of the breach, and no stolen file can tell."""

import os
import tomllib
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints

from tocsin.errors import InputError

FILE_NAME = "breach.toml"
TEMPLATE = Path(__file__).with_name("breach.toml.template")

WORDS: dict[str, tuple[str, str]] = {
    "hacking": ("piratage", "hacking"),
    "malware": ("logiciel malveillant", "malware"),
    "ransomware": ("logiciel malveillant qui chiffre", "malware that encrypts"),
    "phishing": ("hameçonnage", "phishing"),
    "lost_device": ("équipement perdu ou volé", "equipment lost or stolen"),
    "publication": ("publication involontaire", "unintended publication"),
    "other": ("autre", "other"),
    "external_malicious": ("externe, malveillante", "external, malicious"),
    "external_accidental": ("externe, accidentelle", "external, accidental"),
    "internal_malicious": ("interne, malveillante", "internal, malicious"),
    "internal_accidental": ("interne, accidentelle", "internal, accidental"),
    "unknown": ("inconnue", "unknown"),
    "controller": ("par l'établissement", "by the hospital"),
    "processor": ("par un sous-traitant", "by a processor"),
    "person": ("par une personne concernée", "by a person concerned"),
    "third_party": ("par un tiers", "by a third party"),
    "press": ("par la presse", "by the press"),
}
"""What `origin`, `cause` and `how_discovered` may say."""

Answer = bool | None
"""Yes, no, or not said yet."""


@dataclass(frozen=True, slots=True)
class Establishment:
    """One site of a group: its documents lie under the folders `paths` of the stolen files."""

    name: str
    paths: tuple[str, ...] = ()
    finess: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """The facts of `breach.toml`; "" or None where the hospital has not said.

    `countries` are ISO 3166 codes of where else persons live or another law applies (`CH`,
    `CA-QC`, `US-CA`). `origin` and `cause` are keys of the authorities' lists. `secret_words` are
    words under the secrecy of the investigation, which no public text may hold. `now_in_force` are
    ids of duties whose law has come into force since our rules were written.
    """

    health_provider: Answer = True
    cyber_insurance: Answer = None
    essential_entity: Answer = None
    hds_host: Answer = None
    integrity_lost: Answer = None
    availability_lost: Answer = None
    still_going_on: Answer = None
    unintelligible: Answer = None
    processors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    secret_words: tuple[str, ...] = ()
    now_in_force: tuple[str, ...] = ()
    legal_representative: str = ""
    staff: str = ""
    internal_reference: str = ""
    origin: str = ""
    cause: str = ""
    how_discovered: str = ""
    circumstances_of_discovery: str = ""
    reasons_for_delay: str = ""
    narrative: str = ""
    narrative_en: str = ""
    systems: str = ""
    measures_before: str = ""
    measures_to_come: str = ""
    care_effects: str = ""
    care_effects_en: str = ""
    press_statement: str = ""
    press_statement_en: str = ""
    establishments: tuple[Establishment, ...] = ()


def load_declared(folder: Path) -> Declared:
    """The facts in `folder`'s breach.toml; a blank `Declared` if there is none.

    Raises `InputError` if it is not TOML, has an unknown key or a value of the wrong form.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return Declared()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise _not_toml(error) from error
    kinds = get_type_hints(Declared)
    if unknown := [key for key in table if key not in kinds]:
        raise _unknown_key(unknown[0])
    return Declared(**{key: _value(key, kinds[key], value) for key, value in table.items()})


def write_template(folder: Path) -> Path:
    """A blank breach.toml in `folder`, unless one is there; its path."""
    path = folder / FILE_NAME
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(TEMPLATE.read_bytes())
    return path


def defaults() -> dict[str, Any]:
    """What each fact is where nothing is declared."""
    return {f.name: f.default for f in fields(Declared) if f.default is not MISSING}


def _value(key: str, kind: Any, value: Any) -> Any:
    if key == "establishments":
        return tuple(_establishment(entry) for entry in _list_of(key, value, dict))
    if kind == tuple[str, ...]:
        return tuple(_list_of(key, value, str))
    wanted = bool if kind == Answer else str
    if not isinstance(value, wanted):
        raise _wrong_value(key)
    return value.strip() if isinstance(value, str) else value


def _establishment(entry: dict[str, Any]) -> Establishment:
    name, paths = entry.get("name", ""), entry.get("paths", [])
    if not isinstance(name, str) or not name or set(entry) - {"name", "paths", "finess"}:
        raise _wrong_value("establishments")
    folders = tuple(path.strip("/") for path in _list_of("establishments", paths, str))
    return Establishment(name, folders, str(entry.get("finess", "")))


def _list_of(key: str, value: Any, kind: type) -> list[Any]:
    if not isinstance(value, list) or not all(isinstance(one, kind) for one in value):
        raise _wrong_value(key)
    return value


def _not_toml(error: Exception) -> InputError:
    # tomllib says "… (at line 3, column 8)"; the words before may quote the file: the place only.
    _, _, place = str(error).rpartition("(at ")
    where = place.rstrip(")") if place != str(error) else "?"
    return InputError(
        "breach.toml",
        f"Le fichier {FILE_NAME} n'est pas lisible (TOML, {where}).",
        f"The file {FILE_NAME} cannot be read (TOML, {where}).",
        way_out_fr='Corrigez cette ligne : nom = "valeur", une par ligne, en UTF-8.',
        way_out_en='Mend this line: name = "value", one a line, in UTF-8.',
    )


def _unknown_key(key: str) -> InputError:
    return InputError(
        "breach.key",
        f"Le fichier {FILE_NAME} contient un mot inconnu : {key[:40]}",
        f"The file {FILE_NAME} has an unknown key: {key[:40]}",
        way_out_fr="Corrigez-le ou ôtez-le ; « tocsin duties template » écrit la liste des mots.",
        way_out_en='Mend or remove it; "tocsin duties template" writes the list of keys.',
    )


def _wrong_value(key: str) -> InputError:
    return InputError(
        "breach.value",
        f"Dans {FILE_NAME}, la valeur de {key} n'est pas de la bonne forme.",
        f"In {FILE_NAME}, the value of {key} is not of the right form.",
        way_out_fr='Un texte entre guillemets, true ou false, ou une liste : ["CH", "BE"].',
        way_out_en='A text in quotes, true or false, or a list: ["CH", "BE"].',
    )
