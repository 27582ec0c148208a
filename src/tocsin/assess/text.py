"""A text: who is spoken of, and which of its words are about whom."""

from collections.abc import Iterator, Sequence

from tocsin.assess.ownership import Ownership
from tocsin.assess.page import Page
from tocsin.assess.somebody import Somebody, gather
from tocsin.assess.subject import Subject
from tocsin.assess.tally import Tally
from tocsin.find import TextFinder
from tocsin.find.profile import is_medical
from tocsin.match.claim import IDENTITY, Claim
from tocsin.match.index import PatientIndex
from tocsin.match.resolve import Outcome, Resolution, Resolver
from tocsin.model.category import Category
from tocsin.model.mention import CATEGORY_OF, Grade, Mention
from tocsin.model.mention import MentionKind as K

LEAST_SURE = 0.5
PROSE = 4
ABOUT_NOBODY = 0.05
"""How sure it is that medical words are of a patient, in a text that names nobody."""

DOUBTFUL = 0.7
"""How sure it is that a word is about the one it is given to, where several are spoken of."""

_MEDICAL = (K.HEALTH, K.OTHER_SENSITIVE)
_UNMATCHED = (Outcome.NOT_IN_INDEX, Outcome.HOMONYMS)
_OF_A_PATIENT = {Category.HEALTH, Category.OTHER_SENSITIVE, Category.INSURANCE}
"""What is said of patients and hardly ever of staff or of those who write."""


class TextAnalyst:
    """Finds mentions in a text, resolves who they mean and adds up what is said of whom."""

    def __init__(self, index: PatientIndex, finder: TextFinder, resolver: Resolver) -> None:
        self._index = index
        self._finder = finder
        self._resolver = resolver

    def analyse(self, page: Page, tally: Tally, *, ocr: bool = False) -> None:
        """Add all that `page` says to `tally`."""
        mentions = self._finder.find(page.text, ocr=ocr)
        subjects = self.weigh(page, mentions, tally)
        if _is_of_one_doubtfully_named(subjects) and not _has_health(mentions):
            again = self._finder.find(page.text, ocr=ocr, personal=True)
            facts = _facts([mention for mention in again if mention.kind in _MEDICAL])
            _give_all(facts, subjects[0].resolution, page, tally)
        if not subjects and is_medical(page.text):
            tally.hint(ABOUT_NOBODY)

    def weigh(
        self, page: Page, mentions: list[Mention], tally: Tally, owner: Resolution | None = None
    ) -> list[Subject]:
        """Add what these mentions of `page` say; facts are `owner`'s if there is one (a row's).

        The subjects of the page.
        """
        if not mentions:
            return []
        people, letterhead = gather(page, mentions, self._is_known_id)
        subjects = [Subject(one, self._resolver.resolve(one.claim)) for one in people]
        subjects = self._united([part for one in subjects for part in self._parted(one, subjects)])
        letterhead += [m for one in subjects if one.is_nobody for m in one.somebody.mentions]
        subjects = _named_or_staying(subjects)
        for subject in subjects:
            _expose_identity(subject, page, tally)
        facts = _facts(mentions)
        if owner is not None:
            _give_all(facts, owner, page, tally)
            facts = []
        said = _attribute(facts, subjects, page, tally)
        if owner is None and not _is_health_told(subjects, said):
            tally.hint(max((m.confidence for m in mentions if m.kind is K.HEALTH), default=0.0))
        self._expose_known_contact(letterhead, subjects, page, tally)
        _list_unmatched(subjects, said, page, tally)
        _list_staff(mentions, page, tally)
        return subjects

    def tell_of_stays(
        self, page: Page, mentions: list[Mention], stays: list[str], tally: Tally
    ) -> None:
        """Add what these mentions say of stays: a cell in a row that names nobody."""
        for mention, category in _facts(mentions):
            for stay in stays:
                where = page.locator_at(mention.start)
                tally.expose_stay(stay, category, where, mention.confidence)

    def _parted(self, subject: Subject, subjects: list[Subject]) -> list[Subject]:
        """A number that stands beside one name and is of another who is named too, taken apart."""
        if not (subject.has_quarrel and subject.somebody.claim.has_name):
            return [subject]
        parts = subject.somebody.parted()
        named, numbered = (Subject(one, self._resolver.resolve(one.claim)) for one in parts)
        others = (one for one in subjects if one is not subject and one.somebody.claim.has_name)
        return [named, numbered] if any(one.may_be(numbered) for one in others) else [subject]

    def _united(self, subjects: list[Subject]) -> list[Subject]:
        """A number or address far from any name joins the name that may be the same person's."""
        kept = [one for one in subjects if one.somebody.claim.has_name]
        for nameless in (one for one in subjects if not one.somebody.claim.has_name):
            same = next((one for one in kept if one.may_be(nameless)), None)
            if same is None:
                kept.append(nameless)
            else:
                same.somebody.absorb(nameless.somebody)
                same.resolution = self._resolver.resolve(same.somebody.claim)
        return sorted(kept, key=lambda one: one.somebody.mentions[0].start)

    def _is_known_id(self, value: str) -> bool:
        return bool(self._index.with_patient_id(value))

    def _expose_known_contact(
        self, loose: Sequence[Mention], subjects: list[Subject], page: Page, tally: Tally
    ) -> None:
        """Contact data away from any name: those the index knows, or an address in a sentence."""
        for subject in subjects if loose else ():
            if not subject.resolution.is_confirmed:
                continue
            person = self._index.persons[subject.resolution.candidates[0].person]
            for mention in loose:
                known = mention.value in (person.email, person.phone, person.mobile)
                if known or (len(subjects) == 1 and _is_in_prose(mention, page)):
                    where = page.locator_at(mention.start)
                    tally.expose(subject.resolution, Category.CONTACT, where)


