"""Given names and surnames of France, for persons who are not in the patient index.

Built by scripts/build_find_names.py; sources and licences in NOTICE.
"""

import gzip
from functools import cache
from importlib import resources


@cache
def given_names() -> frozenset[str]:
    """Folded given names, of France and of the world."""
    return _of_class("given", "both")


@cache
def surnames() -> frozenset[str]:
    """Folded surnames that are no everyday word of French."""
    return _of_class("surname", "both")


@cache
def everyday_given_names() -> frozenset[str]:
    """Given names that are everyday words too (`Martial`, `Ange`)."""
    return frozenset(name for name, kind in _classes().items() if kind.endswith("*"))


@cache
def _classes() -> dict[str, str]:
    data = resources.files("tocsin.find") / "data" / "names.txt.gz"
    lines = gzip.decompress(data.read_bytes()).decode("ascii").splitlines()
    return dict(line.split("\t") for line in lines)


def _of_class(*wanted: str) -> frozenset[str]:
    return frozenset(name for name, kind in _classes().items() if kind.rstrip("*") in wanted)
