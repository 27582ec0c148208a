"""What listening for logs takes at the command line, and the messages that came."""

import functools
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tocsin.case import Case
from tocsin.cli.console import out
from tocsin.cli.options import case_option, outside_source
from tocsin.errors import InputError
from tocsin.language import number, tr

if TYPE_CHECKING:
    from tocsin.watch.detect.listen import Places
    from tocsin.watch.detect.listen.door import Network

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


class NetworkType(click.ParamType[Any]):
    """An address or a network in CIDR form."""

    name = "network"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> "Network":
        """The network, or a usage error."""
        try:
            return ip_network(value)
        except ValueError:
            self.fail(tr("un réseau, par exemple 10.1.0.0/16", "a network"), param, ctx)


_OPTIONS = (
    click.option(
        "--listen-syslog",
        metavar="[HOST:]PORT",
        help=tr(
            "Recevoir le syslog, UDP et TCP (ou TLS) ; sans HOST, de cette machine seule.",
            "Receive syslog, UDP and TCP (or TLS); without HOST, from this machine only.",
        ),
    ),
    click.option(
        "--listen-http",
        metavar="[HOST:]PORT",
        help=tr("Recevoir par POST des lignes JSON.", "Receive JSON lines by POST."),
    ),
    click.option(
        "--token-file",
        type=FILE,
        metavar="FILE",
        help=tr("Le jeton que l'envoi HTTP doit donner.", "The token HTTP senders must give."),
    ),
    click.option(
        "--allow",
        type=NetworkType(),
        multiple=True,
        metavar="NETWORK",
        help=tr("Qui peut envoyer (défaut : tous).", "Who may send (default: everybody)."),
    ),
    click.option("--tls-cert", type=FILE, metavar="FILE", help=tr("Certificat PEM.", "PEM.")),
    click.option("--tls-key", type=FILE, metavar="FILE", help=tr("Sa clé, PEM.", "Its key, PEM.")),
)


def listen_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of listening, handed on as one `listen`: where, who and how, or None."""

    @functools.wraps(command)
    def gathered(
        *args: Any,
        listen_syslog: str | None,
        listen_http: str | None,
        token_file: Path | None,
        allow: tuple["Network", ...],
        tls_cert: Path | None,
        tls_key: Path | None,
        **others: Any,
    ) -> None:
        from tocsin.watch.detect.listen import Places
        from tocsin.watch.detect.listen.listening import parse_address

        syslog, http = (parse_address(a) if a else None for a in (listen_syslog, listen_http))
        token = _token(token_file) if token_file else ""
        places = Places(syslog, http, token, allow, tls_cert, tls_key)
        command(*args, listen=places if syslog or http else None, **others)

    for option in reversed(_OPTIONS):
        gathered = option(gathered)
    return gathered


def _token(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise InputError(
            "watch.token_file",
            "Le fichier du jeton (--token-file) ne peut pas être lu.",
            "The file of the token (--token-file) cannot be read.",
            way_out_fr="Donnez un fichier d'une ligne, en lettres et chiffres ASCII.",
            way_out_en="Give a file of one line, ASCII letters and digits.",
        ) from None


def say_where(places: "Places", ports: list[int]) -> None:
    """Where we listen, and what UDP cannot promise."""
    out.print(
        tr("Écoute sur les ports ", "Listening on ports ") + ", ".join(map(str, ports)) + ".",
        markup=False,
    )
    if places.syslog:
        out.print(
            tr(
                "Le syslog n'est jamais acquitté : ce qui se perd en UDP avant d'arriver reste"
                " inconnu, sauf des envois numérotés (sequenceId).",
                "Syslog is never acknowledged: what UDP loses on its way stays unknown, but for"
                " senders that number their messages (sequenceId).",
            ),
            markup=False,
        )


@click.command(
    "received",
    help=tr(
        """Écrit en clair, une par ligne, les journaux reçus par le réseau (watch follow).

        Une preuve les nomme par leur numéro (« udp:10.0.0.7 @812 ») : --first et --last.""",
        """Writes in clear, one a line, the logs received over the network (watch follow).

        Evidence names them by number ("udp:10.0.0.7 @812"): --first and --last.""",
    ),
)
@case_option
@click.option(
    "--to",
    "to_file",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    callback=outside_source,
    metavar="FILE",
    help=tr("Où les écrire.", "Where to write them."),
)
@click.option("--first", type=click.IntRange(0), default=0, help=tr("Depuis ce numéro.", "From."))
@click.option("--last", type=click.IntRange(0), help=tr("Jusqu'à ce numéro.", "Up to."))
def received(case_folder: Path, to_file: Path, first: int, last: int | None) -> None:
    """The messages that came."""
    from tocsin.watch.detect.listen.spool import write_received

    with Case.open(case_folder, exclusive=False) as case:
        written = write_received(case, to_file, first, last)
    out.print(
        tr(f"{number(written)} messages écrits.", f"{number(written)} messages written."),
        markup=False,
    )
