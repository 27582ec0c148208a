"""Confidence against truth: bins, intervals, error, plot; and from what readers decided."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.doubtful import ODILE, SON, doubtful
from tocsin.assess.calibration import EDGES, Bin, calibrate, calibration_error, judged
from tocsin.assess.calibration_plot import plot
from tocsin.assess.review.queue import open_questions
from tocsin.assess.review.review import Review
from tocsin.case import Case

__all__ = ["doubtful"]


def test_findings_fall_into_their_bins() -> None:
    bins = calibrate([(0.96, True), (0.95, False), (1.0, True), (0.999, True), (0.0, False)])
    assert [(b.low, b.count, b.right) for b in bins] == [(0.0, 1, 0), (0.95, 2, 1), (0.999, 2, 2)]


def test_an_interval_of_the_tables() -> None:
    low, high = Bin(0.9, 0.95, 10, 9, 0.92).interval
    assert (low, high) == (pytest.approx(0.555, abs=1e-3), pytest.approx(0.9975, abs=1e-4))


def test_the_error_of_a_calibrated_and_of_a_boastful_model() -> None:
    good = calibrate([(0.8, True)] * 8 + [(0.8, False)] * 2)
    assert calibration_error(good) == pytest.approx(0)
    assert calibration_error(calibrate([(1.0, False)] * 5)) == 1
    assert calibration_error([]) == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_nothing_is_lost(judgements: list[tuple[float, bool]]) -> None:
    bins = calibrate(judgements)
    assert sum(b.count for b in bins) == len(judgements)
    for one in bins:
        assert one.low in EDGES
        low, high = one.interval
        assert low <= one.precision <= high
        assert one.low <= one.mean <= one.high or one.mean == pytest.approx(one.low)


def test_the_plot_is_a_drawing_of_every_bin() -> None:
    drawn = ET.fromstring(plot(calibrate([(0.5, True), (0.97, True), (0.97, False)]), "T"))
    texts = [node.text or "" for node in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert "0.95–0.99" in texts
    assert "n = 2" in texts


def test_from_decisions(doubtful: Case) -> None:
    review = Review(doubtful, "DPO")
    for question in open_questions(doubtful.store):
        review.decide(question, (SON,) if question.is_set else (ODILE,))
    found = sorted(judged(doubtful.store))
    assert [right for _, right in found].count(True) == 2
    assert [round(confidence, 2) for confidence, _ in found] == [0.33, 0.33, 1.0]
