"""Every look at a person's data is an entry of the case's journal; personal data is masked.

A page shows initials and lengths. To read in clear is an act of its own (a POST), and the entry
says who read what, by number, never a name.
"""

from dataclasses import dataclass

from tocsin.explain import masked
from tocsin.room.opened import reading


@dataclass(frozen=True, slots=True)
class Sight:
    """How much of personal data a page shows."""

    clear: bool = False

    def show(self, text: str) -> str:
        """The text, masked unless in clear."""
        return text if self.clear else masked(text)

    def path(self, path: str) -> str:
        """A document's path: what kind of file it is, its name masked unless in clear."""
        if self.clear:
            return path
        name = path.rpartition("/")[2].removeprefix(".")
        stem, dot, ending = name.rpartition(".")
        return masked(stem) + dot + ending if stem else masked(name)


MASKED, CLEAR = Sight(), Sight(clear=True)


def look(what: str, *, sight: Sight = MASKED, **where: object) -> None:
    """Journal a look at `what` (a screen), `where` by numbers."""
    journal(f"look.{what}", clear=sight.clear, **where)


def journal(act: str, **detail: object) -> None:
    """An entry of the case's journal, under the name of who is at the screen."""
    reading().journal(act, **detail)
