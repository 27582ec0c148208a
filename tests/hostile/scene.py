"""Where the suite is read: the evidence, and beside it all that a reader might write to."""

from pathlib import Path

from tests.hostile.door import Door, Outcome
from tests.hostile.vocabulary import holds

Snapshot = dict[str, tuple[int, int]]


class Scene:
    """A folder of evidence, and beside it a reader's own folder, home and temporary files."""

    def __init__(self, root: Path, door: Door) -> None:
        self._root, self._evidence, self._door = root, root / "preuve", door

    def read(self, name: str, data: bytes) -> Outcome:
        """What comes of those bytes. Fails if anything is written beside them."""
        self._evidence.write_bytes(data)
        before = self._snapshot()
        outcome = self._door.read(self._evidence, name)
        assert self._snapshot() == before
        return outcome

    def _snapshot(self) -> Snapshot:
        """Everything below the root, with size and time."""
        found = ((path, path.lstat()) for path in sorted(self._root.rglob("*")))
        return {str(path): (state.st_size, state.st_mtime_ns) for path, state in found}


def faults_of(outcome: Outcome, name: str) -> list[str]:
    """What an outcome owes and does not give; nothing if all is well."""
    records = outcome.records
    own = [record.document for record in records if not record.parent]
    paths = [record.document for record in records]
    faults = [*outcome.deaths, *sorted(outcome.breaches)]
    faults += ["own record"] if own != [name] else []
    faults += ["two records of one path"] if len(set(paths)) < len(paths) else []
    faults += ["parent unknown"] if {r.parent for r in records} - {"", *paths} else []
    faults += [f"reason: {r.reason}" for r in records if not holds(r.reason)]
    faults += ["reason" for r in records if (r.reason == "") != (r.status == "read")]
    return faults
