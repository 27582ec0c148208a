"""What became of a claim, and the rule that says so."""

from tocsin.language import Language, tr
from tocsin.match.resolve import GAP, MOST_TO_REVIEW, SURE, SURE_BY_TOWN, Outcome


def rule_of(outcome: Outcome, language: Language) -> str:
    """The rule of `match.resolve` for this outcome, with its thresholds."""
    french, english = _RULES[outcome]
    return tr(french, english, language)


_GAP = f"{GAP:.0f}"
_SURE, _BY_TOWN = f"{SURE:.0%}", f"{SURE_BY_TOWN:.0%}"
_RULES: dict[Outcome, tuple[str, str]] = {
    Outcome.CONFIRMED: (
        (
            f"confirmé : probabilité ≥ {_SURE} ({_BY_TOWN} si seule la ville s'ajoute au nom),"
            f" ≥ {_GAP} bits devant le suivant, plus qu'un nom seul"
        ),
        (
            f"confirmed: probability ≥ {_SURE} ({_BY_TOWN} if only the town adds to the name),"
            f" ≥ {_GAP} bits before the next, more than a bare name"
        ),
    ),
    Outcome.TO_REVIEW: (
        (
            f"à vérifier : moins de {_SURE}, ou moins de {_GAP} bits d'écart, ou un nom seul, ou"
            " des données qui se contredisent"
        ),
        (
            f"to review: less than {_SURE}, or less than {_GAP} bits apart, or a bare name, or"
            " data that contradict each other"
        ),
    ),
    Outcome.HOMONYMS: (
        f"homonymes : plus de {MOST_TO_REVIEW} personnes possibles",
        f"homonyms: more than {MOST_TO_REVIEW} persons possible",
    ),
    Outcome.NOT_IN_INDEX: (
        "hors index : quelqu'un, mais aucun patient de l'index",
        "not in the index: somebody, but no patient of the index",
    ),
    Outcome.NOBODY: (
        "personne : trop peu pour désigner quelqu'un",
        "nobody: too little to mean anybody",
    ),
}
