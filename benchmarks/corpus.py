"""The files that readers are compared on: any folder, and what an invented clinic lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tocsin.clinic import build_clinic
from tocsin.read import sniff
from tocsin.read.content import Content


@dataclass(frozen=True, slots=True)
class Sample:
    """One file: where it is, its bytes, the media type that its content shows."""

    path: Path
    size: int
    media: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Files under a title for people, which names no path."""

    title: str
    samples: tuple[Sample, ...]

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(sample.size for sample in self.samples)


def of_folder(folder: Path, title: str, limit: int | None = None) -> Corpus:
    """All regular files below a folder, in the order of their paths; the first `limit` of them."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
    return Corpus(title, tuple(_sample(path) for path in paths[:limit]))


@contextmanager
def of_clinic(patients: int, seed: int = 1) -> Iterator[Corpus]:
    """The stolen files of an invented clinic, which is gone afterwards."""
    with TemporaryDirectory(prefix="tocsin-reading-") as name:
        clinic = build_clinic(Path(name) / "clinic", patients=patients, seed=seed)
        yield of_folder(clinic.source, f"An invented clinic of {patients:,} patients")


def _sample(path: Path) -> Sample:
    return Sample(path, path.stat().st_size, _media(path))


def _media(path: Path) -> str:
    try:
        return sniff.media_type(Content.of_file(path, path.name))
    except Exception:
        return sniff.UNKNOWN
