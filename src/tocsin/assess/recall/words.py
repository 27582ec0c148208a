"""The recall statement in words: French and English, for a judge or an authority."""

from collections import Counter
from collections.abc import Callable

from tocsin.assess.recall.depths import decoy_table, depths
from tocsin.assess.recall.judged import Outcome
from tocsin.assess.recall.statement import Statement, alone
from tocsin.assess.recall.strata import Group, label_of
from tocsin.language import LANGUAGES, Language, number, tr
from tocsin.leaf import Leaf, Table

Say = Callable[[str, str], str]


def leaves_of(statement: Statement) -> list[Leaf]:
    """The statement, French first."""
    return [_leaf(statement, language) for language in LANGUAGES]


def _leaf(statement: Statement, language: Language) -> Leaf:
    def say(fr: str, en: str) -> str:
        return tr(fr, en, language)

    return Leaf(
        language,
        say("Déclaration de rappel", "Recall statement"),
        headline(statement, language),
        tuple(_paragraphs(statement, language, say)),
        (
            _measures(statement, language, say),
            depths(statement, language, say),
            *([decoy_table(statement.decoys, language, say)] if statement.decoys else []),
            _strata(statement, language, say),
            _unread(statement, language, say),
            _sources(statement, say),
        ),
    )


def headline(statement: Statement, language: Language) -> str:
    """What is claimed, in one sentence, and what it leaves out in a second."""
    persons = _n(statement.count("persons_at_most"), language)
    found = _n(statement.count("persons_found"), language)
    claim = tr(
        f"Avec une confiance de 95 %, au plus {persons} personne(s) dont des données de santé"
        " figurent dans les fichiers lus n'ont pas été signalées comme telles, dont"
        f" {found} trouvée(s) par ce contrôle.",
        f"With 95 % confidence, at most {persons} person(s) whose medical data stand in the files"
        f" that were read were not reported as such, {found} of them found by this very check.",
        language,
    )
    return f"{claim} {_left_out(statement, language)}"


def _left_out(statement: Statement, language: Language) -> str:
    unread = statement.count("unread")
    if not unread:
        return tr("Tous les documents ont été lus.", "All documents were read.", language)
    return tr(
        f"{_n(unread, language)} document(s) n'ont pas pu être lus et n'entrent pas dans ce"
        " nombre.",
        f"{_n(unread, language)} document(s) could not be read; this number does not cover them.",
        language,
    )


def _paragraphs(statement: Statement, language: Language, say: Say) -> list[str]:
    sample, judged = statement.sample, statement.judged
    cap = _n(judged.most_in_one, language)
    found = [
        say(
            f"Échantillon n° {sample.number} (sur {statement.count('samples')} tirés), tiré le"
            f" {sample.at[:10]} ; sa taille a été fixée avant tout jugement et inscrite au journal"
            " avec l'empreinte de la clé du tirage. Dans chaque strate, les documents sont tirés"
            " sans remise, par ordre de HMAC-SHA-256 sous une clé de l'affaire : le même tirage"
            " peut être refait. Des documents identiques comptent une fois.",
            f"Sample no. {sample.number} (of {statement.count('samples')} drawn), drawn on"
            f" {sample.at[:10]}; its size was fixed before anything was judged and entered in the"
            " journal with the digest of the drawing key. In each stratum documents are drawn"
            " without replacement, in the order of HMAC-SHA-256 under a key of the case: the same"
            " draw can be repeated. Identical documents count once.",
        ),
        say(
            "Méthode. Limite supérieure exacte de Clopper et Pearson (Biometrika, 1934),"
            " unilatérale, sur les tirages réunis de chaque groupe de strates : par le théorème de"
            " Hoeffding (Ann. Math. Statist., 1956) elle vaut quel que soit le taux propre à"
            " chaque strate. Chaque tirage compte pour le poids le plus fort du groupe. Les groupes"
            " se partagent le risque de 5 % (Bonferroni) ; une strate examinée en entier n'en"
            " prend rien.",
            "Method. Exact one-sided upper limit of Clopper and Pearson (Biometrika, 1934) on the"
            " pooled draws of each group of strata: by Hoeffding's theorem (Ann. Math. Statist.,"
            " 1956) it holds whatever the rate of each stratum. Each draw counts for the highest"
            " weight of its group. The groups share the risk of 5 % (Bonferroni); a stratum"
            " examined whole takes none of it.",
        ),
        say(
            "Ce qui est compté : des documents. Le nombre de personnes est ce nombre multiplié par"
            f" le plus grand nombre de personnes oubliées vu dans un même document jugé ({cap}) :"
            " c'est une hypothèse, et une liste entière oubliée ferait davantage (voir la strate"
            " « tableaux et données »).",
            "What is counted: documents. The number of persons is that number times the highest"
            f" number of missed persons seen in one judged document ({cap}): this is an assumption,"
            " and a whole list overlooked would make more (see the stratum “tables and data”).",
        ),
        say(
            "Grappes. Les erreurs viennent par familles de fichiers (même dossier, même format)."
            " La limite n'en dépend pas, car c'est le tirage qui est aléatoire ; mais un oubli en"
            f" annonce d'autres tout près : {_n(judged.families, language)} familles tirées,"
            f" {_n(judged.families_with_misses, language)} avec un oubli, à examiner en entier.",
            "Clusters. Errors come in families of files (same folder, same format). The limit does"
            " not depend on them, as it is the draw that is random; but one miss announces others"
            f" close by: {_n(judged.families, language)} families drawn,"
            f" {_n(judged.families_with_misses, language)} with a miss, to be examined whole.",
        ),
    ]
    if judged.undecided:
        found.insert(0, _unfinished(statement, language, say))
    return found


