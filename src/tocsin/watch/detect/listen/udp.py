"""Syslog over UDP (RFC 5426): nobody is told what was lost; what we dropped is counted."""

import contextlib
import socket
import struct
import threading
from collections import defaultdict
from collections.abc import Iterator

from tocsin.watch.detect.listen.door import Door
from tocsin.watch.detect.listen.inbox import Inbox, Parcel

LARGEST = 65_535
BUFFER = 8 << 20
AT_ONCE = 1_000
SO_RXQ_OVFL = 40
"""Linux: how many datagrams the kernel dropped at this socket for want of room (socket(7))."""

_DROPS = struct.Struct("=I")


class UdpListener(threading.Thread):
    """Receives datagrams and offers them by sender. Raises `OSError` if it cannot be bound."""

    def __init__(self, address: tuple[str, int], inbox: Inbox, door: Door) -> None:
        super().__init__(name="syslog-udp", daemon=True)
        self._inbox, self._door = inbox, door
        self._is_stopping = threading.Event()
        self._lost = 0
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        with contextlib.suppress(OSError):
            self.socket.setsockopt(socket.SOL_SOCKET, SO_RXQ_OVFL, 1)
        self.socket.settimeout(0.5)
        try:
            self.socket.bind(address)
        except OSError:
            self.socket.close()
            raise
        self.port = int(self.socket.getsockname()[1])

    def run(self) -> None:
        """Until stopped."""
        with self.socket:
            while not self._is_stopping.is_set():
                for sender, messages in self._datagrams().items():
                    if not self._inbox.offer(Parcel("udp", sender, messages), patience=0):
                        self._inbox.count("dropped", len(messages))

    def stop(self) -> None:
        """End the thread."""
        self._is_stopping.set()
        self.join()

    def _datagrams(self) -> dict[str, list[bytes]]:
        """What is there now, at most so much at once."""
        found: defaultdict[str, list[bytes]] = defaultdict(list)
        for sender, data in self._received():
            if not self._door.admits(sender):
                self._inbox.count("refused")
            elif data.strip():
                found[sender].append(data)
        return found

    def _received(self) -> Iterator[tuple[str, bytes]]:
        flags = 0
        for _ in range(AT_ONCE):
            try:
                data, extra, _, sender = self.socket.recvmsg(
                    LARGEST, socket.CMSG_SPACE(_DROPS.size), flags
                )
            except OSError:  # nothing more at the moment
                return
            self._count_lost(extra)
            yield sender[0], data
            flags = socket.MSG_DONTWAIT

    def _count_lost(self, extra: list[tuple[int, int, bytes]]) -> None:
        for level, kind, data in extra:
            if (level, kind) == (socket.SOL_SOCKET, SO_RXQ_OVFL):
                (lost,) = _DROPS.unpack(data)
                self._inbox.count("dropped", lost - self._lost)
                self._lost = lost
