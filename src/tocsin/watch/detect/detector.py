"""The core: readings in, alarms out. No file, no clock, no network. Decisions 075 and 076."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np

from tocsin.watch.detect.alert import HOSPITAL, Episode
from tocsin.watch.detect.limits import PACE, Limits, learn
from tocsin.watch.detect.links import CareLinks
from tocsin.watch.detect.patient_read import HOUR, PatientRead, pseudonym
from tocsin.watch.detect.register import Register
from tocsin.watch.detect.staff import Member, Staff
from tocsin.watch.detect.window import SPAN, Window

LEARNING_DAYS = 45
PROVISIONAL = 1_000
"""Patients without a care link in a day beyond which an account rings while limits are learned."""

DAY = 24
TOP = 10
MOST_IN_HOSPITAL = 2_000_000


@dataclass(slots=True)
class Changes:
    """What must be kept before the logs count as read so far."""

    reads: dict[tuple[str, int], int] = field(default_factory=dict)
    days: set[tuple[str, int]] = field(default_factory=set)
    hours: set[int] = field(default_factory=set)
    paces: set[tuple[str, int]] = field(default_factory=set)
    episodes: dict[int, Episode] = field(default_factory=dict)
    learned: bool = False


class Detector:
    """Distinct patients read without a care link, an account and the hospital, in a rolling day.

    `key` makes pseudonyms of patients. What is public here is what `state` keeps and gives back.
    """

    def __init__(
        self,
        key: bytes,
        *,
        links: CareLinks | None = None,
        staff: Staff | None = None,
        register: Register | None = None,
        learning_days: int = LEARNING_DAYS,
    ) -> None:
        self._key = key
        self.links = links or CareLinks()
        self._staff = staff or Staff()
        self._register = register or Register()
        self._learning = learning_days * DAY
        self.windows: defaultdict[str, Window] = defaultdict(Window)
        self.windows[HOSPITAL] = Window(MOST_IN_HOSPITAL)
        self.days: dict[tuple[str, int], int] = {}
        self.hours: dict[int, int] = {}
        self.paces: dict[tuple[str, int], int] = {}
        self.limits: Limits | None = None
        self.episodes: dict[str, Episode] = {}
        self.raised = 0
        self.now = 0
        self.counts: Counter[str] = Counter()
        self.changes = Changes()

    def take(self, read: PatientRead, *, latest: int | None = None) -> Episode | None:
        """Take in one reading; the alarm it sets off, if any.

        One that says it is later than `latest` (µs), or is over a day late, is counted and no more.
        """
        if latest is not None and read.at > latest:
            self.counts["future"] += 1
            return None
        self._advance(read.hour)
        if read.hour <= self.now - SPAN:
            self.counts["late"] += 1
            return None
        patient = pseudonym(read.patient, self._key)
        member = self._staff.member(read.account)
        if self.links.holds(read.patient, read.at, member.unit):
            self.counts["linked"] += 1
            return None
        if self._is_approved(read, patient):
            self.counts["approved"] += 1
            return None
        self.counts["unlinked"] += 1
        return self._judge(read, member, patient)

    def _is_approved(self, read: PatientRead, patient: int) -> bool:
        """Whether an approved extraction covers it, and is not used up."""
        approval = self._register.approval(read.account, read.at)
        if approval is None:
            return False
        window = self._window(approval.subject)
        if patient not in window and len(window) >= approval.most:
            return False
        self._add(approval.subject, patient, read.hour)
        return True

    def _judge(self, read: PatientRead, member: Member, patient: int) -> Episode | None:
        news = {s: self._add(s, patient, read.hour) for s in (read.account, HOSPITAL)}
        count, total = len(self.windows[read.account]), len(self.windows[HOSPITAL])
        pace = self.windows[read.account].last(PACE, self.now)
        self._note_most(read, count, total, pace)
        for subject, is_new in news.items():
            if is_new and (episode := self.episodes.get(subject)):
                episode.at_risk += 1
                episode.last_log, episode.last_offset = read.log, read.offset
                self.changes.episodes[episode.number] = episode
        own = self._beyond(read.account, *self._standing(read, member.role, count, pace), read)
        rest = total - sum(len(self._window(s)) for s in self.episodes if s != HOSPITAL)
        everybody = self.limits.of_all(read.hour) if self.limits else float("inf")
        return own or self._beyond(HOSPITAL, rest, everybody, SPAN, read)

    def _standing(
        self, read: PatientRead, role: str, count: int, pace: int
    ) -> tuple[int, float, int]:
        """A count, its limit and its hours: those of the day, or of the pace if only it is over."""
        limit = self._limit(read.account, role)
        if self.limits and count <= limit:
            fast = self.limits.pace_of(read.account, role, self.now)
            if pace > fast:
                return pace, fast, PACE
        return count, limit, SPAN

    def _beyond(
        self, subject: str, count: int, limit: float, hours: int, read: PatientRead
    ) -> Episode | None:
        """An episode begins, goes on, or ends a day after it was last beyond the limit."""
        episode = self.episodes.get(subject)
        if episode and read.at - episode.last > SPAN * HOUR:
            del self.episodes[subject]
            episode = None
        if count <= limit:
            return None
        if episode:
            episode.last = max(episode.last, read.at)
            self.changes.episodes[episode.number] = episode
            return None
        return self._raise(subject, count, limit, hours, read)

    def _raise(
        self, subject: str, count: int, limit: float, hours: int, read: PatientRead
    ) -> Episode:
        self.raised += 1
        at, where = read.at, (read.log, read.offset)
        accounts = self._top() if subject == HOSPITAL else [(subject, count)]
        at_risk = len(self.windows[subject])
        episode = Episode(
            self.raised,
            subject,
            at,
            at,
            count,
            int(limit),
            at_risk,
            *where,
            *where,
            accounts,
            hours,
        )
        self.episodes[subject] = self.changes.episodes[episode.number] = episode
        return episode

    def _top(self) -> list[tuple[str, int]]:
        accounts = Counter({s: len(self._window(s)) for s in list(self.windows) if _is_account(s)})
        return accounts.most_common(TOP)

    def _limit(self, account: str, role: str) -> float:
        return self.limits.of(account, role) if self.limits else PROVISIONAL

    def _window(self, subject: str) -> Window:
        window = self.windows[subject]
        window.advance(self.now)
        return window

    def _add(self, subject: str, patient: int, hour: int) -> bool:
        """Whether the patient is new in the subject's day."""
        window = self._window(subject)
        is_new = patient not in window
        if window.add(patient, hour):
            self.changes.reads[subject, patient] = hour
            return is_new
        return False

    def _note_most(self, read: PatientRead, count: int, total: int, pace: int) -> None:
        """The highest counts of the days and hours from which limits are learned."""
        if self.limits:
            return
        day, hour = (read.account, self.now // DAY), self.now
        of_day = (read.account, self.now % DAY)
        if pace > self.paces.get(of_day, 0):
            self.paces[of_day] = pace
            self.changes.paces.add(of_day)
        if count > self.days.get(day, 0):
            self.days[day] = count
            self.changes.days.add(day)
        if total > self.hours.get(hour, 0):
            self.hours[hour] = total
            self.changes.hours.add(hour)

    def _advance(self, hour: int) -> None:
        if hour <= self.now:
            return
        if hour // DAY != self.now // DAY:
            self._forget_empty(hour)
        self.now = hour
        if not self.limits and self.hours and hour - min(self.hours) >= self._learning:
            self._learn()

    def _forget_empty(self, hour: int) -> None:
        """Accounts that read nothing for a day take no memory."""
        for subject, window in list(self.windows.items()):
            window.advance(hour)
            if not window and subject != HOSPITAL:
                del self.windows[subject]

    def _learn(self) -> None:
        accounts = sorted({account for account, _ in self.days})
        row = {account: n for n, account in enumerate(accounts)}
        first_day, first = min(self.hours) // DAY, min(self.hours)
        days = np.full((len(accounts), self._learning // DAY + 1), np.nan)
        for (account, day), count in self.days.items():
            days[row[account], day - first_day] = count
        total = np.full(self._learning, np.nan)
        for hour, count in self.hours.items():
            total[hour - first] = count
        paces = np.zeros((len(accounts), DAY))
        for (account, hour), pace in self.paces.items():
            paces[row[account], hour] = pace
        roles = [self._staff.member(account).role for account in accounts]
        self.limits = learn(days, accounts, roles, total, first, paces)
        self.changes.learned = True


def _is_account(subject: str) -> bool:
    return subject != HOSPITAL and not subject.startswith("\0")
