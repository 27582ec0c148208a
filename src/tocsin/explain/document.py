"""The page of a document: what was found where, by which rule, who is meant, what follows."""

from collections.abc import Callable, Iterator

from tocsin.case import Case
from tocsin.explain.decided import rule_of
from tocsin.explain.looking import Look, Looker
from tocsin.explain.mask import masked
from tocsin.explain.sealed import SealedDocument, find_document, is_as_sealed, read_again
from tocsin.explain.text import more, text_table
from tocsin.explain.weights import Scales
from tocsin.language import screen_language, tr
from tocsin.leaf import Leaf, Table
from tocsin.match.claim import Claim
from tocsin.match.resolve import Resolution
from tocsin.model.category import Category
from tocsin.model.mention import MentionKind
from tocsin.scope.index import stored_index

SPANS_SHOWN = 300
SUBJECTS_SHOWN = 30
ROWS_SHOWN = 20

_PLACES = """
    SELECT DISTINCT locator FROM exposures WHERE document = ?1
    ORDER BY confirmed, locator LIMIT ?2
"""
_EXPOSURES = """
    SELECT patient_id, category, e.locator, e.confidence, e.basis, e.confirmed, verdict, decision
    FROM exposures e JOIN persons USING (person)
    LEFT JOIN rulings r USING (person, document, category)
    WHERE document = ? ORDER BY e.confirmed, patient_id, category LIMIT 200
"""
Rows = list[tuple[str, ...]]


def explain_document(
    case: Case, path: str, *, clear: bool = False, passwords: tuple[str, ...] = ()
) -> Leaf:
    """The page of the document at `path`, as documents.csv writes it. The look is journaled.

    Spans are masked unless `clear`. Raises `InputError` if there is no such document,
    `MachineError` if it is not found again in the stolen files.
    """
    document = find_document(case, path)
    case.journal("explain.document", document=document.number, clear=clear)
    index = stored_index(case)
    rows = case.store.execute(_PLACES, (document.number, ROWS_SHOWN))
    places = frozenset(str(place) for (place,) in rows)
    look = Looker(index).look(path, read_again(case, document, passwords), places)
    show = str if clear else masked
    tables = [
        _facts(case, document),
        _columns(look),
        _spans(look, show),
        _subjects(look, Scales(index), show),
        _exposures(case, document),
    ]
    if clear:
        tables.append(text_table(look.texts))
    lead = tr(
        "Texte en clair : cette consultation est au journal.",
        "Text in clear: this look is in the journal.",
    )
    shown = tuple(table for table in tables if table.rows)
    return Leaf(screen_language(), path, lead if clear else "", (), shown)


def _facts(case: Case, document: SealedDocument) -> Table:
    sealed = (
        tr("conforme au scellé", "as sealed")
        if is_as_sealed(case, document)
        else tr("CHANGÉ depuis le scellé", "CHANGED since it was sealed")
    )
    rows = (
        (tr("numéro", "number"), str(document.number)),
        (tr("type", "type"), f"{document.kind} · {document.media_type}"),
        (tr("lecture", "reading"), " · ".join(filter(None, (document.status, document.reason)))),
        (tr("fichier", "file"), f"{document.sha256[:16]}… {sealed}"),
    )
    return Table(tr("Document", "Document"), ("", ""), rows)


def _columns(look: Look) -> Table:
    rows: Rows = [
        (
            place,
            str(column.index + 1),
            column.kind.value,
            f"{column.confidence:.2f}",
            column.rule,
        )
        for place, _, plan in look.plans[:ROWS_SHOWN]
        for column in plan.identity
    ]
    rows += [
        (place, str(fact.index + 1), fact.kind.value, f"{fact.confidence:.2f}", "")
        for place, _, plan in look.plans[:ROWS_SHOWN]
        for fact in plan.facts
        if fact.index not in {column.index for column in plan.identity}
    ]
    rows += [
        (
            place,
            tr("titre", "title"),
            MentionKind.HEALTH.value,
            f"{plan.told_by_title:.2f}",
            "title of a list",
        )
        for place, _, plan in look.plans[:ROWS_SHOWN]
        if plan.told_by_title
    ]
    head = (tr("tableau", "table"), tr("colonne", "column"), tr("nature", "kind"),
            tr("confiance", "confidence"), tr("règle", "rule"))  # fmt: skip
    return Table(tr("Colonnes", "Columns"), head, tuple(rows))


