"""The words of notices at a moment: template files, hospital's facts, public reference.

A batch is approved with a snapshot, and what a person was told is worded again from it, whatever
became of the templates since.
"""

import dataclasses
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson

from tocsin.case import Case, Store
from tocsin.model.hospital import Hospital
from tocsin.notify import wording
from tocsin.notify.facts import Facts
from tocsin.notify.hospital_file import FORMS, RULES, load_hospital
from tocsin.notify.prepare import public_reference
from tocsin.notify.wording import Library

CURRENT = "notice_wording"
"""The fact of the case that names the words of today; the database compares batches with it."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What every notice of a batch is worded from. `digest` is the SHA-256 of `content`."""

    content: str

    @property
    def digest(self) -> str:
        """The name of these words."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    @property
    def facts(self) -> Facts:
        """The hospital's facts as they stood."""
        kept = orjson.loads(self.content)
        hospital = {**kept["hospital"], "address": tuple(kept["hospital"]["address"])}
        return Facts(Hospital(**hospital), kept["public_reference"])

    @property
    def library(self) -> Library:
        """The templates as they stood."""
        return _library(self.content)


def take(case: Case) -> Snapshot:
    """The words of `case` as of now."""
    hospital = dataclasses.asdict(load_hospital(case.folder))
    for no_words in (*RULES, *FORMS):
        del hospital[no_words]
    content: dict[str, Any] = {
        "templates": {
            f"{path.parent.name}/{path.name}": path.read_text(encoding="utf-8")
            for path in sorted(wording.FOLDER.glob("*/*.txt"))
        },
        "hospital": hospital,
        "public_reference": public_reference(case),
    }
    return Snapshot(orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode())


def keep(case: Case) -> Snapshot:
    """Take the words of now, keep them, and name them as those of today."""
    snapshot = take(case)
    case.store.execute(
        "INSERT OR IGNORE INTO wordings VALUES (?, ?)", (snapshot.digest, snapshot.content)
    )
    case.set(CURRENT, snapshot.digest)
    return snapshot


def kept(store: Store, digest: str) -> Snapshot:
    """The snapshot of that name."""
    (content,) = store.one("SELECT content FROM wordings WHERE digest = ?", (digest,))
    return Snapshot(content)


@cache
def _library(content: str) -> Library:
    return Library(orjson.loads(content)["templates"])
