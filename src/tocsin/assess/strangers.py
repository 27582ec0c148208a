"""Persons who are in the files and not in the index: one row each, drawn from every document.

What documents say of somebody is joined as registers do it (Fellegi and Sunter's deterministic
case): a birth date is one a person, so two different ones are never joined; the same name with the
same date, or with the only date known under it, is the same person; the same number is, if names
agree or dates do (a child's papers carry the number of a parent).
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from tocsin.assess.review.decisions import standing
from tocsin.assess.review.question import CONTENT, QuestionKind
from tocsin.case import Store
from tocsin.find.fold import fold
from tocsin.match.collector import collector_paused
from tocsin.model.category import Category
from tocsin.model.finding import BORN, NUMBER

STAFF = "staff"
MARK_LETTERS = 16
_MARK = re.compile(rf"s[0-9a-f]{{{MARK_LETTERS}}}")
MOST_BEARERS = 50
"""Of one number; beyond them it is no person's (a hospital's, a form's example)."""

TITLES = frozenset(["M", "MR", "MME", "MLLE", "MONSIEUR", "MADAME", "MADEMOISELLE", "DR", "DOCTEUR",
                    "PR", "PROFESSEUR"])  # fmt: skip
Words = frozenset[str]
Alias = tuple[str, Words, str]
"""Reason, words of the name, hash of the birth date: whoever has the same is one person."""
Mark = Callable[[Alias], str]

_MERGES = """
    SELECT merge, kept, other FROM merges m WHERE outside AND undoes IS NULL
    AND NOT EXISTS (SELECT 1 FROM merges u WHERE u.undoes = m.merge) ORDER BY merge
"""


@dataclass(slots=True)
class Stranger:
    """Somebody as some documents tell: `documents` in the order of their paths.

    `born` and `numbers` are keyed hashes; `name` is the fullest way it is written.
    """

    name: str
    reason: str
    born: str = ""
    numbers: frozenset[str] = frozenset()
    categories: set[str] = field(default_factory=set)
    documents: dict[int, int] = field(default_factory=dict)
    """From a document's place in the order to its number."""

    words: Words = field(init=False)
    """The name without titles, whatever its order."""

    aliases: set[Alias] = field(init=False)
    """Everything that they are called."""

    def __post_init__(self) -> None:
        self.words = words_of(self.name)
        self.aliases = {(self.reason, self.words, self.born)}

    @property
    def first_document(self) -> int:
        """The number of the first document by path."""
        return self.documents[min(self.documents)]

    def absorb(self, other: "Stranger") -> None:
        """The other is the same person."""
        if len(other.words) > len(self.words):
            self.name, self.words = other.name, other.words
        self.born = self.born or other.born
        self.numbers |= other.numbers
        self.categories |= other.categories
        self.documents |= other.documents
        self.aliases |= other.aliases


def list_strangers(store: Store) -> None:
    """Rebuild `strangers` from `unmatched`, in one transaction."""
    with store.transaction():
        draw_strangers(store)


def draw_strangers(store: Store) -> None:
    """The same within a transaction."""
    found = sorted(strangers(store), key=lambda one: (min(one.documents), one.name))
    mark = marks(store)
    store.execute("DELETE FROM strangers")
    store.many(
        "INSERT INTO strangers (document, name, categories, reason, documents, mark)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                one.first_document,
                one.name,
                _joined(one.categories),
                one.reason,
                len(one.documents),
                min(map(mark, one.aliases)),
            )
            for one in found
        ],
    )


def strangers(store: Store) -> list[Stranger]:
    """One of each person, as documents tell and as people merged them."""
    with collector_paused():
        found = list(consolidate(_sightings(store)))
    return _merged(found, outside_merges(store), marks(store))


def outside_merges(store: Store) -> list[tuple[int, str, str]]:
    """The merges of strangers that stand: number, mark of the one kept, mark of the other."""
    return [(number, kept, other) for number, kept, other in store.execute(_MERGES)]


def marks(store: Store) -> Mark:
    """What people call a stranger by, from an alias: it outlives a new reading.

    A letter and 16 hexadecimal digits, salted by the case: a name cannot be guessed from it.
    """
    salt = str(store.one("SELECT value FROM meta WHERE key = 'mark_salt'")[0])

    def mark(alias: Alias) -> str:
        reason, words, born = alias
        text = "\x1f".join((salt, reason, *sorted(words), born))
        return f"s{hashlib.sha256(text.encode()).hexdigest()[:MARK_LETTERS]}"

    return mark


def is_mark(text: str) -> bool:
    """Whether this is written as the marks of strangers are."""
    return _MARK.fullmatch(text) is not None


def _merged(
    found: list[Stranger], merges: list[tuple[int, str, str]], mark: Mark
) -> list[Stranger]:
    by_mark = {mark(a): one for one in found for a in one.aliases} if merges else {}
    gone: set[int] = set()
    for _, kept, other in merges:
        one, same = by_mark.get(kept), by_mark.get(other)
        if one is None or same is None or one is same:
            continue
        gone.add(id(same))
        by_mark |= {mark(alias): one for alias in same.aliases}
        name, words = one.name, one.words
        one.absorb(same)
        one.name, one.words = name, words
    return [one for one in found if id(one) not in gone]


