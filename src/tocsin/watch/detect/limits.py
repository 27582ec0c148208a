"""How many are too many: learned on the first days, then frozen. Decision 076.

Robust z (Iglewicz & Hoaglin 1993): distance from the median in units of 1.4826 MAD, on the
logarithm, since counts of readings are skewed. An account stands out if it does so from its own
past *and* from its peers, or if it reads at a pace that it never had at that hour of the day; the
hospital, if its total does from the same hour of the week.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.float64]

WEEK, DAY = 168, 24
LEAST = 30
"""Patients without a care link in a day below which no account stands out."""

LEAST_TOTAL = 100
OWN_DAYS = 10
"""Days with readings from which on an account has a past of its own."""

FLOOR, TOTAL_FLOOR = 0.25, 0.03
"""The least spread that is believed, on the logarithm."""

LEAST_Z, TOTAL_Z = 3.0, 6.0
ALARMS_A_DAY = 0.2
"""How often accounts may have gone beyond their limit while it was learned."""

PACE = 2
"""Hours over which an account's pace is taken."""

LEAST_PACE = 60
PACE_SHARE, PACE_MARGIN = 0.25, 1.5
"""What no pace is judged below: a share of the day's limit, and the account's worst pace around
that hour while learning, with a margin."""

MARGIN = 0.08
"""By how much, on the logarithm, the total must exceed the worst hour of the days learned."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Median and spread of counts, on the logarithm."""

    median: float
    spread: float

    def limit(self, z: float) -> float:
        """The count that stands out by `z`."""
        return float(np.expm1(min(self.median + z * self.spread, 40.0)))


@dataclass(frozen=True, slots=True)
class Limits:
    """What was learned. `own` by account, `peers` by role ('' for all), `total` by hour of the
    week, `paces` by account and hour of the day, for those that were ever fast."""

    z: float
    own: dict[str, Usual]
    peers: dict[str, Usual]
    total: list[float] = field(default_factory=list)
    paces: dict[str, list[float]] = field(default_factory=dict)

    def of(self, account: str, role: str) -> float:
        """The count beyond which an account stands out."""
        peers = self.peers.get(role) or self.peers.get("") or Usual(0.0, FLOOR)
        own = self.own.get(account)
        return max(LEAST, peers.limit(self.z), own.limit(self.z) if own else 0.0)

    def pace_of(self, account: str, role: str, hour: int) -> float:
        """The count of `PACE` hours beyond which an account stands out, at an hour since 1970."""
        least = max(LEAST_PACE, PACE_SHARE * self.of(account, role))
        known = self.paces.get(account)
        return max(least, known[hour % DAY]) if known else least

    def of_all(self, hour: int) -> float:
        """The count beyond which the hospital stands out, at an hour since 1970."""
        return self.total[hour % WEEK] if self.total else float("inf")


def learn(
    days: Counts,
    accounts: list[str],
    roles: list[str],
    total: Counts,
    first: int,
    paces: Counts | None = None,
) -> Limits:
    """The limits, from the highest count of each account and day, and the total of each hour.

    `days` (accounts x days) and `total` (hours, the first of them `first` since 1970) hold NaN
    where nothing is known; `paces` (accounts x 24) the worst pace at each hour of the day.
    """
    logs = np.log1p(days)
    own, has_past = _own(logs)
    peers = _peers(logs, roles)
    z = _strictness(logs, own, has_past, [peers.get(role) or peers[""] for role in roles])
    past = {a: Usual(*map(float, own[n])) for n, a in enumerate(accounts) if has_past[n]}
    fast = {} if paces is None else _paces(paces, accounts)
    return Limits(z, past, peers, _weekly(total, first), fast)


def _paces(worst: Counts, accounts: list[str]) -> dict[str, list[float]]:
    """The hour before and after count too: jobs begin a little late, and clocks change."""
    around = np.maximum(worst, np.maximum(np.roll(worst, 1, axis=1), np.roll(worst, -1, axis=1)))
    limits = PACE_MARGIN * around
    fast = limits.max(axis=1, initial=0.0) > LEAST_PACE
    return {a: limits[n].tolist() for n, a in enumerate(accounts) if fast[n]}


def _own(logs: Counts) -> tuple[Counts, npt.NDArray[np.bool_]]:
    """Median and spread of each row, and whether it has days enough for them."""
    known = np.isfinite(logs)
    has_past = known.sum(axis=1) >= OWN_DAYS
    own = np.zeros((len(logs), 2))
    if has_past.any():
        rows = logs[has_past]
        median = np.nanmedian(rows, axis=1)
        spread = 1.4826 * np.nanmedian(np.abs(rows - median[:, None]), axis=1)
        own[has_past] = np.column_stack([median, np.maximum(FLOOR, spread)])
    return own, has_past


def usual(logs: Counts, floor: float = FLOOR) -> Usual:
    """Median and spread of what is known."""
    known = logs[np.isfinite(logs)]
    if not known.size:
        return Usual(0.0, floor)
    median = float(np.median(known))
    return Usual(median, max(floor, float(1.4826 * np.median(np.abs(known - median)))))


def _peers(logs: Counts, roles: list[str]) -> dict[str, Usual]:
    """By role, if it has three accounts or more; '' stands for everybody."""
    named = np.array(roles, dtype=object)
    found = {"": usual(logs)}
    for role in set(roles) - {""}:
        if (named == role).sum() >= 3:
            found[role] = usual(logs[named == role])
    return found


def _strictness(
    logs: Counts, own: Counts, has_past: npt.NDArray[np.bool_], peers: list[Usual]
) -> float:
    """The z that was exceeded as often as is borne, and at least `LEAST_Z`."""
    if not logs.size:
        return LEAST_Z
    median, spread = np.array([[p.median, p.spread] for p in peers]).T
    from_peers = (logs - median[:, None]) / spread[:, None]
    divisor = np.where(has_past, own[:, 1], 1.0)[:, None]
    from_own = np.where(has_past[:, None], (logs - own[:, :1]) / divisor, np.inf)
    score = np.minimum(from_peers, from_own)
    score = np.sort(score[np.isfinite(score) & (logs > np.log1p(LEAST))])[::-1]
    borne = int(ALARMS_A_DAY * logs.shape[1])
    return max(LEAST_Z, float(score[borne]) if score.size > borne else 0.0)


def _weekly(total: Counts, first: int) -> list[float]:
    """A limit for each hour of the week: its median, times how far any hour went beyond its own."""
    if not np.isfinite(total).any():
        return []
    logs = np.log1p(total)
    place = (first + np.arange(len(total))) % WEEK
    everything = usual(logs, TOTAL_FLOOR).median
    medians = np.array([usual(logs[place == at]).median or everything for at in range(WEEK)])
    beyond = logs - medians[place]
    far = TOTAL_Z * usual(beyond, TOTAL_FLOOR).spread
    worst = float(np.nanmax(beyond)) + MARGIN
    limits = np.expm1(medians + max(far, worst))
    return [float(limit) for limit in np.maximum(limits, LEAST_TOTAL)]
