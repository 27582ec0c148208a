"""What a thief's code would try from inside a cell. Each act returns what it got away with.

Run as a program: walls itself in, tries every act, prints those that were not refused.
"""

import ctypes
import mmap
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from tocsin.wall.rampart import raise_wall

MEMORY = 1_500_000_000
LIBC = ctypes.CDLL(None, use_errno=True)


def _syscall(number: int, *arguments: object) -> str:
    result = LIBC.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return f"system call {number} gave {result}"


def internet() -> str:
    return repr(socket.socket(socket.AF_INET, socket.SOCK_STREAM))


def unix_socket() -> str:
    return repr(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))


def netlink() -> str:
    return repr(socket.socket(socket.AF_NETLINK, socket.SOCK_RAW))


def socket_pair() -> str:
    return repr(socket.socketpair())


def fork() -> str:
    child = os.fork()
    if not child:
        os._exit(0)
    return "a child"


def vfork_and_exec() -> str:
    return repr(subprocess.run(["/bin/true"], check=False))


def execute() -> str:
    os.execv("/bin/echo", ["echo", "another program"])  # replaces this program if it works


def write_here(place: Path) -> str:
    return str((place / "loot").write_bytes(b"stolen"))


def write_into_existing(place: Path) -> str:
    with (place / "existing").open("r+b") as file:
        return str(file.write(b"stolen"))


def append_to_existing(place: Path) -> str:
    with (place / "existing").open("ab") as file:
        return str(file.write(b"stolen"))


def truncate(place: Path) -> str:
    os.truncate(place / "existing", 0)
    return "truncated"


def remove(place: Path) -> str:
    (place / "existing").unlink()
    return "removed"


def rename(place: Path) -> str:
    (place / "existing").rename(place / "renamed")
    return "renamed"


def make_folder(place: Path) -> str:
    (place / "folder").mkdir()
    return "made"


def link(place: Path) -> str:
    (place / "link").symlink_to("/etc/passwd")
    return "linked"


def change_rights(place: Path) -> str:
    (place / "existing").chmod(0o777)
    return "changed"


def read_secret(place: Path) -> str:
    return (place / "existing").read_text()


def list_folder(place: Path) -> str:
    return repr([*place.iterdir()])


def read_accounts() -> str:
    return Path("/etc/passwd").read_text()[:20]


def read_the_parent() -> str:
    return repr(Path(f"/proc/{os.getppid()}/environ").read_bytes()[:20])


def memory_of_the_parent() -> str:
    return repr(Path(f"/proc/{os.getppid()}/mem").open("rb"))


def kill_the_parent() -> str:
    os.kill(os.getppid(), signal.SIGTERM)
    return "signalled"


def kill_a_thread_of_the_parent() -> str:
    return _syscall(234, os.getppid(), os.getppid(), 0)


def trace_the_parent() -> str:
    return _syscall(101, 16, os.getppid(), 0, 0)  # PTRACE_ATTACH


def anonymous_file() -> str:
    return str(os.memfd_create("program"))


def shared_memory() -> str:
    return _syscall(29, 0, 4096, 0o1600)  # shmget


def raise_own_limits() -> str:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
    return "set"


def change_user() -> str:
    os.setuid(65534)
    return "changed"


def new_namespace() -> str:
    return _syscall(272, 0x10000000)  # unshare(CLONE_NEWUSER)


def load_kernel_code() -> str:
    return _syscall(321, 0, None, 0)  # bpf


def io_ring() -> str:
    return _syscall(425, 8, ctypes.create_string_buffer(120))


def terminal_injection() -> str:
    return _syscall(16, 0, 0x5412, ctypes.c_char_p(b"x"))  # ioctl TIOCSTI


def eat_memory() -> str:
    return str(len(mmap.mmap(-1, MEMORY)))


def allowed_thread() -> str:
    """Not an attack: libraries must be able to start threads."""
    done = threading.Event()
    threading.Thread(target=done.set).start()
    return "" if done.wait(5) else "no thread"


def acts(place: Path) -> dict[str, Callable[[], str]]:
    plain = (internet, unix_socket, netlink, socket_pair, fork, vfork_and_exec, read_accounts,
             read_the_parent, memory_of_the_parent, kill_the_parent, kill_a_thread_of_the_parent,
             trace_the_parent, anonymous_file, shared_memory, raise_own_limits, change_user,
             new_namespace, load_kernel_code, io_ring, terminal_injection, eat_memory,
             execute)  # fmt: skip
    placed = (write_here, write_into_existing, append_to_existing, truncate, remove, rename,
              make_folder, link, change_rights, read_secret, list_folder)  # fmt: skip
    named: dict[str, Callable[[], str]] = {act.__name__: act for act in plain}
    for act in placed:
        named[act.__name__] = lambda act=act: act(place)  # type: ignore[misc]
    return named


def main() -> None:
    """Print every act that was not refused, and `refused N`."""
    tried = acts(Path(sys.argv[1]))
    raise_wall(MEMORY)
    print(allowed_thread(), end="")
    refused = 0
    for name, act in tried.items():
        try:
            print(name, "got away with", act(), flush=True)
        except (OSError, MemoryError, subprocess.SubprocessError, ValueError):
            refused += 1
    print("refused", refused, "of", len(tried), flush=True)


if __name__ == "__main__":
    main()
