"""The readers that are compared: ours, behind its wall and without it, and the best free peers.

Peers are installed, at pinned versions, in an environment of their own in the user's cache; ours
never sees them. Each reader runs in a child process that speaks lines of JSON (`peers_child.py`).
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tocsin import __version__

ROOT = Path(__file__).parent.parent
CHILD = Path(__file__).with_name("peers_child.py")
PINNED = {"kreuzberg": "4.10.4", "extractous": "0.3.0"}
PYTHON = "3.11"


@dataclass(frozen=True, slots=True)
class Engine:
    """A reader in the comparison: its key in `peers_child.py`, what it is, the Python it needs."""

    key: str
    title: str
    python: Path

    @property
    def command(self) -> list[str]:
        """What starts its child process."""
        return [str(self.python), str(CHILD), self.key]

    @property
    def environment(self) -> dict[str, str]:
        """No OCR program in sight (Tika would run one by its name), one thread for OpenMP."""
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
        return {
            **kept,
            "PATH": str(self.python.parent),
            "PYTHONPATH": str(ROOT / "src"),
            "OMP_THREAD_LIMIT": "1",
        }


def engines(*, walled: bool = True, peers: bool = True) -> list[Engine]:
    """The readers to compare. Installs the peers where they are missing."""
    ours = Path(sys.executable)
    found = [Engine("tocsin", f"Tocsin {__version__}, reader alone", ours)]
    if walled:
        found.append(Engine("walled", f"Tocsin {__version__}, behind the wall", ours))
    if peers:
        python = peers_python()
        found.append(Engine("kreuzberg", f"kreuzberg {PINNED['kreuzberg']}", python))
        found.append(Engine("extractous", f"extractous {PINNED['extractous']} (Tika)", python))
    return found


def peers_python(pinned: Mapping[str, str] = PINNED) -> Path:
    """The Python of an environment that holds peers at their pinned versions."""
    wanted = [f"{name}=={version}" for name, version in pinned.items()]
    folder = _cache() / "-".join(wanted).replace("==", "-")
    python = folder / "bin" / "python"
    if not (folder / "whole").exists():
        _run("uv", "venv", "--quiet", "--clear", "--python", PYTHON, str(folder))
        _run("uv", "pip", "install", "--quiet", "--python", str(python), *wanted)
        (folder / "whole").touch()
    return python


def _cache() -> Path:
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "tocsin-benchmarks"


def _run(*command: str) -> None:
    subprocess.run(command, check=True)
