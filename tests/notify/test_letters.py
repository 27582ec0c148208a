"""Letters and call tasks: written once, to the right person, in words the ledger supports."""

import csv
import email
import email.policy
import io
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from tests.notify.people import MEDICAL, Invented, add, case_of, crowd, release, states
from tocsin.case import Case
from tocsin.clinic.mailserver import MailServer
from tocsin.errors import MachineError
from tocsin.notify import LetterResult, counts, preview, send, write_letters
from tocsin.notify.letters import typeset
from tocsin.notify.letters.calls import spoken
from tocsin.notify.letters.proof import Expected, is_proven
from tocsin.notify.letters.typeset import Job

TODAY = date(2025, 7, 10)
BY_POST = Invented(email="")
TITLE = "Vol de données (Clinique des Trois Ponts) : ce qui vous concerne"


def written(case: Case) -> LetterResult:
    release(case, TODAY)
    return write_letters(case, today=TODAY)


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for name in ("lettres", "appels")
        for path in (folder / name).rglob("*")
        if path.is_file()
    }


def test_a_second_time_rewrites_nothing(tmp_path: Path) -> None:
    people = [*crowd(3, BY_POST), MEDICAL, replace(MEDICAL, language="en")]
    with case_of(tmp_path / "c", people) as case:
        first = written(case)
        before = files(case.folder)
        second = written(case)
        assert (first.letters, first.registered, first.calls) == (3, 2, 2)
        assert second == LetterResult()
        assert files(case.folder) == before
    assert sorted(before) == [
        "appels/appels.csv",
        "appels/script-en.txt",
        "appels/script-fr.txt",
        "lettres/lettres-0001.pdf",
        "lettres/lots.csv",
        "lettres/recommandees-0001.pdf",
        "lettres/recommandees-0002.pdf",
        "lettres/recommandees/0000005.pdf",
        "lettres/recommandees/0000007.pdf",
    ]


def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [BY_POST, MEDICAL]) as case:
        for path in written(case).files:
            assert path.stat().st_mode & 0o777 == 0o600
            assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_next_batch_has_the_next_number(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2, BY_POST)) as case:
        written(case)
        before = files(case.folder)
        add(case, [replace(BY_POST, birth_name="DURAND"), MEDICAL])
        result = written(case)
        after = files(case.folder)
        assert result.letters == 1
        assert after["lettres/lettres-0001.pdf"] == before["lettres/lettres-0001.pdf"]
        assert "DURAND" in text_of(case.folder / "lettres/lettres-0002.pdf")


def test_a_batch_withheld_leaves_no_number_to_be_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["tocsin.notify.letters.write"], "BATCH", 1)
    with case_of(tmp_path / "c", crowd(2, BY_POST)) as case:
        release(case, TODAY)
        case.store.execute("UPDATE affected SET categories = 'nir' WHERE person = 0")
        assert write_letters(case, today=TODAY).letters == 1
        before = files(case.folder)
        assert written(case).letters == 1
        after = files(case.folder)
    pdfs = {name: pdf for name, pdf in before.items() if name.endswith(".pdf")}
    assert (len(pdfs), len(after)) == (1, 3)
    assert pdfs.items() <= after.items()


def test_each_letter_says_where_it_stands(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(3, BY_POST)) as case:
        written(case)
        replies = case.store.execute("SELECT state, reply FROM deliveries ORDER BY notice")
    assert replies == [("written", f"lettres/lettres-0001.pdf#{n}") for n in (1, 2, 3)]


def test_batches_are_split_and_languages_kept_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["tocsin.notify.letters.write"], "BATCH", 2)
    people = [*crowd(5, BY_POST), *crowd(1, replace(BY_POST, language="en"))]
    with case_of(tmp_path / "c", people) as case:
        result = written(case)
        names = sorted(path.name for path in result.files)
        assert names == [f"lettres-000{n}.pdf" for n in (1, 2, 3, 4)]
        assert result.letters == 6
        assert "Dear Marie" in text_of(case.folder / "lettres/lettres-0004.pdf")


def test_a_letter_is_whole(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [replace(BY_POST, categories="contact;nir")]) as case:
        (path,) = written(case).files
        (reference,) = case.store.one("SELECT reference FROM notices")
        text = text_of(path)
        raw = path.read_bytes()
    assert text.startswith("MARIE DUPONT\r\n12 RUE DES LILAS\r\n42000 SAINT ETIENNE")
    for words in (reference, "Votre numéro de sécurité sociale", "Anne Lefèvre", "17Cyber"):
        assert words in text
    assert "\nSaint-Étienne, le 10 juillet 2025" in text
    assert "42000 SAINT-ÉTIENNE\r\nStandard 04 65 71 00 00" in text
    assert "pièce d’identité" not in text
    assert b"pdfuaid" in raw
    assert b"pdfaid" in raw


