"""RapidOCR (Apache-2.0), with the PP-OCR models that its wheel carries: nothing is downloaded."""

import importlib.metadata
import importlib.util
import logging
from dataclasses import dataclass
from functools import cache
from statistics import mean
from typing import Any

import numpy as np
from PIL import Image

OLDEST = (3, 4)


@dataclass(frozen=True, slots=True)
class RapidOcr:
    """An installed RapidOCR."""

    version: tuple[int, ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether it is installed, recent enough, and has its inference engine."""
        return self.version >= OLDEST and importlib.util.find_spec("onnxruntime") is not None

    def recognise(self, image: Image.Image) -> tuple[str, float]:
        """The text of an image, top to bottom, and the mean confidence of its lines (0–100)."""
        result = _engine()(np.asarray(image.convert("RGB")))
        if result.boxes is None or result.txts is None:
            return "", 0.0
        centres = [(float(box[:, 1].mean()), float(box[:, 0].min())) for box in result.boxes]
        heights = [float(box[:, 1].max() - box[:, 1].min()) for box in result.boxes]
        placed = list(zip(centres, heights, result.txts, strict=True))
        return _in_lines(placed), 100 * mean(result.scores)


def _in_lines(placed: list[tuple[tuple[float, float], float, str]]) -> str:
    """Boxes whose centres lie on one height form a line, read left to right."""
    lines: list[list[tuple[float, str]]] = []
    last = float("-inf")
    for (middle, left), height, text in sorted(placed):
        if middle - last > 0.5 * height:
            lines.append([])
            last = middle
        lines[-1].append((left, text))
    return "\n".join(" ".join(text for _, text in sorted(line)) for line in lines)


@cache
def installed() -> RapidOcr:
    """The RapidOCR of this environment; an unusable one if there is none."""
    try:
        version = importlib.metadata.version("rapidocr")
    except importlib.metadata.PackageNotFoundError:
        return RapidOcr()
    return RapidOcr(tuple(int(part) for part in version.split(".")[:2] if part.isdigit()))


@cache
def _engine() -> Any:
    """The engine, loaded once a process (about a second and 200 MB)."""
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
