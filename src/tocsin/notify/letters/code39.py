"""The reference as a bar code that any reader knows: Code 39 (ISO/IEC 16388), 43 mm wide.

A letter that the post brings back is then recorded by one scan (`tocsin notify returned`).
"""

NARROW, WIDE = 0.3, 0.75
"""Millimetres of an element: readable by a hand scanner after printing at 300 dpi."""

_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-*"
_ELEMENTS = """
    000110100 100100001 001100001 101100000 000110001 100110000
    001110000 000100101 100100100 001100100 100001001 001001001
    101001000 000011001 100011000 001011000 000001101 100001100
    001001100 000011100 100000011 001000011 101000010 000010011
    100010010 001010010 000000111 100000110 001000110 000010110
    110000001 011000001 111000000 010010001 110010000 011010000
    010000101 010010100
"""
_PATTERNS = dict(zip(_CHARACTERS, _ELEMENTS.split(), strict=True))
"""Bar and space in turn, nine a character; 1 is a wide one."""


def bars(text: str) -> list[list[float]]:
    """The black bars of `text`, each as its start and end in millimetres.

    Raises KeyError for a character that a reference cannot hold.
    """
    found, place = [], 0.0
    for character in f"*{text}*":
        for turn, is_wide in enumerate(_PATTERNS[character]):
            end = place + (WIDE if is_wide == "1" else NARROW)
            if turn % 2 == 0:
                found.append([round(place, 2), round(end, 2)])
            place = end
        place += NARROW
    return found
