"""Care links from HL7 v2 and CSV."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import InputError
from tocsin.watch.detect import hl7
from tocsin.watch.detect.care_source import CareSource
from tocsin.watch.detect.links import DAY, CareLinks, Visit
from tocsin.watch.moment import Clock

ADMITTED = Clock().iso("2025-06-20T10:00")


def adt(event: str, at: str, pv1: str = "PV1|1|I|CARD^12^1||||||||||||||||V7") -> str:
    return (
        f"MSH|^~\\&|SIH|CH|||{at}||ADT^{event}|1|P|2.5\rEVN|{event}|{at}\r"
        f"PID|1||9^^^X^NH~4711^^^CH^PI||NOM^PRENOM\r{pv1}\r"
    )


def links_of(*messages: str) -> CareLinks:
    visits, unparsed = hl7.visits_of("".join(messages), Clock())
    assert unparsed == 0
    return CareLinks(visits)


def test_a_stay_is_a_link_from_admission_to_some_days_after_discharge() -> None:
    links = links_of(adt("A01", "202506201000"), adt("A03", "202506251000"))
    assert links.holds("4711", ADMITTED + DAY)
    assert links.holds("4711", ADMITTED + 18 * DAY)
    assert not links.holds("4711", ADMITTED + 20 * DAY)
    assert not links.holds("4711", ADMITTED - 8 * DAY)
    assert not links.holds("9", ADMITTED)


def test_a_transfer_moves_the_unit() -> None:
    moved = adt("A02", "202506221000").replace("CARD", "NEURO")
    links = links_of(adt("A01", "202506201000"), moved)
    assert links.holds("4711", ADMITTED, "neuro")
    assert not links.holds("4711", ADMITTED, "card")
    assert links.holds("4711", ADMITTED)


def test_a_cancelled_admission_is_none() -> None:
    assert not links_of(adt("A01", "202506201000"), adt("A11", "202506201010")).holds(
        "4711", ADMITTED
    )


def test_an_update_without_a_stay_opens_none() -> None:
    visits, unparsed = hl7.visits_of(adt("A08", "202506301000"), Clock())
    assert (visits, unparsed) == ([], 1)


def siu(event: str, begin: str) -> str:
    return (
        f"MSH|^~\\&|RDV|CH|||20250601||SIU^{event}|1|P|2.5\r"
        f"SCH|R1||||||||||^^^{begin}^{begin}\rPID|1||4711\rAIL|1||OPHT^2\r"
    )


def test_an_appointment_is_a_link_until_it_is_cancelled() -> None:
    booked = siu("S12", "202506201000")
    assert links_of(booked).holds("4711", ADMITTED, "OPHT")
    assert not links_of(booked, siu("S15", "")).holds("4711", ADMITTED)


def test_frames_and_zones() -> None:
    framed = "\x0b" + adt("A01", "202506200800+0000") + "\x1c\r"
    assert links_of(framed).holds("4711", ADMITTED)


@given(st.text(max_size=300))
def test_what_is_no_message_is_counted(text: str) -> None:
    visits, unparsed = hl7.visits_of("MSH|^~\\&|" + text, Clock())
    assert len(visits) + unparsed >= 1


def test_csv_and_folders_are_read_again_when_they_change(tmp_path: Path) -> None:
    table = tmp_path / "visits.csv"
    table.write_text("patient;begin;end\n4711;2025-06-20;2025-06-21\n12;never;\n", encoding="utf-8")
    source = CareSource([tmp_path])
    links = source.changed()
    assert links
    assert links.holds("4711", ADMITTED)
    assert source.unparsed == 1
    assert source.changed() is None
    (tmp_path / "spool.hl7").write_text(adt("A01", "202506201000").replace("4711", "12"))
    again = source.changed()
    assert again
    assert again.holds("12", ADMITTED)


def test_a_csv_without_its_columns_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "visits.csv"
    table.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(InputError):
        CareSource([table]).changed()


def test_an_open_stay_lasts() -> None:
    assert CareLinks([Visit("1", "p", ADMITTED, None)]).holds("p", ADMITTED + 900 * DAY)
