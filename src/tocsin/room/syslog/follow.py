"""Following the journal: what was not sent yet is sent, in order, as long as the room is open.

How far it came is a fact of the case, so that nothing is left out when the room or the log server
was away. UDP tells nobody whether it arrived: that is its nature.
"""

import threading
from dataclasses import dataclass
from itertools import islice

from tocsin.errors import TocsinError
from tocsin.room import opened
from tocsin.room.reads.entries import entries_after
from tocsin.room.roomfile import load_room_file
from tocsin.room.syslog.message import message_of
from tocsin.room.syslog.target import Target

SENT = "syslog_entry"
"""The fact's name: the number of the last entry that was sent."""

EVERY_SECONDS = 2.0
AGAIN_SECONDS = 30.0
AT_ONCE = 500


@dataclass(slots=True)
class Sending:
    """How it goes: the last entry sent, and whether the server could not be reached lately."""

    is_on: bool = False
    sent: int = 0
    is_failing: bool = False


STATE = Sending()


def follow() -> None:
    """Send on for good; to be run in a thread of its own. Without a server, do nothing."""
    try:
        target = load_room_file(opened.folder()).syslog
    except TocsinError:
        return  # said by `tocsin serve` before it served
    if target is None:
        return
    STATE.is_on = True
    pause = threading.Event()
    while not pause.wait(AGAIN_SECONDS if STATE.is_failing else EVERY_SECONDS):
        step(target)


def step(target: Target) -> int:
    """Send what was not sent; how many entries. A fault is kept for people to see."""
    case = opened.reading()
    STATE.sent = int(case.get(SENT, "0"))
    some = list(islice(entries_after(STATE.sent), AT_ONCE))
    if not some:
        return 0
    try:
        target.send(message_of(entry) for entry in some)
    except OSError:
        STATE.is_failing = True
        return 0
    STATE.is_failing = False
    STATE.sent = some[-1].number
    case.set(SENT, str(STATE.sent))
    return len(some)
