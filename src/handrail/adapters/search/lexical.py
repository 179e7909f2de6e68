"""The lexical half of a snapshot: BM25 over title, headings, body and identifiers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

import tantivy

from handrail.adapters.search.analysis import language_of, names_in, stems
from handrail.domain.knowledge.model import Passage
from handrail.domain.retrieval.fusion import FIELD_BOOSTS
from handrail.kernel.errors import IndexUnavailable

FIELDS = tuple(FIELD_BOOSTS)
_HEAP_BYTES = 64_000_000
_SEPARATED = "separated"


@dataclass(frozen=True, slots=True, kw_only=True)
class LexicalTerms:
    """Hold the terms to look for, and how much each counts."""

    words: Mapping[str, float]
    """Stemmed words."""
    names: Mapping[str, float]
    """Identifiers."""


def write_lexical(folder: Path, passages: Sequence[Passage], scope_of: Sequence[int]) -> None:
    """Write one segment with a document per passage, in the given order."""
    try:
        _write(folder, passages, scope_of)
    except ValueError as error:  # the library's word for a disk that takes no more
        raise IndexUnavailable(
            f"The word index in {folder} cannot be written: {error}.",
            hint="Free some space or allow writing there, then run `handrail sync`.",
        ) from error


def _write(folder: Path, passages: Sequence[Passage], scope_of: Sequence[int]) -> None:
    folder.mkdir()
    index = tantivy.Index(_schema(), path=str(folder))
    _register(index)
    writer = index.writer(_HEAP_BYTES, 1)
    for row, (passage, scope) in enumerate(zip(passages, scope_of, strict=True)):
        writer.add_document(_document(row, passage, scope))
    writer.commit()
    writer.wait_merging_threads()
    for lock in folder.glob(".tantivy-*.lock"):
        lock.unlink()


class Lexical:
    """Search the lexical half of a snapshot."""

    def __init__(self, folder: Path) -> None:
        try:
            index = tantivy.Index.open(str(folder))
            _register(index)
            self._searcher = index.searcher()
        except (OSError, ValueError) as error:
            raise IndexUnavailable(
                f"The word index in {folder} cannot be read.",
                hint="Run `handrail sync` to build it again.",
            ) from error
        self._index = index
        self._schema = index.schema
        self._passages = self._searcher.num_docs

    def frequency(self, term: str) -> int:
        """Return how many passages hold a stemmed word in any field."""
        return max(self._searcher.doc_freq(f, term) for f in ("body", "headings", "title"))

    def frequency_in(self, field: str, term: str) -> int:
        """Return how many passages hold a term in one field."""
        return int(self._searcher.doc_freq(field, term))

    def weight(self, frequency: int) -> float:
        """Return the inverse document frequency, as BM25 weighs it."""
        return log(1.0 + (self._passages - frequency + 0.5) / (frequency + 0.5))

    def starting_with(self, prefix: str) -> list[tuple[str, int]]:
        """Return the stemmed words of the bodies that start so, with their frequencies."""
        return list(self._searcher.terms_with_prefix("body", prefix))

    def best(
        self, terms: LexicalTerms, scopes: Sequence[int] | None, depth: int
    ) -> dict[int, float]:
        """Return the rows of the best passages over all fields, with their scores."""
        clauses = [
            (tantivy.Occur.Should, query)
            for field, boost in FIELD_BOOSTS.items()
            for query in self._of(field, terms, boost)
        ]
        if not clauses:
            return {}
        return self._run([*self._within(scopes), (tantivy.Occur.Must, _any(clauses))], depth)

    def _of(self, field: str, terms: LexicalTerms, boost: float) -> list[tantivy.Query]:
        counted = terms.names if field == "exact" else terms.words
        return [
            tantivy.Query.boost_query(
                tantivy.Query.term_query(self._schema, field, term, "freq"), weight * boost
            )
            for term, weight in counted.items()
        ]

    def _within(self, scopes: Sequence[int] | None) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        if scopes is None:
            return []
        only = tantivy.Query.term_set_query(self._schema, "scope", list(scopes))
        return [(tantivy.Occur.Must, tantivy.Query.const_score_query(only, 0.0))]

    def _run(
        self, clauses: Sequence[tuple[tantivy.Occur, tantivy.Query]], depth: int
    ) -> dict[int, float]:
        try:
            hits = self._searcher.search(
                tantivy.Query.boolean_query(list(clauses)), depth, count=False
            ).hits
            rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        except (OSError, ValueError) as error:
            raise IndexUnavailable(
                f"The word index failed: {error}.", hint="Run `handrail sync` to build it again."
            ) from error
        return {
            int(row): float(score)
            for row, (score, _) in zip(rows, hits, strict=True)
            if row is not None
        }


def _any(clauses: list[tuple[tantivy.Occur, tantivy.Query]]) -> tantivy.Query:
    return tantivy.Query.boolean_query(clauses)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", indexed=True, fast=True)
    builder.add_unsigned_field("scope", indexed=True)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name=_SEPARATED, index_option="position")
    return builder.build()


def _register(index: tantivy.Index) -> None:
    # Words are stemmed before they come here, each passage in its own language.
    blank = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_SEPARATED, blank)


def _document(row: int, passage: Passage, scope: int) -> tantivy.Document:
    language = language_of(passage.locale)
    document = tantivy.Document()
    document.add_unsigned("row", row)
    document.add_unsigned("scope", scope)
    _add(document, "title", stems(passage.title, language))
    _add(document, "headings", stems(" ".join(passage.headings), language))
    _add(document, "body", stems(passage.text, language))
    _add(document, "exact", names_in(passage))
    return document


def _add(document: tantivy.Document, field: str, terms: Iterable[str]) -> None:
    document.add_text(field, " ".join(terms))
