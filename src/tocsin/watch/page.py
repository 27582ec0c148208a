"""The page: when, who, how far, what was taken, and what the logs cannot show."""

from collections.abc import Iterator
from datetime import timedelta

from tocsin.case import Case
from tocsin.language import LANGUAGES, Language, number, tr
from tocsin.leaf import Leaf, Table
from tocsin.watch.moment import PARIS, as_datetime
from tocsin.watch.readers import BY_NAME
from tocsin.watch.story import Filter, Step, bounds, steps
from tocsin.watch.title import title_of

MOST_STEPS = 300
MOST_NAMES = 5
KINDS = {
    "account": ("compte", "account"),
    "address": ("adresse extérieure", "outside address"),
    "tunnel": ("adresse donnée par le tunnel", "address given by the tunnel"),
    "host": ("machine atteinte", "machine reached"),
    "destination": ("destination des données", "where data went"),
}
CERTAINTIES = {
    "certain": ("certain", "certain"),
    "likely": ("probable", "likely"),
    "cannot_be_excluded": ("ne peut être exclu", "cannot be excluded"),
}


def leaves(case: Case) -> list[Leaf]:
    """The page in both languages."""
    return [_leaf(case, language) for language in LANGUAGES]


def headline(case: Case, language: Language) -> str:
    """Begin and end in one sentence, or that none was found."""
    found = {told.bound: told for told in bounds(case)}
    if not found:
        return tr(
            "Aucun acte hostile reconnu dans ces journaux. Cela ne prouve pas leur absence.",
            "No hostile act was recognised in these logs. That does not prove there was none.",
            language,
        )
    first, last = found["first"], found["last"]
    return tr(
        f"Premier acte hostile : {said(first.at)} (confiance {first.confidence:.0%}) ; dernier : "
        f"{said(last.at)} (confiance {last.confidence:.0%}).",
        f"First hostile act: {said(first.at)} (confidence {first.confidence:.0%}); last: "
        f"{said(last.at)} (confidence {last.confidence:.0%}).",
        language,
    )


def summary(case: Case, language: Language) -> Iterator[str]:
    """Who, where and how much, a line each."""
    for kind, words in KINDS.items():
        rows = case.store.execute(
            "SELECT name FROM intruder WHERE kind = ? ORDER BY score DESC, name", (kind,)
        )
        names = [name for (name,) in rows]
        if names:
            more = f" … ({number(len(names), language)})" if len(names) > MOST_NAMES else ""
            yield f"{tr(*words, language)} : {', '.join(names[:MOST_NAMES])}{more}"
    counts = ", ".join(
        f"{number(count, language)} {tr(*CERTAINTIES[certainty], language)}"
        for certainty, count in case.store.execute(
            "SELECT certainty, count(*) FROM taken GROUP BY certainty ORDER BY certainty"
        )
    )
    if counts:
        yield tr("fichiers et dossiers pris : ", "files and folders taken: ", language) + counts


def said(moment: int) -> str:
    """A moment as the hospital's clock shows it."""
    local = as_datetime(moment).astimezone(PARIS)
    return local.strftime("%Y-%m-%d %H:%M:%S %z")


def _leaf(case: Case, language: Language) -> Leaf:
    return Leaf(
        language,
        tr("Chronologie de l'intrusion", "Timeline of the intrusion", language),
        headline(case, language),
        tuple(_movers(case, language)),
        (
            _who(case, language),
            _taken(case, language),
            _steps(case, language),
            _logs(case, language),
            _clocks(case, language),
        ),
    )


def _movers(case: Case, language: Language) -> Iterator[str]:
    for told in bounds(case):
        name = (
            tr("Le début", "The beginning", language)
            if told.bound == "first"
            else tr("La fin", "The end", language)
        )
        mark = title_of(told.mark, told.mark, language)
        yield tr(
            f"{name} repose sur « {mark} » ({told.path}, octet {told.record}).",
            f'{name} rests on "{mark}" ({told.path}, byte {told.record}).',
            language,
        )
        movers = told.movers_in(language)
        if movers:
            yield tr("Ce qui le déplacerait : ", "What would move it: ", language) + (
                " · ".join(movers)
            )


def _who(case: Case, language: Language) -> Table:
    rows = case.store.execute(
        "SELECT kind, name, score, first_at, last_at FROM intruder ORDER BY kind, score DESC, name"
    )
    return Table(
        tr("Comptes, adresses, machines", "Accounts, addresses, machines", language),
        (
            tr("quoi", "what", language),
            tr("nom", "name", language),
            tr("confiance", "confidence", language),
            tr("du", "from", language),
            tr("au", "to", language),
        ),
        tuple(
            (tr(*KINDS[kind], language), name, f"{score:.0%}", said(first), said(last))
            for kind, name, score, first, last in rows
        ),
    )


