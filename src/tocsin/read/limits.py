"""What one read may cost. A document that would cost more is stopped, and its record says so."""

from tocsin.read.fault import Fault

DEPTH = 8
"""Archives within archives."""

MEMBERS = 200_000
"""Members of one archive."""

RATIO = 250
RATIO_FROM_BYTES = 64_000_000
"""An unpacked member this large and this many times its packed size is a bomb (text stays < 60)."""

LEAST_UNPACKED_BYTES, MOST_UNPACKED_BYTES = 2_000_000_000, 32_000_000_000
"""All that one file may unpack to, its nested archives included: `RATIO` times its size, but at
least and at most so much. Archives within archives would else multiply what each may swell."""

MEMORY_BYTES = 512_000_000
"""A document whose format must be held whole may be this large."""

PAGES = 5_000
"""Pages of one PDF or image file."""


def check_ratio(packed: int, unpacked: int) -> None:
    """Refuse a member that swells suspiciously. Raises `Fault`."""
    if unpacked > RATIO_FROM_BYTES and unpacked > RATIO * max(packed, 1):
        raise Fault("limit: compression ratio")


class Budget:
    """How much a file may still unpack."""

    def __init__(self, left: int = LEAST_UNPACKED_BYTES) -> None:
        self.left = left

    @classmethod
    def of(cls, size: int) -> "Budget":
        """That of a file of `size` bytes."""
        return cls(min(max(RATIO * size, LEAST_UNPACKED_BYTES), MOST_UNPACKED_BYTES))

    def spend(self, size: int) -> None:
        """Take `size` bytes of it. Raises `Fault` if there is not so much left."""
        if size > self.left:
            raise Fault("limit: unpacked size")
        self.left -= size
