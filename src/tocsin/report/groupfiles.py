"""The group's figures written down: a page in both languages, and JSON."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tocsin.language import LANGUAGES
from tocsin.leaf import to_html, to_markdown
from tocsin.report.group import Group, group_leaf
from tocsin.report.write import as_json, replace_file

METHOD_FR = (
    "Une personne est comptée une fois : par son numéro (INS ou NIR, treize chiffres), sinon par"
    " nom de naissance, premier prénom et date de naissance, sauf si les deux dossiers ont un"
    " numéro."
)
METHOD_EN = (
    "A person is counted once: by number (INS or NIR, thirteen digits), else by birth name, first"
    " given name and birth date, unless both records have a number."
)


def write_group(group: Group, out: Path) -> list[Path]:
    """Write groupe.html, groupe.md and groupe.json into `out`; `MachineError` if that fails."""
    leaves = [group_leaf(group, language) for language in LANGUAGES]
    contents = {
        "groupe.html": to_html(leaves).encode(),
        "groupe.md": to_markdown(leaves).encode(),
        "groupe.json": as_json(group_json(group)),
    }
    return [replace_file(out / name, content) for name, content in contents.items()]


def group_json(group: Group) -> dict[str, Any]:
    """The figures for programs, with how persons were counted."""
    as_of = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    return {"as_of": as_of, **asdict(group), "method_fr": METHOD_FR, "method_en": METHOD_EN}
