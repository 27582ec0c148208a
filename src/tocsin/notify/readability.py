"""How easily a text is read: words a sentence and syllables a word, on the scale of Flesch.

English: R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948): 206.835
minus 1.015 words a sentence minus 84.6 syllables a word. French: L. Kandel and A. Moles,
"Application de l'indice de Flesch à la langue française", Cahiers d'études de radio-télévision 19
(1958): 207 minus 1.015 words a sentence minus 0.736 syllables a hundred words. 60 and above is
plain language; official letters often stay below 40.
"""

import re

FORMULAS = ("fr", "en")
"""The languages for which there is a formula; a text in another is not measured."""

_SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = {
    "fr": re.compile(r"é|[aàâäeèêëiîïoôöœuùûüyÿ]+"),
    "en": re.compile(r"[aeiouy]+"),
}
_SILENT = {
    "fr": re.compile(r"[^aàâäeèêëiîïoôöœuùûüyÿ]es?$|(?<!m)ent$"),
    "en": re.compile(r"[^aeiouyl]e$|[^aeiouytd]ed$"),
}


def reading_ease(text: str, language: str) -> float:
    """The ease of `text`, from about 0 (hard) to 100 (easy). Raises ValueError without a word."""
    sentences = [part for part in _SENTENCE.split(text) if _WORD.search(part)]
    words = _WORD.findall(text)
    if not words:
        raise ValueError("no words")
    length = len(words) / len(sentences)
    weight = sum(syllables(word, language) for word in words) / len(words)
    if language == "en":
        return 206.835 - 1.015 * length - 84.6 * weight
    return 207 - 1.015 * length - 73.6 * weight


def syllables(word: str, language: str) -> int:
    """The syllables of a word, near enough for a mean: groups of vowels, silent ends left out."""
    lower = word.lower()
    count = len(_VOWELS[language].findall(lower))
    return max(count - bool(_SILENT[language].search(lower)), 1)
