"""Upper bounds for what a sample did not show: exact, one-sided, stratified.

- One stratum: C. J. Clopper and E. S. Pearson, "The Use of Confidence or Fiducial Limits
  Illustrated in the Case of the Binomial", Biometrika 26(4), 1934, 404-413.
- Several strata drawn with different weights: the number found is a sum of independent trials
  (draws without replacement too: a hypergeometric number is distributed as such a sum; V. A.
  Vatutin and V. G. Mikhailov, Theory of Probability and its Applications 27(4), 1982, 734-743).
  Of all such sums with the same mean, the binomial has the heaviest tail up to one below the mean
  (W. Hoeffding, "On the Distribution of the Number of Successes in Independent Trials", Annals of
  Mathematical Statistics 27(3), 1956, 713-721). So Clopper and Pearson's limit on the pooled
  draws, if it is one above what was found, bounds their mean rate, whatever each stratum's own;
  and as each draw stands for at most `weight` units, the total is at most weight × draws × limit.
- Groups of strata: C. E. Bonferroni's inequality; the risk is shared out equally.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, floor, lgamma, log, log1p

RISK = 0.05
"""One minus the confidence."""

_HALVINGS = 60


def clopper_pearson(found: int, drawn: int, risk: float = RISK) -> float:
    """The highest rate at which `found` or fewer of `drawn` are not rarer than `risk`."""
    if found >= drawn:
        return 1.0
    low, high = found / drawn, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if at_most(found, drawn, middle) > risk:
            low = middle
        else:
            high = middle
    return high


def at_most(found: int, drawn: int, rate: float) -> float:
    """The binomial probability of `found` or fewer among `drawn`, for a rate below 1."""
    if rate <= 0.0:
        return 1.0
    if rate >= 1.0:
        return float(found >= drawn)
    return min(sum(exp(_log_term(k, drawn, rate)) for k in range(found + 1)), 1.0)


def _log_term(k: int, drawn: int, rate: float) -> float:
    choices = lgamma(drawn + 1) - lgamma(k + 1) - lgamma(drawn - k + 1)
    return choices + k * log(rate) + (drawn - k) * log1p(-rate)


@dataclass(frozen=True, slots=True)
class Draw:
    """A stratum: its units, those drawn at random, and those of the drawn that were positive."""

    units: int
    drawn: int
    found: int

    @property
    def is_whole(self) -> bool:
        """Whether every unit was looked at: then nothing is left to chance."""
        return self.drawn >= self.units

    @property
    def weight(self) -> float:
        """How many units each draw stands for; infinite if nothing was drawn."""
        return self.units / self.drawn if self.drawn else float("inf")


def most(draws: Sequence[Draw], risk: float = RISK) -> int:
    """With confidence 1 − risk, at most so many positive units are in these strata.

    A stratum of which nothing was drawn counts whole.
    """
    certain = sum(draw.found for draw in draws if draw.is_whole)
    unseen = sum(draw.units for draw in draws if not draw.is_whole and not draw.drawn)
    drawn = [draw for draw in draws if draw.drawn and not draw.is_whole]
    return certain + unseen + _pooled(drawn, risk)


def _pooled(draws: Sequence[Draw], risk: float) -> int:
    if not draws:
        return 0
    size, found = sum(draw.drawn for draw in draws), sum(draw.found for draw in draws)
    weight = max(draw.weight for draw in draws)
    rate = max(clopper_pearson(found, size, risk), min((found + 1) / size, 1.0))
    bound = floor(weight * size * rate + 1e-9)
    return min(bound, sum(draw.units for draw in draws))


def most_of_groups(groups: Sequence[Sequence[Draw]], risk: float = RISK) -> int:
    """The same over groups of strata, each bounded at an equal part of the risk.

    Groups that were looked at whole take no part of it.
    """
    sampled = sum(any(not draw.is_whole for draw in group) for group in groups)
    return sum(most(group, risk / max(sampled, 1)) for group in groups)


def least_recall(known: int, missed_at_most: int) -> float:
    """The share found at least, of those known and those that may have been missed."""
    return known / (known + missed_at_most) if known + missed_at_most else 1.0
