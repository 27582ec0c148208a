"""One frame of a DICOM object as a grey picture. PS3.3 C.7.6.3, PS3.5 §8."""

from typing import BinaryIO

import numpy as np
from PIL import Image

_WHITEST = 255
_Measured = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
_Levels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def frame(stream: BinaryIO, number: int) -> Image.Image:
    """The frame of that number (from 0). Raises whatever the decoders raise."""
    import pydicom
    from pydicom.pixels.utils import pixel_array

    dataset = pydicom.dcmread(stream, stop_before_pixels=True, force=True)
    stream.seek(0)
    many = int(dataset.get("NumberOfFrames") or 1) > 1
    pixels = pixel_array(stream, index=number if many else None)
    grey = _grey(pixels.astype(np.float32))
    if str(dataset.get("PhotometricInterpretation", "")) == "MONOCHROME1":
        grey = _WHITEST - grey
    return Image.fromarray(grey)


def _grey(pixels: _Measured) -> _Levels:
    """From darkest to brightest, whatever the device measured: letters are drawn at an end."""
    plane = pixels.mean(axis=-1) if pixels.ndim > 2 else pixels
    darkest, span = float(plane.min()), float(plane.max() - plane.min()) or 1.0
    return ((plane - darkest) * (_WHITEST / span)).astype(np.uint8)
