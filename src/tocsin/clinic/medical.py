"""The few papers that say what somebody suffers from or was treated with, in many forms."""

from datetime import timedelta
from random import Random

from tocsin.clinic import jottings, letters
from tocsin.clinic.chart import HEALTH, STAY, Case, Form
from tocsin.clinic.documents import sheets, web
from tocsin.clinic.documents.docx import docx
from tocsin.clinic.documents.mail import Letter, eml
from tocsin.clinic.documents.pdf import pdf
from tocsin.clinic.documents.plain import txt
from tocsin.clinic.filing import Filed, bundle
from tocsin.clinic.house import House, past_day, slots
from tocsin.clinic.names import data
from tocsin.clinic.naming import Named, slashed
from tocsin.clinic.paper import Block, Paper, Table
from tocsin.clinic.phrases import pick
from tocsin.clinic.scans import encode, page_of, scanned
from tocsin.clinic.truth import Difficulty, Trace
from tocsin.model.category import Category


def discharge_letter(case: Case) -> tuple[str, bytes, frozenset[Category]]:
    """A letter after a stay."""
    paper = case.paper("Compte rendu d'hospitalisation", "discharge story treatment after")
    return "docx", docx(paper, case.rng), STAY


def operative_report(case: Case) -> tuple[str, bytes, frozenset[Category]]:
    """What the surgeon did."""
    blocks: list[Block] = [
        case.identity(),
        f"Date de l'intervention : {case.slots['date']}",
        f"Opérateur : {case.slots['medecin']}",
        f"Intervention : {case.slots['acte']} ({case.slots['ccam']})",
        f"Indication : {case.slots['mal']}.",
        *pick(case.rng, "medical", "treatment", case.slots, 2),
    ]
    paper = Paper("COMPTE RENDU OPÉRATOIRE", blocks, case.named.header)
    return "pdf", pdf(paper, case.rng), STAY


def prescription_scan(case: Case) -> tuple[str, bytes, frozenset[Category]]:
    """A prescription, scanned."""
    named = case.named
    lines = [
        named.header,
        case.slots["medecin"],
        "ORDONNANCE",
        "",
        *(f"{label} : {value}" for label, value in named.fields),
        "",
        f"Le {case.slots['date']}",
        "",
        *(f"- {drug}" for drug in case.slots["medicaments"].split(" ; ")),
        "",
        "Renouvelable une fois",
    ]
    return "jpg", encode(scanned(page_of(lines), case.rng), "jpg", case.rng), HEALTH


def lab_result(case: Case) -> tuple[str, bytes, frozenset[Category]]:
    """Results of a laboratory."""
    values: Table = [["Analyse", "Résultat"]]
    values += [[name.strip(), ""] for name in case.slots["resultat"].split(",")]
    blocks: list[Block] = [
        case.identity(),
        f"Prélèvement du {case.slots['date']}, prescripteur {case.slots['medecin']}",
        values,
    ]
    paper = Paper("LABORATOIRE - RÉSULTATS D'ANALYSES", blocks, case.named.header)
    return "pdf", pdf(paper, case.rng), HEALTH


def html_report(case: Case) -> tuple[str, bytes, frozenset[Category]]:
    """A report of the imaging software."""
    paper = case.paper("Compte rendu d'examen", "story treatment")
    paper.blocks.insert(0, case.identity())
    paper.blocks.append(f"Conclusion : {case.slots['mal']}.")
    return "html", web.html(paper, case.rng), HEALTH


def mail_subject(case: Case) -> tuple[str, bytes, frozenset[Category]]:
    """A mail between doctors; the subject says it already."""
    sender, to = case.house.agent(case.rng, doctor=True), case.house.agent(case.rng, doctor=True)
    words = pick(case.rng, "medical", "mail", case.slots, 2)
    text = "\n".join([case.named.header, "Bonjour,", "", *words, "", sender.name])
    subject = f"{case.slots['court']} - {case.named.phrase.split(', né')[0]}".replace("\n", " ")
    mail = Letter(f"{sender.name} <{sender.email}>", f"{to.name} <{to.email}>", subject, text)
    return "eml", eml(mail, case.number, case.rng), HEALTH


def consultation_note(case: Case) -> tuple[str, bytes, frozenset[Category]]:
    """A note typed in a hurry."""
    lines: list[Block] = [
        f"{case.named.phrase} - vu le {case.slots['date']}",
        f"motif : {case.slots['signe']}",
        f"dg : {case.slots['mal']}",
        f"ttt : {case.slots['medicament']}",
    ]
    return "txt", txt(Paper("consult", lines, case.named.header), case.rng), STAY