def consolidate(sightings: Iterable[Stranger]) -> Iterator[Stranger]:
    """One of each person, of what single documents tell."""
    alike: dict[tuple[object, ...], Stranger] = {}
    for one in sightings:
        known = alike.setdefault((one.reason, one.words, one.born, one.numbers), one)
        if known is not one:
            known.absorb(one)
    by_reason: dict[str, list[Stranger]] = defaultdict(list)
    for one in alike.values():
        by_reason[one.reason].append(one)
    for reason, strangers in by_reason.items():
        yield from _Register(strangers).persons(by_role=reason == STAFF)


class _Register:
    """The strangers of one reason, who are joined step by step."""

    def __init__(self, strangers: list[Stranger]) -> None:
        self._all = strangers
        self._same_as: dict[int, Stranger] = {}

    def persons(self, *, by_role: bool) -> list[Stranger]:
        """Those that remain."""
        self._join_by_number()
        self._join_by_name()
        if by_role:
            self._join_shorter_names()
        return self._remaining()

    def _remaining(self) -> list[Stranger]:
        return [one for one in self._all if id(one) not in self._same_as]

    def _join(self, one: Stranger, other: Stranger) -> None:
        """Both are one person, unless by now they have two birth dates."""
        one, other = self._now(one), self._now(other)
        if one is not other and not (one.born and other.born and one.born != other.born):
            one.absorb(other)
            self._same_as[id(other)] = one

    def _now(self, one: Stranger) -> Stranger:
        while id(one) in self._same_as:
            one = self._same_as[id(one)]
        return one

    def _join_by_number(self) -> None:
        by_number: dict[str, list[Stranger]] = defaultdict(list)
        for one in self._all:
            for number in one.numbers:
                by_number[number].append(one)
        for bearers in by_number.values():
            for one, other in combinations(bearers[:MOST_BEARERS], 2):
                dated = one.born and one.born == other.born
                if dated or (one.words and one.words <= other.words) or one.words > other.words:
                    self._join(one, other)

    def _join_by_name(self) -> None:
        by_name: dict[Words, dict[str, list[Stranger]]] = defaultdict(lambda: defaultdict(list))
        for one in self._remaining():
            by_name[one.words][one.born].append(one)
        for by_date in by_name.values():
            undated = by_date.pop("", [])
            if len(by_date) <= 1:
                undated = [one for dated in by_date.values() for one in dated] + undated
            for same in (undated, *by_date.values()):
                for one in same[1:]:
                    self._join(same[0], one)

    def _join_shorter_names(self) -> None:
        """`Dr Petit` is `Dr Claire Petit` where no other of the staff bears that name."""
        remaining = self._remaining()
        bearing: dict[str, list[Stranger]] = defaultdict(list)
        for one in remaining:
            for word in one.words:
                bearing[word].append(one)
        for one in sorted(remaining, key=lambda stranger: len(stranger.words)):
            rarest = min((bearing[word] for word in one.words), key=len, default=[])
            longer = {
                id(now): now for other in rarest if (now := self._now(other)).words > one.words
            }
            if len(longer) == 1:
                self._join(next(iter(longer.values())), one)


def _sightings(store: Store) -> Iterator[Stranger]:
    rows = store.stream(
        f"SELECT document, {CONTENT}, name, categories, unmatched.reason, traits FROM unmatched"
        " JOIN documents USING (document) ORDER BY path, name, traits"
    )
    known = recognised(store)
    places: dict[int, int] = {}
    for document, content, name, categories, reason, traits in rows:
        if known and (content, passage_of(name)) in known:
            continue
        said = traits.split()
        yield Stranger(
            name,
            reason,
            _born(said),
            frozenset(trait for trait in said if trait.startswith(NUMBER)),
            set(categories.split(";")),
            {places.setdefault(document, len(places)): document},
        )


def recognised(store: Store) -> set[tuple[str, bytes]]:
    """Of whom somebody said that they are a person of the index: content and passage."""
    decisions = standing(store)
    return {(d.content, d.passage) for d in decisions if d.kind is QuestionKind.NAMED}


def alias_of(name: str, reason: str, traits: str) -> Alias:
    """What a row of `unmatched` calls somebody."""
    return reason, words_of(name), _born(traits.split())


def _born(traits: list[str]) -> str:
    dates = [trait for trait in traits if trait.startswith(BORN)]
    return dates[0] if len(dates) == 1 else ""


def passage_of(name: str) -> bytes:
    """What a name is known by in a decision: a digest of its words, whatever their order."""
    return hashlib.sha256(" ".join(sorted(words_of(name))).encode()).digest()


@lru_cache(maxsize=1_000_000)
def words_of(name: str) -> Words:
    """The folded words of a name, without titles."""
    words = frozenset(fold(name).split())
    return words - TITLES or words


def _joined(categories: set[str]) -> str:
    return ";".join(category.value for category in Category if category.value in categories)
