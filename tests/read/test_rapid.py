"""RapidOCR: its lines in reading order, no network, one thread, CUDA where it is offered."""

import io
import socket

import numpy as np
import onnxruntime
import pytest
from PIL import Image

from tests.read.samples import LINES, NAME, picture
from tocsin.read.programs import rapid
from tocsin.read.recognised import Line


def test_it_reads_and_downloads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise AssertionError("the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    rapid._engine.cache_clear()
    reading = rapid.installed().recognise(Image.open(io.BytesIO(picture(LINES))))
    assert NAME in reading.text
    assert reading.confidence > 90
    assert rapid.installed().recognise(Image.new("L", (400, 300), 255)).lines == ()


def test_too_old_is_not_used() -> None:
    assert not rapid.RapidOcr((1, 4)).is_usable
    assert not rapid.RapidOcr().is_usable


def test_pieces_of_one_height_are_a_line() -> None:
    pieces = [
        Line("le 02/03/1954", 90.0, (300, 12, 400, 32)),
        Line("Née", 98.0, (10, 10, 60, 30)),
        Line("Nom", 99.0, (10, 50, 60, 70)),
    ]
    lines = rapid._in_lines(pieces)
    assert [line.text for line in lines] == ["Née le 02/03/1954", "Nom"]
    assert lines[0].box == (10, 10, 400, 32)
    assert 90 < lines[0].confidence < 98


@pytest.mark.parametrize("offered", [True, False])
def test_a_gpu_is_used_where_there_is_one(monkeypatch: pytest.MonkeyPatch, offered: bool) -> None:
    providers = ["CUDAExecutionProvider"] * offered + ["CPUExecutionProvider"]
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: providers)
    rapid.installed.cache_clear()
    seen: list[bool] = []

    class Nothing:
        boxes = txts = None

    def engine(on_gpu: bool) -> object:
        seen.append(on_gpu)
        return lambda _pixels, **_options: Nothing()

    monkeypatch.setattr(rapid, "_engine", engine)
    try:
        rapid.installed().recognise(Image.fromarray(np.zeros((40, 40), np.uint8)))
    finally:
        rapid.installed.cache_clear()
    assert seen == [offered]
    assert rapid.parameters(on_gpu=offered)["EngineConfig.onnxruntime.use_cuda"] is offered
    assert rapid.parameters(on_gpu=offered)["EngineConfig.onnxruntime.intra_op_num_threads"] == 1
