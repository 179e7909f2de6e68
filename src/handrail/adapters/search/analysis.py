"""Turn text into index terms: words stemmed for their language, and identifiers kept whole."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import tantivy

from handrail.domain.knowledge.model import Passage
from handrail.kernel.language_tag import language_of

ANALYSIS_VERSION = "1"

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u{30FC}"
# Scripts written without spaces have no words to cut at: each character is a term of its own.
_WORD = rf"[{_UNSPACED}]|[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]+(?:'\p{{L}}+)?"
_IDENTIFIER = r"[\p{L}\p{N}]+(?:[._\-/:@#+][\p{L}\p{N}]+)+"
_LONGEST_TERM = 200
_SPELLED = re.compile(r"[\w'.-]+")
_MOST_SPELLED = 32  # of a question's words; a pasted log is not worth the time
_STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}

_WITH_COMMON_WORDS = frozenset(
    {
        *("danish", "dutch", "finnish", "french", "german", "hungarian", "italian"),
        *("norwegian", "portuguese", "russian", "spanish", "swedish"),
    }
)
_COMMON_ENGLISH = frozenset(
    {
        *("the", "a", "an", "of", "to", "in", "on", "for", "and", "or", "but", "if", "not", "so"),
        *("is", "are", "was", "were", "be", "been", "am", "do", "does", "did", "has", "have"),
        *("had", "having", "can", "can't", "could", "should", "would", "will", "any", "there"),
        *("i", "my", "me", "you", "your", "we", "our", "it", "its", "it's", "they", "them"),
        *("their", "he", "his", "she", "her", "this", "that", "these", "those", "one", "ones"),
        *("what", "what's", "how", "why", "where", "when", "which", "who", "whom", "please"),
        *("with", "at", "by", "from", "about", "as", "into", "than", "then"),
    }
)
"""Words that a question is asked with, not about: they say little about where its answer stands."""


def stems(text: str, language: str) -> list[str]:
    """Return the stemmed words of a text, in order; unstemmed where the language has no stemmer."""
    found: list[str] = _words(language).analyze(_plain(text))
    return found


def common_words(text: str, languages: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Return the words of a text that every language calls common, stemmed in each language."""
    spelled = _words("").analyze(_plain(text))
    stemmed = zip(*(stems(text, language) for language in languages), strict=True)
    return frozenset(
        place
        for word, place in zip(spelled, stemmed, strict=True)
        if any(_is_common(word, language) for language in languages)
    )


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return where the first words of a text lie, as they are spelled."""
    return [found.span() for found in islice(_SPELLED.finditer(text), _MOST_SPELLED)]


def identifiers(text: str) -> list[str]:
    """Return names, versions and codes such as `MM_SITE_URL` or `v10.11`, in lower case."""
    found: list[str] = _identifiers().analyze(_plain(text))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageWords:
    """Hold the stemmed words of a passage's parts, and its identifiers."""

    title: Sequence[str]
    headings: tuple[Sequence[str], ...]
    body: Sequence[str]
    names: Sequence[str]


def words_of(passage: Passage) -> PassageWords:
    """Return the words of a passage, stemmed in its language."""
    language = language_of(passage.locale)
    return PassageWords(
        title=_stems_of_line(passage.title, language),
        headings=tuple(_stems_of_line(heading, language) for heading in passage.headings),
        body=stems(passage.text, language),
        names=_names_in(passage),
    )


@lru_cache(maxsize=256)
def _stems_of_line(line: str, language: str) -> tuple[str, ...]:
    """Return the stems of a title or heading: an article's passages share theirs."""
    return tuple(stems(line, language))


def _names_in(passage: Passage) -> list[str]:
    """Return the identifiers of a passage, hyphenated ones as one word too."""
    head = " ".join(passage.headings)
    names = identifiers(f"{passage.title}\n{head}\n{passage.text}")
    return [*names, *joined(names)]


def joined(names: Iterable[str]) -> list[str]:
    """Return hyphenated identifiers written as one word, so that `e-mail` is also `email`."""
    return [name.replace("-", "") for name in names if "-" in name]


@lru_cache(maxsize=4096)
def _is_common(word: str, language: str) -> bool:
    if language == "en":
        return word in _COMMON_ENGLISH
    if _STEMMERS.get(language, "english") not in _WITH_COMMON_WORDS:
        return False
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    kept = builder.filter(tantivy.Filter.stopword(_STEMMERS[language])).build().analyze(word)
    return not kept


@lru_cache(maxsize=32)
def _words(language: str) -> tantivy.TextAnalyzer:
    builder = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(_WORD))
        .filter(tantivy.Filter.remove_long(_LONGEST_TERM))
        .filter(tantivy.Filter.lowercase())
    )
    if language in _STEMMERS:
        builder = builder.filter(tantivy.Filter.stemmer(_STEMMERS[language]))
    return builder.filter(tantivy.Filter.ascii_fold()).build()


@lru_cache(maxsize=1)
def _identifiers() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(_IDENTIFIER))
        .filter(tantivy.Filter.remove_long(_LONGEST_TERM))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .build()
    )


def _plain(text: str) -> str:
    return text.replace("\u2019", "'").replace("\u00ad", "")
