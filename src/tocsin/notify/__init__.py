"""notify: exposures in, one notice a person out, handed over once and followed to its end."""

from tocsin.notify import approval
from tocsin.notify.counts import NotifyCounts, counts
from tocsin.notify.hospital_file import load_hospital, write_template
from tocsin.notify.letters import LetterResult, write_letters
from tocsin.notify.prepare import Prepared, prepare, public_reference
from tocsin.notify.preview import preview
from tocsin.notify.send import send
from tocsin.notify.sender import SendResult
from tocsin.notify.window import Window

__all__ = [
    "LetterResult",
    "NotifyCounts",
    "Prepared",
    "SendResult",
    "Window",
    "approval",
    "counts",
    "load_hospital",
    "prepare",
    "preview",
    "public_reference",
    "send",
    "write_letters",
    "write_template",
]
