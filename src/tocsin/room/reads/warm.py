"""Counting what all screens share before anybody asks: the first visitor waits for nothing."""

import contextlib

from tocsin.errors import TocsinError
from tocsin.room import opened
from tocsin.room.reads.copy import COPY
from tocsin.room.reads.deadlines import CLOCKS
from tocsin.room.reads.directory import DIRECTORY
from tocsin.room.reads.glance import STATUS
from tocsin.room.reads.kinds import BY_CATEGORY, OVERVIEW
from tocsin.room.reads.outgoing import OUTGOING
from tocsin.room.reads.questions import QUESTIONS


def warm() -> None:
    """Count all of it; what cannot be counted yet will be when it is asked for."""
    for known in (STATUS, CLOCKS, QUESTIONS, DIRECTORY, OVERVIEW, COPY, BY_CATEGORY, OUTGOING):
        with contextlib.suppress(TocsinError):
            known.get()
    opened.close()
