"""msoffcrypto-tool (MIT): Office documents under a password, in clear, never on disk.

https://github.com/nolze/msoffcrypto-tool; [MS-OFFCRYPTO]
"""

import io
from collections.abc import Sequence
from types import SimpleNamespace

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError
from msoffcrypto.format import doc97, ppt97, xls97

from tocsin.read.fault import ENCRYPTED, Fault

DEFAULT_PASSWORDS = ("VelvetSweatshop", "/01Hannes Ruescher/01")
"""With these Excel and PowerPoint encrypt what is only to be kept from changes."""

for _module in (doc97, ppt97, xls97):
    _module.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)  # they would write to disk


def clear(data: bytes, passwords: Sequence[str]) -> bytes:
    """The document in clear, by the first password that opens it. Raises `Fault` if none does."""
    for password in (*DEFAULT_PASSWORDS, *passwords):
        try:
            return _opened(data, password)
        except InvalidKeyError:
            continue
        except (DecryptionError, FileFormatError):  # a method it does not know
            break
    raise Fault(ENCRYPTED)


def _opened(data: bytes, password: str) -> bytes:
    file, out = msoffcrypto.OfficeFile(io.BytesIO(data)), io.BytesIO()
    file.load_key(password=password, **_verification(file))
    file.decrypt(out)
    return out.getvalue()


def _verification(file: object) -> dict[str, bool]:
    """The old formats always try the password; the new ones when asked."""
    return {"verify_password": True} if hasattr(file, "secret_key") else {}
