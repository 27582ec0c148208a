"""`DIR/hospital.toml`: the facts that the hospital gives, one line each."""

import dataclasses
import os
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tocsin.errors import InputError
from tocsin.find.forms import checked_form
from tocsin.model.hospital import Hospital

FILE_NAME = "hospital.toml"
DATES = (
    "started_on",
    "ended_on",
    "discovered_at",
    "attack_known_at",
    "authority_told_on",
    "complaint_filed_on",
)
FORMS = ("ipp", "sejour")
RULES = ("two_persons", "test_first")
"""What the hospital demands of a batch: no words of a notice."""

_KEYS = tuple(field.name for field in dataclasses.fields(Hospital))

TEMPLATE = """\
# Les faits que Tocsin ne peut pas deviner, un par ligne ; laissez "" tant que vous ne savez pas.
# Ils paraissent dans les avis aux personnes (RGPD, articles 33 et 34) et dans les rapports.

name = ""                 # nom de l'établissement, tel que les patients le connaissent
address = []              # lignes d'adresse sans la ville : ["12 rue des Tilleuls"]
city = ""                 # code postal et ville : "42000 Saint-Étienne"
phone = ""                # standard
website = ""              # site où vous publiez la référence publique des avis
siren = ""

dpo_name = ""             # délégué à la protection des données
dpo_email = ""
dpo_phone = ""
sender_email = ""         # adresse d'expédition des courriels

# Dates sans guillemets : 2025-06-26, ou 2025-07-01T08:30:00+02:00
# started_on =            # début du vol
# ended_on =              # fin du vol
# discovered_at =         # moment où vous en avez eu connaissance
# attack_known_at =       # moment où vous avez eu connaissance de l'attaque (délai de l'assurance)
# authority_told_on =     # jour de la notification à la CNIL
# complaint_filed_on =    # jour du dépôt de plainte

measures = ""             # ce que vous avez fait, en phrases courtes : « Nous avons fermé… »
measures_en = ""          # la même chose en anglais

# Vos numéros : 9 un chiffre, A une lettre ; avant deux points, les mots qui les annoncent.
# ipp = ["99999999", "AA999999"]                # numéros de patient ; à donner avant « scope »
# sejour = ["n° venue, séjour : 999999999"]     # numéros de séjour

# two_persons = true      # aucun avis ne part sans l'approbation d'une seconde personne
# test_first = true       # aucun lot n'est approuvé sans courriel d'essai (tocsin notify test)
"""


def load_hospital(folder: Path) -> Hospital:
    """The facts in `folder`'s hospital.toml; a blank `Hospital` if there is none.

    Raises `InputError` if it is not TOML (naming the line), has an unknown key or a wrong value.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return Hospital()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise _not_toml(error) from error
    for key in table:
        if key not in _KEYS:
            raise _unknown_key(key)
    return Hospital(**{key: _value(key, value) for key, value in table.items()})


def write_template(folder: Path) -> Path:
    """A blank hospital.toml in `folder`, unless one is there; its path."""
    path = folder / FILE_NAME
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(TEMPLATE)
    return path


def _value(key: str, value: Any) -> Any:
    if key == "address":
        return _texts(key, value.splitlines() if isinstance(value, str) else value)
    if key in FORMS:
        return tuple(checked_form(form) for form in _texts(key, value))
    if key in DATES:
        return _date(key, value)
    if key in RULES:
        if not isinstance(value, bool):
            raise _wrong_value(key)
        return value
    if not isinstance(value, str):
        raise _wrong_value(key)
    return value.strip()


def _texts(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
        raise _wrong_value(key)
    return tuple(value)


def _date(key: str, value: Any) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    if value == "":
        return None
    try:
        return datetime.fromisoformat(value).isoformat() if len(value) > 10 else _day(value)
    except (TypeError, ValueError) as error:
        raise _wrong_value(key) from error


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _not_toml(error: Exception) -> InputError:
    # tomllib says "… (at line 3, column 8)"; the words before may quote the file: the place only.
    _, _, place = str(error).rpartition("(at ")
    where = place.rstrip(")") if place != str(error) else "?"
    return InputError(
        "hospital.toml",
        f"Le fichier {FILE_NAME} n'est pas lisible (TOML, {where}).",
        f"The file {FILE_NAME} cannot be read (TOML, {where}).",
        way_out_fr='Corrigez cette ligne : nom = "valeur", une par ligne, en UTF-8.',
        way_out_en='Mend this line: name = "value", one a line, in UTF-8.',
    )


def _unknown_key(key: str) -> InputError:
    known = ", ".join(_KEYS)
    return InputError(
        "hospital.key",
        f"Le fichier {FILE_NAME} contient un mot inconnu : {key[:40]}",
        f"The file {FILE_NAME} has an unknown key: {key[:40]}",
        way_out_fr=f"Corrigez-le ou ôtez-le. Mots connus : {known}.",
        way_out_en=f"Mend or remove it. Known keys: {known}.",
    )


def _wrong_value(key: str) -> InputError:
    return InputError(
        "hospital.value",
        f"Dans {FILE_NAME}, la valeur de {key} n'est pas de la bonne forme.",
        f"In {FILE_NAME}, the value of {key} is not of the right form.",
        way_out_fr="Un texte entre guillemets, une date (2025-07-01) ou, pour address, ipp et"
        " sejour, une liste.",
        way_out_en="A text in quotes, a date (2025-07-01) or, for address, ipp and sejour, a list.",
    )
