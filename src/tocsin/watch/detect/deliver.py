"""Alarms on their way: each to each channel once, tried again until it is taken over."""

from collections.abc import Iterable, Sequence

import msgspec

from tocsin.case import Case
from tocsin.watch.detect.alert import Episode
from tocsin.watch.detect.channel import Channel

_WAITING = (
    "SELECT a.episode FROM detect_alerts a LEFT JOIN detect_sent s"
    " ON s.alert = a.alert AND s.channel = ?1 WHERE coalesce(s.sent, 0) = 0 ORDER BY a.alert"
)
_TRIED = (
    "INSERT INTO detect_sent VALUES (?1, ?2, 1, ?3) ON CONFLICT DO UPDATE"
    " SET tries = tries + 1, sent = excluded.sent"
)


def deliver(case: Case, channels: Iterable[Channel]) -> int:
    """Send what waits; how many could not be sent now. An alarm is marked when it was taken over:
    after a crash in between it goes out again, under the same identifier."""
    return sum(_over(case, channel) for channel in channels)


def _over(case: Case, channel: Channel) -> int:
    failed = 0
    for episode in waiting(case, channel.name):
        try:
            channel.send(episode)
        except (OSError, ValueError):
            failed += 1
            _mark(case, episode, channel.name, sent=False)
            break  # the others wait for the same server
        _mark(case, episode, channel.name, sent=True)
    return failed


def waiting(case: Case, channel: str) -> Sequence[Episode]:
    """The alarms that a channel has not been told yet."""
    rows = case.store.execute(_WAITING, (channel,))
    return [msgspec.json.decode(text, type=Episode) for (text,) in rows]


def _mark(case: Case, episode: Episode, channel: str, *, sent: bool) -> None:
    with case.store.transaction():
        case.store.execute(_TRIED, (episode.number, channel, int(sent)))
