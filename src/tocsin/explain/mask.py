"""Personal data as a page may show it: the first letter, and how long it is."""

DOT = "•"
MOST_DOTS = 6


def masked(text: str) -> str:
    """`BERTHELOT` gives `B•••••• (9)`; nothing gives nothing."""
    word = " ".join(text.split())
    if not word:
        return ""
    return f"{word[0]}{DOT * min(len(word) - 1, MOST_DOTS)} ({len(word)})"
