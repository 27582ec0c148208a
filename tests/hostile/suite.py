"""The hostile suite: every trap of every family, by a name that no two share."""

from dataclasses import dataclass

from tests.hostile.trap import Make
from tests.hostile.traps import (
    baits,
    care,
    compounds,
    containers,
    data,
    mails,
    markup,
    packages,
    pdfs,
    pictures,
    streams,
    tapes,
    zips,
)

_MODULES = (
    *(zips, streams, tapes, containers),
    *(markup, packages, compounds),
    *(pdfs, pictures, mails),
    *(data, care, baits),
)


@dataclass(frozen=True, slots=True)
class Trap:
    """A hostile file: its family, the name under which it was stolen, what makes its bytes."""

    family: str
    name: str
    make: Make

    def __str__(self) -> str:
        return f"{self.family}/{self.name}"


SUITE = tuple(
    Trap(module.__name__.rpartition(".")[2], name, make)
    for module in _MODULES
    for name, make in module.TRAPS.items()
)
