"""Tiny files of mixed kinds, every one different, some of which name a patient. Seeded."""

import csv
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

FILES_A_FOLDER = 1_000
NAMING_ONE_IN = 5
WORDS = re.findall(
    r"\w+",
    "planning réunion commande stock linge entretien parking badge formation facture devis menu"
    " cuisine pharmacie transport maintenance ascenseur imprimante réseau affichage",
)

Person = dict[str, str]


def make_files(folder: Path, count: int, index: Path, seed: int = 1) -> None:
    """Write `count` files below `folder`; one in five names a patient of the CSV `index`."""
    with index.open(encoding="utf-8", newline="") as file:
        persons = list(csv.DictReader(file))
    chance = random.Random(seed)
    kinds = list(KINDS.items())
    for number in range(count):
        below = folder / f"{number // FILES_A_FOLDER:04}"
        if number % FILES_A_FOLDER == 0:
            below.mkdir(parents=True)
        suffix, make = kinds[number % len(kinds)]
        person = chance.choice(persons) if number % NAMING_ONE_IN == 0 else None
        content = make(number, _sentence(chance), person)
        (below / f"note-{number:06}.{suffix}").write_bytes(content)


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=12))


def _full_name(person: Person | None) -> str:
    return f"{person['first_names']} {person['birth_name']}" if person else ""


def _text(number: int, sentence: str, person: Person | None) -> bytes:
    who = f"\nPatient : {_full_name(person)}, né(e) le {person['birth_date']}" if person else ""
    return f"Note {number}\n{sentence}.{who}\n".encode()


def _table(number: int, sentence: str, person: Person | None) -> bytes:
    rows = [f"{number + i};{word};{i}" for i, word in enumerate(sentence.split()[:4])]
    if person:
        rows.append(f"{person['patient_id']};{_full_name(person)};{person['birth_date']}")
    return ("\r\n".join(["numero;libelle;valeur", *rows]) + "\r\n").encode("cp1252", "replace")


def _mail(number: int, sentence: str, person: Person | None) -> bytes:
    return (
        f"From: service{number % 50}@clinique.example\r\nTo: accueil@clinique.example\r\n"
        f"Subject: Note {number}\r\nMessage-ID: <{number}@clinique.example>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
        f"Bonjour,\r\n{sentence}.\r\n{_full_name(person)}\r\n"
    ).encode()


def _web(number: int, sentence: str, person: Person | None) -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>Note {number}</title></head>"
        f"<body><p>{sentence}.</p><p>{_full_name(person)}</p></body></html>"
    ).encode()


def _data(number: int, sentence: str, person: Person | None) -> bytes:
    return json.dumps({"note": number, "texte": sentence, "nom": _full_name(person)}).encode()


def _pdf(number: int, sentence: str, person: Person | None) -> bytes:
    """A whole PDF of one page in its smallest form (ISO 32000-1, 7.5)."""
    words = f"Note {number} {sentence} {_full_name(person)}".encode("cp1252", "replace")
    drawn = b"BT /F 11 Tf 40 780 Td (" + words.replace(b"(", b" ").replace(b")", b" ") + b") Tj ET"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    page = b"/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page%s/Resources<</Font<</F%s>>>>>>" % (page, font),
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
    )
    out, places = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (n, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(out))
    )


KINDS: dict[str, Callable[[int, str, Person | None], bytes]] = {
    "txt": _text,
    "csv": _table,
    "eml": _mail,
    "html": _web,
    "json": _data,
    "pdf": _pdf,
    "log": _text,
}
"""Extension and maker; seven, so that the one file in five that names somebody falls on all."""
