"""Landlock (Linux 5.13): the only folders a process may still read from; none it may write to.

https://docs.kernel.org/userspace-api/landlock.html
"""

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ABI_QUESTION = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_DIR, _EXECUTE = 1 << 2, 1 << 3, 1 << 0
_RIGHTS_OF_FILES = {1: 13, 2: 14, 3: 15, 4: 15}
"""ABI version to how many rights over files it knows (bits from 0); later versions know 16."""

_NET_FROM, _NET_ALL = 4, 0b11
_SCOPE_FROM, _SCOPE_ALL = 6, 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def _call(number: int, *arguments: object) -> int:
    """A system call. Raises `OSError`."""
    libc = ctypes.CDLL(None, use_errno=True)
    result: int = libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def version() -> int:
    """The version of Landlock this kernel offers; 0 if none."""
    try:
        return _call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_ABI_QUESTION))
    except OSError:
        return 0


def allow_reading_only(folders: Iterable[Path]) -> None:
    """From now on only what lies below `folders` can be opened, for reading; no TCP, no signal out.

    It cannot be undone. Raises `OSError` if the kernel refuses.
    """
    abi = version()
    handled = (1 << _RIGHTS_OF_FILES.get(abi, 16)) - 1
    rules = _Ruleset(
        handled,
        _NET_ALL if abi >= _NET_FROM else 0,
        _SCOPE_ALL if abi >= _SCOPE_FROM else 0,
    )
    size = ctypes.sizeof(_Ruleset) if abi >= _SCOPE_FROM else 16 if abi >= _NET_FROM else 8
    ruleset = _call(_CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        for folder in folders:
            _allow(ruleset, folder)
        _call(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path) -> None:
    rights = _READ_FILE | _EXECUTE | (_READ_DIR if path.is_dir() else 0)
    beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _PathBeneath(rights, beneath)
        _call(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_PATH_BENEATH), ctypes.byref(rule),
              ctypes.c_uint32(0))  # fmt: skip
    finally:
        os.close(beneath)
