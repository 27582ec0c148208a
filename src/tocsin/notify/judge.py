"""Does a refusal speak of one recipient, or of us? What the server says to others tells."""

from collections.abc import Iterable

from tocsin.notify.ledger import Kept
from tocsin.notify.smtp import Lost
from tocsin.notify.smtp.reply import Reply

TELLING = 10
"""As many refused or put off, and none accepted, say something about us."""

IN_A_ROW = 25
"""As many of one kind in a row, in the middle of a run that went well, do so too."""

Answer = tuple[Kept, Reply | Lost]


class Judge:
    """Holds refusals back until an acceptance, or the lack of one, shows what they are about."""

    def __init__(self) -> None:
        self._held: list[tuple[Kept, Reply]] = []
        self._ever_accepted = False

    def hear(self, answers: Iterable[Answer]) -> list[Answer]:
        """New answers, in their order; those that are clear by now, refusals about recipients."""
        clear: list[Answer] = []
        for mail, reply in answers:
            if isinstance(reply, Lost):
                clear.append((mail, reply))
            elif reply.is_positive:
                self._ever_accepted = True
                clear += [*self._held, (mail, reply)]
                self._held = []
            else:
                self._held.append((mail, reply))
        return clear

    @property
    def is_against_us(self) -> bool:
        """Whether the refusals held by now speak of us, in the middle of a run."""
        return len(self._held) >= IN_A_ROW and self._is_one_kind

    @property
    def was_against_us(self) -> bool:
        """Whether those held at the end of a run do."""
        if not self._held:
            return False
        if self._ever_accepted:
            return len(self._held) >= TELLING and self._is_one_kind
        if all(reply.is_permanent and reply.is_about_us for _, reply in self._held):
            return True
        return len(self._held) >= TELLING and self._is_one_kind

    def verdict(self) -> list[tuple[Kept, Reply]]:
        """The refusals held; they are held no more."""
        held, self._held = self._held, []
        return held

    @property
    def _is_one_kind(self) -> bool:
        return len({reply.is_permanent for _, reply in self._held}) == 1
