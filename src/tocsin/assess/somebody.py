"""Who is spoken of in a text: identity mentions gathered, line by line, into claims.

A name and what stands on its line belong together; what stands on lines without a name belongs to
the somebody named last, if it does not contradict; a name said before is the same somebody.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count, groupby

from tocsin.assess.page import Page
from tocsin.find.finders.relatives import RELATIVE
from tocsin.match.claim import IDENTITY, NAMES, NUMBERS, REACH, Claim
from tocsin.match.closeness import one_slip
from tocsin.match.nir import BODY
from tocsin.model.mention import Mention
from tocsin.model.mention import MentionKind as K

BARE_DATE = BARE_NUMBER = 0.6
"""A birth date less sure than this is only a date beside a name, a patient number only a number."""

LEAST_SURE = 0.3
NEAR_LINES = 6
NEAR_REACH_LINES = 4
TITLE_GAP = 4
SURNAMES = (K.FULL_NAME, K.SURNAME, K.BIRTH_NAME)


@dataclass(slots=True, eq=False)
class Somebody:
    """The identity mentions of one somebody in one text and the claim they make together."""

    first_line: int
    last_line: int
    claim: Claim = field(default_factory=Claim)
    mentions: list[Mention] = field(default_factory=list)
    only_path: bool = False
    whole_path: bool = False
    """Whether a folder or file is named by its first mention and by nothing else."""
    tick: int = -1
    """When it was named last, once it is known."""

    def add(self, mention: Mention) -> None:
        """One more mention of the same somebody."""
        self.mentions.append(mention)
        if mention.kind is K.BIRTH_DATE and mention.confidence < BARE_DATE:
            if mention.value not in self.claim.bare_dates:
                self.claim.bare_dates.append(mention.value)
        elif mention.kind is K.PATIENT_ID and mention.confidence < BARE_NUMBER:
            if mention.value not in self.claim.bare_numbers:
                self.claim.bare_numbers.append(mention.value)
        else:
            self.claim.add(mention.kind, mention.value)

    def absorb(self, other: "Somebody") -> None:
        """What was taken for another is the same somebody."""
        self.mentions += other.mentions
        self.claim.absorb(other.claim)
        self.last_line = max(self.last_line, other.last_line)
        self.only_path = self.only_path and other.only_path

    def parted(self) -> tuple["Somebody", "Somebody"]:
        """What names them, and their numbers: two until it is known to be one somebody."""
        named, numbered = (Somebody(self.first_line, self.last_line) for _ in range(2))
        for mention in self.mentions:
            (numbered if mention.kind in NUMBERS else named).add(mention)
        named.only_path, named.whole_path = self.only_path, self.whole_path
        return named, numbered

    @property
    def is_relative(self) -> bool:
        """Whether kinship, a given name and a telephone say who it is: nobody named beside."""
        return any(mention.rule == RELATIVE for mention in self.mentions)

    @property
    def anchors(self) -> list[Mention]:
        """The mentions that tell who it is: names and numbers."""
        anchors = [m for m in self.mentions if m.kind in SURNAMES or m.kind in NUMBERS]
        return anchors or self.mentions


def gather(
    page: Page, mentions: Iterable[Mention], is_known_id: Callable[[str], bool]
) -> tuple[list[Somebody], list[Mention]]:
    """The somebodies of a text in order, and contact mentions that are nobody's (a letterhead).

    Patient numbers for which `is_known_id` is false identify nobody here.
    """
    gathering = _Gathering()
    usable = (m for m in mentions if _identifies(m, is_known_id))
    for line, on_line in groupby(usable, key=lambda m: page.line_at(m.start)):
        for group in _groups(line, list(on_line)):
            first = group.mentions[0]
            group.only_path = page.is_path(first.start)
            group.whole_path = group.only_path and page.is_whole_name(first.start, first.end)
            gathering.take(group)
    return gathering.close()


def _identifies(mention: Mention, is_known_id: Callable[[str], bool]) -> bool:
    if mention.kind not in IDENTITY or mention.confidence < LEAST_SURE:
        return False
    return mention.kind is not K.PATIENT_ID or is_known_id(mention.value)


def _groups(line: int, mentions: list[Mention]) -> Iterator[Somebody]:
    """The somebodies of one line: each begins at a name, and takes what follows it."""
    group = Somebody(line, line)
    for position, mention in enumerate(mentions):
        following = mentions[position + 1] if position + 1 < len(mentions) else None
        if group.mentions and not _goes_on(group, mention, following):
            yield group
            group = Somebody(line, line)
        group.add(mention)
    if group.mentions:
        yield group


def _goes_on(group: Somebody, mention: Mention, following: Mention | None) -> bool:
    """Whether `mention` is still of the somebody of `group`."""
    alone = Claim([(mention.kind, mention.value)])
    if mention.kind is K.SEX and group.claim.has_name and following is not None:
        if following.kind in NAMES and following.start - mention.end <= TITLE_GAP:
            named = Claim([(following.kind, following.value)])
            return agree_in_name(group.claim, named) and not contradict(group.claim, alone)
        return not contradict(group.claim, alone)
    if mention.kind in NAMES and group.claim.has_name:
        return _continues_name(group.claim, mention)
    return not contradict(group.claim, alone)


def _continues_name(claim: Claim, mention: Mention) -> bool:
    if mention.kind is K.BIRTH_NAME:
        return not claim.has(K.BIRTH_NAME) or mention.value in claim.all(K.BIRTH_NAME)
    if mention.kind is K.GIVEN_NAMES and not claim.has(K.GIVEN_NAMES, K.FULL_NAME):
        return True
    if mention.kind is K.SURNAME and not claim.has(K.SURNAME, K.FULL_NAME):
        return True
    return agree_in_name(claim, Claim([(mention.kind, mention.value)]))


class _Known:
    """The somebodies of a text, in the order in which they were named last.

    Names that agree share a word: in a text about hundreds, only those who do are compared.
    """

    def __init__(self) -> None:
        self._ticks = count()
        self._ordered: dict[int, Somebody] = {}
        self._bearers: dict[str, dict[int, Somebody]] = {}

    def __iter__(self) -> Iterator[Somebody]:
        return iter(self._ordered.values())

    @property
    def last(self) -> Somebody | None:
        """Who was named last."""
        return next(reversed(self._ordered.values()), None)

    def put_last(self, one: Somebody) -> None:
        """A new one, or one who is named again."""
        self._ordered.pop(one.tick, None)
        one.tick = next(self._ticks)
        self._ordered[one.tick] = one
        for word in _words(one.claim):
            self._bearers.setdefault(word, {})[id(one)] = one

    def put_before_last(self, one: Somebody) -> None:
        """A new one, after whom the one named last is still the last."""
        last = self.last
        self.put_last(one)
        if last is not None:
            self.put_last(last)

    def remove(self, one: Somebody) -> bool:
        """Whether it was among them; now it is no more."""
        return self._ordered.pop(one.tick, None) is not None

    def sharing_a_word(self, claim: Claim) -> list[Somebody]:
        """Those whose names share a word with the claim's, the one named last first."""
        found: dict[int, Somebody] = {}
        for word in _words(claim):
            found.update(self._bearers.get(word, {}))
        return sorted(found.values(), key=lambda one: one.tick, reverse=True)


