"""`--only taken.csv`: of the files under SOURCE, those that the logs say were read or copied.

Logs write a path below a share or a disk, SOURCE holds it below some folder of that. What stands
before (or is missing) is found by vote: most taken files agree on it. An exact copy of a taken file
counts as taken, wherever it lies: its bytes left. docs/decisions/074-taken.md.
"""

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin.case import Case, Store
from tocsin.errors import InputError
from tocsin.seal.inventory import forget_documents

LEAST_SHARE = 0.01
"""A prefix counts if it explains this share of what the best one explains."""

COLUMN = "document"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """How many files are kept, set aside, and named but not under SOURCE."""

    kept: int
    aside: int
    absent: int


@dataclass(frozen=True, slots=True)
class Taken:
    """Paths as `taken.csv` names them, folded; `folders` end in a slash."""

    files: frozenset[str]
    folders: frozenset[str]

    def select(self, paths: Iterable[str]) -> "Selection":
        """Which of `paths` (relative to SOURCE) are taken."""
        folded = {path: fold(path) for path in paths}
        prefixes = self._prefixes(set(folded.values()))
        found = {path: list(_full(name, prefixes)) for path, name in folded.items()}
        tails = self._tails()
        taken = {
            path
            for path, names in found.items()
            if any(name in self.files or name.startswith(tails) for name in names)
        }
        seen = {name for names in found.values() for name in names}
        return Selection(frozenset(taken), len(self.files - seen))

    def _tails(self) -> tuple[str, ...]:
        """The folders from each of their own parts on: a share may be named with its server."""
        return tuple(tail for folder in self.folders for tail in _tails(folder))

    def _prefixes(self, names: set[str]) -> list[str]:
        """What stands before SOURCE's paths in the logs' ones, most agreed on first.

        A prefix is what precedes (`share/`), or `-` and what SOURCE has more (`-server/`).
        """
        votes: Counter[str] = Counter()
        by_name: dict[str, list[str]] = {}
        for name in names:
            by_name.setdefault(name.rpartition("/")[2], []).append(name)
        for file in self.files:
            votes.update(_agreeing(file, by_name.get(file.rpartition("/")[2], ())))
        best = max(votes.values(), default=0)
        agreed = [prefix for prefix, n in votes.most_common() if n >= LEAST_SHARE * best]
        return agreed or [""]


@dataclass(frozen=True, slots=True)
class Selection:
    """The taken ones of some paths, and how many named files are not among them."""

    taken: frozenset[str]
    absent: int


def load_taken(path: Path) -> Taken:
    """`taken.csv`, or any CSV with a column `document`. Raises `InputError` if it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = [fold(row[COLUMN] or "") for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError):
        raise _unusable() from None
    files = frozenset(name for name in names if name and not name.endswith("/"))
    folders = frozenset(name for name in names if name.endswith("/"))
    if not files and not folders:
        raise _unusable()
    return Taken(files, folders)


def narrow(case: Case, taken: Taken | None) -> Narrowed:
    """Set aside what is not taken, and take back what was set aside before; all, if None."""
    store = case.store
    rows = store.execute("SELECT path FROM items")
    selection = taken.select(path for (path,) in rows) if taken else None
    with store.transaction():
        store.execute("UPDATE items SET done = 0, aside = 0 WHERE aside = 1")
        if selection is not None:
            _set_aside(store, selection.taken)
    aside = store.count("SELECT count(*) FROM items WHERE aside = 1")
    found = Narrowed(len(rows) - aside, aside, selection.absent if selection else 0)
    if selection is not None:
        case.journal("scope.narrowed", kept=found.kept, aside=found.aside, absent=found.absent)
    return found


def _set_aside(store: Store, taken: frozenset[str]) -> None:
    """All but the taken, and what has the same bytes as one of them."""
    store.execute("CREATE TEMP TABLE kept (path TEXT PRIMARY KEY)")
    store.many("INSERT INTO kept VALUES (?)", ((path,) for path in taken))
    store.execute(
        "UPDATE items SET aside = 1, done = 1 WHERE path NOT IN (SELECT path FROM kept)"
        " AND (sha256 IS NULL OR sha256 = '' OR sha256 NOT IN"
        " (SELECT sha256 FROM items JOIN kept USING (path) WHERE sha256 != ''))"
    )
    store.execute("DROP TABLE kept")
    for (item,) in store.execute(
        "SELECT DISTINCT item FROM documents JOIN items USING (item) WHERE aside = 1"
    ):
        forget_documents(store, item)


def fold(path: str) -> str:
    """A path as both sides write it: slashes, no case, one form of accents."""
    plain = unicodedata.normalize("NFC", path.replace("\\", "/")).casefold()
    return plain.lstrip("/")


def _ends(longer: str, shorter: str) -> bool:
    return longer == shorter or longer.endswith("/" + shorter)


def _agreeing(file: str, names: Iterable[str]) -> list[str]:
    """The prefixes of those names that agree with a taken file over the longest end."""
    found: dict[str, tuple[int, bool]] = {}
    for name in names:
        if _ends(file, name):
            found[file[: len(file) - len(name)]] = (len(name), file == name)
        elif _ends(name, file):
            found["-" + name[: len(name) - len(file)]] = (len(file), False)
    best = max(found.values(), default=None)
    return [prefix for prefix, agreed in found.items() if agreed == best]


def _full(name: str, prefixes: list[str]) -> Iterator[str]:
    """A path under SOURCE as the logs may write it."""
    for prefix in prefixes:
        if not prefix.startswith("-"):
            yield prefix + name
        elif name.startswith(prefix[1:]):
            yield name[len(prefix) - 1 :]


def _tails(folder: str) -> Iterator[str]:
    parts = folder.rstrip("/").split("/")
    for at in range(len(parts)):
        yield "/".join(parts[at:]) + "/"


def _unusable() -> InputError:
    return InputError(
        "scope.only",
        "Le fichier donné à --only ne nomme aucun document.",
        "The file given to --only names no document.",
        way_out_fr="Donnez taken.csv, écrit par « tocsin watch timeline --to ».",
        way_out_en='Give taken.csv, as written by "tocsin watch timeline --to".',
    )