def _named_or_staying(subjects: list[Subject]) -> list[Subject]:
    """Who is named; in a text that names nobody those of whom a stay's number is said."""
    named = [one for one in subjects if not one.is_nobody]
    return named or [one for one in subjects if one.stays]


def _is_of_one_doubtfully_named(subjects: list[Subject]) -> bool:
    """Whether the index knows for sure the one person whom the finder was not sure to be named.

    The finder reads health words about nobody otherwise than those about somebody.
    """
    if len(subjects) != 1 or not subjects[0].resolution.is_confirmed:
        return False
    return all(m.confidence < DOUBTFUL for m in subjects[0].somebody.anchors)


def _has_health(mentions: list[Mention]) -> bool:
    return any(m.kind is K.HEALTH and m.confidence >= LEAST_SURE for m in mentions)


def _is_in_prose(mention: Mention, page: Page) -> bool:
    """Whether a postal address stands in a sentence, as no letterhead does."""
    start = page.text.rfind("\n", 0, mention.start) + 1
    return mention.kind is K.ADDRESS and len(page.text[start : mention.start].split()) >= PROSE


def category_of(mention: Mention) -> Category | None:
    """The category a mention stands for; a merely inferred illness is an episode of care."""
    if mention.kind is K.HEALTH and mention.grade is Grade.INFERRED:
        return Category.CARE_EPISODE
    return CATEGORY_OF.get(mention.kind)


def _facts(mentions: list[Mention]) -> list[tuple[Mention, Category]]:
    """What is said of somebody beyond who it is."""
    return [
        (mention, category)
        for mention in mentions
        if mention.kind not in IDENTITY
        and mention.confidence >= LEAST_SURE
        and (category := category_of(mention))
    ]


