"""Administrative papers about one person, about several, from a patient, about a stranger."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tocsin.clinic.documents import sheets, web
from tocsin.clinic.documents.docx import docx
from tocsin.clinic.documents.mail import Letter, eml
from tocsin.clinic.documents.pdf import pdf
from tocsin.clinic.documents.plain import encode, txt
from tocsin.clinic.house import NAME, House, slots
from tocsin.clinic.naming import Named
from tocsin.clinic.paper import Block, Paper, Table
from tocsin.clinic.phrases import pick
from tocsin.clinic.text import bare
from tocsin.clinic.truth import Difficulty
from tocsin.model.category import Category

C = Category


@dataclass(frozen=True, slots=True)
class Topic:
    """What an administrative paper is about: where it is filed and what it gives away."""

    section: str
    folder: str
    label: str
    title: str
    categories: frozenset[Category]
    columns: tuple[tuple[str, str], ...] = ()


TOPICS: dict[str, Topic] = {
    topic.section: topic
    for topic in (
        Topic(
            "care",
            "Accueil/Rendez-vous",
            "convocation",
            "Convocation",
            frozenset({C.CARE_EPISODE}),
            (("Date RDV", "date"), ("Heure", "heure"), ("Unité", "unite"), ("Médecin", "medecin")),
        ),
        Topic(
            "money",
            "Facturation/Relances",
            "relance",
            "Suivi des règlements",
            frozenset({C.FINANCIAL}),
            (("Facture", "facture"), ("Montant dû", "montant")),
        ),
        Topic(
            "iban",
            "Facturation/Remboursements",
            "remboursement",
            "Remboursement",
            frozenset({C.FINANCIAL}),
            (("IBAN", "iban"),),
        ),
        Topic(
            "insurance",
            "Admissions/Mutuelles",
            "mutuelle",
            "Tiers payant",
            frozenset({C.INSURANCE}),
            (("Mutuelle", "mutuelle"), ("N° adhérent", "adherent")),
        ),
        Topic(
            "contact",
            "Secretariat/Courriers",
            "coordonnees",
            "Mise à jour de fiche",
            frozenset({C.CONTACT}),
            (("Adresse", "adresse"), ("Téléphone", "telephone")),
        ),
        Topic(
            "civil",
            "Usagers/Courriers",
            "usager",
            "Bureau des usagers",
            frozenset(),
            (("N° de badge", "n"),),
        ),
        Topic(
            "credentials",
            "Informatique/Portail",
            "acces",
            "Accès au portail",
            frozenset({C.CREDENTIALS}),
            (("Identifiant", "login"), ("Mot de passe", "mdp")),
        ),
    )
}
TOPIC_WEIGHTS = {
    "care": 10,
    "money": 4,
    "iban": 2,
    "insurance": 3,
    "contact": 3,
    "civil": 3,
    "credentials": 2,
}

Renderer = Callable[[Paper, Random], bytes]
FORMATS: dict[str, Renderer] = {
    "txt": txt,
    "docx": docx,
    "pdf": pdf,
    "html": web.html,
    "xlsx": lambda paper, _: sheets.paper_xlsx(paper),
    "json": lambda paper, _: web.paper_json(paper),
    "xml": lambda paper, _: web.paper_xml(paper),
}
FORMAT_WEIGHTS = {"txt": 4, "docx": 10, "pdf": 7, "html": 2, "xlsx": 2, "json": 0.5, "xml": 0.5}
IN_A_FORM = (Difficulty.CELLS, Difficulty.TRUNCATED)

ADDRESSED = (
    Difficulty.PLAIN,
    Difficulty.ORDER,
    Difficulty.USED_NAME,
    Difficulty.HOMONYM,
    Difficulty.DATE_STYLE,
    Difficulty.NIR_SPELLING,
    Difficulty.ADDRESS,
)
"""Ways of writing that letters to the person use; their address block names them plainly."""

NOT_TELLING = ("care", "money", "civil")
WITHOUT_DATE = ("money", "civil")
ONLY_ABOUT = {
    Difficulty.HOMONYM_OPEN: NOT_TELLING,
    Difficulty.BARE_NAME: NOT_TELLING,
    Difficulty.AGE: WITHOUT_DATE,
    Difficulty.ADDRESS: ("care", "money", "civil", "insurance"),
}
"""Topics that leave a difficulty as hard as it is: an address, say, tells homonyms apart."""

ONLY_IN = {
    Difficulty.LINE_BREAK: ("txt", "docx", "pdf", "html"),
    Difficulty.PAGE_HEADER: ("docx", "pdf", "html"),
    Difficulty.CELLS: ("docx", "xlsx", "html", "xml"),
    Difficulty.TRUNCATED: ("docx", "xlsx", "html"),
}


def choose_topic(rng: Random, difficulty: Difficulty) -> Topic:
    """A topic that leaves the difficulty as it is, appointments most often."""
    sections = ONLY_ABOUT.get(difficulty, tuple(TOPIC_WEIGHTS))
    return TOPICS[rng.choices(sections, [TOPIC_WEIGHTS[section] for section in sections])[0]]


def choose_format(rng: Random, difficulty: Difficulty) -> str:
    """A file format in which the difficulty exists."""
    names = ONLY_IN.get(difficulty, tuple(FORMAT_WEIGHTS))
    return rng.choices(names, [FORMAT_WEIGHTS[name] for name in names])[0]


def letter(rng: Random, house: House, named: Named, topic: Topic) -> Paper:
    """A paper about one person; those named in cells or rarely others stand in a small form."""
    filled = slots(rng, house, named.patient) | {"qui": named.phrase}
    as_form = named.difficulty in IN_A_FORM or (bool(named.fields) and rng.random() < 0.12)
    blocks: list[Block] = pick(rng, "letters", "opening", filled)  # type: ignore[assignment]
    if as_form:
        blocks.append([list(pair) for pair in named.fields])
        filled["qui"] = "la personne ci-dessus"
    body = pick(rng, "letters", topic.section, filled)
    body += pick(rng, "letters", "filler", filled, rng.randint(1, 4))
    if topic.section == "care":
        body += pick(rng, "letters", "care_filler", filled, rng.randint(0, 2))
    if rng.random() < 0.3 and not as_form:
        body[0], body[1] = body[1], body[0]
    blocks += [_capital(line, named) for line in body]
    blocks += pick(rng, "letters", "closing", filled)
    return Paper(_title(rng, topic), blocks, named.header)


def addressed(rng: Random, house: House, named: Named, topic: Topic) -> Paper:
    """A letter to the patient: the clinic's head, the address block, sentences to "you"."""
    patient = named.patient
    filled = slots(rng, house, patient)
    block = f"{patient.title} {patient.given} {patient.surname.upper()}\n{patient.address}"
    blocks: list[Block] = [
        f"{NAME}\n12 rue des Passementiers\n42100 SAINT-ÉTIENNE\nTél. 04 65 71 00 00",
        f"{block}\n{patient.postal_code} {patient.city.upper()}",
        f"Saint-Étienne, le {filled['jour']}",
        f"Dossier : {named.phrase}",
        "Madame," if patient.sex == "F" else "Monsieur,",
        *pick(rng, "letters", f"to_{topic.section}", filled),
        *pick(rng, "letters", "filler", filled, rng.randint(1, 3)),
        *(pick(rng, "letters", "care_filler", filled) if topic.section == "care" else ()),
        *pick(rng, "letters", "closing", filled),
    ]
    return Paper(topic.title, blocks, named.header)


