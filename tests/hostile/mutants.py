"""Sound files of every format, damaged at random from a seed."""

import struct
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random

from tests.read import archive_samples, care_samples, samples

PER_SAMPLE = 40

_DATA = Path(__file__).parent.parent / "read" / "data"
_EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_LARGEST = 400_000
"""A larger sample would take its time forty times."""

Mutation = Callable[[bytes, Random], bytes]


@cache
def sound() -> dict[str, bytes]:
    """One file of each format, by name."""
    made = {**samples.SAMPLES, **archive_samples.SAMPLES, **care_samples.SAMPLES}
    real = {
        path.name: path.read_bytes() for path in sorted(_DATA.iterdir()) if path.suffix != ".md"
    }
    whole = {name: make() for name, make in made.items()} | real
    return {name: data for name, data in whole.items() if len(data) <= _LARGEST}


def mutants(name: str) -> Iterator[tuple[str, bytes]]:
    """The mutants of a sample: how each was made, and its bytes."""
    for number in range(PER_SAMPLE):
        chance = Random(f"{name}-{number}")
        mutation = MUTATIONS[number % len(MUTATIONS)]
        yield f"{mutation.__name__} {number}", mutation(sound()[name], chance)


def flipped(data: bytes, chance: Random) -> bytes:
    """Up to twenty bits the other way."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def cut(data: bytes, chance: Random) -> bytes:
    """Cut short, cut at the front, or with a hole in it."""
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return chance.choice((data[:end], data[start:], data[:start] + data[end:]))


def grafted(data: bytes, chance: Random) -> bytes:
    """With a block of another format in it."""
    other = sound()[chance.choice(sorted(sound()))]
    start, end = sorted(chance.randrange(len(other) + 1) for _ in range(2))
    block = other[start : min(end, start + 4_000)]
    at = chance.randrange(len(data))
    return data[:at] + block + data[at + chance.choice((0, len(block))) :]


def misnumbered(data: bytes, chance: Random) -> bytes:
    """With extreme numbers where lengths, counts or offsets may stand."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        number, at = chance.choice(_EXTREMES), chance.randrange(len(out))
        raw = struct.pack(chance.choice("<>") + "I", number)[: chance.choice((1, 2, 4))]
        out[at : at + len(raw)] = raw
    return bytes(out)


def shuffled(data: bytes, chance: Random) -> bytes:
    """With two of its own blocks exchanged, or one repeated many times."""
    size = max(1, len(data) // chance.randint(4, 40))
    a, b = sorted(chance.randrange(max(1, len(data) - size)) for _ in range(2))
    if chance.random() < 0.3:
        return data[:a] + data[a : a + size] * 30 + data[a + size :]
    b = max(b, a + size)
    first, between, second = data[a : a + size], data[a + size : b], data[b : b + size]
    return data[:a] + second + between + first + data[b + size :]


MUTATIONS: tuple[Mutation, ...] = (flipped, cut, grafted, misnumbered, shuffled)
