"""Doubles of readers: processes that speak the protocol of `benchmarks.peers_child`, and fail."""

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from benchmarks.corpus import Corpus, Sample
from benchmarks.peers import Engine

DOUBLE = """
import json, os, sys, time
answer = {"letters": 0, "characters": 0, "documents": 1, "status": "", "reason": ""}
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    name = os.path.basename(os.fsdecode(bytes.fromhex(line.strip())))
    told = dict(answer)
    if name.startswith("text"): told["letters"] = 12
    if name.startswith("refused"): told.update(status="unreadable", reason="encrypted")
    if name.startswith("crash"): os._exit(3)
    if name.startswith("hang"): time.sleep(600)
    print(json.dumps(told), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Double(Engine):
    """A reader that does what the name of a file says."""

    @property
    def command(self) -> list[str]:
        return [str(self.python), "-c", DOUBLE]


@pytest.fixture
def double() -> Double:
    return Double("tocsin", "a double", Path(sys.executable))


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    names = ("text 1", "crash", "text 2", "hang", "refused", "nothing", "text 3")
    return Corpus("names", tuple(Sample(tmp_path / name, 10, "text/plain") for name in names))
