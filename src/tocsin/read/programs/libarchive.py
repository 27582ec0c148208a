"""libarchive (BSD-2-Clause, a system library): members of archives as streams, never on disk.

https://github.com/libarchive/libarchive/wiki/ManPageArchiveRead3
"""

import ctypes
from collections.abc import Iterator
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_size_t, c_ssize_t, c_void_p
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO

from tocsin.read.fault import ENCRYPTED, Fault
from tocsin.read.text import decode

OLDEST = 3_004_000
"""3.4.0 is the first that reads RAR 5."""

DAMAGED = "corrupt: damaged or cut short"

_NAME = "libarchive.so.13"
_EOF, _OK, _RETRY, _WARN = 1, 0, -10, -20
_REGULAR, _DIRECTORY, _KIND = 0o100000, 0o040000, 0o170000
_STEP = 1 << 18
_ReadCallback = CFUNCTYPE(c_ssize_t, c_void_p, c_void_p, POINTER(c_void_p))
_SeekCallback = CFUNCTYPE(c_int64, c_void_p, c_void_p, c_int64, c_int)
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "archive_read_new": (c_void_p, []),
    "archive_read_free": (c_int, [c_void_p]),
    "archive_read_add_passphrase": (c_int, [c_void_p, c_char_p]),
    "archive_read_set_seek_callback": (c_int, [c_void_p, _SeekCallback]),
    "archive_read_open": (c_int, [c_void_p, c_void_p, c_void_p, _ReadCallback, c_void_p]),
    "archive_read_next_header": (c_int, [c_void_p, POINTER(c_void_p)]),
    "archive_read_data": (c_ssize_t, [c_void_p, c_void_p, c_size_t]),
    "archive_read_has_encrypted_entries": (c_int, [c_void_p]),
    "archive_error_string": (c_char_p, [c_void_p]),
    "archive_entry_pathname": (c_char_p, [c_void_p]),
    "archive_entry_pathname_utf8": (c_char_p, [c_void_p]),
    "archive_entry_size": (c_int64, [c_void_p]),
    "archive_entry_filetype": (c_int, [c_void_p]),
    "archive_entry_is_encrypted": (c_int, [c_void_p]),
}


@dataclass(frozen=True, slots=True)
class LibArchive:
    """An installed libarchive."""

    version: int = 0

    @property
    def is_usable(self) -> bool:
        """Whether it is installed and recent enough."""
        return self.version >= OLDEST


@dataclass(frozen=True, slots=True)
class Entry:
    """What an archive says of a member. `size` is 0 where it does not say."""

    name: str
    size: int
    is_folder: bool
    is_file: bool
    is_encrypted: bool


@cache
def installed() -> LibArchive:
    """The libarchive of this machine; an unusable one if there is none."""
    try:
        return LibArchive(int(ctypes.CDLL(_NAME).archive_version_number()))
    except (OSError, AttributeError):
        return LibArchive()


@cache
def _library() -> Any:
    library = ctypes.CDLL(_NAME)
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


class Reading:
    """One pass over an archive: its entries in order, the bytes of the entry at hand.

    `families` and `filters` name what it may be: `rar5`, `iso9660`…; `zstd`… A seekable `stream`
    is needed by some families (7zip). Entering it raises `Fault` if it is none of these.
    """

    def __init__(
        self, stream: BinaryIO, families: tuple[str, ...], filters: tuple[str, ...] = ()
    ) -> None:
        self._stream = stream
        self._buffer = ctypes.create_string_buffer(_STEP)
        self._library = _library()
        self._archive = self._library.archive_read_new()
        for kind, names in (("format", families), ("filter", filters)):
            for name in names:
                support = getattr(self._library, f"archive_read_support_{kind}_{name}")
                support.restype, support.argtypes = c_int, [c_void_p]
                support(self._archive)
        self._callbacks = _ReadCallback(self._give), _SeekCallback(self._seek)

    def __enter__(self) -> "Reading":
        if self._stream.seekable():
            self._library.archive_read_set_seek_callback(self._archive, self._callbacks[1])
        opener = self._library.archive_read_open
        if opener(self._archive, None, None, self._callbacks[0], None) < _WARN:
            self.close()
            raise Fault(DAMAGED)
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the archive and close its stream."""
        archive, self._archive = self._archive, None
        if archive:
            self._library.archive_read_free(archive)
        self._stream.close()

    def entries(self) -> Iterator[Entry]:
        """Every member and folder in order. Raises `Fault` where the archive cannot be read on."""
        entry, result = c_void_p(), _OK
        while result != _EOF:
            result = self._library.archive_read_next_header(self._archive, ctypes.byref(entry))
            if result < _WARN:
                raise self._fault()
            if result in (_OK, _WARN):
                yield self._described(entry)

    def chunks(self) -> Iterator[bytes]:
        """The bytes of the entry last given, in order. Raises `Fault` where they end early."""
        piece = ctypes.create_string_buffer(_STEP)
        while length := self._library.archive_read_data(self._archive, piece, _STEP):
            if length < 0:
                raise self._fault()
            yield piece.raw[:length]

    def _described(self, entry: c_void_p) -> Entry:
        library = self._library
        kind = library.archive_entry_filetype(entry) & _KIND
        return Entry(
            self._name(entry),
            max(0, library.archive_entry_size(entry)),
            kind == _DIRECTORY,
            kind in (_REGULAR, 0),
            library.archive_entry_is_encrypted(entry) == 1,
        )

    def _name(self, entry: c_void_p) -> str:
        """The member's name; one that is not said to be Unicode may be of an older machine."""
        unicode_name: bytes | None = self._library.archive_entry_pathname_utf8(entry)
        if unicode_name is not None:
            return unicode_name.decode("utf-8", "replace")
        return decode(self._library.archive_entry_pathname(entry) or b"")

    def _fault(self) -> Fault:
        told = self._library.archive_error_string(self._archive) or b""
        if self._library.archive_read_has_encrypted_entries(self._archive) == 1:
            return Fault(ENCRYPTED)
        if b"ncrypt" in told or b"assphrase" in told:
            return Fault(ENCRYPTED)
        return Fault("unsupported: variant of the format" if b"upported" in told else DAMAGED)

    def _give(self, _archive: int, _data: int, place: Any) -> int:
        """libarchive asks for more bytes: an exception must not cross into C."""
        try:
            piece = self._stream.read(_STEP)
        except Exception:
            return -1
        self._buffer.raw = piece
        place[0] = ctypes.addressof(self._buffer)
        return len(piece)

    def _seek(self, _archive: int, _data: int, offset: int, whence: int) -> int:
        try:
            return self._stream.seek(offset, whence)
        except Exception:
            return -30
