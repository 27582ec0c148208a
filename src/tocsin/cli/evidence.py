"""The commands seal and custody: the evidence as taken, and its log for others to check."""

from pathlib import Path

import click
import orjson

from tocsin.case import Case
from tocsin.cli.console import ConsoleProgress, out
from tocsin.cli.options import (
    case_option,
    given,
    group_case_option,
    group_to_option,
    json_option,
    to_option,
)
from tocsin.language import number, screen_language, tr
from tocsin.seal import Source, require_outside

# What signs and stamps is imported by the commands: the others should not wait for it.


class Hexadecimal(click.ParamType[bytes]):
    """A root or a key, as `tocsin seal` shows it."""

    name = "hex"

    def convert(
        self, value: str | bytes, param: click.Parameter | None, ctx: click.Context | None
    ) -> bytes:
        """Its bytes."""
        try:
            return value if isinstance(value, bytes) else bytes.fromhex(value)
        except ValueError:
            self.fail(tr("ce n'est pas de l'hexadécimal", "not hexadecimal"), param, ctx)


existing_file = click.Path(path_type=Path, exists=True, dir_okay=False)
ca_option = click.option(
    "--tsa-ca",
    type=existing_file,
    metavar="FILE",
    help=tr(
        "Certificats (PEM) de l'autorité d'horodatage, pour vérifier sa signature.",
        "Certificates (PEM) of the time-stamping authority, to check its signature.",
    ),
)


@click.command(
    help=tr(
        """Inventorie, hache et signe tous les fichiers de SOURCE, pour l'enquête.

        Chaque fichier (chemin, taille, date, propriétaire, SHA-256) est une entrée du journal de
        conservation ; on n'y fait qu'ajouter. Relancée, la commande ajoute les fichiers nouveaux
        ou changés et prouve que les entrées d'avant sont intactes. « scope » reprend ces
        empreintes. Notez ailleurs la racine et la clé affichées.

        Avec --tsa, une autorité d'horodatage (RFC 3161) date la tête signée ; seule une empreinte
        sort de la machine. Sans réseau : --tsq écrit la demande, --tsr rapporte la réponse. Une
        autorité qui ne répond pas n'empêche jamais de sceller.""",
        """Lists, hashes and signs every file of SOURCE, for the investigation.

        Each file (path, size, time, owner, SHA-256) is an entry of the custody log, to which one
        can only add. Run again, the command adds files that are new or changed and proves that
        the entries before are intact. "scope" uses these hashes. Note the root and the key shown
        somewhere else.

        With --tsa, a time-stamping authority (RFC 3161) dates the signed head; only a hash leaves
        the machine. Without a network: --tsq writes the request, --tsr brings the answer in. An
        authority that does not answer never keeps you from sealing.""",
    )
)
@click.argument("source")
@case_option
@click.option(
    "--tsa", metavar="URL", help=tr("L'autorité d'horodatage.", "The time-stamping authority.")
)
@ca_option
@click.option(
    "--tsq",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=tr("Écrire la demande d'horodatage.", "Write the time-stamp request."),
)
@click.option(
    "--tsr",
    type=existing_file,
    metavar="FILE",
    help=tr("Rapporter la réponse de l'autorité.", "Bring in the authority's answer."),
)
@json_option
def seal(
    source: str,
    case_folder: Path,
    tsa: str | None,
    tsa_ca: Path | None,
    tsq: Path | None,
    tsr: Path | None,
    as_json: bool,
) -> None:
    """The evidence as taken."""
    from tocsin.cli.custody import Stamping, sealed_as_json, show_sealed
    from tocsin.seal.custody import seal as run_seal
    from tocsin.seal.timestamp import load_authorities

    place = Source.at(source)
    require_outside(place, case_folder)
    authorities = load_authorities(tsa_ca) if tsa_ca else []
    with Case.create_or_open(case_folder) as case:
        sealed = run_seal(case, place, ConsoleProgress())
        stamping = Stamping.run(case, authorities, url=tsa, request=tsq, reply=tsr)
    if as_json:
        out.print_json(orjson.dumps({**sealed_as_json(sealed), **stamping.as_json()}).decode())
    else:
        show_sealed(sealed)
    stamping.show(as_json=as_json)


