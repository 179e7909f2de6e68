"""Which article that is gone is which new one under another name? The one with the same text."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handrail.domain.knowledge.model import ArticleId, Passage, VersionId

_SAME = 0.5  # of the sentences of both together; half is what version control takes for a rename
_TELLING = 20  # sentences shared by more articles than this tell nobody from anybody


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Hold what an article is recognised by."""

    version: VersionId
    sentences: frozenset[str]


def text_of(version: VersionId, passages: Iterable[Passage]) -> Text:
    """Return what an article is recognised by: its version, and its sentences, steps and rows."""
    units = (p.text[unit.start : unit.end] for p in passages for unit in p.units)
    return Text(version=version, sentences=frozenset(units))


def renamed(
    gone: Mapping[ArticleId, Text], new: Mapping[ArticleId, Text]
) -> dict[ArticleId, ArticleId]:
    """Return the new name of each article that is gone under the old one, the likest first."""
    likeness = _by_version(gone, new) + _by_sentences(gone, new)
    found: dict[ArticleId, ArticleId] = {}
    taken: set[ArticleId] = set()
    for _, old, name in sorted(likeness, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if old not in found and name not in taken:
            found[old] = name
            taken.add(name)
    return found


def _by_version(
    gone: Mapping[ArticleId, Text], new: Mapping[ArticleId, Text]
) -> list[tuple[float, ArticleId, ArticleId]]:
    named: dict[VersionId, list[ArticleId]] = {}
    for name, text in new.items():
        named.setdefault(text.version, []).append(name)
    return [(2.0, old, name) for old, text in gone.items() for name in named.get(text.version, ())]


def _by_sentences(
    gone: Mapping[ArticleId, Text], new: Mapping[ArticleId, Text]
) -> list[tuple[float, ArticleId, ArticleId]]:
    holders: dict[str, list[ArticleId]] = {}
    for name, text in new.items():
        for sentence in text.sentences:
            holders.setdefault(sentence, []).append(name)
    found = []
    for old, text in gone.items():
        shared = Counter(
            name
            for sentence in text.sentences
            if len(holders.get(sentence, ())) <= _TELLING
            for name in holders.get(sentence, ())
        )
        for name, count in shared.items():
            likeness = count / len(text.sentences | new[name].sentences)
            if likeness >= _SAME:
                found.append((likeness, old, name))
    return found
