"""The time stamps of a case's log: asked of an authority, or carried on another machine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from tocsin.case import Case
from tocsin.errors import InputError
from tocsin.seal.authority import ask
from tocsin.seal.custody import CustodyLog
from tocsin.seal.timestamp import Request, check, nonce_of, request_for


@dataclass(frozen=True, slots=True)
class Stamped:
    """Head number `head` (from 1) was seen by the authority at `moment` (UTC).

    `is_checked` says whether its signature was checked against certificates given.
    """

    head: int
    moment: datetime
    is_checked: bool


class Stamps:
    """The stamps in `custody_stamps`.

    `authorities` are the certificates that must have issued them; without, signatures are not
    checked, and the stamps are kept for whoever has the certificates.
    """

    def __init__(self, case: Case, authorities: Sequence[x509.Certificate] = ()) -> None:
        self._case = case
        self._store = case.store
        self._heads = CustodyLog(case).heads()
        self._authorities = authorities

    def ask(self, url: str) -> Stamped:
        """The stamp of the last head, asked of the authority at `url` unless there is one.

        Raises what `authority.ask` and `timestamp.check` raise; the log is whole all the same.
        """
        for head, body in self.bodies():
            if head == len(self._heads):
                return self._look(head, body)
        request = self._new_request()
        reply = ask(url, request.body)
        return self._keep(reply, request.nonce)

    def write_request(self) -> bytes:
        """A request (DER TimeStampReq) for a stamp of the last head, to be carried elsewhere."""
        return self._new_request().body

    def bring(self, reply: bytes) -> Stamped:
        """Take in the reply to a request that was carried; `InputError` if it is not that."""
        nonce = nonce_of(reply)
        if nonce is None:
            raise _no_request()
        return self._keep(reply, nonce)

    def bodies(self) -> Iterator[tuple[int, bytes]]:
        """The head's number and the raw reply of each stamp, oldest first."""
        yield from self._store.stream(
            "SELECT head, s.body FROM custody_stamps s JOIN custody_requests USING (request)"
            " ORDER BY head, request"
        )

    def _new_request(self) -> Request:
        head = len(self._heads)
        request = request_for(self._heads[-1].sealed)
        self._store.execute(
            "INSERT INTO custody_requests (head, nonce, body) VALUES (?, ?, ?)",
            (head, f"{request.nonce:x}", request.body),
        )
        return request

    def _keep(self, reply: bytes, nonce: int) -> Stamped:
        rows = self._store.execute(
            "SELECT request, head FROM custody_requests WHERE nonce = ?", (f"{nonce:x}",)
        )
        if not rows:
            raise _no_request()
        request, head = rows[0]
        moment = check(reply, self._heads[head - 1].sealed, nonce, self._authorities)
        with self._store.transaction():
            self._store.execute(
                "INSERT INTO custody_stamps VALUES (?, ?) ON CONFLICT DO NOTHING", (request, reply)
            )
            self._case.journal("seal.stamped", head=head, moment=moment.isoformat())
        return Stamped(head, moment, bool(self._authorities))

    def _look(self, head: int, reply: bytes) -> Stamped:
        nonce = nonce_of(reply) or 0
        moment = check(reply, self._heads[head - 1].sealed, nonce, self._authorities)
        return Stamped(head, moment, bool(self._authorities))


def _no_request() -> InputError:
    return InputError(
        "tsa.no_request",
        "Cet horodatage ne répond à aucune demande de cette affaire.",
        "This time stamp answers no request of this case.",
        way_out_fr="Écrivez une demande (--tsq FICHIER), portez-la à l'autorité, rapportez --tsr.",
        way_out_en="Write a request (--tsq FILE), carry it to the authority, bring back --tsr.",
    )
