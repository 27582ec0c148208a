"""Long work started from the room: the very command, as a process of its own.

It goes on when the browser or the server stops, it resumes when it is started again, and how far
it is stands in the case. The room knows it by the case's lock, so that work started from a
terminal shows as well.
"""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tocsin.case import Case, holder
from tocsin.errors import CaseError, InputError
from tocsin.language import screen_language
from tocsin.room.opened import folder

LOG_NAME = "work.log"
REPORTS = "rapports"
"""The folder, inside the case's, in which the room has its reports written."""
_STARTED = (
    "SELECT at, json_extract(detail, '$.files_done') FROM journal"
    " WHERE act = 'scope.started' ORDER BY entry DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Work:
    """Work under way. `seconds_left` is None where it cannot be told yet."""

    process: int
    files: int
    done: int
    seconds_left: float | None

    @property
    def share(self) -> float:
        """How much of the files is done, 0 to 1."""
        return self.done / self.files if self.files else 0.0


def under_way(case: Case) -> Work | None:
    """What works on the case now, if it is not the room itself deciding something."""
    process = holder(case.folder)
    if process is None or process == os.getpid():
        return None
    files, done = case.store.one("SELECT count(*), coalesce(sum(done), 0) FROM items")
    return Work(process, files, done, _seconds_left(case, files, done))


def _seconds_left(case: Case, files: int, done: int) -> float | None:
    rows = case.store.execute(_STARTED)
    if not rows:
        return None
    started, before = rows[0]
    elapsed = (datetime.now(UTC) - datetime.fromisoformat(started)).total_seconds()
    since = done - int(before or 0)
    return elapsed * (files - done) / since if since > 0 else None


def start_reading(source: str, patients: str, passwords: str = "") -> int:
    """Start or resume `tocsin scope`; its process.

    Passwords reach it through a pipe: they are written nowhere. Raises `InputError` if a path is
    not there, `CaseError` if something works on the case already.
    """
    for path in (source, patients):
        if not _is_there(path):
            raise _not_there()
    _require_free()
    return _start(["scope", source, "--patients", patients, "--case", str(folder())], passwords)


def start_sending(server: str) -> int:
    """Start `tocsin notify send`, which hands over what is approved; its process."""
    return _start(["notify", "send", "--case", str(folder()), "--smtp", server])


def start_letters() -> int:
    """Start `tocsin notify letters`, which writes the letters and calls of what is approved.

    Raises `CaseError` if something works on the case already.
    """
    _require_free()
    return _start(["notify", "letters", "--case", str(folder())])


def start_check() -> int:
    """Start `tocsin custody check`, which hashes every file anew; its process.

    Raises `CaseError` if something works on the case already.
    """
    _require_free()
    return _start(["custody", "check", "--case", str(folder())])


def start_reports() -> int:
    """Start `tocsin report`, which draws up every file; its process.

    Raises `CaseError` if something works on the case already.
    """
    _require_free()
    return _start(["report", "--case", str(folder()), "--to", str(folder() / REPORTS)])


def _is_there(path: str) -> bool:
    try:
        return bool(path) and Path(path).exists()
    except (OSError, ValueError):  # too long, or no path at all
        return False


def _require_free() -> None:
    if holder(folder()) not in (None, os.getpid()):
        raise _at_work()


def _start(words: list[str], passwords: str = "") -> int:
    reader, writer = os.pipe()
    try:
        command = [sys.executable, "-m", "tocsin", *words]
        if passwords:
            command += ["--passwords", f"/dev/fd/{reader}"]
        os.write(writer, passwords.encode()[:60_000])
        os.close(writer)
        with _log().open("ab") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=(reader,),
                env={**os.environ, "TOCSIN_LANG": screen_language()},
            )
    finally:
        os.close(reader)
    return process.pid


def _log() -> Path:
    path = folder() / LOG_NAME
    path.touch(mode=0o600, exist_ok=True)
    return path


def stop() -> bool:
    """Ask the work to stop where it can be resumed, as Ctrl-C does; False if there is none."""
    process = holder(folder())
    if process is None or process == os.getpid():
        return False
    os.kill(process, signal.SIGTERM)
    return True


def _not_there() -> InputError:
    return InputError(
        "room.no_file",
        "Ce chemin n'existe pas sur la machine de la salle.",
        "There is no such path on the room's machine.",
        way_out_fr="Donnez le chemin complet tel que cette machine le voit.",
        way_out_en="Give the whole path as this machine sees it.",
    )


def _at_work() -> CaseError:
    return CaseError(
        "room.at_work",
        "Un travail est déjà en cours sur cette affaire.",
        "Work is already under way on this case.",
        way_out_fr="Attendez sa fin, ou arrêtez-le : une lecture reprend où elle en était.",
        way_out_en="Wait for its end, or stop it: a reading resumes where it was.",
    )
