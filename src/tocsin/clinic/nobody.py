"""The larger half of any share: papers that name no patient, full of medical words all the same."""

from random import Random

from tocsin.clinic import letters
from tocsin.clinic.documents import sheets
from tocsin.clinic.documents.mail import Letter, eml
from tocsin.clinic.documents.plain import encode
from tocsin.clinic.filing import Filed
from tocsin.clinic.house import House, slots
from tocsin.clinic.paper import Block, Paper, Table
from tocsin.clinic.phrases import pick, say, sections

GENRES = {
    "protocol": ("Qualite/Protocoles", 12),
    "menu": ("Restauration/Menus", 8),
    "prices": ("Facturation/Tarifs", 5),
    "article": ("Documentation/Articles", 8),
    "form": ("Admissions/Modeles", 6),
    "minutes": ("Direction/Comptes_rendus", 8),
    "training": ("Formation/Supports", 8),
    "newsletter": ("Communication/Lettres", 6),
    "maintenance": ("Technique/Interventions", 8),
    "purchase": ("Achats/Stocks", 8),
    "it": ("Informatique/Notes", 6),
    "hr": ("RH/Notes", 6),
    "safety": ("Securite/Consignes", 5),
    "directory": ("RH/Annuaires", 2),
    "log": ("Informatique/Journaux", 4),
    "code": ("Informatique/Scripts", 3),
    "photo": ("Communication/Photos", 1),
}
"""Genre -> folder and weight. Genres without phrases are written by functions below."""

FORMATS = {"docx": 8, "pdf": 7, "txt": 4, "html": 2, "xlsx": 3, "eml": 4, "json": 0.5, "xml": 0.5}


def choose_genre(rng: Random) -> str:
    """A genre, by weight."""
    return rng.choices(list(GENRES), [weight for _, weight in GENRES.values()])[0]


def paper_about_nobody(rng: Random, house: House, genre: str, number: int) -> Filed:
    """One document of a genre."""
    folder, _ = GENRES[genre]
    special = {"directory": _directory, "log": _log, "code": _code, "photo": _photo}
    if genre in special:
        suffix, content = special[genre](rng, house)
        return Filed(f"{folder}/{genre}_{number:05d}.{suffix}", content)
    paper = _paper(rng, house, genre)
    suffix = rng.choices(list(FORMATS), list(FORMATS.values()))[0]
    content = _mail(rng, house, paper, number) if suffix == "eml" else _render(rng, paper, suffix)
    return Filed(f"{folder}/{genre}_{number:05d}.{suffix}", content)


def _render(rng: Random, paper: Paper, suffix: str) -> bytes:
    return letters.FORMATS[suffix](paper, rng)


def _mail(rng: Random, house: House, paper: Paper, number: int) -> bytes:
    sender = house.agent(rng)
    text = "\n".join(paper.lines())
    to = "Tous <tous@" + sender.email.partition("@")[2] + ">"
    return eml(Letter(f"{sender.name} <{sender.email}>", to, paper.title, text), number, rng)


def _paper(rng: Random, house: House, genre: str) -> Paper:
    words = slots(rng, house)
    title = pick(rng, "nobody", f"{genre}.title", words)[0]
    lines = sections("nobody")[f"{genre}.line"]
    blocks: list[Block] = [
        say(rng, rng.choice(lines), words | slots(rng, house)) for _ in range(rng.randint(5, 22))
    ]
    return Paper(title, blocks)


def _directory(rng: Random, house: House) -> tuple[str, bytes]:
    rows: Table = [["Nom", "Prénom", "Fonction", "Poste", "Courriel"]]
    for agent in rng.sample(house.staff, 30):
        job = "Médecin" if agent.is_doctor else rng.choice(("Secrétariat", "Accueil", "Technique"))
        rows.append([agent.surname, agent.given, job, str(rng.randint(4000, 4999)), agent.email])
    if rng.random() < 0.5:
        return "csv", sheets.csv_bytes(rows)
    return "xlsx", sheets.xlsx({"Annuaire du personnel": rows})


def _log(rng: Random, _house: House) -> tuple[str, bytes]:
    lines = []
    for _ in range(rng.randint(40, 200)):
        day = f"2025-0{rng.randint(1, 6)}-{rng.randint(10, 28)}"
        stamp = f"{day} {rng.randint(10, 23)}:{rng.randint(10, 59)}:07"
        what = rng.choice(("backup", "printd", "dhcp", "hl7-gateway", "cron"))
        lines.append(f"{stamp} INFO {what}[{rng.randint(100, 9999)}]: {_event(rng)}")
    return "log", encode("\n".join(lines), "utf-8")


def _event(rng: Random) -> str:
    return rng.choice(
        (
            f"job {rng.randint(1, 999)} finished in {rng.randint(1, 90)} s",
            f"lease 10.42.{rng.randint(0, 255)}.{rng.randint(1, 254)}",
            "message ADT^A01 acknowledged",
            f"queue length {rng.randint(0, 40)}",
            "retry after timeout",
        )
    )


def _code(rng: Random, _house: House) -> tuple[str, bytes]:
    name = rng.choice(("purge", "export", "synchro", "archive"))
    lines = [
        f"# {name} quotidien, version {rng.randint(1, 40)}",
        "import datetime",
        "",
        f"LIMITE = {rng.randint(10, 900)}",
        "",
        f"def {name}(lignes):",
        "    patients = [ligne for ligne in lignes if ligne]",
        "    return patients[:LIMITE]",
    ]
    return "py", encode("\n".join(lines), "utf-8")


def _photo(rng: Random, _house: House) -> tuple[str, bytes]:
    from tocsin.clinic.scans import encode as encode_picture
    from tocsin.clinic.scans import landscape

    return "jpg", encode_picture(landscape(rng), "jpg", rng)
