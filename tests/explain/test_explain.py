"""Why a document or a person is reported as it is: masked, journaled, from the sealed files."""

from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.doubtful import FATHER, ODILE, SOLANGE, SON, run
from tocsin.assess.review.queue import open_questions
from tocsin.assess.review.review import Review
from tocsin.case import Case
from tocsin.errors import InputError, MachineError, UsageError
from tocsin.explain.document import explain_document
from tocsin.explain.mask import MOST_DOTS, masked
from tocsin.explain.person import explain_person
from tocsin.explain.text import text_of
from tocsin.leaf import Leaf


def words_of(leaf: Leaf) -> str:
    cells = [cell for table in leaf.tables for row in table.rows for cell in row]
    return "\n".join([leaf.title, leaf.lead, *leaf.paragraphs, *cells])


def journal(case: Case) -> list[tuple[str, dict[str, object]]]:
    rows = case.store.execute("SELECT act, detail FROM journal WHERE act LIKE 'explain%'")
    return [(act, orjson.loads(detail)) for act, detail in rows]


def test_a_document_shows_spans_candidates_weights_and_the_decision(doubtful: Case) -> None:
    leaf = explain_document(doubtful, "homonymes.txt")
    text = words_of(leaf)
    assert "full_name" in text
    assert "health" in text
    assert f"→ {FATHER}" in text
    assert f"→ {SON}" in text
    assert "name +" in text
    assert "à vérifier : moins de 95%" in text
    assert "conforme au scellé" in text
    assert not [word for word in ("ESPOSITO", "asthme", "Luca") if word in text]


def test_in_clear_only_when_asked(doubtful: Case) -> None:
    text = words_of(explain_document(doubtful, "homonymes.txt", clear=True))
    assert "Luca ESPOSITO présente un asthme sévère" in text
    assert [detail["clear"] for _, detail in journal(doubtful)] == [True]


def test_a_sure_document_says_what_makes_it_sure(doubtful: Case) -> None:
    text = words_of(explain_document(doubtful, "sure.txt"))
    assert "confirmé : probabilité ≥ 95%" in text
    assert "birth_date +" in text
    assert "name+birth_date+sex" in text


def test_rows_of_a_table_are_explained_where_they_are_in_doubt(
    doubtful: Case, tmp_path: Path
) -> None:
    lines = "NOM;PRENOM;COMMENTAIRE\nESPOSITO;Luca;diabète de type 2\nMONTAGNIER;Solange;RAS\n"
    filler = "".join(f"DUVALLON;Prénom{n};néant\n" for n in range(900))
    (tmp_path / "vol" / "liste.csv").write_text(lines + filler, encoding="utf-8")
    run(doubtful, tmp_path)
    leaf = explain_document(doubtful, "liste.csv")
    columns = next(table for table in leaf.tables if table.title == "Colonnes")
    assert {row[2] for row in columns.rows} >= {"surname", "given_names"}
    (row,) = (
        r for t in leaf.tables for r in t.rows if r[:2] == ("ligne 2", "E•••••• (8), L••• (4)")
    )
    assert row[-1].startswith("à vérifier")
    assert "DUVALLON" not in words_of(leaf)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Liste IVG 2024.csv", "Nom;Prénom;Né le\nESPOSITO;Odile;02/03/1954\n" * 2),
        (
            "IVG.txt",
            "Liste IVG\n| n | Nom | Né le |\n" + "| 1 | ESPOSITO Odile | 02/03/1954 |\n" * 2,
        ),
    ],
    ids=["table", "drawn"],
)
def test_a_title_that_tells_is_shown(
    doubtful: Case, tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / "vol" / name).write_text(content)
    run(doubtful, tmp_path)
    assert "title of a list" in words_of(explain_document(doubtful, name))


def test_a_person_with_every_exposure_and_the_rule(doubtful: Case) -> None:
    text = words_of(explain_person(doubtful, SON))
    assert "aucun élément n'est confirmé" in text
    assert text.count("homonymes.txt") == 2
    assert "confirmé : au moins un" in words_of(explain_person(doubtful, SOLANGE)).replace(
        "confirmed", "confirmé"
    )
    assert [act for act, _ in journal(doubtful)] == ["explain.person"] * 2


def test_a_decision_is_part_of_the_reason(doubtful: Case) -> None:
    question = next(q for q in open_questions(doubtful.store) if q.is_set)
    Review(doubtful, "DPO").decide(question, (SON,), "dossier papier")
    assert "confirmé par la décision 1" in words_of(explain_person(doubtful, SON))
    refused = words_of(explain_person(doubtful, FATHER))
    assert "écarté par la décision 1" in refused
    assert "n'est pas touchée" in refused
    assert "dossier papier" in refused
    assert "écarté par la décision 1" in words_of(explain_document(doubtful, "homonymes.txt"))


def test_health_that_waits_is_named(doubtful: Case) -> None:
    doubtful.store.execute(
        "UPDATE exposures SET confirmed = 0, category = 'health' WHERE category = 'care_episode'"
    )
    assert "une personne doit trancher" in words_of(explain_person(doubtful, SOLANGE))


def test_the_journal_names_nobody(doubtful: Case) -> None:
    explain_document(doubtful, "homonymes.txt")
    explain_person(doubtful, ODILE)
    (_, document), (_, person) = journal(doubtful)
    assert set(document) == {"document", "clear"}
    assert set(person) == {"person"}
    assert isinstance(person["person"], int)


def test_unknown_documents_and_persons(doubtful: Case) -> None:
    with pytest.raises(InputError) as caught:
        explain_document(doubtful, "nowhere")
    assert caught.value.code == "explain.no_document"
    with pytest.raises(UsageError) as unknown:
        explain_person(doubtful, "nowhere")
    assert unknown.value.code == "person.no_patient"


def test_a_changed_file_says_so(doubtful: Case, tmp_path: Path) -> None:
    (tmp_path / "vol" / "homonymes.txt").write_text("Autre chose.")
    assert "CHANGÉ depuis le scellé" in words_of(explain_document(doubtful, "homonymes.txt"))


def test_a_document_that_is_there_no_more(doubtful: Case, tmp_path: Path) -> None:
    (tmp_path / "vol" / "menu.txt").unlink()
    with pytest.raises(MachineError) as caught:
        text_of(doubtful, "menu.txt")
    assert caught.value.code == "explain.not_there"


def test_the_text_of_a_document_for_its_judge(doubtful: Case) -> None:
    assert "gratin de courgettes" in words_of(text_of(doubtful, "menu.txt"))
    assert journal(doubtful)[0][1]["clear"] is True


@given(st.text())
def test_a_mask_shows_one_letter_and_no_more(text: str) -> None:
    word = " ".join(text.split())
    shown = masked(text)
    assert shown == "" if not word else shown.startswith(word[0])
    assert len(shown) <= MOST_DOTS + 1 + len(f" ({len(word)})")
    assert shown.count("•") <= MOST_DOTS + word[:1].count("•")


def test_a_persons_page_says_who_else_may_be_meant(doubtful: Case) -> None:
    (table,) = (t for t in explain_person(doubtful, SON).tables if t.title.startswith("Qui est"))
    documents = [row[0] for row in table.rows]
    assert documents == sorted(documents)
    assert all(FATHER in row[-1] and SON not in row[-1] for row in table.rows)
    (sure,) = (t for t in explain_person(doubtful, SOLANGE).tables if t.title.startswith("Qui est"))
    assert [row[-1] for row in sure.rows] == [""]
