"""Who is spoken of: mentions gathered into somebodies, independent of how they were found."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.assess.page import PATH, Page, path_text
from tocsin.assess.somebody import Somebody, _Known, agree_in_name, gather
from tocsin.match.claim import Claim
from tocsin.model.mention import Mention
from tocsin.model.mention import MentionKind as K

KINDS = {
    "full": K.FULL_NAME,
    "sur": K.SURNAME,
    "birth": K.BIRTH_NAME,
    "given": K.GIVEN_NAMES,
    "sex": K.SEX,
    "date": K.BIRTH_DATE,
    "nir": K.NIR,
    "ipp": K.PATIENT_ID,
    "mail": K.EMAIL,
    "tel": K.PHONE,
    "adr": K.ADDRESS,
}


def marked(source: str, *, path: str = "") -> tuple[list[Somebody], list[Mention]]:
    """Gather from a text with marks: `[full:DUPONT MARIE]`; `[bare:…]` is an unsure date."""
    text, mentions, rest = "", [], source
    while "[" in rest:
        before, _, rest = rest.partition("[")
        mark, _, rest = rest.partition("]")
        kind, _, value = mark.partition(":")
        text += before
        sure = 0.5 if kind == "bare" else 0.95
        start = len(text)
        text += value
        mentions.append(Mention(KINDS.get(kind, K.BIRTH_DATE), start, len(text), value, sure))
    text += rest
    page = Page([(PATH, path), ("corps", text)]) if path else Page([("corps", text)])
    if path:
        shift = len(path) + 2
        mentions = [
            Mention(m.kind, m.start + shift, m.end + shift, m.value, m.confidence) for m in mentions
        ]
        name = path.rpartition("\n")[2]
        mentions.insert(0, Mention(K.FULL_NAME, path.index(name), len(path), name, 0.9))
    return gather(page, mentions, lambda value: value.startswith("P"))


def said(people: list[Somebody]) -> list[dict[str, list[str]]]:
    return [{k.value: v for k, v in one.claim.values.items() if v} for one in people]


def test_a_letter_is_about_one() -> None:
    people, loose = marked(
        "Clinique\n[adr:5 avenue X] [tel:0477000000]\n\n[sex:F] [full:MARIE DUPONT]\n"
        "[adr:12 rue Y]\n\nnée le [date:1954-03-02]\n\n\nChère [sex:F] [sur:DUPONT],"
    )
    assert said(people) == [
        {
            "sex": ["F"],
            "full_name": ["MARIE DUPONT"],
            "address": ["12 rue Y"],
            "birth_date": ["1954-03-02"],
            "surname": ["DUPONT"],
        }
    ]
    assert [m.value for m in loose] == ["5 avenue X", "0477000000"]


def test_a_form_is_about_one() -> None:
    people, _ = marked(
        "IPP: [ipp:P1]\nNom: [sur:DUPONT]\nNom de naissance: [birth:MARTIN]\n"
        "Prénom: [given:MARIE]\nNé(e) le: [date:1954-03-02]\nTél: [tel:0600000000]"
    )
    (one,) = people
    assert one.claim.has(K.PATIENT_ID, K.SURNAME)
    assert one.claim.all(K.PHONE) == ["0600000000"]


def test_a_list_is_about_each() -> None:
    people, _ = marked(
        "[full:DUPONT MARIE] [date:1954-03-02] [tel:06]\n[full:MARTIN JEAN] [date:1960-01-01]\n"
        "[full:DUPONT MARIE] [date:1980-05-06]"
    )
    assert [one.claim.all(K.BIRTH_DATE) for one in people] == [
        ["1954-03-02"],
        ["1960-01-01"],
        ["1980-05-06"],
    ]


def test_dates_before_names() -> None:
    people, _ = marked("[date:1954-03-02] [full:DUPONT MARIE]\n[date:1960-01-01] [full:PETIT JO]")
    assert [one.claim.all(K.BIRTH_DATE) for one in people] == [["1954-03-02"], ["1960-01-01"]]


def test_titles_belong_to_the_name_after_them() -> None:
    people, _ = marked("[sex:M] [full:DUPONT JEAN] et [sex:F] [full:MARTIN ANNE]")
    assert [one.claim.all(K.SEX) for one in people] == [["M"], ["F"]]


def test_two_on_one_line_without_titles() -> None:
    people, _ = marked("[full:DUPONT JEAN] [date:1950-01-01], [full:DUPONT PAUL] [date:1980-01-01]")
    assert [one.claim.all(K.BIRTH_DATE) for one in people] == [["1950-01-01"], ["1980-01-01"]]


def test_initials_and_slips_are_the_same_name() -> None:
    people, _ = marked("[full:DUPONT MARIE]\n\n[full:M DUPONT]\n\n[full:DUPOND MARIE]")
    assert len(people) == 1


def test_the_path_names_the_subject_but_takes_no_letterhead() -> None:
    people, loose = marked("[tel:0477000000]\nTexte", path="Dossiers /\nDUPONT MARIE")
    assert [one.claim.all(K.FULL_NAME) for one in people] == [["DUPONT MARIE"]]
    assert not people[0].claim.has(K.PHONE)
    assert [m.value for m in loose] == ["0477000000"]


def test_the_path_and_the_text_name_the_same() -> None:
    people, _ = marked(
        "Nom: [sur:DUPONT]\nNé le [date:1954-03-02]", path="Dossiers /\nDUPONT MARIE"
    )
    assert len(people) == 1
    assert people[0].claim.all(K.BIRTH_DATE) == ["1954-03-02"]


def test_a_distant_date_goes_to_the_only_one_named() -> None:
    people, _ = marked("[full:DUPONT MARIE]" + "\n" * 30 + "née le [date:1954-03-02]")
    assert said(people) == [{"full_name": ["DUPONT MARIE"], "birth_date": ["1954-03-02"]}]


def test_numbers_of_somebody_else_stay_apart() -> None:
    people, _ = marked("[full:DUPONT MARIE] [nir:2540342075123]\n\n[nir:1600142075123]")
    assert len(people) == 2


def test_unknown_numbers_identify_nobody() -> None:
    people, _ = marked("Dossier [ipp:X9] : [full:DUPONT MARIE]")
    assert not people[0].claim.has(K.PATIENT_ID)


def test_an_unsure_date_is_kept_aside() -> None:
    people, _ = marked("[full:DUPONT MARIE] [bare:2024-01-01]")
    assert people[0].claim.bare_dates == ["2024-01-01"]
    assert not people[0].claim.has(K.BIRTH_DATE)


def test_a_path_as_text() -> None:
    text = path_text("Dossiers/DUPONT_Marie_1954/cr.zip!/scan_2.pdf")
    assert text == "Dossiers /\nDUPONT Marie 1954 /\ncr.zip /\nscan 2.pdf"


def test_the_address_of_who_writes_is_not_that_of_who_is_written_about() -> None:
    people, _ = marked(
        "To: Dr Mejri <[mail:mejri@exemple.invalid]>\nSubject: [sex:M] [sur:RIBEIRO]\n\n"
        "[sex:M] [sur:RIBEIRO], né le [date:1952-06-07]"
    )
    assert {"sex": ["M"], "surname": ["RIBEIRO"], "birth_date": ["1952-06-07"]} in said(people)


names = st.lists(st.sampled_from(["DUPONT", "DUPOND", "MARIE", "M", "D", "LE"]), max_size=3)
claims = names.map(lambda words: Claim([(K.FULL_NAME, " ".join(words))]))


@given(st.lists(claims, max_size=6), claims, st.data())
def test_only_names_that_share_a_word_are_compared(
    said: list[Claim], claim: Claim, data: st.DataObject
) -> None:
    known, everybody = _Known(), [Somebody(0, 0, one) for one in said]
    for one in everybody:
        known.put_last(one)
    if everybody:  # one of them is named again
        again = data.draw(st.sampled_from(everybody))
        known.put_last(again)
        everybody = [one for one in everybody if one is not again] + [again]
    assert list(known) == everybody
    compared = [one for one in known.sharing_a_word(claim) if agree_in_name(one.claim, claim)]
    assert compared == [one for one in reversed(everybody) if agree_in_name(one.claim, claim)]
