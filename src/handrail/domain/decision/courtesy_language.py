"""In which language was a greeting, a thank-you or a goodbye said? Few words must tell.

The script decides where it can; among Latin scripts, words that only one of the languages uses.
"""

import re
from collections.abc import Mapping

from handrail.domain.conversation.spelling import clauses_of
from handrail.kernel.patterns import when_used

_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", when_used(r"[\u3040-\u30ff]")),
    ("zh", when_used(r"[\u3400-\u9fff]")),
    ("hi", when_used(r"[\u0900-\u097f]")),
    ("bn", when_used(r"[\u0980-\u09ff]")),
    ("ru", when_used(r"[\u0400-\u04ff]")),
    # letters that Urdu writes and Arabic does not
    (
        "ur",
        when_used(r"[\u0679\u067e\u0686\u0688\u0691\u06a9\u06af\u06ba\u06be\u06c1\u06cc\u06d2]"),
    ),
    ("ar", when_used(r"[\u0600-\u06ff]")),
)
_LATIN: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in (
        ("es", "hola buenos buenas dias gracias adios hasta eres hablo estas soy persona muchas"),
        ("fr", "bonjour salut bonsoir coucou merci revoir bonne etes vous parle suis beaucoup"),
        ("pt", "ola oi bom boa dia tarde noite obrigado obrigada tchau voce falando valeu ate"),
        ("de", "hallo guten moin servus danke vielen dank tschuss wiedersehen bist sind mensch"),
        ("id", "halo selamat pagi siang sore malam terima kasih makasih sampai jumpa apakah kamu"),
        ("hi", "namaste namaskar dhanyawad shukriya alvida"),
        ("ar", "salam marhaba ahlan shukran"),
        ("bn", "dhonnobad"),
    )
}


def courtesy_language(text: str) -> str:
    """Return the language of a piece of small talk; English where nothing tells another."""
    if (written := script_language(text)) is not None:
        return written
    words = {word for clause in clauses_of(text) for word in clause}
    best = max(_LATIN, key=lambda language: len(words & _LATIN[language]))
    return best if words & _LATIN[best] else "en"


def script_language(text: str) -> str | None:
    """Return the language that the script of a text tells, however long it is; None for Latin."""
    return next((language for language, script in _SCRIPTS if script.search(text)), None)
