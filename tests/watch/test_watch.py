"""The whole run on the invented clinic's logs: both dates, who, what; and what goes wrong."""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.watch.samples import SAMPLES
from tocsin.case import Case
from tocsin.clinic import Clinic
from tocsin.errors import CaseError, InputError
from tocsin.progress import Silent
from tocsin.watch import Settings, watch, write_timeline
from tocsin.watch.event import COLUMNS
from tocsin.watch.events import Events
from tocsin.watch.moment import as_datetime
from tocsin.watch.page import headline
from tocsin.watch.readers.timesketch import TimesketchReader
from tocsin.watch.sigma.book import brought
from tocsin.watch.story import ALL, Filter, bounds, steps

ReadLogs = Callable[..., Case]
AUTH = next(sample.data for sample in SAMPLES if sample.name == "auth.log")


@pytest.fixture(scope="module")
def watched(clinic: Clinic, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with Case.create_or_open(tmp_path_factory.mktemp("vu") / "affaire") as case:
        watch(case, clinic.logs, Settings(brought()), Silent())
        yield case


@pytest.fixture(scope="module")
def truth(clinic: Clinic) -> dict[str, str]:
    rows = csv.DictReader((clinic.truth / "intrusion.csv").open(encoding="utf-8"))
    return {row["fact"]: row["value"] for row in rows}


@pytest.fixture(scope="module")
def written(watched: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chronologie")
    write_timeline(watched, folder, Filter())
    return folder


def test_both_dates_are_found(watched: Case, truth: dict[str, str]) -> None:
    first, last = bounds(watched)
    assert as_datetime(first.at) == datetime.fromisoformat(truth["begun"])
    assert as_datetime(last.at) == datetime.fromisoformat(truth["ended"])
    assert first.confidence > last.confidence > 0.8
    assert first.path


def test_the_account_the_address_and_the_place_are_found(
    watched: Case, truth: dict[str, str]
) -> None:
    found = dict(
        watched.store.execute(
            "SELECT kind, group_concat(name) FROM intruder WHERE kind != 'host' GROUP BY kind"
        )
    )
    assert found["account"] == truth["account"]
    assert found["address"] == truth["address"]
    assert found["destination"] == truth["destination"]


def test_all_that_was_stolen_is_named_with_its_evidence(
    written: Path, clinic: Clinic, watched: Case
) -> None:
    rows = list(csv.DictReader((written / "taken.csv").open(encoding="utf-8")))
    certain = {row["document"] for row in rows if row["certainty"] == "certain"}
    stolen = {p.relative_to(clinic.source) for p in clinic.source.rglob("*") if p.is_file()}
    assert certain == {f"clinique/{path.as_posix()}" for path in stolen}
    digests = {digest for (digest,) in watched.store.execute("SELECT sha256 FROM log_files")}
    assert {row["evidence_sha256"] for row in rows} <= digests
    log = (clinic.logs / "windows-securite.jsonl").read_bytes()
    row = next(row for row in rows if row["certainty"] == "certain")
    line = log[int(row["evidence_offset"]) :].partition(b"\n")[0].decode()
    assert row["document"].rpartition("/")[2] in line


def test_the_owner_of_the_account_is_not_the_thief(watched: Case) -> None:
    tuesdays = [s for s in steps(watched) if s.source == "203.0.113.40" and s.hostile]
    assert tuesdays == []


def test_nothing_of_the_logs_is_readable_without_the_key(watched: Case) -> None:
    stored = b"".join(p.read_bytes() for p in Events(watched).vault.folder.iterdir())
    assert b"maint.gmao" not in stored
    assert b"rclone" not in stored


def test_events_have_all_columns(watched: Case) -> None:
    frame = next(Events(watched).batches())
    assert set(COLUMNS) <= set(frame.columns)
    assert frame.select("evidence.sha256").null_count().item() == 0


def test_the_timeline_can_be_filtered(watched: Case) -> None:
    everything = list(steps(watched, ALL))
    hostile = list(steps(watched, Filter()))
    assert 0 < len(hostile) <= len(everything)
    assert [s.first_at for s in hostile] == sorted(s.first_at for s in hostile)
    night = list(steps(watched, Filter(until=hostile[0].first_at + 1)))
    assert len(night) == 1
    assert list(steps(watched, Filter(account="nobody"))) == []
    assert list(steps(watched, Filter(place="198.51.100.200")))


def test_the_pages_and_pictures_are_written(written: Path) -> None:
    page = (written / "chronologie.html").read_text(encoding="utf-8")
    assert "Premier acte hostile" in page
    assert "First hostile act" in page
    assert "<script" not in page
    for name in ("heures.svg", "couloirs.svg"):
        picture = (written / name).read_text(encoding="utf-8")
        assert picture.startswith("<svg")
        assert "<rect" in picture


def test_timesketch_gives_back_what_it_was_given(written: Path) -> None:
    from tests.watch.test_readers import read

    for name in ("timeline.csv", "timeline.jsonl"):
        data = (written / name).read_bytes()
        assert TimesketchReader().recognises(data, name)
        found = read("timesketch", data, name)
        lines = [line for line in data.splitlines() if line]
        assert len(found) == len(lines) - (name == "timeline.csv")
        assert all(hasattr(one, "values") for one in found)


def test_logs_without_an_attack_say_so(read_logs: ReadLogs) -> None:
    case = read_logs(auth__log=AUTH)
    assert bounds(case) == []
    assert "Aucun acte hostile" in headline(case, "fr")
    assert "does not prove" in headline(case, "en")


def test_every_kind_of_log_at_once_is_accounted_for(read_logs: ReadLogs) -> None:
    logs = {f"{n}__{s.name.replace('.', '__')}": s.data for n, s in enumerate(SAMPLES)}
    case = read_logs(**logs, noise__bin=b"\x01\x02nothing anybody knows\x00" * 50, empty__log=b"")
    for sample, (reader, events, recovered, unparsed) in zip(
        SAMPLES,
        case.store.execute(
            "SELECT reader, events, recovered, unparsed FROM log_files"
            " WHERE reader != '' ORDER BY cast(path AS INTEGER)"
        ),
        strict=True,
    ):
        assert (reader, events - recovered, unparsed) == (
            sample.reader, sample.events, sample.broken
        )  # fmt: skip
    left = case.store.execute("SELECT path, state, reason FROM log_files WHERE reader = ''")
    assert sorted(left) == [("empty.log", "read", "empty"), ("noise.bin", "unknown", "format")]


def test_packed_logs_are_opened_and_damaged_ones_named(tmp_path: Path, read_logs: ReadLogs) -> None:
    import bz2
    import gzip
    import io
    import zipfile

    plain = AUTH
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/auth.log", plain)
    case = read_logs(
        a__gz=gzip.compress(plain), b__bz2=bz2.compress(plain + b"\n"), c__zip=packed.getvalue(),
        d__gz=gzip.compress(plain * 9000)[:-900], e__7z=b"7z\xbc\xaf\x27\x1c" + bytes(90),
    )  # fmt: skip
    rows = case.store.execute("SELECT path, state, reason, events > 0 FROM log_files ORDER BY path")
    assert rows == [
        ("a.gz", "partial", "", 1),
        ("b.bz2", "partial", "", 1),
        ("c.zip!/in/auth.log", "partial", "", 1),
        ("d.gz", "partial", "damaged: EOFError", 1),
        ("e.7z", "unknown", "archive", 0),
    ]


def test_a_second_run_replaces_the_first(read_logs: ReadLogs) -> None:
    line = b"<34>1 2025-06-26T02:13:0%d+02:00 srv app 1 - - hello\n"
    case = read_logs(a__log=line % 1)
    case = read_logs(a__log=line % 1 + line % 2)
    assert len(Events(case)) == 2


def test_no_log_is_an_error(case: Case, tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    with pytest.raises(InputError) as caught:
        watch(case, tmp_path / "vide", Settings(brought()), Silent())
    assert caught.value.code == "watch.no_logs"


def test_a_timeline_needs_logs(case: Case, tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        write_timeline(case, tmp_path / "x", Filter())
    assert caught.value.code == "watch.not_watched"


def test_a_log_that_kills_its_reader_is_named(
    read_logs: ReadLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tocsin.engine import Failure

    monkeypatch.setattr(
        "tocsin.watch.ingest._over_workers",
        lambda _case, pieces, _settings: ((piece, Failure("crash")) for piece in pieces),
    )
    case = read_logs(auth__log=AUTH)
    rows = case.store.execute("SELECT state, reason, events FROM log_files")
    assert rows == [("unreadable", "crash", 0)]
    assert bounds(case) == []


def test_what_is_kept_of_a_log_is_kept_for_its_case_alone(
    read_logs: ReadLogs, tmp_path: Path
) -> None:
    case = read_logs(a__log=b"<34>1 2025-06-26T02:13:01+02:00 srv app 1 - - hello\n")
    (name,) = Events(case).names()
    with Case.create_or_open(tmp_path / "autre") as other:
        with pytest.raises(CaseError):
            Events(other).vault.read(name)
        (other.folder / "events").mkdir()
        (other.folder / "events" / name).write_bytes((case.folder / "events" / name).read_bytes())
        with pytest.raises(CaseError):
            Events(other).vault.read(name)


def test_bytes_of_the_backup_are_not_put_down_to_the_thief(watched: Case) -> None:
    out, stolen = watched.store.one("SELECT sum(bytes_out), sum(stolen) FROM event_hours")
    hours = watched.store.count("SELECT count(*) FROM event_hours WHERE stolen > 0")
    sent = watched.store.count("SELECT count(*) FROM acts WHERE mark = 'mass-sending'")
    assert 0 < stolen < out / 2
    assert hours == sent
