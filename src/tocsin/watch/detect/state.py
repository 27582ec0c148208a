"""What survives a restart: the detector's counts, limits and alarms, and how far logs were read.

One transaction holds both, so that no reading counts twice or not at all.
"""

from collections import Counter
from typing import Protocol

import msgspec

from tocsin.case import Case, Store
from tocsin.watch.detect.alert import Episode
from tocsin.watch.detect.detector import Changes, Detector
from tocsin.watch.detect.limits import Limits
from tocsin.watch.detect.window import SPAN

LIMITS, NOW, COUNTS = "detect.limits", "detect.now", "detect.counts"
PURPOSE = "detect"
"""What the key of the pseudonyms is derived for."""


def restore(case: Case, detector: Detector) -> None:
    """Give the detector back what it knew."""
    store = case.store
    detector.now = int(case.get(NOW, "0"))
    detector.counts = Counter(msgspec.json.decode(case.get(COUNTS, "{}"), type=dict[str, int]))
    for subject, patient, hour in store.stream("SELECT subject, patient, hour FROM detect_reads"):
        detector.windows[subject].add(patient, hour)
    for subject, at, most in store.stream("SELECT subject, at, most FROM detect_most"):
        if subject:
            detector.days[subject, at] = most
        else:
            detector.hours[at] = most
    detector.paces = {
        (subject, hour): most
        for subject, hour, most in store.stream("SELECT subject, hour, most FROM detect_paces")
    }
    if limits := case.get(LIMITS):
        detector.limits = msgspec.json.decode(limits, type=Limits)
    for (text,) in store.stream("SELECT episode FROM detect_alerts WHERE is_open = 1"):
        episode = msgspec.json.decode(text, type=Episode)
        detector.episodes[episode.subject] = episode
    detector.raised = store.count("SELECT coalesce(max(alert), 0) FROM detect_alerts")


class Place(Protocol):
    """How far something was read."""

    def mark(self, store: Store) -> None:
        """Keep it, within the transaction that keeps what was read."""


def keep(case: Case, detector: Detector, place: Place) -> None:
    """Keep what the detector learned up to a place: all of it or nothing."""
    changes, detector.changes = detector.changes, Changes()
    store = case.store
    with store.transaction():
        store.many(
            "INSERT OR REPLACE INTO detect_reads VALUES (?, ?, ?)",
            ((subject, patient, hour) for (subject, patient), hour in changes.reads.items()),
        )
        store.execute("DELETE FROM detect_reads WHERE hour <= ?", (detector.now - SPAN,))
        _keep_most(case, detector, changes)
        _keep_episodes(case, detector, changes)
        case.set(NOW, str(detector.now))
        case.set(COUNTS, msgspec.json.encode(detector.counts).decode())
        place.mark(store)


def _keep_most(case: Case, detector: Detector, changes: Changes) -> None:
    most = "INSERT OR REPLACE INTO detect_most VALUES (?, ?, ?)"
    case.store.many(most, ((*day, detector.days[day]) for day in changes.days))
    case.store.many(most, (("", hour, detector.hours[hour]) for hour in changes.hours))
    case.store.many(
        "INSERT OR REPLACE INTO detect_paces VALUES (?, ?, ?)",
        ((*of_day, detector.paces[of_day]) for of_day in changes.paces),
    )
    if changes.learned:
        case.set(LIMITS, msgspec.json.encode(detector.limits).decode())
        case.journal("watch.limits_learned")


def _keep_episodes(case: Case, detector: Detector, changes: Changes) -> None:
    rows = [
        (e.number, e.subject, e.at, e.last, e.at_risk, msgspec.json.encode(e).decode())
        for e in changes.episodes.values()
    ]
    case.store.many(
        "INSERT OR REPLACE INTO detect_alerts (alert, subject, at, last, at_risk, is_open, episode)"
        " VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6)",
        rows,
    )
    open_now = ",".join(str(e.number) for e in detector.episodes.values())
    case.store.execute(
        f"UPDATE detect_alerts SET is_open = 0 WHERE is_open = 1 AND alert NOT IN ({open_now})"
    )


def alerts(case: Case) -> list[Episode]:
    """Every alarm, in order."""
    rows = case.store.execute("SELECT episode FROM detect_alerts ORDER BY alert")
    return [msgspec.json.decode(text, type=Episode) for (text,) in rows]
