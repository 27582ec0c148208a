"""Nothing a person sees is a traceback: every fault ends as a sentence and an exit code."""

import errno
import os
import signal
import sys
import traceback
from typing import Any

import click

from tocsin.cli.console import err, show_error
from tocsin.errors import Interrupted, MachineError, TocsinError
from tocsin.language import tr

INTERNAL_FAULT = 1


class GuardedGroup(click.Group):
    """A command group whose commands end in the exit codes of `tocsin.errors`."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn what goes wrong into a sentence and an exit code."""
        # A service manager or a closing session ends us as Ctrl-C does: cleanly, resumable.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except (KeyboardInterrupt, click.Abort):
            _end(interrupted())
        except TocsinError as error:
            _end(error)
        except OSError as error:
            _end(_machine_error(error))
        except Exception as error:
            _internal(error)


def interrupted() -> Interrupted:
    """The user stopped us."""
    return Interrupted(
        "interrupted",
        "Arrêté à votre demande ; ce qui était fait est gardé.",
        "Stopped at your request; what was done is kept.",
        way_out_fr="Relancez la même commande : elle reprend où elle s'est arrêtée.",
        way_out_en="Run the same command again: it resumes where it stopped.",
    )


def _end(error: TocsinError) -> None:
    show_error(error)
    sys.exit(error.exit_code)


def _machine_error(error: OSError) -> MachineError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return MachineError(
            "disk.full",
            "Le disque est plein.",
            "The disk is full.",
            way_out_fr="Libérez de la place puis relancez la même commande : elle reprendra.",
            way_out_en="Free some space, then run the same command: it resumes.",
        )
    name = os.strerror(error.errno) if error.errno else type(error).__name__
    return MachineError(
        "machine.file",
        f"Un fichier ne peut être ni lu ni écrit ({name}).",
        f"A file can be neither read nor written ({name}).",
        way_out_fr="Vérifiez vos droits sur les dossiers donnés, puis relancez.",
        way_out_en="Check your rights on the folders given, then run again.",
    )


def _internal(error: Exception) -> None:
    """A fault of ours: where it happened, but not its message, which could quote a stolen file."""
    if os.environ.get("TOCSIN_DEBUG"):
        traceback.print_exc()
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(where.filename)}:{where.lineno}"  # noqa: PTH119 - a plain string
    err.print(
        tr(
            f"Erreur interne de Tocsin ({type(error).__name__}, {place}). Rien n'est perdu :"
            " relancez la même commande. Si elle persiste, signalez cette ligne ;"
            " TOCSIN_DEBUG=1 montre le détail, qui peut contenir des données personnelles.",
            f"Internal fault of Tocsin ({type(error).__name__}, {place}). Nothing is lost: run the"
            " same command again. If it persists, report this line; TOCSIN_DEBUG=1 shows the"
            " detail, which may contain personal data.",
        ),
        markup=False,
    )
    sys.exit(INTERNAL_FAULT)
