"""Plain text, with the encodings and line ends that real shares hold."""

from random import Random

from tocsin.clinic.paper import Paper

ENCODINGS = {"utf-8": 6, "cp1252": 4, "utf-8-sig": 1, "utf-16": 1}


def txt(paper: Paper, rng: Random) -> bytes:
    """A text file in one of the usual encodings."""
    encoding = rng.choices(list(ENCODINGS), list(ENCODINGS.values()))[0]
    return encode("\r\n".join(paper.lines()), encoding)


def encode(text: str, encoding: str) -> bytes:
    """The bytes of a text; UTF-16 with its mark, little-endian on every machine."""
    if encoding == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode(encoding, "replace")
