"""The screens of seal and custody: what was sealed, and what to note elsewhere."""

from datetime import UTC, datetime
from pathlib import Path

import click

from tocsin.cli.console import out
from tocsin.cli.screens import panel, show_files
from tocsin.language import number, tr
from tocsin.seal.custody import Sealed


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
