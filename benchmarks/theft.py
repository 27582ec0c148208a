"""The detector against a simulated hospital: false alarms a day, time to detect, records lost.

    uv run python -m benchmarks.theft [--seeds 20] [--first 0] [--write]

What is simulated is counts: how many patients an account read without a care link in each hour
(1,200 accounts, 120 days, shifts, weekends, month ends, newcomers, bulk pulls of which most are
approved, nightly jobs of which some run late or again, logs that come late). Limits are those of
`tocsin.watch.detect.limits`, learned on the first 45 days and frozen. Each seed has one hospital
without theft, whose alarms are all false, and the same hospital with each theft put in afterwards
at a moment drawn from a stream of its own. It takes about half a second a seed.
"""

import argparse
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.page import measured_on, write_region
from tocsin.watch.detect.limits import PACE, Limits, learn
from tocsin.watch.detect.window import SPAN

Counts = npt.NDArray[np.float64]

ACCOUNTS, NEWCOMERS, DAYS, LEARNED = 1_200, 60, 120, 45
HOURS, FROZEN = DAYS * 24, LEARNED * 24
TAKEN, THEFT_HOURS = 126_000, 5 * 24
ROLES = ("care", "doctor", "coding", "office", "service")
SHARES = (0.62, 0.2, 0.05, 0.12, 0.01)
A_DAY = (3.0, 5.0, 60.0, 12.0, 400.0)
"""Patients without a care link on a working day."""

MONTH_END = (1.0, 1.1, 2.5, 1.6, 1.3)
PULLS_A_DAY, APPROVED = 0.2, 0.95
"""Lawful bulk pulls; those that are not in the register are false alarms when they ring."""

JOBS_LATE, JOBS_AGAIN, LATEST_JOB = 0.03, 0.02, 11
"""How often a service account's night job runs late or a second time, and by how many hours."""

LATE_HOURS = (0.85, 0.12, 0.03)
"""How much of what is logged comes within its hour, one and two hours later."""

THEFTS = {"1 account": 1, "10 accounts": 10, "100 accounts": 100, "service account": 0}


@dataclass(frozen=True, slots=True)
class Hospital:
    """Counts by account and hour as they come in, the role of each account, the learned limits."""

    reads: Counts
    role: npt.NDArray[np.int64]
    limits: Limits

    def account_limits(self) -> Counts:
        """The limit of each account."""
        return np.array([self.limits.of(str(n), ROLES[r]) for n, r in enumerate(self.role)])

    def pace_limits(self) -> Counts:
        """The limit of each account's pace at each hour of the day."""
        return np.array(
            [
                [self.limits.pace_of(str(n), ROLES[r], hour) for hour in range(24)]
                for n, r in enumerate(self.role)
            ]
        )

    def total_limits(self) -> Counts:
        """The limit of each hour."""
        return np.array([self.limits.of_all(hour) for hour in range(HOURS)])


@dataclass(frozen=True, slots=True)
class Caught:
    """One theft: hours until the first alarm, and the share of the records gone by then."""

    hours: float
    lost: float


def rolling(reads: Counts, span: int = SPAN) -> Counts:
    """The sum of the last day, or of `span` hours, hour by hour along the last axis."""
    sums = np.cumsum(reads, axis=-1)
    sums[..., span:] -= np.cumsum(reads, axis=-1)[..., :-span]
    return sums


def late(reads: Counts) -> Counts:
    """As the logs come in: some of each hour one or two hours later."""
    out = reads * LATE_HOURS[0]
    for delay, share in enumerate(LATE_HOURS[1:], 1):
        out[..., delay:] += reads[..., :-delay] * share
    return out


def hospital(seed: int) -> Hospital:
    """One hospital, and what it learned on its first days."""
    chance = np.random.default_rng([seed, 0])
    role = chance.choice(len(ROLES), ACCOUNTS, p=SHARES)
    mean = np.array(A_DAY)[role] * chance.lognormal(0, 0.4, ACCOUNTS)
    at_work = _shifts(chance, role)
    busy = chance.gamma(2.0, 0.5, (ACCOUNTS, DAYS)) * _seasons(chance, role)
    rate = np.repeat(mean[:, None] * busy, 24, axis=1) * at_work
    reads = chance.poisson(rate).astype(np.float64)
    _disturb_jobs(chance, reads, role)
    reads[-NEWCOMERS:] *= np.arange(HOURS) >= chance.integers(FROZEN, HOURS, NEWCOMERS)[:, None]
    _pull(chance, reads)
    reads = late(reads)
    return Hospital(reads, role, _learned(reads, role))


