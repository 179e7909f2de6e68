"""Whether a clause follows one of a language's phrases, in time linear in its length.

A phrase is a row of elements: `WHO` a word of that class; `talk` that very word; `A|b` either;
`?A` perhaps; `[A]` any number of A; `!A` not followed by A; `*` up to three words, `**` up to six;
`^` the clause starts here and `$` it ends here, words of class FILLER aside.
Two classes are special: no gap crosses a word of STOP, and a word before one of COMPOUND
("agent fee") names a thing, not a person.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from handrail.domain.conversation.spelling import Clause, clauses_of, is_misspelt

_KEPT_CLAUSES = 32  # a clause is looked at twice: for a phrase, and for being alone
_KEPT_WORDS = 4_096
_GAPS = {"*": 3, "**": 6}
_NOTHING: frozenset[str] = frozenset()
_Units = tuple[frozenset[str], ...]
_Element = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Group:
    """Hold phrases that say one thing, and those that show that it is not meant."""

    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Hold the words and the phrases of one language, as a person would write them down."""

    code: str
    words: Mapping[str, str] = field(default_factory=dict)
    """Class to its words, separated by commas; `word~` stands for every word that starts so."""
    phrases: tuple[str, ...] = ()
    groups: Mapping[str, Group] = field(default_factory=dict)
    """Several things that can be said in the language, by name."""
    alone: tuple[str, ...] = ()
    """Phrases that count only when the message says nothing else."""
    unless: tuple[str, ...] = ()
    """Phrases that speak of somebody else's wish, or of a feature."""
    misspelt: frozenset[str] = frozenset()
    """Classes whose words are recognised with a slip of the finger."""
    lookalikes: str = ""
    """Words that are no slip of anything."""
    attached: tuple[str, ...] = ()
    """Articles and prepositions that are written together with the next word."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    entries: dict[str, list[tuple[Clause, frozenset[str]]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    slips: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    lookalikes: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Phrase:
    elements: tuple[_Element, ...]
    needed: tuple[frozenset[str], ...]
    """Of each of these, a clause must hold something."""


class Phrasebook:
    """Recognise the phrases of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._phrases = tuple(_phrase(p) for p in language.phrases)
        self._alone = tuple(_phrase(p) for p in language.alone)
        self._unless = tuple(_phrase(p) for p in language.unless)
        self._groups = {name: _group(group) for name, group in language.groups.items()}
        grouped = (phrase for pair in self._groups.values() for part in pair for phrase in part)
        self._lexicon = _lexicon(language, (*self._phrases, *self._alone, *self._unless, *grouped))
        self._units = lru_cache(maxsize=_KEPT_CLAUSES)(self._units_now)
        self._alike = lru_cache(maxsize=_KEPT_WORDS)(self._alike_now)

    def knows(self, word: str) -> bool:
        """Tell whether a word can be part of any phrase."""
        return word in self._lexicon.entries or bool(self._alike(word)[1])

    def has_phrase(self, clause: Clause) -> bool:
        """Tell whether `clause` holds a phrase and nothing that speaks against it."""
        units = self._units(clause)
        return self._says(self._phrases, units) and not self._says(self._unless, units)

    def groups_in(self, clause: Clause) -> frozenset[str]:
        """Return the names of the groups of which `clause` holds a phrase, and nothing against."""
        units = self._units(clause)
        return frozenset(
            name
            for name, (phrases, unless) in self._groups.items()
            if self._says(phrases, units) and not self._says(unless, units)
        )

    def is_alone(self, clauses: tuple[Clause, ...]) -> bool:
        """Tell whether the message is one such phrase and, at most, courtesies around it."""
        said = [u for u in map(self._units, clauses) if not all("FILLER" in tags for tags in u)]
        return len(said) == 1 and self._says(self._alone, said[0])

    def _says(self, phrases: Iterable[_Phrase], units: _Units) -> bool:
        present = _NOTHING.union(*units)
        if not present:  # most messages, in most languages
            return False
        return any(_follows(p, units, present) for p in phrases)

    def _units_now(self, clause: Clause) -> _Units:
        units: list[frozenset[str]] = []
        at = 0
        while at < len(clause):
            taken, tags = self._longest(clause, at)
            units.append(tags)
            at += taken
        if not any(units):  # most clauses, in most languages
            return tuple(units)
        return tuple(
            _NOTHING if at + 1 < len(units) and "COMPOUND" in units[at + 1] else tags
            for at, tags in enumerate(units)
        )

    def _longest(self, clause: Clause, at: int) -> tuple[int, frozenset[str]]:
        word = clause[at]
        stemmed, meant = self._alike(word)
        for entry, tags in self._lexicon.entries.get(word, ()):
            if clause[at : at + len(entry)] == entry:
                return len(entry), tags | stemmed if len(entry) == 1 else tags
        return 1, meant

    def _alike_now(self, word: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the classes that a word starts like, and those that it is read as by itself."""
        stems = self._lexicon.stems.get(word[:1], ())
        stemmed = frozenset(tag for stem, tag in stems if word.startswith(stem))
        if stemmed or word in self._lexicon.lookalikes:
            return stemmed, stemmed
        slips = self._lexicon.slips.get(word[:1], ())
        return stemmed, frozenset(tag for meant, tag in slips if is_misspelt(word, meant))


class Phrasebooks:
    """Hold the phrasebooks of many languages; they are read when one is first looked into."""

    def __init__(self, languages: Sequence[Language]) -> None:
        self._languages = languages
        self._places = lru_cache(maxsize=_KEPT_WORDS)(self._places_now)

    def that_know(self, words: Iterable[str]) -> tuple[Phrasebook, ...]:
        """Return those in which one of the words means something, in order.

        Most words are none of most languages': nine in ten looks into a phrasebook are spared.
        """
        places = {place for word in words for place in self._places(word)}
        return tuple(self._books[place] for place in sorted(places))

    def groups_in(self, clause: Clause) -> Iterator[tuple[str, str]]:
        """Yield the name of each group of which `clause` holds a phrase, and its language."""
        for book in self.that_know(clause):
            yield from ((name, book.language.code) for name in book.groups_in(clause))

    @cached_property
    def _books(self) -> tuple[Phrasebook, ...]:
        return tuple(map(Phrasebook, self._languages))

    def _places_now(self, word: str) -> tuple[int, ...]:
        return tuple(place for place, book in enumerate(self._books) if book.knows(word))


def _group(group: Group) -> tuple[tuple[_Phrase, ...], tuple[_Phrase, ...]]:
    return tuple(map(_phrase, group.phrases)), tuple(map(_phrase, group.unless))


def _phrase(phrase: str) -> _Phrase:
    elements = tuple(_element(word) for word in phrase.split())
    return _Phrase(elements, tuple(tags for kind, tags in elements if kind == "="))


def _element(word: str) -> _Element:
    if word in _GAPS or word in ("^", "$"):
        return word, _NOTHING
    kind = word[0] if word[0] in "?![" else "="
    return kind, frozenset(_tag(w) for w in word.strip("?![]").split("|"))


def _tag(word: str) -> str:
    """Return the class itself, or for a word the class that holds only this word."""
    return word if word.isascii() and word.isupper() else "=" + "".join(_words(word))


def _words(text: str) -> Clause:
    return tuple(w for clause in clauses_of(text) for w in clause)


def _follows(phrase: _Phrase, units: _Units, present: frozenset[str]) -> bool:
    if any(map(present.isdisjoint, phrase.needed)):
        return False
    places = set(range(len(units) + 1))
    for element in phrase.elements:
        places = _step(element, places, units)
        if not places:
            return False
    return True


def _step(element: _Element, places: set[int], units: _Units) -> set[int]:
    kind, tags = element
    match kind:
        case "^":
            return {p for p in places if all("FILLER" in u for u in units[:p])}
        case "$":
            return {p for p in places if all("FILLER" in u for u in units[p:])}
        case "!":
            return {p for p in places if p >= len(units) or tags.isdisjoint(units[p])}
        case "?":
            return places | _past(tags, places, units)
        case "[":
            return _through(tags, places, units)
        case "*" | "**":
            return _across(_GAPS[kind], places, units)
        case _:
            return _past(tags, places, units)


def _past(tags: frozenset[str], places: Iterable[int], units: _Units) -> set[int]:
    return {p + 1 for p in places if p < len(units) and not tags.isdisjoint(units[p])}


def _through(tags: frozenset[str], places: set[int], units: _Units) -> set[int]:
    reached = set(places)
    for p in range(len(units)):
        if p in reached and not tags.isdisjoint(units[p]):
            reached.add(p + 1)
    return reached


def _across(words: int, places: set[int], units: _Units) -> set[int]:
    reached = set(places)
    edge = set(places)
    for _ in range(words):
        edge = {p + 1 for p in edge if p < len(units) and "STOP" not in units[p]} - reached
        reached |= edge
    return reached


def _lexicon(language: Language, phrases: Iterable[_Phrase]) -> _Lexicon:
    lexicon = _Lexicon(lookalikes=set(_words(language.lookalikes)))
    tags: dict[Clause, set[str]] = {}
    for name, listed in language.words.items():
        for word in filter(None, map(str.strip, listed.split(","))):
            _note(word, name, language, lexicon, tags)
    literals = {
        tag for p in phrases for _, wanted in p.elements for tag in wanted if tag.startswith("=")
    }
    for tag in literals:
        tags.setdefault(_words(tag[1:]), set()).add(tag)
    for entry, named in sorted(tags.items(), key=lambda item: -len(item[0])):
        lexicon.entries.setdefault(entry[0], []).append((entry, frozenset(named)))
    return lexicon


def _note(
    word: str, name: str, language: Language, lexicon: _Lexicon, tags: dict[Clause, set[str]]
) -> None:
    folded = _words(word)
    if word.endswith("~"):
        lexicon.stems.setdefault(folded[0][0], []).append((folded[0], name))
        return
    for front in ("", *map("".join, map(_words, language.attached))):
        tags.setdefault((front + folded[0], *folded[1:]), set()).add(name)
    if name in language.misspelt and len(folded) == 1:
        lexicon.slips.setdefault(folded[0][0], []).append((folded[0], name))
