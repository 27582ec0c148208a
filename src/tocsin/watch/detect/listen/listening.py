"""The listeners of one run: where they stand, started and stopped together."""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tocsin.errors import InputError, MachineError
from tocsin.watch.detect.listen.door import Door, Network
from tocsin.watch.detect.listen.inbox import Inbox
from tocsin.watch.detect.listen.server import StreamServer
from tocsin.watch.detect.listen.tcp import SyslogHandler
from tocsin.watch.detect.listen.udp import UdpListener
from tocsin.watch.detect.listen.web import WebServer

Address = tuple[str, int]
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LEAST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Places:
    """Where to listen and to whom; `syslog` takes UDP and TCP on one port.

    With a certificate, TCP and HTTP speak TLS only. Raises `InputError` where that is unsafe.
    """

    syslog: Address | None = None
    http: Address | None = None
    token: str = ""
    networks: Sequence[Network] = ()
    certificate: Path | None = None
    key: Path | None = None

    def __post_init__(self) -> None:
        if self.http and len(self.token) < LEAST_TOKEN:
            raise _no_token()
        if self.http and self.http[0] not in LOOPBACK and not self.certificate:
            raise _in_clear()

    @property
    def tls(self) -> ssl.SSLContext | None:
        """The context of the certificate. Raises `InputError` if it cannot be used."""
        if not self.certificate:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self.certificate, self.key)
        except (OSError, ValueError):
            raise _certificate() from None
        return context


class Listening:
    """The listeners, running within a `with`. Raises `MachineError` if a port is taken."""

    def __init__(self, places: Places, inbox: Inbox | None = None) -> None:
        self.inbox = inbox or Inbox()
        self._running: list[UdpListener | StreamServer] = []
        self._places = places

    @property
    def ports(self) -> list[int]:
        """The ports listened on: UDP, TCP, HTTP, as far as asked."""
        return [listener.port for listener in self._running]

    def __enter__(self) -> Self:
        tls = self._places.tls
        try:
            self._open(tls)
        except OSError as error:
            self._close()
            raise _taken() from error
        for listener in self._running:
            listener.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        for listener in self._running:
            listener.stop()

    def _open(self, tls: ssl.SSLContext | None) -> None:
        places, door = self._places, Door(self._places.networks)
        if places.syslog:
            self._running.append(UdpListener(places.syslog, self.inbox, door))
            self._running.append(StreamServer(places.syslog, SyslogHandler, self.inbox, door, tls))
        if places.http:
            self._running.append(WebServer(places.http, self.inbox, door, tls, places.token))

    def _close(self) -> None:
        """Let go of what was bound and never ran."""
        for listener in self._running:
            listener.socket.close()


def parse_address(said: str) -> Address:
    """`PORT` (this machine only), `HOST:PORT` or `[IPV6]:PORT`. Raises `InputError` else."""
    host, _, port = said.rpartition(":")
    if not port.isdecimal() or int(port) > 65_535:
        raise InputError(
            "watch.listen",
            "L'adresse où écouter n'est pas de la bonne forme.",
            "The address to listen on is not of the right form.",
            way_out_fr="Par exemple 6514 (cette machine seule) ou 10.0.0.5:6514.",
            way_out_en="For example 6514 (this machine only) or 10.0.0.5:6514.",
        )
    return host.strip("[]") or LOOPBACK[0], int(port)


def _no_token() -> InputError:
    return InputError(
        "watch.listen_token",
        "Écouter en HTTP demande un jeton d'au moins 16 caractères.",
        "Listening by HTTP takes a token of at least 16 characters.",
        way_out_fr="Écrivez-le dans un fichier et donnez --token-file.",
        way_out_en="Write it to a file and give --token-file.",
    )


def _in_clear() -> InputError:
    return InputError(
        "watch.listen_in_clear",
        "Écouter en HTTP hors de cette machine sans TLS ferait passer le jeton en clair.",
        "Listening by HTTP beyond this machine without TLS would send the token in clear.",
        way_out_fr="Donnez --tls-cert et --tls-key, ou écoutez sur 127.0.0.1.",
        way_out_en="Give --tls-cert and --tls-key, or listen on 127.0.0.1.",
    )


def _certificate() -> InputError:
    return InputError(
        "watch.listen_certificate",
        "Le certificat ou sa clé (--tls-cert, --tls-key) est inutilisable.",
        "The certificate or its key (--tls-cert, --tls-key) cannot be used.",
        way_out_fr="Donnez un certificat et sa clé en PEM, la clé sans mot de passe.",
        way_out_en="Give a certificate and its key as PEM, the key without a password.",
    )


def _taken() -> MachineError:
    return MachineError(
        "watch.listen_taken",
        "Impossible d'écouter à cette adresse : port pris ou réservé, ou adresse d'ailleurs.",
        "Cannot listen on this address: the port is taken or reserved, or the address is not ours.",
        way_out_fr="Choisissez un autre port (au-delà de 1024) ou arrêtez qui l'occupe.",
        way_out_en="Choose another port (above 1024) or stop whoever holds it.",
    )
