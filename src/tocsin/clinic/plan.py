"""How many files of each kind, and who stands in them: the plan of a theft of a given size."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

from tocsin.clinic import letters, nobody, scans
from tocsin.clinic.casting import Casting, Extras
from tocsin.clinic.chance import stream
from tocsin.clinic.households import household
from tocsin.clinic.medical import FORMS
from tocsin.clinic.naming import Named
from tocsin.clinic.patient import Patient
from tocsin.clinic.population import Population
from tocsin.clinic.share import Order, bundled
from tocsin.clinic.spellings import plain
from tocsin.clinic.truth import Difficulty

D = Difficulty
LIST_FAMILIES = (
    (D.PLAIN, D.PLAIN, D.TYPO, D.HOMONYM, D.TWIN, D.SWAPPED_DATE),
    (D.ORDER, D.NO_ACCENTS, D.USED_NAME, D.BIRTH_NAME, D.INITIAL, D.GIVEN_NAMES, D.DATE_STYLE),
    (D.MARRIED,),
    (D.NIR_SPELLING, D.NIR_NO_KEY, D.NIR_WRONG_KEY),
    (D.PATIENT_ID_ONLY,),
    (D.EMAIL_ONLY,),
    (D.TRUNCATED,),
    (D.PHONE,),
    (D.LOWER_CASE,),
)
"""Ways of writing that fill the same columns, so that they may share a list."""

NOT_IN_A_CELL = (D.FILE_NAME, D.PAGE_HEADER)
MEDICAL_FROM_EXPORT = 0.6


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything, for a clinic of so many patients."""

    patients: int

    @property
    def files(self) -> int:
        """Files on the share, the two big ones not counted."""
        return max(300, round(self.patients * 4000 / 126_000))

    @property
    def hard_only(self) -> int:
        """Patients whose only trace is one hard document."""
        return max(36, round(self.patients * 0.0095))

    @property
    def dump_only(self) -> int:
        """Patients who stand in the portal's dump alone."""
        return max(6, round(self.patients * 0.002))

    @property
    def untouched(self) -> int:
        """Patients who stand nowhere."""
        return max(5, round(self.patients * 0.003))

    def share(self, fraction: float, least: int) -> int:
        """A fraction of the files, at least so many."""
        return max(least, round(self.files * fraction))


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is going to be stolen."""

    orders: list[Order]
    exported: list[Patient]
    export_strangers: list[Patient]
    accounts: list[Patient]
    visitors: list[Patient]


def plan_theft(population: Population, medical: int, seed: int) -> Plan:
    """The plan for a population. Raises `ValueError` if it is too small for `medical` persons."""
    rng = stream(seed, "plan")
    sizes = Sizes(len(population.patients))
    casting = Casting(population, rng)
    hard = _Hard(casting, sizes, rng)
    from_export = round(medical * MEDICAL_FROM_EXPORT)
    hard_medical = [casting.next_named() for _ in range(medical - from_export)]
    hard.cast()
    dump_only = [casting.anyone() for _ in range(sizes.dump_only)]
    for _ in range(sizes.untouched):
        casting.anyone()
    exported = [p for p in population.patients if p.patient_id not in casting.taken]
    extras = Extras(population, exported, rng)
    ill = hard_medical + _distinct(extras, from_export)
    numbers = count(1)
    orders = list(_medical_orders(rng, numbers, ill, extras))
    orders += _simple_orders(rng, numbers, hard, extras, population, sizes)
    half = len(dump_only) // 2
    sample = rng.sample(exported, len(exported) * 15 // 100)
    visitors = rng.sample(exported, len(exported) * 20 // 100)
    outside = strangers(population, rng, max(3, sizes.patients // 2000))
    return Plan(orders, exported, outside, sample + dump_only[:half], visitors + dump_only[half:])


def _distinct(extras: Extras, number: int) -> list[Named]:
    """So many different people from the export."""
    found: dict[str, Named] = {}
    while len(found) < number:
        named = extras.named()
        found.setdefault(named.patient.patient_id, named)
    return list(found.values())


class _Hard:
    """The patients whose only trace is one hard document, by the kind of document."""

    def __init__(self, casting: Casting, sizes: Sizes, rng: Random) -> None:
        self._casting, self._sizes, self._rng = casting, sizes, rng
        self.open: list[Named] = []
        self.scans: list[Named] = []
        self.mails: list[Named] = []
        self.letters: list[Named] = []
        self.lists: list[list[Named]] = []

    def cast(self) -> None:
        """Take everybody, the rarest parts first."""
        casting, total = self._casting, self._sizes.hard_only
        found = (casting.open_homonym() for _ in range(max(2, total // 30)))
        self.open = [named for named in found if named]
        self.mails = [casting.sender() for _ in range(max(2, total // 30))]
        self.letters = [casting.next_named() for _ in range(total // 2)]
        self.scans = [
            plain(self._rng, self._insured()) for _ in range(self._sizes.share(0.03, 10) // 4)
        ]
        listed = total - len(self.open) - len(self.mails) - len(self.letters) - len(self.scans)
        while listed > 0:
            family = self._rng.choice(LIST_FAMILIES)
            size = min(listed, self._rng.randint(2, 9))
            self.lists.append([casting.among(family) for _ in range(size)])
            listed -= size

    def _insured(self) -> Patient:
        return self._casting.named(D.NIR_SPELLING).patient


def _medical_orders(
    rng: Random, numbers: Iterator[int], ill: list[Named], extras: Extras
) -> Iterator[Order]:
    """Every person with health data gets one paper; a third of them get a second one."""
    people = list(ill)
    rng.shuffle(people)
    coded, people = _split(people, lambda n: n.difficulty is D.PATIENT_ID_ONLY, 4)
    if coded:
        yield Order(next(numbers), "medical", tuple(coded), "pmsi")
    theatre, people = _split(people, lambda n: n.difficulty not in NOT_IN_A_CELL, len(ill) // 8)
    for at in range(0, len(theatre), 2):
        yield Order(next(numbers), "medical", tuple(theatre[at : at + 2]), "theatre")
    remarked, people = _split(
        people, lambda n: n.difficulty in LIST_FAMILIES[0], len(ill) // 10 + 1
    )
    for named in remarked:
        others = [extras.named((D.PLAIN,)) for _ in range(rng.randint(4, 14))]
        yield Order(next(numbers), "medical", (named, *others), "comment")
    forms = [*map(str, range(len(FORMS))), "referral"]
    for at, named in enumerate(people):
        form = forms[at % len(forms)]
        yield Order(next(numbers), "medical", (named,), form)
        if at % 3 == 0:
            yield Order(next(numbers), "medical", (named,), forms[(at + 4) % len(forms)])


def _split(
    people: list[Named], fits: Callable[[Named], bool], most: int
) -> tuple[list[Named], list[Named]]:
    chosen = [named for named in people if fits(named)][:most]
    return chosen, [named for named in people if named not in chosen]


def _simple_orders(
    rng: Random,
    numbers: Iterator[int],
    hard: _Hard,
    extras: Extras,
    population: Population,
    sizes: Sizes,
) -> list[Order]:
    orders = [_letter(rng, numbers, named) for named in (*hard.letters, *hard.open)]
    orders += [Order(next(numbers), "patient_mail", (named,)) for named in hard.mails]
    orders += [_list(rng, numbers, people, extras) for people in hard.lists]
    about_strangers = strangers(population, rng, sizes.share(0.01, 6))
    letters_about = (_letter(rng, numbers, plain(rng, p)) for p in about_strangers)
    orders += [Order(o.number, "stranger", o.people, o.detail) for o in letters_about]
    orders += [
        Order(next(numbers), "patient_mail", (extras.sender(),))
        for _ in range(sizes.share(0.02, 6))
    ]
    pictures = [_scan(numbers, at, hard, extras) for at in range(sizes.share(0.03, 10))]
    junk = [Order(next(numbers), "junk") for _ in range(sizes.share(0.012, 10))]
    papers = [
        Order(next(numbers), "nobody", detail=nobody.choose_genre(rng))
        for _ in range(sizes.share(0.56, 165))
    ]
    room = sizes.files - len(orders) - len(pictures) - len(junk) - len(papers)
    tour = list(extras.each_way())
    others = [extras.named() for _ in range(room - len(tour))]
    orders += [_letter(rng, numbers, named) for named in (*tour, *others)]
    loose = bundled(
        rng, orders + papers, sizes.share(0.01, 3), sizes.share(0.015, 4), next(numbers) + 90_000
    )
    return pictures + junk + _with_copies(rng, numbers, loose, sizes.share(0.008, 4))


def _with_copies(
    rng: Random, numbers: Iterator[int], orders: list[Order], copies: int
) -> list[Order]:
    plain_files = [order for order in orders if order.kind in ("letter", "nobody", "list")]
    chosen = rng.sample(plain_files, copies)
    return orders + [Order(next(numbers), "copy", parts=(order,)) for order in chosen]


def _letter(rng: Random, numbers: Iterator[int], named: Named) -> Order:
    topic = letters.choose_topic(rng, named.difficulty)
    return Order(next(numbers), "letter", (named,), topic.section)


def _list(rng: Random, numbers: Iterator[int], people: list[Named], extras: Extras) -> Order:
    """A list of people with the same columns, half of them found elsewhere too."""
    family = next(f for f in LIST_FAMILIES if people[0].difficulty in f)
    labels = [label for label, _ in people[0].fields]
    same = [named for named in people if [label for label, _ in named.fields] == labels]
    rows = same + [extras.named(family) for _ in range(rng.randint(3, 12))]
    rng.shuffle(rows)
    return Order(next(numbers), "list", tuple(rows), letters.choose_topic(rng, family[0]).section)


def _scan(numbers: Iterator[int], at: int, hard: _Hard, extras: Extras) -> Order:
    kind = scans.SCANS[at % len(scans.SCANS)].name
    named = hard.scans[at] if at < len(hard.scans) else extras.named((D.NIR_SPELLING,))
    return Order(next(numbers), "scan", (Named(named.patient, D.OCR, "", ()),), kind)


def strangers(population: Population, rng: Random, number: int) -> list[Patient]:
    """Adults who are not in the index; one in three bears a patient's name."""
    found: list[Patient] = []
    while len(found) < number:
        person = household(population.families, rng)[0]
        if person.is_minor:
            continue
        if len(found) % 3 == 0:
            model = rng.choice(population.patients)
            person.birth_name, person.first_names = model.birth_name, model.first_names
            person.sex, person.used_name = model.sex, ""
        found.append(person)
    return found
