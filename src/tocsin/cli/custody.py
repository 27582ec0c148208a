"""The screens of seal and custody: what was sealed, and what to note elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from cryptography import x509

from tocsin.case import Case
from tocsin.cli.console import ConsoleProgress, out, show_error
from tocsin.cli.screens import panel, show_files
from tocsin.errors import TocsinError
from tocsin.language import number, tr
from tocsin.seal.alone import check_proof
from tocsin.seal.custody import Sealed
from tocsin.seal.portable import write_files
from tocsin.seal.stamps import Stamped, Stamps


@dataclass(frozen=True, slots=True)
class Stamping:
    """What came of asking for a time stamp, after a sealing that stands whatever came of it.

    `is_offline`: the request or the reply is a file, so that a fault is the command's own.
    """

    stamped: Stamped | None = None
    fault: TocsinError | None = None
    is_offline: bool = False

    @classmethod
    def run(
        cls,
        case: Case,
        authorities: Sequence[x509.Certificate],
        *,
        url: str | None,
        request: Path | None,
        reply: Path | None,
    ) -> "Stamping":
        """Bring `reply` in, write `request`, ask `url`: those that are given."""
        is_offline = bool(request or reply)
        stamps, stamped = Stamps(case, authorities), None
        try:
            if reply:
                stamped = stamps.bring(reply.read_bytes())
            if request:
                written = {request.name: [stamps.write_request()]}
                write_files(case, request.parent, written, ConsoleProgress())
            if url:
                stamped = stamps.ask(url)
        except TocsinError as error:
            return cls(stamped, error, is_offline)
        return cls(stamped, None, is_offline)

    def as_json(self) -> dict[str, object]:
        """The same for scripts; nothing if no stamp was asked for."""
        if self.fault:
            return {"stamp_fault": self.fault.code}
        if not self.stamped:
            return {}
        moment, is_checked = self.stamped.moment.isoformat(), self.stamped.is_checked
        return {"stamped": moment, "stamp_checked": is_checked}

    def show(self, *, as_json: bool) -> None:
        """The stamp, or why there is none. Raises the fault of a file that was given."""
        if self.stamped and not as_json:
            show_stamped(self.stamped)
        if self.fault and self.is_offline:
            raise self.fault
        if self.fault:
            show_error(self.fault)


def sealed_as_json(sealed: Sealed) -> dict[str, object]:
    """The same facts for scripts."""
    return {
        "files": sealed.files,
        "faults": sealed.faults,
        "gone": sealed.gone,
        "added": sealed.added,
        "leaves": sealed.head.size,
        "timestamp": sealed.head.timestamp,
        "root": sealed.head.root.hex(),
        "public_key": sealed.public_key.hex(),
    }


def show_sealed(sealed: Sealed) -> None:
    """Counts, then root and key on lines of their own, to be copied by hand."""
    moment = datetime.fromtimestamp(sealed.head.timestamp / 1000, UTC).astimezone()
    rows = [
        (tr("Fichiers inventoriés", "Files recorded"), number(sealed.files)),
        (tr("… sans empreinte (illisibles, liens)", "… not hashed"), number(sealed.faults)),
        (tr("… qui n'y sont plus", "… no longer there"), number(sealed.gone)),
        (tr("Entrées ajoutées au journal", "Entries added to the log"), number(sealed.added)),
        (tr("Entrées du journal", "Entries of the log"), number(sealed.head.size)),
        (tr("Signé le", "Signed on"), f"{moment:%Y-%m-%d %H:%M:%S %z}"),
    ]
    out.print(panel(tr("Scellé", "Sealed"), rows))
    out.print(
        tr(
            "À noter hors de cette machine, avec la date (plainte, main courante, courriel) :",
            "To note outside this machine, with the date (complaint, logbook, e-mail):",
        )
    )
    # Not through rich, which would fold them where the screen ends.
    click.echo(f"  {tr('racine', 'root')} {sealed.head.root.hex()}")
    click.echo(f"  {tr('clé', 'key')} {sealed.public_key.hex()}")


def show_custody(paths: list[Path]) -> None:
    """The files written, and how to check with them."""
    show_files(paths)
    verifier = next(path for path in paths if path.name == "verifier.py")
    click.echo(f"python3 {verifier} SOURCE --root … --key …")


def show_stamped(stamped: Stamped) -> None:
    """When the authority saw the head, and whether its signature was checked."""
    checked = (
        tr("signature vérifiée", "signature checked")
        if stamped.is_checked
        else tr("signature non vérifiée : donnez --tsa-ca", "signature not checked: give --tsa-ca")
    )
    moment = f"{stamped.moment:%Y-%m-%d %H:%M:%S} UTC"
    click.echo(tr(f"Horodaté : {moment} ({checked})", f"Time-stamped: {moment} ({checked})"))


def show_proof(paths: list[Path]) -> None:
    """The files written, what the verifier says of them, and how to check elsewhere."""
    show_files(paths)
    program = next(path for path in paths if path.name == "check_proof.py")
    check_proof.main(["--log", str(program.parent)])
    click.echo(f"python3 {program} FILE --root … --key …")
