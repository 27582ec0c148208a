"""The page of a person: every exposure, and the rule that settles the status."""

from tocsin.case import Case
from tocsin.explain.document import state_of
from tocsin.language import screen_language, tr
from tocsin.leaf import Leaf, Table
from tocsin.match.public import person_of
from tocsin.model.category import Category, Status

_EXPOSURES = """
    SELECT path, category, e.locator, e.confidence, e.basis, e.confirmed, verdict, decision
    FROM exposures e JOIN documents USING (document)
    LEFT JOIN rulings r USING (person, document, category)
    WHERE person = ? ORDER BY path, category
"""
_DECISIONS = """
    SELECT decision, at, reader, reason, undoes FROM decisions d
    WHERE EXISTS (SELECT 1 FROM json_each(d.offered) WHERE value = ?1)
    OR EXISTS (SELECT 1 FROM json_each(d.answer) WHERE value = ?1) ORDER BY decision
"""
MENTIONS_SHOWN, OTHERS_SHOWN = 50, 5
_MENTIONS = """
    SELECT DISTINCT m.mention, path, m.locator, m.kinds, l.probability
    FROM exposures e JOIN mentions m USING (document)
    JOIN links l ON l.mention = m.mention AND l.person = e.person
    JOIN documents d ON d.document = m.document
    WHERE e.person = ? ORDER BY l.probability, path, m.mention LIMIT ?
"""
_OTHERS = """
    SELECT patient_id, probability FROM links JOIN persons USING (person)
    WHERE mention = ? AND person != ? ORDER BY probability DESC, patient_id LIMIT ?
"""
MUST_STAND = (Category.HEALTH, Category.OTHER_SENSITIVE)


def explain_person(case: Case, patient_id: str) -> Leaf:
    """The page of the patient of this number. The look is journaled.

    Raises `UsageError` if the index has no such patient.
    """
    patient_id = patient_id.strip()
    person = person_of(case.store, patient_id)
    case.journal("explain.person", person=person)
    return Leaf(
        screen_language(),
        tr(f"Patient {patient_id}", f"Patient {patient_id}"),
        _lead(case, person),
        (_rule(case, person),),
        tuple(
            table
            for table in (
                _exposures(case, person),
                _mentions(case, person),
                _decisions(case, patient_id),
            )
            if table.rows
        ),
    )


def _lead(case: Case, person: int) -> str:
    rows = case.store.execute(
        "SELECT tier, categories, status, documents FROM affected WHERE person = ?", (person,)
    )
    if not rows:
        return tr("Cette personne n'est pas touchée.", "This person is not affected.")
    tier, categories, status, documents = rows[0]
    kinds = ", ".join(Category(one).label(screen_language()) for one in categories.split(";"))
    return f"{status} · {tier} · {kinds} · {documents} documents"


def _rule(case: Case, person: int) -> str:
    """Which part of decision 007 settles the status."""
    evidence = {
        Category(category): bool(confirmed)
        for category, confirmed in case.store.execute(
            "SELECT category, max(confirmed) FROM standing WHERE person = ? GROUP BY category",
            (person,),
        )
    }
    if not evidence:
        return tr(
            "Aucun élément ne la désigne, ou tous ont été écartés.",
            "Nothing means them, or all of it was refused.",
        )
    if not any(evidence.values()):
        return tr(
            f"{Status.TO_REVIEW} : aucun élément n'est confirmé.",
            f"{Status.TO_REVIEW}: nothing is confirmed.",
        )
    waiting = [c.label(screen_language()) for c in MUST_STAND if evidence.get(c) is False]
    if waiting:
        kinds = ", ".join(waiting)
        return tr(
            f"{Status.TO_REVIEW} : {kinds} ne repose que sur des éléments non confirmés ; une"
            " personne doit trancher.",
            f"{Status.TO_REVIEW}: {kinds} rests on unconfirmed findings alone; a person decides.",
        )
    return tr(
        f"{Status.CONFIRMED} : au moins un élément est confirmé, et ni la santé ni une autre donnée"
        " sensible n'attend une décision ; le reste, non confirmé, n'est pas annoncé.",
        f"{Status.CONFIRMED}: at least one finding is confirmed, and neither health nor other"
        " sensitive data waits for a decision; what else is unconfirmed is not told.",
    )


def _exposures(case: Case, person: int) -> Table:
    rows = tuple(
        (
            path,
            Category(category).label(screen_language()),
            locator,
            f"{confidence:.4f}",
            basis,
            state_of(confirmed, verdict, decision),
        )
        for path, category, locator, confidence, basis, confirmed, verdict, decision in (
            case.store.stream(_EXPOSURES, (person,))
        )
    )
    head = (tr("document", "document"), tr("catégorie", "category"), tr("endroit", "place"),
            tr("confiance", "confidence"), tr("fondement", "basis"),
            tr("état", "state"))  # fmt: skip
    return Table(tr("Où, et comment on le sait", "Where, and how it is known"), head, rows)


def _mentions(case: Case, person: int) -> Table:
    """Where they may be named, the most doubtful first, and who else may be meant there."""
    rows = tuple(
        (path, locator, kinds, f"{probability:.2%}", _others(case, mention, person))
        for mention, path, locator, kinds, probability in case.store.execute(
            _MENTIONS, (person, MENTIONS_SHOWN)
        )
    )
    head = (
        tr("document", "document"),
        tr("endroit", "place"),
        tr("ce qui est dit", "what is said"),
        tr("probabilité", "probability"),
        tr("autres possibles", "others possible"),
    )
    note = tr(
        "Le poids de chaque champ : tocsin explain --case … DOCUMENT.",
        "The weight of each field: tocsin explain --case … DOCUMENT.",
    )
    title = tr("Qui est désigné, du plus douteux au plus sûr", "Who is meant, most doubtful first")
    return Table(title, head, rows, note)


def _others(case: Case, mention: int, person: int) -> str:
    others = case.store.execute(_OTHERS, (mention, person, OTHERS_SHOWN))
    return ", ".join(f"{patient_id} {probability:.2%}" for patient_id, probability in others)


def _decisions(case: Case, patient_id: str) -> Table:
    rows = tuple(
        (str(decision), at, reader, reason, "" if undoes is None else str(undoes))
        for decision, at, reader, reason, undoes in case.store.stream(_DECISIONS, (patient_id,))
    )
    head = (tr("décision", "decision"), tr("quand", "when"), tr("qui", "who"),
            tr("motif", "reason"), tr("annule", "undoes"))  # fmt: skip
    return Table(tr("Décisions", "Decisions"), head, rows)