def can_be_addressed(named: Named, topic: Topic) -> bool:
    """Whether a letter to the person keeps the way of writing that was meant."""
    return named.difficulty in ADDRESSED and topic.section in ("care", "money", "insurance")


def _capital(line: str, named: Named) -> str:
    lower = named.difficulty is Difficulty.LOWER_CASE
    return line if lower else line[0].upper() + line[1:]


def _title(rng: Random, topic: Topic) -> str:
    return f"{topic.title}{rng.choice(('', '', ' - note interne', ' (copie)', ' - suivi'))}"


def letter_mail(rng: Random, house: House, paper: Paper, number: int) -> bytes:
    """The same words as a mail from one member of staff to another."""
    sender, to = house.agent(rng), house.agent(rng)
    text = "\n".join(paper.lines()[1:])
    return eml(
        Letter(f"{sender.name} <{sender.email}>", f"{to.name} <{to.email}>", paper.title, text),
        number,
        rng,
    )


def patient_mail(rng: Random, house: House, named: Named, number: int) -> tuple[bytes, bool]:
    """A mail that the patient wrote, named in its headers only; whether it tells of a visit."""
    patient = named.patient
    of_care = rng.random() < 0.6
    filled = slots(rng, house, patient)
    section = "patient_mail_care" if of_care else "patient_mail_civil"
    lines = ["Bonjour,", "", *pick(rng, "letters", section, filled), "", "Merci d'avance"]
    to = f"accueil@{house.staff[0].email.partition('@')[2]}"
    shown = f"{patient.given} {patient.surname}"
    mail = Letter(
        f'"{shown}" <{patient.email}>',
        to,
        rng.choice(("Question", "Demande", "Bonjour", "Renseignement")),
        "\n".join(lines),
    )
    return eml(mail, number, rng), of_care


def list_rows(rng: Random, house: House, people: list[Named], topic: Topic) -> Table:
    """A header, then a row a person: how each is written, then what the list is about."""
    labels = [label for label, _ in people[0].fields]
    rows = [labels + [title for title, _ in topic.columns]]
    for named in people:
        filled = slots(rng, house, named.patient)
        cells = [value for _, value in named.fields]
        rows.append(cells + [filled[slot] for _, slot in topic.columns])
    return rows


def list_file(rng: Random, rows: Table, title: str, *, fixed: bool) -> tuple[str, bytes]:
    """A list as a file: its extension and bytes. `fixed`: a printout in columns of fixed width."""
    if fixed:
        widths = [8, 5, 10, *[20] * (len(rows[0]) - 3)]
        return "txt", encode(f"{title}\r\n\r\n{sheets.fixed_width(rows, widths)}", "cp1252")
    kind = rng.choices(("xlsx", "csv", "docx", "html", "json", "xml"), (8, 5, 3, 1, 1, 1))[0]
    if kind == "xlsx":
        pad = [""] * (len(rows[0]) - 1)
        return kind, sheets.xlsx({"Liste": [[title, *pad], ["", *pad], *rows]})
    if kind == "csv":
        return kind, sheets.csv_bytes(rows, rng.choice(";;,\t"), rng.choice(("cp1252", "utf-8")))
    if kind == "json":
        return kind, web.records_json(rows)
    if kind == "xml":
        return kind, web.records_xml([[_tag(title) for title in rows[0]], *rows[1:]], "ligne")
    return kind, FORMATS[kind](Paper(title, [rows]), rng)


def _tag(title: str) -> str:
    return "_".join(bare(title).lower().split())