def observation(case: Case) -> tuple[str, bytes, frozenset[Category]]:
    """A record of the ward software."""
    pairs: Table = [
        *([list(pair) for pair in case.named.fields] or [["patient", case.named.phrase]]),
        ["diagnostic", case.slots["mal"]],
        ["code_cim10", case.slots["cim10"]],
        ["traitement", case.slots["medicament"]],
    ]
    return "json", web.paper_json(Paper("observation", [pairs], case.named.header)), HEALTH


def xml_document(case: Case) -> tuple[str, bytes, frozenset[Category]]:
    """A structured document as software exchanges it."""
    pairs: Table = [
        *([list(pair) for pair in case.named.fields] or [["patient", case.named.phrase]]),
        ["Motif", case.slots["signe"]],
        ["Diagnostic principal", f"{case.slots['cim10']} {case.slots['mal']}"],
        ["Acte", case.slots["acte"]],
    ]
    blocks: list[Block] = [pairs, *pick(case.rng, "medical", "treatment", case.slots)]
    paper = Paper("Lettre de liaison", blocks, case.named.header)
    return "xml", web.paper_xml(paper), HEALTH


def allergy_form(case: Case) -> tuple[str, bytes, frozenset[Category]]:
    """An admission form whose medical lines are filled in."""
    blocks: list[Block] = [
        case.identity(),
        f"Allergies : {case.rng.choice(('pénicilline (œdème)', 'latex', 'iode', 'arachide'))}",
        f"Traitements en cours : {case.slots['medicament']}",
        f"Antécédents : {case.slots['mal']}",
    ]
    paper = Paper("Questionnaire d'admission", blocks, case.named.header)
    return "docx", docx(paper, case.rng), HEALTH


FORMS: tuple[tuple[str, str, Form], ...] = (
    ("crh", "Secretariat/A_classer", discharge_letter),
    ("cro", "Bloc/Comptes_rendus", operative_report),
    ("ordonnance", "Secretariat/Numerisations", prescription_scan),
    ("labo", "Laboratoire/Resultats", lab_result),
    ("note", "Secretariat/Notes", consultation_note),
    ("message", "Secretariat/Mails", mail_subject),
    ("examen", "Imagerie/Exports", html_report),
    ("obs", "Informatique/Exports", observation),
    ("liaison", "Informatique/Exports", xml_document),
    ("admission", "Admissions/Questionnaires", allergy_form),
    ("transmission", "Soins/Transmissions", jottings.night_note),
    ("honoraires", "Facturation/Honoraires", jottings.fee_note),
    ("liaison_psy", "Soins/Liaison", jottings.sensitive_note),
)
"""Forms that hold one person: label of the file, folder, writer."""


def facts(rng: Random, house: House, named: Named) -> dict[str, str]:
    """One invented case: what the sentences of medical papers are filled in with."""
    condition = rng.choice(_suitable(named))
    illness = condition["illness"]
    day = past_day(rng, named.patient)
    return slots(rng, house, named.patient) | {
        "qui": named.phrase,
        "date": slashed(day),
        "date2": slashed(day + timedelta(days=rng.randint(1, 9))),
        "mal": illness,
        "court": illness.split(" ", 1)[1].capitalize(),
        "cim10": condition["code"],
        "acte": condition["act"],
        "ccam": condition["ccam"],
        "medicament": rng.choice(condition["drugs"]),
        "medicaments": " ; ".join(condition["drugs"]),
        "resultat": rng.choice(condition["results"]),
        "signe": rng.choice(condition["signs"]),
    }


def _suitable(named: Named) -> list[dict[str, str]]:
    """Conditions that the patient's sex and age allow."""
    patient = named.patient
    barred = {"C61"} if patient.sex == "F" else {"C50.9"}
    if patient.age < 40:
        barred |= {"C61", "C50.9", "M17.1", "H25.9", "S72.0", "I48.0"}
    return [c for c in data("conditions.toml")["condition"] if c["code"] not in barred]


