"""The statement at each depth acted on: documents, persons, kinds of data; and what decoys show."""

from collections.abc import Callable

from tocsin.assess.recall.decoys import Decoys, Share
from tocsin.assess.recall.resample import (
    Estimate,
    documents_by_family,
    persons_by_family,
    persons_by_person,
)
from tocsin.assess.recall.statement import Statement
from tocsin.language import Language, number
from tocsin.leaf import Table
from tocsin.model.category import Category

Say = Callable[[str, str], str]


def depths(statement: Statement, language: Language, say: Say) -> Table:
    """Documents and persons with medical data that were missed: the exact limit, the estimate."""
    judged, seed = statement.judged, statement.sample.seed
    families = judged.families
    rows = (
        _depth(
            say("documents", "documents"),
            statement.count("documents_at_most"),
            documents_by_family(judged.misses, families, seed),
            say("familles de fichiers", "families of files"),
            language,
        ),
        _depth(
            say("personnes", "persons"),
            statement.count("persons_at_most"),
            persons_by_family(judged.misses, families, seed),
            say("familles de fichiers", "families of files"),
            language,
        ),
        _depth(
            say("personnes", "persons"),
            statement.count("persons_at_most"),
            persons_by_person(judged.misses, seed),
            say("personnes", "persons"),
            language,
        ),
    )
    head = (
        say("Ce qui est compté", "What is counted"),
        say("Au plus (95 %, exact)", "At most (95 %, exact)"),
        say("Estimation", "Estimate"),
        say("Intervalle à 95 %", "95 % interval"),
        say("Rééchantillonné par", "Resampled by"),
    )
    note = say(
        "Estimation de Horvitz et Thompson (1952) ; intervalle par rééchantillonnage de grappes"
        " entières (Efron 1979 ; Field et Welsh 2007). Il décrit les oublis trouvés et ne prouve"
        " rien où rien n'a été trouvé : c'est la limite exacte qui vaut.",
        "Horvitz and Thompson's estimate (1952); interval by resampling whole clusters (Efron 1979;"
        " Field and Welsh 2007). It describes the misses found and proves nothing where none was:"
        " the exact limit stands.",
    )
    return Table(say("Oublis à chaque profondeur", "Misses at each depth"), head, rows, note)


def _depth(
    what: str, limit: int, estimate: Estimate, clusters: str, language: Language
) -> tuple[str, ...]:
    value, low, high = (
        number(round(one), language) for one in (estimate.value, estimate.low, estimate.high)
    )
    return what, number(limit, language), value, f"{low} - {high}", clusters


def decoy_table(run: Decoys, language: Language, say: Say) -> Table:
    """Of invented patients how many were found, as persons and by kind of data."""
    shares = {
        say("personnes, trouvées", "persons, found"): run.persons,
        say("personnes, confirmées", "persons, confirmed"): run.confirmed,
    } | {category.label(language): run.kind(category) for category in Category}
    rows = tuple(
        (
            name,
            number(share.tried, language),
            number(share.found, language),
            at_least(share, language),
        )
        for name, share in shares.items()
        if share.tried
    )
    head = (
        say("Profondeur", "Depth"),
        say("Leurres", "Decoys"),
        say("Trouvés", "Found"),
        say("Au moins (95 %)", "At least (95 %)"),
    )
    return Table(say("Leurres", "Decoys"), head, rows, _holds_for(run, language, say))


def _holds_for(run: Decoys, language: Language, say: Say) -> str:
    families, unfit = number(run.families, language), number(run.unfit, language)
    return say(
        f"Patients inventés, mis à la place de vrais patients dans des copies de documents réels de"
        f" {families} familles de fichiers, en mémoire seulement. Ces taux valent pour des"
        " personnes écrites comme ces leurres : là où une vraie personne avait été trouvée, dans"
        " un texte lisible. Ils ne disent rien des images, des documents non lus, ni d'une façon"
        f" d'écrire que Tocsin ne connaît pas. {unfit} document(s) tiré(s) n'ont pas pu être"
        " réécrits. Chaque taux est pris seul (Clopper et Pearson).",
        f"Invented patients in the place of real ones, in copies of real documents of {families}"
        " families of files, in memory only. These rates hold for persons written as the decoys"
        " are: where a real person had been found, in readable text. They say nothing of pictures,"
        " of documents that were not read, nor of a way of writing that Tocsin does not know."
        f" {unfit} document(s) drawn could not be rewritten. Each rate is taken by itself (Clopper"
        " and Pearson).",
    )


def at_least(share: Share, language: Language) -> str:
    """The lower limit, rounded down."""
    text = f"{int(share.least * 1000) / 10:.1f} %"
    return text.replace(".", ",") if language == "fr" else text