def _unfinished(statement: Statement, language: Language, say: Say) -> str:
    left = _n(statement.count("undecided"), language)
    return say(
        f"Provisoire : {left} documents tirés n'ont pas encore été jugés ; chacun compte comme un"
        " oubli.",
        f"Provisional: {left} documents drawn were not judged yet; each counts as a miss.",
    )


def _measures(statement: Statement, language: Language, say: Say) -> Table:
    rows = tuple(
        (say(measure.fr, measure.en), _value(measure.name, measure.value, language))
        for measure in statement.measures
    )
    return Table(say("Nombres", "Numbers"), (say("Quoi", "What"), say("Valeur", "Value")), rows)


def _strata(statement: Statement, language: Language, say: Say) -> Table:
    head = (
        say("Strate", "Stratum"),
        say("Groupe", "Group"),
        say("Documents", "Documents"),
        say("Tirés", "Drawn"),
        say("Jugés", "Judged"),
        say("Oublis", "Misses"),
        say("Au plus, seule (95 %)", "At most, by itself (95 %)"),
    )
    bounds = alone(statement.judged)
    rows = tuple(
        _stratum(outcome, bound, language, say)
        for outcome, bound in zip(statement.judged.outcomes, bounds, strict=True)
    )
    note = say(
        "La dernière colonne vaut pour une strate à la fois ; elle ne s'additionne pas.",
        "The last column holds for one stratum at a time; it does not add up.",
    )
    return Table(say("Strates", "Strata"), head, rows, note)


def _stratum(outcome: Outcome, bound: int, language: Language, say: Say) -> tuple[str, ...]:
    risky = outcome.stratum.group is Group.RISKY
    counts = (
        outcome.stratum.units,
        outcome.stratum.drawn,
        outcome.judged,
        outcome.documents,
        bound,
    )
    return (
        label_of(outcome.stratum.name, language),
        say("à risque", "risky") if risky else say("ordinaire", "plain"),
        *(_n(count, language) for count in counts),
    )


def _unread(statement: Statement, language: Language, say: Say) -> Table:
    reasons = Counter(reason.partition(":")[0] for _, reason in statement.unread)
    rows = tuple((reason or "?", _n(count, language)) for reason, count in reasons.most_common())
    note = say(
        "Chacun est nommé dans rappel-non-lus.csv. Aucun n'est compté comme sans donnée de santé.",
        "Each is named in rappel-non-lus.csv. None is counted as holding no medical data.",
    )
    title = say("Documents non lus", "Documents not read")
    return Table(title, (say("Raison", "Reason"), say("Nombre", "Number")), rows, note)


def _sources(statement: Statement, say: Say) -> Table:
    rows = tuple(
        (say(measure.fr, measure.en), " ".join(measure.source.split()))
        for measure in statement.measures
    )
    title = say("D'où vient chaque nombre", "Where each number comes from")
    return Table(title, (say("Nombre", "Number"), say("Requête", "Query")), rows)


def _value(name: str, value: float, language: Language) -> str:
    if name == "recall":
        share = f"{int(value * 1000) / 10:.1f} %"  # rounded down: it is a lower limit
        return share.replace(".", ",") if language == "fr" else share
    return _n(int(value), language)


def _n(value: int, language: Language) -> str:
    return number(value, language)
