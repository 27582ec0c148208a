"""Somebody of a text beside what the index says of them."""

from dataclasses import dataclass

from tocsin.assess.somebody import Somebody, contradict
from tocsin.match.claim import NUMBERS, Claim
from tocsin.match.resolve import CONFLICT, Outcome, Resolution
from tocsin.model.mention import Mention
from tocsin.model.mention import MentionKind as K

_SAID = frozenset(("titled", "labelled"))


@dataclass(slots=True)
class Subject:
    """Somebody of the text and whom the index says it is."""

    somebody: Somebody
    resolution: Resolution

    @property
    def is_firm(self) -> bool:
        """Whether it is more than a name in passing."""
        return self.resolution.is_confirmed or self.somebody.claim.is_firm

    @property
    def weight(self) -> int:
        """How likely the text is about this one: firm, titled and known, known, or in passing."""
        known = bool(self.resolution.candidates)
        titled = self.somebody.claim.has(K.SEX, K.AGE)
        return 3 if self.is_firm else (1 + titled) if known else 0

    @property
    def has_quarrel(self) -> bool:
        """Whether a number says one person and the name another."""
        best = self.resolution.candidates[:1]
        return self.somebody.claim.has(*NUMBERS) and any(CONFLICT in one.basis for one in best)

    @property
    def is_nobody(self) -> bool:
        """Whether it has neither a name nor a person: a switchboard, a ward's mail box."""
        return not self.somebody.claim.has_name and not self.resolution.candidates

    @property
    def stays(self) -> list[str]:
        """The numbers of stays that are said of it, where nothing else says who it is."""
        return stays_alone(self.somebody.claim, self.resolution)

    @property
    def is_stranger(self) -> bool:
        """Whether it has a full name that a title, an age or a label says to be somebody's, and
        nobody of the index bears it.
        """
        claim = self.somebody.claim
        named = claim.has(K.FULL_NAME) or (claim.has(K.SURNAME) and claim.has(K.GIVEN_NAMES))
        said = claim.has(K.SEX, K.AGE) or any(m.rule in _SAID for m in self.somebody.anchors)
        return self.resolution.outcome is Outcome.NOBODY and named and said

    def may_be(self, other: "Subject") -> bool:
        """Whether the index allows both to be one person, and nothing said forbids it."""
        mine = {candidate.person for candidate in self.resolution.candidates}
        shared = mine & {candidate.person for candidate in other.resolution.candidates}
        return bool(shared) and not contradict(self.somebody.claim, other.somebody.claim)

    def distance(self, mention: Mention) -> int:
        """Characters to the nearest naming of the subject; one that follows counts double."""
        return min(
            mention.start - a.end if a.end <= mention.start else 2 * abs(a.start - mention.end)
            for a in self.somebody.anchors
        )


def stays_alone(claim: Claim, resolution: Resolution) -> list[str]:
    """The numbers of stays of a claim that says nothing else by which it could be somebody."""
    unsaid = resolution.outcome is Outcome.NOBODY and not claim.has_name
    unsaid = unsaid or resolution.outcome is Outcome.HOMONYMS
    return claim.all(K.STAY_ID) if unsaid else []
