"""References that people quote: short, unique, not secret, with a character that catches slips."""

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""

DIGITS = 6
_HALF_BITS = 15
_HALF = (1 << _HALF_BITS) - 1
_ROUNDS = 4
_LOOKALIKES = str.maketrans("ILO", "110")


def reference_of(number: int, key: bytes) -> str:
    """The reference of `number` (0 <= number < 2**30): `K7QX-3MT`.

    A keyed permutation (Feistel network), so that references are unique but tell nothing of
    order or count. Six characters and a check character.
    """
    left, right = number >> _HALF_BITS, number & _HALF
    for turn in range(_ROUNDS):
        mixed = hashlib.blake2b(b"%d:%d" % (turn, right), digest_size=2, key=key).digest()
        left, right = right, left ^ (int.from_bytes(mixed, "big") & _HALF)
    return shown(left << _HALF_BITS | right)


def shown(number: int) -> str:
    """`number` (30 bits) as six characters and a check character, in two groups."""
    values = [number >> shift & 31 for shift in range(5 * (DIGITS - 1), -1, -5)]
    text = "".join(ALPHABET[value] for value in (*values, check(values)))
    return f"{text[:4]}-{text[4:]}"


def check(values: list[int]) -> int:
    """Damm's check digit over GF(32): catches every single slip and swap of neighbours."""
    state = 0
    for value in values:
        state = _double(state ^ value)
    return state


def is_reference(untrusted: str) -> bool:
    """Whether it is a reference as we make them, however it is typed."""
    text = untrusted.upper().replace("-", "").replace(" ", "").translate(_LOOKALIKES)
    if len(text) != DIGITS + 1 or any(character not in ALPHABET for character in text):
        return False
    values = [ALPHABET.index(character) for character in text]
    return check(values[:-1]) == values[-1]


def _double(value: int) -> int:
    """`value` times x in GF(2**5) modulo x**5 + x**2 + 1."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled
