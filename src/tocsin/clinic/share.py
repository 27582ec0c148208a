"""The share: which files stand on it, planned first and written afterwards, in any order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from tocsin.clinic import letters, medical, nobody, scans
from tocsin.clinic.chance import stream
from tocsin.clinic.documents.mail import Letter, eml
from tocsin.clinic.filing import Filed, bundle
from tocsin.clinic.house import House
from tocsin.clinic.junk import junk
from tocsin.clinic.letters import TOPICS
from tocsin.clinic.naming import Named
from tocsin.clinic.population import stranger_name
from tocsin.clinic.truth import Difficulty, Stranger
from tocsin.model.category import Category


@dataclass(frozen=True, slots=True)
class Order:
    """A file to write: its number (which seeds it), its kind, who stands in it, what it holds."""

    number: int
    kind: str
    people: tuple[Named, ...] = ()
    detail: str = ""
    parts: tuple["Order", ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Writes the files that were ordered."""

    house: House
    seed: int

    def write(self, order: Order) -> Filed:
        """The file of an order: the same bytes whenever and wherever it is written."""
        rng = stream(self.seed, "file", order.number)
        return WRITERS[order.kind](self, rng, order)


def _letter(desk: Desk, rng: Random, order: Order) -> Filed:
    (named,) = order.people
    topic = TOPICS[order.detail]
    given_away = topic.categories
    if letters.can_be_addressed(named, topic) and rng.random() < 0.35:
        paper = letters.addressed(rng, desk.house, named, topic)
        given_away = given_away | {Category.CONTACT}
    else:
        paper = letters.letter(rng, desk.house, named, topic)
    traces = named.traces(given_away)
    plain = named.difficulty not in letters.ONLY_IN or named.difficulty is Difficulty.LINE_BREAK
    stem = f"{topic.folder}/{named.file_label or topic.label}_{order.number:05d}"
    if plain and rng.random() < 0.15:
        data = letters.letter_mail(rng, desk.house, paper, order.number)
        return Filed(f"{stem}.eml", data, traces)
    suffix = letters.choose_format(rng, named.difficulty)
    return Filed(f"{stem}.{suffix}", letters.FORMATS[suffix](paper, rng), traces)


def _stranger(desk: Desk, rng: Random, order: Order) -> Filed:
    """A letter about somebody who is not in the index."""
    filed = _letter(desk, rng, order)
    (named,) = order.people
    stranger = Stranger(stranger_name(named.patient), filed.traces[0].categories)
    return replace(filed, traces=(), strangers=(stranger,))


def _list(desk: Desk, rng: Random, order: Order) -> Filed:
    topic = TOPICS[order.detail]
    people = list(order.people)
    rows = letters.list_rows(rng, desk.house, people, topic)
    fixed = people[0].difficulty is Difficulty.TRUNCATED
    title = f"{topic.title} - liste n° {order.number}"
    suffix, data = letters.list_file(rng, rows, title, fixed=fixed)
    traces = [trace for named in people for trace in named.traces(topic.categories)]
    return Filed(f"{topic.folder}/Listes/liste_{order.number:05d}.{suffix}", data, traces)


def _patient_mail(desk: Desk, rng: Random, order: Order) -> Filed:
    (named,) = order.people
    if named.difficulty is not Difficulty.MAIL_HEADER:
        return _letter(desk, rng, replace(order, detail="contact"))
    data, of_care = letters.patient_mail(rng, desk.house, named, order.number)
    care = frozenset({Category.CARE_EPISODE}) if of_care else frozenset()
    path = f"Accueil/Messagerie/message_{order.number:05d}.eml"
    return Filed(path, data, named.traces(care))