def _spans(look: Look, show: Callable[[str], str]) -> Table:
    found: Rows = [
        (
            passage.page.locator_at(mention.start),
            show(passage.page.text[mention.start : mention.end]),
            mention.kind.value,
            f"{mention.confidence:.2f}",
            mention.grade.value,
            mention.rule,
        )
        for passage in look.passages
        for mention in passage.mentions
    ]
    head = (tr("endroit", "place"), tr("passage", "span"), tr("nature", "kind"),
            tr("confiance", "confidence"), tr("degré", "grade"),
            tr("règle ou modèle", "rule or model"))  # fmt: skip
    title = tr("Ce qui a été trouvé dans le texte", "What was found in the text")
    return Table(title, head, tuple(found[:SPANS_SHOWN]), more(len(found) - SPANS_SHOWN))


def _subjects(look: Look, scales: Scales, show: Callable[[str], str]) -> Table:
    """Each somebody, the candidates, what each field adds, the decision."""
    claims = [*_row_claims(look, show), *_text_claims(look, show)]
    rows: Rows = []
    for place, who, claim, resolution in claims[:SUBJECTS_SHOWN]:
        rule = rule_of(resolution.outcome, screen_language())
        rows.append((place, who, "", "", "", rule))
        rows += [
            (
                "",
                f"→ {one.patient_id}",
                f"{one.bits:+.1f}",
                " ".join(f"{name} {bits:+.1f}" for name, bits in one.fields),
                " ".join(one.against),
                "" if one.probability is None else f"{one.probability:.2%}",
            )
            for one in scales.weigh(claim, resolution)
        ]
    head = (tr("endroit", "place"), tr("qui", "who"), "bits",
            tr("apport de chaque champ", "what each field adds"), tr("contre", "against"),
            tr("décision", "decision"))  # fmt: skip
    title = tr("Qui est désigné", "Who is meant")
    return Table(title, head, tuple(rows), more(len(claims) - SUBJECTS_SHOWN))


Claimed = tuple[str, str, Claim, Resolution]


def _row_claims(look: Look, show: Callable[[str], str]) -> Iterator[Claimed]:
    for row in look.rows:
        who = ", ".join(filter(None, map(show, row.cells)))
        yield row.locator, who, row.claim, row.resolution


def _text_claims(look: Look, show: Callable[[str], str]) -> Iterator[Claimed]:
    for passage in look.passages:
        for subject in passage.subjects:
            somebody, page = subject.somebody, passage.page
            anchor = min(somebody.anchors, key=lambda mention: mention.start)
            who = show(page.text[anchor.start : anchor.end])
            kinds = somebody.claim.kinds
            place = page.locator_at(anchor.start)
            yield place, f"{who} ({kinds})", somebody.claim, subject.resolution


def _exposures(case: Case, document: SealedDocument) -> Table:
    rows = tuple(
        (
            patient_id,
            Category(category).label(screen_language()),
            locator,
            f"{confidence:.4f}",
            basis,
            state_of(confirmed, verdict, decision),
        )
        for patient_id, category, locator, confidence, basis, confirmed, verdict, decision in (
            case.store.stream(_EXPOSURES, (document.number,))
        )
    )
    head = (tr("patient", "patient"), tr("catégorie", "category"), tr("endroit", "place"),
            tr("confiance", "confidence"), tr("fondement", "basis"),
            tr("état", "state"))  # fmt: skip
    return Table(tr("Ce qui en est retenu", "What is reported"), head, rows)


def state_of(confirmed: int, verdict: int | None, decision: int | None) -> str:
    """Whether an exposure stands, and by whom."""
    if verdict is None:
        return tr("confirmé", "confirmed") if confirmed else tr("à vérifier", "to review")
    word = tr("confirmé", "confirmed") if verdict else tr("écarté", "refused")
    return tr(f"{word} par la décision {decision}", f"{word} by decision {decision}")
