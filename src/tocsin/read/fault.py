"""Why a document, or a piece of it, could not be read."""

import struct
import zipfile
import zlib

from PIL import UnidentifiedImageError

ENCRYPTED = "encrypted"
EMPTY = "empty"
OCR_PENDING = "ocr pending"
"""Pictures in it wait for their turn."""

EMBEDDED = "unsupported: embedded objects"


class Fault(Exception):  # noqa: N818 - an expected state of evidence, not a program error
    """The rest of this document cannot be read. `reason` is short and free of personal data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reason_of(error: BaseException) -> str:
    """The reason a record gives for an error a format's library raised."""
    match error:
        case Fault():
            return error.reason
        case MemoryError():
            return "limit: memory"
        case RecursionError():
            return "limit: nesting"
        case NotImplementedError():
            return "unsupported: variant of the format"
        case FileNotFoundError() | PermissionError():
            return f"not openable: {type(error).__name__}"
        case UnidentifiedImageError():
            return "corrupt: no such picture"
        case zipfile.BadZipFile() | zlib.error() | EOFError() | struct.error():
            return "corrupt: damaged or cut short"
        case _:
            return f"corrupt: {type(error).__name__}"