class _Gathering:
    def __init__(self) -> None:
        self._all = _Known()
        self._loose: list[Somebody] = []

    def take(self, group: Somebody) -> None:
        """Give a line's group to a known somebody, or make a new one of it."""
        if group.is_relative:  # what follows is still of the one named last
            self._all.put_before_last(group)
            return
        known = self._same_name(group) if group.claim.has_name else self._last_before(group)
        if known is not None:
            known.absorb(group)
            self._all.put_last(known)
        elif group.claim.has_name or group.claim.is_firm or group.claim.has(K.EMAIL, K.STAY_ID):
            self._all.put_last(group)
        elif group.whole_path and group.claim.bare_numbers:
            self._all.put_last(group)  # a folder a patient: somebody looks
        else:
            self._loose.append(group)

    def _same_name(self, group: Somebody) -> Somebody | None:
        for known in self._all.sharing_a_word(group.claim):
            if agree_in_name(known.claim, group.claim) and not contradict(known.claim, group.claim):
                return known
        last = self._all.last
        if last and not last.claim.has_name and last.claim.is_firm:
            near = _near(last, group, NEAR_LINES)
            return last if near and not contradict(last.claim, group.claim) else None
        if last and _completes_name(last, group) and not contradict(last.claim, group.claim):
            return last
        return None

    def _last_before(self, group: Somebody) -> Somebody | None:
        """The somebody named last, if what stands on this line without a name can be theirs."""
        last = self._all.last
        if last is None or last.only_path or contradict(last.claim, group.claim):
            return None
        only_reach = all(m.kind in REACH for m in group.mentions)
        return last if _near(last, group, NEAR_REACH_LINES if only_reach else NEAR_LINES) else None

    def close(self) -> tuple[list[Somebody], list[Mention]]:
        """Everybody; what was left over goes to the only one named, if there is only one."""
        named = [one for one in self._all if one.claim.has_name]
        if len(named) == 1:
            others = [o for o in self._all if o is not named[0] and not o.is_relative]
            for other in others + self._loose:
                self._give_to_only(named[0], other)
        nobodys = [m for one in self._loose for m in one.mentions if m.kind in REACH]
        everybody = sorted(self._all, key=lambda one: one.mentions[0].start)
        return everybody, nobodys

    def _give_to_only(self, named: Somebody, other: Somebody) -> None:
        says_who = any(m.kind not in REACH for m in other.mentions)
        if says_who and not contradict(named.claim, other.claim):
            named.absorb(other)
            if not self._all.remove(other):
                self._loose.remove(other)


