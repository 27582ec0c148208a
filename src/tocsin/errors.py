"""Errors for people: a code, one sentence, the way out. Never a value from a stolen file.

TocsinError
├── UsageError        2  the command was called in a way it cannot serve
├── InputError        3  the index, the source or a template cannot be used
├── CaseError         4  the case folder is missing, foreign, locked or cannot be decrypted
├── MachineError      5  disk full, a program missing, no right to write
├── MailError         6  the mail server cannot be reached or refuses us
└── Interrupted     130  stopped by the user; the same command resumes
"""

from typing import ClassVar

from tocsin.language import tr


class TocsinError(Exception):
    """What went wrong and what to do about it, in French and English.

    `code` is stable (documentation and scripts refer to it); `exit_code` is what the command
    returns. Both sentences must be free of personal data.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, fr: str, en: str, *, way_out_fr: str, way_out_en: str) -> None:
        super().__init__(code, fr, en, way_out_fr, way_out_en)
        self.code = code
        self.fr, self.en = fr, en
        self.way_out_fr, self.way_out_en = way_out_fr, way_out_en

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args)

    @property
    def sentence(self) -> str:
        """One sentence in the screen's language."""
        return tr(self.fr, self.en)

    @property
    def way_out(self) -> str:
        """What the reader can do now, in the screen's language."""
        return tr(self.way_out_fr, self.way_out_en)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence} {self.way_out}"


def _rebuild(kind: type[TocsinError], args: tuple[str, str, str, str, str]) -> TocsinError:
    code, fr, en, way_out_fr, way_out_en = args
    return kind(code, fr, en, way_out_fr=way_out_fr, way_out_en=way_out_en)


class UsageError(TocsinError):
    """The command was called in a way it cannot serve."""

    exit_code = 2


class InputError(TocsinError):
    """The patient index, the source or a template cannot be used."""

    exit_code = 3


class CaseError(TocsinError):
    """The case folder is missing, not a case, in use, or its key does not open it."""

    exit_code = 4


class MachineError(TocsinError):
    """This machine lacks something: disk space, a program, a right."""

    exit_code = 5


class MailError(TocsinError):
    """The mail server cannot be reached, or refuses us."""

    exit_code = 6


class Interrupted(TocsinError):  # noqa: N818 - it is not a fault
    """Stopped by the user; the same command resumes where it stopped."""

    exit_code = 130
