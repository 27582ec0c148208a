"""libseccomp (LGPL-2.1, a system library): which system calls a process may still make.

https://man7.org/linux/man-pages/man3/seccomp_rule_add.3.html
"""

import ctypes
import errno
import os
from ctypes import c_char_p, c_int, c_uint, c_uint32, c_uint64, c_void_p
from functools import cache
from typing import Any

_NAME = "libseccomp.so.2"
_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_EQUAL, _MASKED_EQUAL = 4, 7
_CLONE_THREAD = 0x00010000
_WRITES = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC | (os.O_TMPFILE & ~os.O_DIRECTORY)
"""Bits of `open` that let a file be made or written: none may be set."""

_FREE = """
    read readv pread64 preadv preadv2 write writev close close_range lseek fstat newfstatat stat
    lstat statx fstatfs statfs access faccessat faccessat2 readlink readlinkat getcwd getdents64
    mmap munmap mprotect mremap madvise brk membarrier mincore
    rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack rt_sigtimedwait restart_syscall
    dup poll ppoll select pselect6 futex futex_waitv sched_yield sched_getaffinity getcpu
    nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times
    getpid getppid gettid getuid geteuid getgid getegid getrandom sysinfo uname getrusage getrlimit
    set_robust_list get_robust_list rseq arch_prctl set_tid_address exit exit_group
    recvmsg recvfrom sendto sendmsg
"""
"""No socket can be made or connected: the last line serves the one that the process was given."""


class Comparison(ctypes.Structure):
    """A condition on an argument of a system call (`struct scmp_arg_cmp`)."""

    _fields_ = (("arg", c_uint), ("op", c_int), ("a", c_uint64), ("b", c_uint64))


@cache
def _library() -> Any:
    library = ctypes.CDLL(_NAME)
    library.seccomp_init.restype, library.seccomp_init.argtypes = c_void_p, [c_uint32]
    library.seccomp_load.argtypes = [c_void_p]
    library.seccomp_release.argtypes = [c_void_p]
    library.seccomp_syscall_resolve_name.argtypes = [c_char_p]
    library.seccomp_rule_add_array.argtypes = [
        c_void_p, c_uint32, c_int, c_uint, ctypes.POINTER(Comparison),
    ]  # fmt: skip
    return library


def is_usable() -> bool:
    """Whether the library is installed."""
    try:
        _library()
    except OSError:
        return False
    return True


def forbid_all_but_reading() -> None:
    """From now on: no new process, program, socket or file; what is refused fails with `EPERM`.

    It cannot be undone. Raises `OSError` if the kernel refuses.
    """
    rules = _Rules()
    for name in _FREE.split():
        rules.allow(name)
    rules.allow("open", Comparison(1, _MASKED_EQUAL, _WRITES, 0))
    rules.allow("openat", Comparison(2, _MASKED_EQUAL, _WRITES, 0))
    rules.allow("clone", Comparison(0, _MASKED_EQUAL, _CLONE_THREAD, _CLONE_THREAD))
    rules.allow("tgkill", Comparison(0, _EQUAL, os.getpid(), 0))  # abort()
    rules.allow("prlimit64", Comparison(2, _EQUAL, 0, 0))  # asking, not setting
    for command in (1, 2, 3, 1030):  # F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC
        rules.allow("fcntl", Comparison(1, _EQUAL, command, 0))
    rules.fail("clone3", errno.ENOSYS)  # its flags lie in memory: the C library falls back to clone
    rules.load()


class _Rules:
    """A filter that refuses all that it does not allow."""

    def __init__(self) -> None:
        self._filter = _library().seccomp_init(_ERRNO | errno.EPERM)
        if not self._filter:
            raise OSError(errno.ENOSYS, "no seccomp filter")

    def allow(self, name: str, *conditions: Comparison) -> None:
        self._add(_ALLOW, name, conditions)

    def fail(self, name: str, code: int) -> None:
        self._add(_ERRNO | code, name, ())

    def load(self) -> None:
        refused = _library().seccomp_load(self._filter)
        _library().seccomp_release(self._filter)
        if refused:
            raise OSError(-refused, "seccomp filter refused")

    def _add(self, action: int, name: str, conditions: tuple[Comparison, ...]) -> None:
        library = _library()
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            return  # this machine has no such call
        array = (Comparison * len(conditions))(*conditions)
        library.seccomp_rule_add_array(self._filter, action, number, len(conditions), array)
