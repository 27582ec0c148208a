"""HEIC pictures of telephones, by libheif as pi-heif carries it (BSD-3-Clause around LGPL-3.0).

Damaged files can crash its native code: the process that reads them must be one that may die.
"""

from functools import cache


@cache
def is_usable() -> bool:
    """Whether Pillow can open HEIC here; it is told how on the first call."""
    try:
        import pi_heif
    except ImportError:
        return False
    pi_heif.register_heif_opener(thumbnails=False)
    return True