def test_a_registered_letter_says_so_and_no_more_than_that_health_is_concerned(
    tmp_path: Path,
) -> None:
    with case_of(tmp_path / "c", [MEDICAL]) as case:
        written(case)
        text = text_of(case.folder / "lettres/recommandees/0000002.pdf")
    assert "LETTRE RECOMMANDÉE AVEC AVIS DE RÉCEPTION" in " ".join(text.split())
    assert "Des informations sur votre santé" in text


def test_no_name_is_in_a_file_name(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [BY_POST, MEDICAL]) as case:
        names = " ".join(str(path.name) for path in written(case).files)
    assert "dupont" not in names.lower()


@pytest.mark.parametrize(
    "name", ["#panic()", "*gras* _it_ `x`", "$x$", "\\#{}[]", "@ref <a>", '"; import', "</script>"]
)
def test_a_name_is_never_read_as_markup(tmp_path: Path, name: str) -> None:
    with case_of(tmp_path / "c", [replace(BY_POST, first_names="A", used_name=name)]) as case:
        (path,) = written(case).files
        assert f"Bonjour A {name}," in " ".join(text_of(path).split())


def test_what_cannot_be_printed_is_held_and_the_rest_written(tmp_path: Path) -> None:
    people = [*crowd(3, BY_POST), replace(BY_POST, used_name="王小明"), *crowd(2, BY_POST)]
    with case_of(tmp_path / "c", people) as case:
        result = written(case)
        assert (result.letters, result.unprintable) == (5, 1)
        assert counts(case).held == {"unprintable": 1}
        assert states(case)[3] == ("held", "held")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE affected SET categories = 'contact;nir'",
        "UPDATE affected SET status = 'to_review'",
        "UPDATE persons SET deceased_on = '2025-01-01'",
        "UPDATE persons SET address = '1 rue Neuve'",
        "DELETE FROM affected",
    ],
)
def test_what_no_longer_agrees_with_the_ledger_is_withheld(tmp_path: Path, change: str) -> None:
    with case_of(tmp_path / "c", [BY_POST]) as case:
        release(case, TODAY)
        case.store.execute(change)
        result = write_letters(case, today=TODAY)
        assert (result.letters, result.withheld) == (0, 1)
        assert states(case) == [("letter", "due")]


def test_names_shifted_by_one_are_caught_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = sys.modules["tocsin.notify.letters.write"]
    original = module.typeset_all

    def shifted(jobs: object) -> object:
        for job in jobs:  # type: ignore[attr-defined]
            names = [letter["name"] for letter in job.letters]
            letters = tuple(
                {**letter, "name": name}
                for letter, name in zip(job.letters, names[1:] + names[:1], strict=True)
            )
            yield from original([replace(job, letters=letters)])

    monkeypatch.setattr(module, "typeset_all", shifted)
    with case_of(tmp_path / "c", crowd(3, BY_POST)) as case:
        with pytest.raises(MachineError) as caught:
            written(case)
        assert caught.value.code == "letters.proof"
        assert not list((case.folder / "lettres").glob("*.pdf"))
        assert {state for _, state in states(case)} == {"due"}


def test_the_proof_notices_a_missing_an_extra_and_a_wrong_letter(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2, BY_POST)) as case:
        (path,) = written(case).files
        pdf = path.read_bytes()
    window = "MARIE DUPONT {} 12 RUE DES LILAS 42000 SAINT ETIENNE"
    good = [Expected(window.format(n), (f"Marie DUPONT-{n}",), ("DURAND",)) for n in (0, 1)]
    assert is_proven(pdf, TITLE, good)
    assert not is_proven(pdf, TITLE, good[:1])
    assert not is_proven(pdf, TITLE, [*good, good[0]])
    assert not is_proven(pdf, TITLE, good[::-1])
    assert not is_proven(pdf, TITLE, [good[0], replace(good[1], present=("Jean",))])
    assert not is_proven(pdf, TITLE, [good[0], replace(good[1], absent=("Marie",))])


