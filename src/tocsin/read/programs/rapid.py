"""RapidOCR (Apache-2.0), with the PP-OCR models that its wheel carries: nothing is downloaded."""

import importlib.metadata
import importlib.util
import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from tocsin.read.recognised import Box, Line, Recognised

OLDEST = (3, 4)

LONGEST_SIDE = 2_000
"""A larger picture is reduced to this: time and memory stay bounded."""

FINDING_SIDE = 960
"""Lines are found on a picture of this side, and read at full size."""

MOST_BOXES = 400


@dataclass(frozen=True, slots=True)
class RapidOcr:
    """An installed RapidOCR; `on_gpu` where its inference engine offers CUDA."""

    version: tuple[int, ...] = ()
    on_gpu: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether it is installed, recent enough, and has its inference engine."""
        return self.version >= OLDEST and importlib.util.find_spec("onnxruntime") is not None

    def recognise(self, image: Image.Image) -> Recognised:
        """The lines of an upright image, top to bottom."""
        result = _engine(self.on_gpu)(np.asarray(image.convert("RGB")), use_cls=False)
        if result.boxes is None or result.txts is None:
            return Recognised()
        found = zip(result.txts, result.scores, result.boxes, strict=True)
        return Recognised(_in_lines([Line(t, 100 * float(s), _box(b)) for t, s, b in found]))


def _box(corners: Any) -> Box:
    (left, top), (right, low) = corners.min(axis=0), corners.max(axis=0)
    return int(left), int(top), int(right), int(low)


def _in_lines(pieces: list[Line]) -> tuple[Line, ...]:
    """Pieces whose middles lie on one height form a line, read left to right."""
    rows: list[list[Line]] = []
    last = float("-inf")
    for piece in sorted(pieces, key=_middle):
        if _middle(piece) - last > 0.5 * (piece.box[3] - piece.box[1]):
            rows.append([])
            last = _middle(piece)
        rows[-1].append(piece)
    return tuple(_joined(sorted(row, key=lambda piece: piece.box[0])) for row in rows)


def _middle(piece: Line) -> float:
    return (piece.box[1] + piece.box[3]) / 2


def _joined(row: list[Line]) -> Line:
    left, top, right, low = zip(*(piece.box for piece in row), strict=True)
    box = min(left), min(top), max(right), max(low)
    whole = Recognised(tuple(row))
    return Line(" ".join(piece.text for piece in row), whole.confidence, box)


@cache
def installed() -> RapidOcr:
    """The RapidOCR of this environment; an unusable one if there is none."""
    try:
        version = importlib.metadata.version("rapidocr")
    except importlib.metadata.PackageNotFoundError:
        return RapidOcr()
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    return RapidOcr(numbers, _offers_cuda())


def _offers_cuda() -> bool:
    try:
        import onnxruntime
    except ImportError:
        return False
    return "CUDAExecutionProvider" in onnxruntime.get_available_providers()


def parameters(*, on_gpu: bool) -> dict[str, object]:
    """What RapidOCR is told: one thread, bounded work, CUDA where it is offered."""
    return {
        "Global.log_level": "error",
        "Global.max_side_len": LONGEST_SIDE,
        "Det.limit_type": "max",
        "Det.limit_side_len": FINDING_SIDE,
        "Det.max_candidates": MOST_BOXES,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "EngineConfig.onnxruntime.use_cuda": on_gpu,
    }


@cache
def _engine(on_gpu: bool) -> Any:
    """The engine, loaded once a process (about a second and 200 MB)."""
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params=parameters(on_gpu=on_gpu))
