"""Letters and call tasks: files for the people who print, post and call."""

from tocsin.notify.letters.write import LetterResult, write_letters

__all__ = ["LetterResult", "write_letters"]
