"""Logs in and asked: EVTX beside pyevtx-rs's own rate and Zircolite, accesses, memory.

    uv run python -m benchmarks.watch EVTX_FOLDER [--zircolite FOLDER --rules FILE] [--write]

EVTX_FOLDER holds EVTX files (the public set EVTX-to-MITRE-Attack, say); their chunks are repeated
until there are enough events. FOLDER is a checkout of Zircolite with its own environment in
`venv`, FILE its rules (it is not on the package index); without it that row is left out.
"""

import argparse
import ctypes
import os
import resource
import struct
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from benchmarks.memory import measured
from benchmarks.page import MB, measured_on, write_region

HEADER, CHUNK = 4_096, 65_536
EVENTS = 500_000
ACCESSES = 10_000_000
TEXT_BYTES = (500_000_000,)
_BECOME_REAPER = 36


def main() -> None:
    """Measure all and show the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("evtx", type=Path)
    parser.add_argument("--zircolite", type=Path)
    parser.add_argument("--rules", type=Path)
    parser.add_argument("--text-bytes", type=int, nargs="*", default=TEXT_BYTES)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    # Cells outlive the worker that had them made: whoever reaps them knows what they used.
    ctypes.CDLL(None).prctl(_BECOME_REAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as name:
        rows = []
        for row in _rows(Path(name), asked):
            print(row, flush=True)
            rows.append(row)
    head = ["| what | events | seconds | CPU s | events / CPU s | peak MB |"]
    table = "\n".join([*head, "|---|---:|---:|---:|---:|---:|", *rows, "", measured_on()])
    if asked.write:
        write_region("watch", table)
    print(table)


def _rows(folder: Path, asked: argparse.Namespace) -> Iterator[str]:
    log = folder / "logs" / "big.evtx"
    log.parent.mkdir()
    events = write_evtx(asked.evtx, log, EVENTS)
    yield _timed("pyevtx-rs alone, JSON thrown away", events, [_ONLY_EVTX, str(log)], folder)
    yield _timed("Tocsin: events, rules, story", events, [_TOCSIN, str(log.parent)], folder)
    if asked.zircolite and asked.rules:
        command = [str(asked.zircolite / "venv" / "bin" / "python"), "zircolite.py", "-e", str(log)]
        command += ["-r", str(asked.rules.resolve()), "-o", str(folder / "z.json")]
        yield _timed("Zircolite, whole run", events, command, folder, cwd=asked.zircolite)
    for size in asked.text_bytes:
        text = folder / "text"
        text.mkdir(exist_ok=True)
        lines = write_web(text / "access.log", size)
        name = f"Tocsin: {size // MB} MB of web log"
        yield _timed(name, lines, [_TOCSIN, str(text)], folder)
    yield from _accesses(folder)


def _accesses(folder: Path) -> Iterator[str]:
    """What the child says of itself: making the accesses is no part of it."""
    command = [sys.executable, "-m", "benchmarks.watch_accesses", str(ACCESSES)]
    run = measured(command, folder / "log")
    for line in run.tail.splitlines():
        what, cpu, seconds = line.split()
        yield (
            f"| accesses {what} | {ACCESSES:,} | {float(seconds):.1f} | {float(cpu):.1f} |"
            f" {ACCESSES / float(cpu):,.0f} | {run.peak.pss / MB:,.0f} |"
        )


_ONLY_EVTX = """
import sys
from evtx import PyEvtxParser
print(sum(1 for _ in PyEvtxParser(sys.argv[1], number_of_threads=2).records_json()))
"""
_TOCSIN = """
import sys, tempfile
from pathlib import Path
from tocsin.case import Case
from tocsin.progress import Silent
from tocsin.watch import Settings, watch
from tocsin.watch.sigma.book import brought
if __name__ == "__main__":
    folder = tempfile.TemporaryDirectory()
    with folder as name, Case.create_or_open(Path(name) / "case") as case:
        print(watch(case, Path(sys.argv[1]), Settings(brought()), Silent()).events)
"""


def _timed(
    name: str, events: int, command: list[str], folder: Path, cwd: Path | None = None
) -> str:
    """A row; a command that is a program text runs in a Python of its own."""
    if command[0].startswith("\n"):
        script = folder / "child.py"
        script.write_text(command[0])
        command = [sys.executable, str(script), *command[1:]]
    if cwd:
        command = ["env", "-C", str(cwd), *command]
    before = _children()
    run = measured(command, folder / "log")
    cpu = _children() - before
    if run.code:
        return f"| {name} | – | failed: {run.tail[-80:]} | | | |"
    return (
        f"| {name} | {events:,} | {run.seconds:.1f} | {cpu:.1f} | {events / cpu:,.0f} |"
        f" {run.peak.pss / MB:,.0f} |"
    )


def _children() -> float:
    """Processor seconds of all children, and children of theirs, that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, 0)[0]:
            pass
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write_evtx(folder: Path, path: Path, least: int) -> int:
    """One EVTX of all dense chunks of a folder's files, repeated; how many events it holds."""
    chunks = [(chunk, count) for chunk, count in _chunks(folder) if count >= 8]
    events = 0
    with path.open("wb") as file:
        file.write(_header())
        while events < least:
            for chunk, count in chunks:
                file.write(chunk)
                events += count
    return events


def _chunks(folder: Path) -> Iterator[tuple[bytes, int]]:
    """Chunks without their slack, and how many records each holds."""
    for path in sorted(folder.glob("*.evtx")):
        data = path.read_bytes()
        for at in range(HEADER, len(data) - CHUNK + 1, CHUNK):
            chunk = data[at : at + CHUNK]
            if chunk.startswith(b"ElfChnk\0"):
                (free,) = struct.unpack_from("<I", chunk, 48)
                yield chunk[:free].ljust(CHUNK, b"\0"), chunk[:free].count(b"**\0\0")


def _header() -> bytes:
    from tocsin.watch.readers.evtx import _FILE_HEADER

    return _FILE_HEADER


def write_web(path: Path, least: int) -> int:
    """A web server's log of so many bytes; how many lines."""
    lines = 0
    with path.open("w", encoding="ascii") as file:
        while file.tell() < least:
            second = lines // 50
            day, hour = 1 + second // 86_400 % 28, second // 3600 % 24
            stamp = f"{day:02d}/Jun/2025:{hour:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
            request = f"GET /dpi/patient/{lines * 7919 % 126_000}/doc.pdf?v={lines} HTTP/1.1"
            file.write(
                f"10.0.{lines % 997 // 250}.{lines % 997 % 250} - u{lines % 997} [{stamp} +0200]"
                f' "{request}" 200 {lines % 90_000} "-" "Mozilla/5.0"\n'
            )
            lines += 1
    return lines


if __name__ == "__main__":
    main()