def _scan(desk: Desk, rng: Random, order: Order) -> Filed:
    (named,) = order.people
    scan = next(s for s in scans.SCANS if s.name == order.detail)
    image = scans.scanned(scan.draw(rng, desk.house, named.patient), rng)
    suffix = rng.choices(list(scans.SUFFIXES), list(scans.SUFFIXES.values()))[0]
    traces = named.traces(scan.categories, Difficulty.OCR)
    path = f"{scan.folder}/{scan.name}_{order.number:05d}.{suffix}"
    return Filed(path, scans.encode(image, suffix, rng), traces)


def _nobody(desk: Desk, rng: Random, order: Order) -> Filed:
    return nobody.paper_about_nobody(rng, desk.house, order.detail, order.number)


def _junk(desk: Desk, rng: Random, order: Order) -> Filed:
    return junk(rng, desk.house, order.number)


def _medical(desk: Desk, rng: Random, order: Order) -> Filed:
    people = list(order.people)
    if order.detail == "pmsi":
        return medical.coded_stays(rng, desk.house, people, order.number)
    if order.detail == "theatre":
        return medical.theatre_planning(rng, desk.house, people, order.number)
    if order.detail == "comment":
        target, *others = people
        return medical.commented_list(rng, desk.house, target, others, order.number)
    if order.detail == "referral":
        return medical.referral_in_archive(rng, desk.house, people[0], order.number)
    return medical.single(rng, desk.house, people[0], int(order.detail), order.number)


def _zip(desk: Desk, rng: Random, order: Order) -> Filed:
    members = [_inside(desk.write(part), rng) for part in order.parts]
    if len(members) > 4 and rng.random() < 0.5:
        members = [*members[:3], bundle("anciens.zip", members[3:])]
    return bundle(f"Archives/{2019 + order.number % 6}/lot_{order.number:05d}.zip", members)


def _inside(filed: Filed, rng: Random) -> Filed:
    name = filed.path.rpartition("/")[2]
    return filed.moved(f"{rng.choice(('', '', 'Divers/', '2024/'))}{name}")


def _mail(desk: Desk, rng: Random, order: Order) -> Filed:
    members = [desk.write(part) for part in order.parts]
    members = [filed.moved(filed.path.rpartition("/")[2]) for filed in members]
    sender, to = desk.house.agent(rng), desk.house.agent(rng)
    letter = Letter(
        f"{sender.name} <{sender.email}>",
        f"{to.name} <{to.email}>",
        rng.choice(("Documents à classer", "Pièces jointes", "TR: documents", "Numérisation")),
        "Bonjour,\n\nVoir les pièces jointes.\n\nCordialement",
        attachments=[(member.path, member.data) for member in members],
    )
    path = f"Secretariat/Mails/message_{order.number:05d}.eml"
    return Filed(path, eml(letter, order.number, rng), members=members)


def _copy(desk: Desk, _rng: Random, order: Order) -> Filed:
    """The same bytes a second time, elsewhere on the share."""
    (part,) = order.parts
    filed = desk.write(part)
    name = filed.path.rpartition("/")[2]
    copy = filed.moved(f"Sauvegardes_postes/poste_{order.number % 40:02d}/{name}")
    return replace(copy, duplicate_of=filed.path)


Writer = Callable[[Desk, Random, Order], Filed]
WRITERS: dict[str, Writer] = {
    "letter": _letter,
    "stranger": _stranger,
    "list": _list,
    "patient_mail": _patient_mail,
    "scan": _scan,
    "nobody": _nobody,
    "junk": _junk,
    "medical": _medical,
    "zip": _zip,
    "mail": _mail,
    "copy": _copy,
}


def bundled(rng: Random, orders: Sequence[Order], zips: int, mails: int, first: int) -> list[Order]:
    """The same orders, some of them put together into archives and mails with attachments."""
    loose = list(orders)
    rng.shuffle(loose)
    made: list[Order] = []
    for number in range(first, first + zips + mails):
        size = rng.randint(3, 8) if number < first + zips else rng.randint(1, 3)
        parts, loose = tuple(loose[:size]), loose[size:]
        made.append(Order(number, "zip" if number < first + zips else "mail", parts=parts))
    return loose + made
