"""Pictures made ready: light, size, orientation, blanks."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.read.samples import LINES, picture
from tocsin.read import picture as ready


def page(turn: int = 0, angle: float = 0.0) -> Image.Image:
    upright = Image.open(io.BytesIO(picture(LINES * 3, turn=turn))).convert("L")
    return upright.rotate(angle, expand=True, fillcolor=255)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("angle", [-3.0, 0.0, 3.0])
def test_lines_that_run_up_and_down_are_seen(turn: int, angle: float) -> None:
    assert ready.lies_on_its_side(page(turn, angle)) is (turn in (90, 270))


def test_a_shadow_is_evened_out() -> None:
    pixels = np.asarray(page(), np.float32)
    shadow = np.linspace(1.0, 0.45, pixels.shape[1])[None, :]
    even = np.asarray(ready.evenly_lit(Image.fromarray((pixels * shadow).astype(np.uint8))))
    assert np.median(even[:, -40:]) > 240
    assert even.min() < 90


def test_blank_and_decorated_pictures_hold_no_text() -> None:
    sky = Image.linear_gradient("L").resize((600, 400))
    ImageDraw.Draw(sky).ellipse((200, 100, 420, 320), fill=90)
    grain = np.random.default_rng(1).normal(230, 6, (600, 800)).clip(0, 255).astype(np.uint8)
    assert ready.is_blank(Image.new("L", (900, 600), 255))
    assert ready.is_blank(Image.fromarray(grain))
    assert ready.is_blank(Image.new("L", (900, 12), 255))
    assert ready.is_blank(sky)
    assert not ready.is_blank(page())


def test_one_faint_line_on_a_page_is_not_blank() -> None:
    sheet = Image.new("L", (1240, 1754), 250)
    ImageDraw.Draw(sheet).text((100, 100), LINES[0], 120, font_size=24)
    assert not ready.is_blank(sheet)


def test_white_letters_on_a_dark_picture_are_not_blank() -> None:
    echo = Image.new("L", (640, 480), 6)
    ImageDraw.Draw(echo).text((10, 10), LINES[0], 220, font_size=10)
    assert not ready.is_blank(echo)


def test_size_is_bounded_both_ways() -> None:
    assert max(ready.prepared(Image.new("RGB", (9_000, 300))).size) == ready.LONGEST_SIDE
    assert ready.enlarged(Image.new("L", (500, 300))).size == (1_000, 600)
    assert ready.enlarged(Image.new("L", (2_000, 300))).size == (2_000, 300)


def test_transparency_is_white() -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert ready.prepared(clear).getextrema() == (255, 255)