def single(rng: Random, house: House, named: Named, form: int, number: int) -> Filed:
    """A medical paper about one person; the extension is part of the path."""
    label, folder, write = FORMS[form % len(FORMS)]
    case = Case(rng, house, named, facts(rng, house, named), number)
    suffix, content, categories = write(case)
    difficulty = Difficulty.OCR if suffix == "jpg" and not named.file_label else None
    stem = named.file_label or label
    traces = named.traces(categories, difficulty)
    return Filed(f"{folder}/{stem}_{number:05d}.{suffix}", content, traces)


def coded_stays(rng: Random, house: House, people: list[Named], number: int) -> Filed:
    """Coded stays as sent to the national database (PMSI): numbers and codes, no word."""
    rows: Table = [["NDA", "IPP", "DATE_ENTREE", "DATE_SORTIE", "DP", "ACTE_CCAM", "GHM"]]
    traces: list[Trace] = []
    for named in people:
        words = facts(rng, house, named)
        stay = f"25{rng.randint(0, 999_999):06d}S"
        codes = [
            words["cim10"].replace(".", ""),
            words["ccam"],
            f"{rng.randint(1, 23):02d}M{rng.randint(1, 30):02d}1",
        ]
        rows.append([stay, named.patient.patient_id, words["date"], words["date2"], *codes])
        traces += named.traces(STAY)
    return Filed(f"DIM/RSS/rss_{number:05d}.csv", sheets.csv_bytes(rows), traces)


def theatre_planning(rng: Random, house: House, people: list[Named], number: int) -> Filed:
    """The day's list of an operating theatre; most slots are free."""
    day = slots(rng, house)["date"]
    rows: Table = [
        [f"PLANNING DU BLOC OPÉRATOIRE - {day}", "", "", "", ""],
        ["Heure", "Salle", "Patient", "Intervention", "Opérateur"],
    ]
    for hour in range(8, 18):
        words = slots(rng, house)
        rows.append([f"{hour} h 00", str(rng.randint(1, 6)), "", "libre", words["medecin"]])
    traces: list[Trace] = []
    for at, named in zip(rng.sample(range(2, 12), len(people)), people, strict=True):
        words = facts(rng, house, named)
        rows[at][2:4] = [named.phrase.replace("\n", " "), words["acte"].capitalize()]
        traces += named.traces(STAY)
    return Filed(f"Bloc/Planning/planning_{number:05d}.xlsx", sheets.xlsx({"Bloc": rows}), traces)


def commented_list(
    rng: Random, house: House, target: Named, others: list[Named], number: int
) -> Filed:
    """A list of arrivals where one remark, in a cell or as a note on it, says too much."""
    words = facts(rng, house, target)
    remark = rng.choice(
        (f"{words['mal']}, prévoir {words['medicament']}", f"suivi pour {words['mal']}")
    )
    topic = letters.TOPICS["care"]
    people = [*others, target]
    rng.shuffle(people)
    rows = letters.list_rows(rng, house, people, topic)
    at, last = people.index(target) + 1, len(rows[0])
    notes = {}
    if rng.random() < 0.3:
        notes[(at, last - 1)] = remark
    else:
        neutral = (
            "",
            "",
            "arrive en taxi",
            "rappeler l'accueil",
            "chambre seule",
            "vient avec sa fille",
        )
        rows = [[*row, rng.choice(neutral)] for row in rows]
        rows[0][-1], rows[at][-1] = "Commentaire", remark
    traces = [t for n in people for t in n.traces(STAY if n is target else topic.categories)]
    content = sheets.xlsx({"Arrivées": rows}, notes)
    return Filed(f"Accueil/Arrivees/arrivees_{number:05d}.xlsx", content, traces)


def referral_in_archive(rng: Random, house: House, named: Named, number: int) -> Filed:
    """A referral letter attached to a mail that lies in an archive."""
    case = Case(rng, house, named, facts(rng, house, named), number)
    paper = case.paper("Lettre d'adressage", "referral story after")
    stem = named.file_label or "courrier_confrere"
    letter = Filed(f"{stem}.docx", docx(paper, rng), named.traces(HEALTH))
    sender, to = house.agent(rng), house.agent(rng)
    mail = Letter(
        f"{sender.name} <{sender.email}>",
        f"{to.name} <{to.email}>",
        "Courrier reçu",
        "Bonjour,\n\nCi-joint un courrier à classer.\n\nLe secrétariat",
        attachments=[(letter.path, letter.data)],
    )
    message = Filed(f"message_{number:05d}.eml", eml(mail, number, rng), members=[letter])
    return bundle(f"Archives/mails_{number:05d}.zip", [message])
