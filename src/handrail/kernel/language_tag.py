"""Which language does a tag such as `en-GB` or `zh_Hant` name, and what is kept for it?"""

from collections.abc import Mapping
from typing import TypeVar

_T = TypeVar("_T")


def language_of(tag: str) -> str:
    """Return the language without script or region: `hi` for `hi-Latn`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def in_language(tag: str, kept: Mapping[str, _T]) -> _T:
    """Return what is kept for a tag, else for its language, else in English."""
    return kept.get(tag) or kept.get(language_of(tag)) or kept["en"]
