"""Rebuild src/tocsin/find/data/terms.txt.gz from the nomenclatures.

    python scripts/build_find_terms.py FOLDER

FOLDER holds `cim10.csv.gz` and `drugs.json` (edsnlp 0.23, BSD-3, AP-HP; CIM-10 by ATIH/WHO),
`orpha.json.gz` (Orphanet, CC BY 4.0), `ccam_actes.json.gz` (CCAM, ATIH) and `CIS_bdpm.txt` (Base de
données publique des médicaments: ANSM, HAS, UNCAM). The result has one
folded phrase a line with its class: what a person suffers from (`disease`), was given (`drug`) or
had done (`act`), and words that hardly anybody but medicine uses (`clinical`: rachis, moignon).
How common a word is in French says wordfreq (`uv run --with wordfreq`); its counts are not kept.
"""

import csv
import gzip
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from wordfreq import zipf_frequency

from tocsin.find.finders.towns import is_town
from tocsin.find.fold import fold
from tocsin.find.general_names import given_names, surnames

TARGET = Path(__file__).parent.parent / "src/tocsin/find/data/terms.txt.gz"
DISEASE_CHAPTERS = "ABCDEFGHIJKLMNOPQST"
MOST_WORDS = 6
SHORTEST_PHRASE = 9
ILLNESS = re.compile(
    r".{3,}(?:ITE|OSE|OME|EMIE|URIE|ALGIE|PATHIE|PLEGIE|PARESIE|PNEE|RRHEE|RRAGIE|CELE|OSIS|ASIS|PLASIE|TROPHIE"
    r"|SCLEROSE|MANIE|PHRENIE|LEPSIE|PHASIE|PRAXIE|OPIE|OIDIE|OPSIE|STHENIE|MEGALIE|PENIE|ECTASIE|THYMIE|PEXIE)S?"
)
ACT = re.compile(
    r".{3,}(?:ECTOMIE|OSTOMIE|OTOMIE|PLASTIE|SCOPIE|DESE|PEXIE|RRAPHIE|SYNTHESE|CENTESE|TRIPSIE)S?"
)
SPECIALTY = re.compile(
    r"LOGI(?:QUE|E)S?$|GRAPHI(?:QUE|E)S?$|IATRI(?:QUE|E)S?$|^(?:ANESTH|ORTHOP|OBSTETR|CHIRURG|MEDIC"
    r"|STOMATO|INFIRM|AMBULAT|DENTAIRE|CARDIOV|POSTOP|PREOP|PEROP|PERINAT|MATERN|HOSPIT|THERAPEUT)"
)
"""Words of wards and trades: they stand in every letterhead."""

_WORD = re.compile(r"[^\W\d_]{5,}")
RARE, SEVERAL = 3.15, 2
"""Below so many on Zipf's scale (three in two million words), in so many labels."""

RARE_BRAND = 2.6
"""Brands that French has as words are left out."""

EXCLUDED = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="ascii"))
EVERYDAY = frozenset(EXCLUDED["everyday"].split())
NOT_CLINICAL = frozenset(EXCLUDED["not_clinical"].split())
NOT_DRUGS = frozenset(EXCLUDED["not_drugs"].split())


def main(folder: Path) -> None:
    """Write the resource."""
    terms: dict[str, str] = {}
    for phrase in _illnesses(folder):
        terms.setdefault(phrase, "disease")
    for phrase in _acts(folder):
        terms.setdefault(phrase, "act")
    for phrase in _drugs(folder):
        terms.setdefault(phrase, "drug")
    for phrase in _clinical(folder):
        terms.setdefault(phrase, "clinical")
    lines = "".join(f"{phrase}\t{kind}\n" for phrase, kind in sorted(terms.items()))
    TARGET.write_bytes(gzip.compress(lines.encode("ascii"), 9, mtime=0))
    print(f"{len(terms)} terms, {TARGET.stat().st_size} bytes")


def _labels(folder: Path) -> Iterator[str]:
    yield from _labels_of_cim10(folder)
    for disease in json.loads(gzip.decompress((folder / "orpha.json.gz").read_bytes())):
        yield disease["name"]


def _labels_of_cim10(folder: Path) -> Iterator[str]:
    with gzip.open(folder / "cim10.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["code"][0] in DISEASE_CHAPTERS:
                yield row["long"]


def _illnesses(folder: Path) -> Iterator[str]:
    for label in _labels(folder):
        phrase = _ascii(re.sub(r"[\[(].*?[\])]|,.*", " ", label))
        words = phrase.split()
        for word in words:
            if ILLNESS.fullmatch(word) and word not in EVERYDAY:
                yield from _both_numbers(word)
        if words and words[0] in ("AUTRES", "AUTRE"):
            words = words[1:]
        if 2 <= len(words) <= MOST_WORDS and len(" ".join(words)) >= SHORTEST_PHRASE:
            yield " ".join(words)


def _acts(folder: Path) -> Iterator[str]:
    for act in json.loads(gzip.decompress((folder / "ccam_actes.json.gz").read_bytes())):
        for word in _ascii(act["libelle_long"]).split():
            if ACT.fullmatch(word) and word not in EVERYDAY:
                yield from _both_numbers(word)


def _drugs(folder: Path) -> Iterator[str]:
    for names in json.loads((folder / "drugs.json").read_text(encoding="utf-8")).values():
        for name in names:
            phrase = _ascii(name)
            if len(phrase) >= 4 and phrase not in NOT_DRUGS and not phrase.isdigit():
                yield phrase
    yield from _marketed(folder)


def _marketed(folder: Path) -> Iterator[str]:
    """First words of what is on the market, unless French or somebody's name has them too."""
    names = given_names() | surnames()
    for line in (folder / "CIS_bdpm.txt").read_text(encoding="utf-8").splitlines():
        _, name, *others = line.split("\t")
        if any("hom" in other.lower() for other in others[3:4]):
            continue  # homeopathy: plants and stones
        word = name.split(" ")[0].rstrip(",")
        phrase = _ascii(word)
        if not _WORD.fullmatch(word) or phrase in NOT_DRUGS | EVERYDAY | names or is_town(phrase):
            continue
        if zipf_frequency(word, "fr") < RARE_BRAND:
            yield phrase


def _clinical(folder: Path) -> Iterator[str]:
    """Words of several labels of diseases or acts that are rare in French."""
    labels = {*_labels_of_cim10(folder), *_labels_of_acts(folder)}
    counted = Counter(word for label in labels for word in set(_WORD.findall(label.lower())))
    for word, count in counted.items():
        if count >= SEVERAL and zipf_frequency(word, "fr") < RARE:
            phrase = _ascii(word)
            if phrase not in EVERYDAY | NOT_CLINICAL and not SPECIALTY.search(phrase):
                yield phrase


def _labels_of_acts(folder: Path) -> Iterator[str]:
    for act in json.loads(gzip.decompress((folder / "ccam_actes.json.gz").read_bytes())):
        yield act["libelle_long"]


def _both_numbers(word: str) -> tuple[str, str]:
    return (
        word,
        word[:-1] if word.endswith("S") and not word.endswith(("OSIS", "ASIS")) else word + "S",
    )


def _ascii(label: str) -> str:
    return fold(label).encode("ascii", "ignore").decode()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
