"""The sessions of a run: each a thread that hands e-mails over, one after the other."""

import queue
import threading
from collections import deque
from dataclasses import dataclass

from tocsin.errors import MailError
from tocsin.notify.ledger import Kept
from tocsin.notify.smtp import Lost, faults
from tocsin.notify.smtp.reply import Reply
from tocsin.notify.transport import Opener, Transport

MAX_RECONNECTS = 3
"""Connections lost in a row, without one message accepted between, before we give up."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message ready to go. `per_session`: messages its provider takes a connection (0: any)."""

    mail: Kept
    message_id: str
    sender: str
    message: bytes
    per_session: int = 0


Landed = tuple[Kept, Reply | Lost | MailError]
"""A mail and what became of it; a `MailError` means that it did not leave."""


class Crew:
    """At most `size` sessions at a time; one is opened only when there is work for it."""

    def __init__(self, opener: Opener, host: str, size: int) -> None:
        self._opener, self._host, self._size = opener, host, size
        self._work: queue.SimpleQueue[Parcel | None] = queue.SimpleQueue()
        self._done: deque[Landed] = deque()
        self._wanted = 1
        self._enough = threading.Event()
        self._hands: list[_Hand] = []
        self._lock = threading.Lock()
        self._connected = 0
        self.under_way: dict[int, Parcel] = {}
        """What was given and has not landed, by the notice's number."""

    def open(self) -> None:
        """Open the first session. Raises `MailError` if there is none to be had."""
        self._hands.append(_Hand(self, self.connect()))

    def give(self, parcels: list[Parcel]) -> None:
        """Hand these over as sessions come free."""
        for parcel in parcels:
            self.under_way[parcel.mail.notice] = parcel
            self._work.put(parcel)
        wanted = min(self._size, len(self.under_way))
        self._hands = [hand for hand in self._hands if hand.thread.is_alive()]
        while len(self._hands) < wanted:
            self._hands.append(_Hand(self))

    def landed(self, at_least: int, within: float) -> list[Landed]:
        """What landed since: waits for so many, at most so many seconds."""
        # Woken once for all of them: a turn of the interpreter's lock a message costs more.
        self._wanted = min(at_least, len(self.under_way))
        self._enough.clear()
        if len(self._done) < self._wanted:
            self._enough.wait(within)
        found = [self._done.popleft() for _ in range(len(self._done))]
        for mail, _ in found:
            del self.under_way[mail.notice]
        return found

    def recall(self) -> list[Parcel]:
        """Take back what no session has begun."""
        back: list[Parcel] = []
        while True:
            try:
                parcel = self._work.get_nowait()
            except queue.Empty:
                break
            if parcel is not None:
                del self.under_way[parcel.mail.notice]
                back.append(parcel)
        return back

    def close(self) -> None:
        """End all sessions; one that still waits for its server is left to itself."""
        for _ in self._hands:
            self._work.put(None)
        for hand in self._hands if not self.under_way else ():
            hand.thread.join(timeout=5)

    # What the hands call, each in its own thread.

    def next_work(self) -> Parcel | None:
        """The next parcel; None when it is time to go."""
        return self._work.get()

    def report(self, parcel: Parcel, answer: Reply | Lost | MailError) -> None:
        """A parcel has landed."""
        self._done.append((parcel.mail, answer))
        if len(self._done) >= self._wanted:
            self._enough.set()

    def connect(self) -> Transport:
        """A new connection. Raises `MailError`."""
        transport = self._opener()
        with self._lock:
            self._connected += 1
        return transport

    def disconnected(self) -> None:
        """A connection is gone."""
        with self._lock:
            self._connected -= 1

    def gives_way(self, parcel: Parcel) -> bool:
        """Whether others still have the server's ear: then they do this one's work."""
        with self._lock:
            if not self._connected:
                return False
        self._work.put(parcel)
        return True

    def give_up(self) -> MailError:
        """The error after too many lost connections."""
        return faults.lost(self._host)


class _Hand:
    """One session at a time, in a thread of its own."""

    def __init__(self, crew: Crew, transport: Transport | None = None) -> None:
        self._crew = crew
        self._transport = transport
        self._lost = 0
        self._carried = 0
        # A daemon: a server that never answers must not keep the process alive.
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            while (parcel := self._crew.next_work()) is not None:
                if not self._deal_with(parcel):
                    break
        finally:
            self._hang_up()

    def _deal_with(self, parcel: Parcel) -> bool:
        """Hand it over and report; False if this session had better end."""
        try:
            answer: Reply | Lost = self._hand_over(parcel)
        except MailError as error:
            if self._crew.gives_way(parcel):
                return False
            self._crew.report(parcel, error)
            return True
        self._crew.report(parcel, answer)
        return True

    def _hand_over(self, parcel: Parcel) -> Reply | Lost:
        """The server's word on one message; a broken connection is made anew, within reason."""
        if parcel.per_session and self._carried >= parcel.per_session:
            self._hang_up()
        while True:
            transport = self._connect()
            try:
                reply = transport.hand_over(
                    parcel.sender, parcel.mail.planned.recipient, parcel.message
                )
            except Lost as lost:
                self._hang_up()
                self._lost += 1
                if lost.in_doubt:
                    return lost
                if self._lost > MAX_RECONNECTS:
                    raise self._crew.give_up() from lost
                continue
            self._carried += 1
            self._after(reply)
            return reply

    def _after(self, reply: Reply) -> None:
        if reply.is_positive:
            self._lost = 0
        elif reply.closes:
            self._hang_up()
        elif self._transport is not None:
            try:
                self._transport.reset()
            except Lost:
                self._hang_up()

    def _connect(self) -> Transport:
        if self._transport is None:
            self._transport = self._crew.connect()
            self._carried = 0
        return self._transport

    def _hang_up(self) -> None:
        if self._transport is not None:
            self._transport.close()
            self._transport = None
            self._crew.disconnected()