@click.group(
    invoke_without_command=True,
    help=tr(
        """Écrit le journal de conservation et de quoi le vérifier sans Tocsin.

        leaves.jsonl : les entrées. heads.json : les têtes signées et la clé publique.
        manifest-sha256.txt : les empreintes, pour sha256sum. stamp-*.tsr : les horodatages.
        verifier.py (avec les deux programmes à côté) : nomme tout fichier modifié, manquant ou
        ajouté (python3 verifier.py SOURCE). Ces fichiers portent les noms des fichiers volés,
        parfois nominatifs ; « custody proof » montre un fichier sans nommer les autres.""",
        """Writes the custody log and what checks it without Tocsin.

        leaves.jsonl: the entries. heads.json: the signed heads and the public key.
        manifest-sha256.txt: the hashes, for sha256sum. stamp-*.tsr: the time stamps. verifier.py
        (with the two programs beside it): names every changed, missing or added file (python3
        verifier.py SOURCE). These files hold the names of the stolen files, which may name
        people; "custody proof" shows one file without naming the others.""",
    ),
)
@group_case_option
@group_to_option
@click.pass_context
def custody(context: click.Context, case_folder: Path | None, out_folder: Path | None) -> None:
    """The custody log, to hand over."""
    if context.invoked_subcommand is not None:
        return
    from tocsin.cli.custody import show_custody
    from tocsin.seal.portable import write_custody

    folder = given(context, "case_folder", case_folder)
    target = given(context, "out_folder", out_folder)
    with Case.open(folder) as case:
        show_custody(write_custody(case, target, ConsoleProgress()))


@custody.command(
    help=tr(
        """Prouve un seul fichier, sans la liste des autres : pour le montrer à un juge.

        FILE est son chemin sous la source, tel que documents.csv l'écrit. Le dossier écrit
        contient son entrée, le chemin jusqu'à une tête signée (RFC 6962), les horodatages de
        cette tête et check_proof.py, qui vérifie le tout sans Tocsin. Avec --since, il prouve
        aussi que le journal d'alors n'a pas été réécrit.""",
        """Proves one file, without the list of the others: to show it to a judge.

        FILE is its path under the source, as documents.csv has it. The folder written holds its
        entry, the path up to a signed head (RFC 6962), that head's time stamps and
        check_proof.py, which checks all of it without Tocsin. With --since it also proves that
        the log of that day was not rewritten.""",
    )
)
@click.argument("file")
@case_option
@to_option
@click.option(
    "--since",
    type=Hexadecimal(),
    metavar="HEX",
    help=tr("Une racine notée autrefois.", "A root noted earlier."),
)
def proof(file: str, case_folder: Path, out_folder: Path, since: bytes | None) -> None:
    """The proof of one file."""
    from tocsin.cli.custody import show_proof
    from tocsin.seal.fileproof import write_proof

    with Case.open(case_folder) as case:
        show_proof(write_proof(case, file, out_folder, ConsoleProgress(), since=since))


@custody.command(
    help=tr(
        """Vérifie SOURCE avec un dossier écrit par « custody » ou « custody proof ».

        Nomme tout fichier modifié, manquant ou ajouté ; l'affaire et sa clé n'y servent pas. Avec
        --tsa-ca, la signature de chaque horodatage est vérifiée entièrement.""",
        """Checks SOURCE with a folder that "custody" or "custody proof" wrote.

        Names every changed, missing or added file; neither the case nor its key is needed. With
        --tsa-ca, the signature of each time stamp is checked in full.""",
    )
)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--root",
    type=Hexadecimal(),
    metavar="HEX",
    help=tr("La racine notée ailleurs.", "The root noted elsewhere."),
)
@click.option(
    "--key",
    type=Hexadecimal(),
    metavar="HEX",
    help=tr("La clé publique notée ailleurs.", "The public key noted elsewhere."),
)
@ca_option
def verify(
    folder: Path, source: Path, root: bytes | None, key: bytes | None, tsa_ca: Path | None
) -> None:
    """The files against a log handed over."""
    from tocsin.cli.custody import show_stamped
    from tocsin.seal.check import check_folder

    for stamped in check_folder(folder, source, root=root, key=key, tsa_ca=tsa_ca):
        show_stamped(stamped)


@custody.command(
    help=tr(
        """Compare les fichiers volés avec le journal scellé de l'affaire.

        Chaque fichier est haché de nouveau ; tout fichier modifié, manquant ou ajouté est nommé.
        La salle de crise lance ce contrôle et en montre l'avancée.""",
        """Compares the stolen files with the sealed log of the case.

        Every file is hashed anew; each that is changed, missing or added is named. The crisis
        room starts this check and shows how far it is.""",
    )
)
@case_option
def check(case_folder: Path) -> None:
    """The files against the case's own log."""
    from tocsin.seal.check import not_as_sealed
    from tocsin.seal.recheck import differences, recheck

    with Case.open(case_folder) as case:
        done = recheck(case, Source.at(case.get("source")), ConsoleProgress())
        found = differences(case.store, done.number)
    language = screen_language()
    for what, paths in found.items():
        for path in paths:
            click.echo(f"{what.label(language)}: {path}")
    if any(found.values()):
        raise not_as_sealed()
    count = number(done.files)
    out.print(tr(f"{count} fichiers, tels que scellés.", f"{count} files, as sealed."))