def _expose_identity(subject: Subject, page: Page, tally: Tally) -> None:
    first = min(subject.somebody.mentions, key=lambda m: m.start)
    where = page.locator_at(first.start)
    resolution = subject.resolution
    if resolution.outcome is not Outcome.NOBODY:
        tally.mention(where, subject.somebody.claim, resolution.candidates)
    tally.link(resolution, where)
    if resolution.is_confirmed:
        stays = subject.somebody.claim.all(K.STAY_ID)
        tally.own_stays(stays, [resolution.candidates[0].person] * len(stays))
    for category, mention in _identity_categories(subject.somebody):
        _tell(subject, category, page.locator_at(mention.start), tally)


def _identity_categories(somebody: Somebody) -> Iterator[tuple[Category, Mention]]:
    """What the identity mentions themselves give away."""
    found: dict[Category, Mention] = {}
    for mention in sorted(somebody.mentions, key=lambda m: m.start):
        category = CATEGORY_OF.get(mention.kind)
        if category and mention.kind is not K.CITY:
            found.setdefault(category, mention)
    yield from found.items()


def _give_all(
    facts: list[tuple[Mention, Category]], owner: Resolution, page: Page, tally: Tally
) -> None:
    for mention, category in facts:
        tally.expose(owner, category, page.locator_at(mention.start), mention.confidence)


def _attribute(
    facts: list[tuple[Mention, Category]], subjects: list[Subject], page: Page, tally: Tally
) -> dict[int, set[Category]]:
    """Give each fact to its owner; what was said of each subject, by position."""
    said: dict[int, set[Category]] = {}
    ownership = Ownership(subjects, page)
    for mention, category in facts:
        for position, certainty in ownership.owners(mention):
            said.setdefault(position, set()).add(category)
            where = page.locator_at(mention.start)
            _tell(subjects[position], category, where, tally, mention.confidence * certainty)
    return said


def _tell(
    subject: Subject, category: Category, where: str, tally: Tally, certainty: float = 1.0
) -> None:
    """Add what is said of a subject: of whom it may be, or of the stay whose number it bears."""
    tally.expose(subject.resolution, category, where, certainty)
    for stay in subject.stays:
        tally.expose_stay(stay, category, where, certainty)


def _is_health_told(subjects: list[Subject], said: dict[int, set[Category]]) -> bool:
    """Whether health was given to somebody who will be reported: a patient or a stranger."""
    return any(
        Category.HEALTH in categories
        and (subjects[at].resolution.candidates or subjects[at].resolution.outcome in _UNMATCHED)
        for at, categories in said.items()
    )


def _list_unmatched(
    subjects: list[Subject], said: dict[int, set[Category]], page: Page, tally: Tally
) -> None:
    for position, subject in enumerate(subjects):
        patient = said.get(position, set()) & _OF_A_PATIENT or subject.somebody.claim.has(K.ADDRESS)
        if subject.resolution.outcome in _UNMATCHED or (subject.is_stranger and patient):
            own = {category for category, _ in _identity_categories(subject.somebody)}
            tally.unmatched(
                name_as_written(subject.somebody, page),
                own | said.get(position, set()),
                Outcome.NOT_IN_INDEX if subject.is_stranger else subject.resolution.outcome,
                subject.somebody.claim,
            )


def _list_staff(mentions: list[Mention], page: Page, tally: Tally) -> None:
    """Those whom a role names are in the files, too; a number of theirs (RPPS) is no name."""
    for mention in mentions:
        if mention.kind is K.STAFF and not mention.value.isdigit():
            name = page.text[mention.start : mention.end]
            tally.unmatched(name, (Category.CIVIL_STATUS,), Outcome.STAFF, Claim())


def name_as_written(somebody: Somebody, page: Page) -> str:
    """The fullest name as the text writes it: surname and given names, or the full name."""

    def written(*kinds: K) -> str:
        spans = [page.text[m.start : m.end] for m in somebody.mentions if m.kind in kinds]
        return max(spans, key=len, default="")

    full = written(K.FULL_NAME)
    parts = f"{written(K.SURNAME) or written(K.BIRTH_NAME)} {written(K.GIVEN_NAMES)}".strip()
    return max(full, parts, key=len)
