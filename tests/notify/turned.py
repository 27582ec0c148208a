"""A clock that the test turns."""


class Clock:
    """Stands still until `now` (seconds) is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now