def test_a_full_disk_is_an_error_for_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    with case_of(tmp_path / "c", [BY_POST]) as case:
        release(case, TODAY)
        monkeypatch.setattr(typeset, "replace", full)
        with pytest.raises(MachineError) as caught:
            write_letters(case, today=TODAY)
        assert caught.value.way_out
        monkeypatch.undo()
        assert write_letters(case, today=TODAY).letters == 1


def test_a_broken_off_write_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(typeset.os, "fsync", fail)
    with pytest.raises(OSError, match="space"):
        typeset.replace(tmp_path / "x.pdf", b"abc")
    assert not list(tmp_path.iterdir())


def test_an_empty_job_writes_nothing(tmp_path: Path) -> None:
    job = Job(tmp_path / "x.pdf", {}, (), ())
    assert typeset.typeset(job).written == ()


def call_rows(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_calls_are_listed_with_what_to_say(tmp_path: Path) -> None:
    people = [MEDICAL, replace(MEDICAL, address="", phone="", mobile="+33639980007")]
    with case_of(tmp_path / "c", people) as case:
        written(case)
        rows = call_rows(case.folder / "appels/appels.csv")
        script = (case.folder / "appels/script-fr.txt").read_text()
    assert [row["nom"] for row in rows] == ["Marie DUPONT"] * 2
    assert rows[0]["telephone"] == "04 65 71 00 01"
    assert rows[1]["mobile"] == "06 39 98 00 07"
    assert rows[1]["lettre_recommandee"].startswith("non")
    assert "santé" not in rows[0]["donnees_prises"]
    assert "répondeur" in script
    assert "Clinique des Trois Ponts" in script


def test_later_calls_do_not_touch_the_list_that_people_fill_in(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [MEDICAL]) as case:
        written(case)
        filled = case.folder / "appels/appels.csv"
        filled.write_text("jointe le 11 juillet")
        add(case, [replace(MEDICAL, used_name="DURAND")])
        assert written(case).calls == 1
        assert filled.read_text() == "jointe le 11 juillet"
        (row,) = call_rows(case.folder / "appels/appels-002.csv")
        assert row["nom"] == "Marie DURAND"


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    who = replace(MEDICAL, first_names="=1+1", phone="+x", mobile="@SUM(A1)")
    with case_of(tmp_path / "c", [who]) as case:
        written(case)
        (row,) = call_rows(case.folder / "appels/appels.csv")
    assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())


def test_telephones_as_people_read_them() -> None:
    assert spoken("0465710001") == "04 65 71 00 01"
    assert spoken("+33 4 65 71 00 01") == "04 65 71 00 01"
    assert spoken("+32 2 555 12 12") == "+32 2 555 12 12"
    assert spoken("") == ""


def test_previews_show_one_of_each_channel_and_send_nothing(tmp_path: Path) -> None:
    people = [*crowd(4), MEDICAL, BY_POST]
    with case_of(tmp_path / "c", people) as case:
        release(case, TODAY)
        before = states(case)
        mail, call, letter = preview(case)
        assert len(preview(case, 7)) == 7
        assert states(case) == before
    assert "To: p0@exemple.invalid" in mail
    assert "Bonjour Marie DUPONT-0," in mail
    assert "04 65 71 00 01" in call
    assert "MARIE DUPONT\n12 RUE DES LILAS" in letter
    assert "santé" not in mail.replace("établissement de santé", "")


def test_a_preview_is_what_is_sent(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        release(case, TODAY)
        (shown,) = preview(case, 1)
        with MailServer(keep=tmp_path / "mails") as server:
            send(case, server.url)
    raw = (tmp_path / "mails" / "00001.eml").read_bytes()
    body = email.message_from_bytes(raw, policy=email.policy.default).get_body(("plain",))
    assert body is not None
    assert shown.endswith(body.get_content())


def test_previews_of_nothing(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", []) as case:
        assert preview(case) == []
        assert written(case) == LetterResult()


def test_the_print_room_learns_how_many_sheets_each_file_takes(tmp_path: Path) -> None:
    people = [*crowd(3, BY_POST), MEDICAL]
    with case_of(tmp_path / "c", people) as case:
        result = written(case)
        rows = (case.folder / "lettres" / "lots.csv").read_text(encoding="utf-8-sig").split("\n")
        again = case.store.one("SELECT reference FROM notices WHERE notice = 1")
    assert result.sheets == 4
    assert [row.split(";")[:5] for row in rows[1:3]] == [
        ["lettres-0001.pdf", "letter", "fr", "3", "3"],
        ["recommandees-0001.pdf", "registered_letter", "fr", "1", "1"],
    ]
    assert again[0] in rows[1]