def _near(last: Somebody, group: Somebody, lines: int) -> bool:
    return not last.only_path and group.first_line - last.last_line <= lines


def _completes_name(last: Somebody, group: Somebody) -> bool:
    """A form's birth name and name in use stand on lines of their own."""
    kinds = {m.kind for m in group.mentions if m.kind in NAMES}
    if not _near(last, group, 2) or not last.claim.has(*NAMES):
        return False  # a mail address on the line before is another's
    if kinds == {K.BIRTH_NAME}:
        return not last.claim.has(K.BIRTH_NAME)
    return kinds == {K.SURNAME} and not last.claim.has(K.SURNAME, K.FULL_NAME)


def agree_in_name(a: Claim, b: Claim) -> bool:
    """Whether two claims can be of one name: one within the other, by initial or one slip."""
    mine, other = _tokens(a), _tokens(b)
    if not mine or not other:
        return False
    only_mine, only_other = mine - other, other - mine
    if not only_mine or not only_other:
        return True
    if not mine & other:
        return False
    if _are_initials(only_mine, only_other) or _are_initials(only_other, only_mine):
        return True
    return len(only_mine) == len(only_other) == 1 and one_slip(*only_mine, *only_other)


def _words(claim: Claim) -> set[str]:
    return {word for name in claim.all(*NAMES) for word in name.split()}


def _tokens(claim: Claim) -> set[str]:
    """The words of its names; an initial whose name stands beside it is none of its own."""
    tokens = _words(claim)
    first_letters = {token[0] for token in tokens if len(token) > 1}
    return {token for token in tokens if len(token) > 1 or token not in first_letters}


def _are_initials(short: set[str], long: set[str]) -> bool:
    return all(len(token) == 1 and any(t.startswith(token) for t in long) for token in short)


def contradict(a: Claim, b: Claim) -> bool:
    """Whether two claims cannot be of one somebody: another number, stay, birth date or sex."""
    for kinds in ((K.PATIENT_ID,), (K.STAY_ID,), (K.BIRTH_DATE,), (K.SEX,)):
        mine, other = a.all(*kinds), b.all(*kinds)
        if mine and other and not set(mine) & set(other):
            return True
    mine = [value[:BODY] for value in a.all(K.NIR, K.INS)]
    other = [value[:BODY] for value in b.all(K.NIR, K.INS)]
    return bool(mine and other and not set(mine) & set(other))