def _taken(case: Case, language: Language) -> Table:
    rows = case.store.execute(
        "SELECT certainty, (SELECT count(*) FROM taken t WHERE t.certainty = c.certainty),"
        " (SELECT count(*) FROM taken_patients p WHERE p.certainty = c.certainty)"
        " FROM (SELECT 'certain' AS certainty UNION ALL SELECT 'likely'"
        " UNION ALL SELECT 'cannot_be_excluded') c"
    )
    return Table(
        tr("Ce qui a été lu ou copié", "What was read or copied", language),
        (
            tr("certitude", "certainty", language),
            tr("fichiers et dossiers", "files and folders", language),
            tr("patients nommés par les journaux", "patients named by the logs", language),
        ),
        tuple(
            (tr(*CERTAINTIES[name], language), number(files, language), number(people, language))
            for name, files, people in rows
        ),
        tr("La liste est dans taken.csv.", "The list is in taken.csv.", language),
    )


def _steps(case: Case, language: Language) -> Table:
    found = list(steps(case, Filter()))
    return Table(
        tr("Les actes, dans l'ordre", "The acts, in order", language),
        (
            tr("quand", "when", language),
            tr("quoi", "what", language),
            tr("compte", "account", language),
            tr("où", "where", language),
            tr("détail", "detail", language),
            tr("preuve", "evidence", language),
        ),
        tuple(row_of(step, language) for step in found[:MOST_STEPS]),
        ""
        if len(found) <= MOST_STEPS
        else tr(
            f"Les {number(len(found), language)} actes sont dans timeline.csv.",
            f"All {number(len(found), language)} acts are in timeline.csv.",
            language,
        ),
    )


def row_of(step: Step, language: Language) -> tuple[str, ...]:
    """When, what, by which account, where, in what detail and how often, by which evidence."""
    count = f"× {number(step.times, language)}" if step.times > 1 else ""
    size = f"{number(step.bytes // 1_000_000, language)} {tr('Mo', 'MB', language)}"
    moved = size if step.bytes >= 1_000_000 else ""
    where = " → ".join(filter(None, (step.source, step.host, step.destination)))
    detail = " ".join(filter(None, (step.detail, count, moved)))
    return said(step.first_at), step.title(language), step.account, where, detail, step.evidence


def _logs(case: Case, language: Language) -> Table:
    rows = case.store.execute(
        "SELECT path, reader, state, reason, events, merged, unparsed, untimed, recovered,"
        " first_at, last_at FROM log_files ORDER BY path"
    )
    head = (
        tr("journal", "log", language),
        tr("événements", "events", language),
        tr("déjà vus ailleurs", "told elsewhere too", language),
        tr("non compris", "not understood", language),
        tr("du", "from", language),
        tr("au", "to", language),
        tr("ce qu'il ne peut montrer", "what it cannot show", language),
    )
    return Table(
        tr("Les journaux et leurs limites", "The logs and their limits", language),
        head,
        tuple(_log_row(row, language) for row in rows),
        tr(
            "Hors de ces dates et de ce que chaque journal montre, rien n'est connu : ne pas y lire"
            " « pas d'accès ».",
            "Beyond these dates and what each log shows, nothing is known: do not read it as"
            ' "no access".',
            language,
        ),
    )


STATES = {
    "duplicate": ("copie d'un autre", "copy of another"),
    "unknown": ("format inconnu", "unknown format"),
    "unreadable": ("illisible", "unreadable"),
}


def _log_row(row: tuple[object, ...], language: Language) -> tuple[str, ...]:
    path, reader, state, reason, events, merged, unparsed, untimed, recovered, first, last = row
    blind = tr(*BY_NAME[str(reader)].blind, language) if reader else ""
    if state in STATES:
        blind = f"{tr(*STATES[str(state)], language)} ({reason})"
    elif reason:
        blind = f"{blind} · {reason}"
    found = number(int(str(events)), language)
    if recovered:
        found += tr(f" (dont {recovered} effacés)", f" ({recovered} of them deleted)", language)
    lost = number(int(str(unparsed)), language)
    if untimed:
        lost += tr(f" (+ {untimed} sans date)", f" (+ {untimed} without a time)", language)
    return (
        str(path), found, number(int(str(merged)), language), lost,
        said(int(str(first))) if first else "–", said(int(str(last))) if last else "–", blind,
    )  # fmt: skip


def _clocks(case: Case, language: Language) -> Table:
    zones = case.store.execute("SELECT DISTINCT zone FROM log_files WHERE zone != '' ORDER BY zone")
    rows = case.store.execute("SELECT dataset, seconds, reference, pairs FROM clock_skews")
    return Table(
        tr("Les horloges", "The clocks", language),
        (
            tr("capteur", "sensor", language),
            tr("avance", "ahead by", language),
            tr("par rapport à", "compared with", language),
            tr("connexions comparées", "connections compared", language),
        ),
        tuple(
            (dataset, str(timedelta(seconds=round(abs(s), 1))) if s >= 0 else f"-{abs(s):.1f} s",
             reference, number(pairs, language))
            for dataset, s, reference, pairs in rows
        ),
        tr("Heures sans fuseau lues comme ", "Times without a zone read as ", language)
        + ", ".join(zone for (zone,) in zones),
    )  # fmt: skip