def _shifts(chance: np.random.Generator, role: npt.NDArray[np.int64]) -> Counts:
    """The share of a working day's readings that falls into each hour."""
    hour, day = np.arange(HOURS) % 24, np.arange(HOURS) // 24
    begin = np.where(role == 0, chance.choice([6, 13, 21], ACCOUNTS), 8)
    begin = np.where(role == len(ROLES) - 1, 0, begin)
    length = np.where(role == len(ROLES) - 1, 4, 9)[:, None]
    is_on = (hour - begin[:, None]) % 24 < length
    weekend = day % 7 >= 5
    works = chance.random((ACCOUNTS, DAYS)) < np.where(role == 0, 0.7, 0.9)[:, None]
    works[role == len(ROLES) - 1] = True
    often = np.array((0.7, 0.35, 0.05, 0.1, 1.0))[role][:, None]
    return np.where(weekend, often, 1.0) * is_on / length * np.repeat(works, 24, axis=1)


def _seasons(chance: np.random.Generator, role: npt.NDArray[np.int64]) -> Counts:
    """Month ends, by role, each month a little different, and a hospital that slowly grows."""
    day = np.arange(DAYS)
    is_end = (day % 30) >= 27
    strength = chance.normal(1.0, 0.1, DAYS // 30 + 1)[day // 30]
    peak = 1 + (np.array(MONTH_END)[role][:, None] - 1) * np.where(is_end, strength, 0.0)
    return peak * (1 + 0.0005 * day)


def _pull(chance: np.random.Generator, reads: Counts) -> None:
    """Lawful bulk pulls that nobody put into the register."""
    for _ in range(chance.poisson(PULLS_A_DAY * (1 - APPROVED) * DAYS)):
        who, when = chance.integers(ACCOUNTS), chance.integers(HOURS)
        reads[who, when] += chance.lognormal(7.0, 0.7)


def _disturb_jobs(chance: np.random.Generator, reads: Counts, role: npt.NDArray[np.int64]) -> None:
    """Some night jobs begin hours late, some run a second time."""
    for account in np.flatnonzero(role == len(ROLES) - 1):
        nights = reads[account].reshape(DAYS, 24)
        for night in nights:
            by, fate = int(chance.integers(1, LATEST_JOB + 1)), chance.random()
            if fate < JOBS_LATE:
                night[:] = np.roll(night, by)
            elif fate < JOBS_LATE + JOBS_AGAIN:
                night += np.roll(night, by)


def _learned(reads: Counts, role: npt.NDArray[np.int64]) -> Limits:
    counts = rolling(reads[:, :FROZEN])
    most = counts.reshape(ACCOUNTS, LEARNED, 24).max(axis=2)
    active = reads[:, :FROZEN].reshape(ACCOUNTS, LEARNED, 24).sum(axis=2) > 0
    days = np.where(active, most, np.nan)
    paces = rolling(reads[:, :FROZEN], PACE).reshape(ACCOUNTS, LEARNED, 24).max(axis=1)
    names = [str(n) for n in range(ACCOUNTS)]
    return learn(days, names, [ROLES[r] for r in role], counts.sum(axis=0), 0, paces)


def alarms(found: Hospital) -> tuple[int, int]:
    """Alarms of a hospital without theft after its limits were frozen: accounts', the total's."""
    counts = rolling(found.reads)
    beyond = counts[:, FROZEN:] > found.account_limits()[:, None]
    beyond |= rolling(found.reads, PACE)[:, FROZEN:] > _each_hour(found.pace_limits(), FROZEN)
    rung = counts.copy()
    rung[:, FROZEN:][_held(beyond)] = 0
    total = rung.sum(axis=0)[FROZEN:] > found.total_limits()[FROZEN:]
    return int(_begins(beyond).sum()), int(_begins(total[None]).sum())


def _each_hour(daily: Counts, first: int, last: int = HOURS) -> Counts:
    """What stands for each hour of the day, for the hours from `first` to before `last`."""
    return daily[:, np.arange(first, last) % 24]


def _held(beyond: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Whether an episode is open: it ends a day after the limit was last passed."""
    return rolling(beyond.astype(np.float64)) > 0


def _begins(beyond: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    held = _held(beyond)
    before = np.zeros_like(held)
    before[:, 1:] = held[:, :-1]
    return held & ~before


def theft(found: Hospital, seed: int, accounts: int) -> Caught:
    """A theft by so many accounts (0: a service account), at a moment nobody knows."""
    chance = np.random.default_rng([seed, 1, accounts])
    service = np.flatnonzero(found.role == len(ROLES) - 1)
    staff = np.flatnonzero(found.role != len(ROLES) - 1)[:-NEWCOMERS]
    who = chance.choice(staff, accounts, replace=False) if accounts else chance.choice(service, 1)
    start = int(chance.integers(FROZEN + SPAN, HOURS - THEFT_HOURS))
    span = slice(start - SPAN, start + THEFT_HOURS)
    taken = np.zeros((len(who), SPAN + THEFT_HOURS))
    taken[:, SPAN:] = chance.poisson(TAKEN / THEFT_HOURS / len(who), (len(who), THEFT_HOURS))
    added = rolling(late(taken))
    before = rolling(found.reads[:, max(0, span.start - SPAN) : span.stop])[:, -taken.shape[1] :]
    beyond = before[who] + added > found.account_limits()[who, None]
    pace = rolling(found.reads[who], PACE)[:, span] + rolling(late(taken), PACE)
    beyond |= pace > _each_hour(found.pace_limits()[who], span.start, span.stop)
    total = before.sum(axis=0) + added.sum(axis=0) > found.total_limits()[span]
    rung = (beyond.any(axis=0) | total)[SPAN:]
    if not rung.any():
        return Caught(float("inf"), 1.0)
    hours = int(rung.argmax()) + 1
    return Caught(hours, float(taken[:, SPAN : SPAN + hours].sum() / taken.sum()))


def main() -> None:
    """Simulate, show the table, and write the page if asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=0, help="choose constants on other seeds")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    text = table(range(asked.first, asked.first + asked.seeds))
    print(text)
    if asked.write:
        write_region("theft", f"{text}\n\n{measured_on()}")


def table(seeds: range) -> str:
    """What the seeds gave: false alarms, then a row a theft."""
    false: list[tuple[int, int]] = []
    caught: dict[str, list[Caught]] = {name: [] for name in THEFTS}
    for seed in seeds:
        found = hospital(seed)
        false.append(alarms(found))
        for name, accounts in THEFTS.items():
            caught[name].append(theft(found, seed, accounts))
    rows = [_row(name, found_all) for name, found_all in caught.items()]
    head = "| theft by | hours, median | hours, worst | records lost, median | worst |"
    return "\n".join([_false(false, seeds), "", head, "|---|---:|---:|---:|---:|", *rows])


def _false(false: list[tuple[int, int]], seeds: range) -> str:
    a_day = np.array(false).sum(axis=1) / (DAYS - LEARNED)
    by_total = np.array(false)[:, 1].sum() / (DAYS - LEARNED) / len(seeds)
    return (
        f"{len(seeds)} seeds ({seeds[0]} to {seeds[-1]}); false alarms a day: mean"
        f" {a_day.mean():.2f}, worst seed {a_day.max():.2f}; of them on the total {by_total:.2f}"
    )


def _row(name: str, found: list[Caught]) -> str:
    hours = np.array([c.hours for c in found])
    lost = 100 * np.array([c.lost for c in found])
    return (
        f"| {name} | {np.median(hours):.0f} | {hours.max():.0f} | {np.median(lost):.1f} %"
        f" | {lost.max():.1f} % |"
    )


if __name__ == "__main__":
    main()
