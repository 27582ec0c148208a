"""Tesseract OCR (Apache-2.0), through pipes: no picture and no text touches the disk."""

import io
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from PIL import Image

OLDEST = (4, 1)
SECONDS = 60
"""The most one page may take."""


@dataclass(frozen=True, slots=True)
class Tesseract:
    """An installed Tesseract: its version, and the languages it can read."""

    path: str = ""
    version: tuple[int, ...] = ()
    languages: frozenset[str] = frozenset()

    @property
    def is_usable(self) -> bool:
        """Whether it is recent enough and reads some language."""
        return self.version >= OLDEST and bool(self.language)

    @property
    def language(self) -> str:
        """French if it is installed, else English."""
        return next((lang for lang in ("fra", "eng") if lang in self.languages), "")

    @property
    def page_mode(self) -> str:
        """1 finds the orientation of the page, 3 supposes it upright."""
        return "1" if "osd" in self.languages else "3"

    def recognise(self, image: Image.Image) -> tuple[str, float]:
        """The text of an image and the mean confidence of its words (0–100).

        Both are nothing when it fails, takes too long or, in page mode 1, finds too few letters.
        """
        command = [self.path, "stdin", "stdout", "-l", self.language, "--psm", self.page_mode]
        command += ["--dpi", "300", "tsv"]
        try:
            done = subprocess.run(
                command,
                input=_as_netpbm(image),
                capture_output=True,
                timeout=SECONDS,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return "", 0.0
        return _words(done.stdout.decode("utf-8", "replace"))


def _as_netpbm(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PPM")  # grey images become PGM; no time is lost compressing
    return buffer.getvalue()


def _words(table: str) -> tuple[str, float]:
    """Text and mean confidence from Tesseract's TSV (level 5 rows are words)."""
    lines: dict[tuple[str, ...], list[str]] = {}
    confidences = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        lines.setdefault(tuple(cells[1:5]), []).append(cells[11])
        confidences.append(float(cells[10]))
    if not confidences:
        return "", 0.0
    text = "\n".join(" ".join(words) for words in lines.values())
    return text, sum(confidences) / len(confidences)


@cache
def installed() -> Tesseract:
    """The Tesseract of this machine; an unusable one if there is none."""
    path = shutil.which("tesseract")
    if not path:
        return Tesseract()
    version = re.search(r"tesseract v?(\d+)\.(\d+)", _answer(path, "--version"))
    languages = frozenset(_answer(path, "--list-langs").split())
    return Tesseract(path, tuple(map(int, version.groups())) if version else (), languages)


def _answer(path: str, question: str) -> str:
    try:
        done = subprocess.run([path, question], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout + done.stderr).decode("utf-8", "replace")
