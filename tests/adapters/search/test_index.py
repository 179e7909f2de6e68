from collections.abc import Callable
from pathlib import Path

import pytest

from handrail.adapters.search.index import SnapshotIndex
from handrail.domain.knowledge.model import Audience
from handrail.domain.retrieval.model import PUBLIC, Candidates, Scope
from handrail.kernel.errors import IndexUnavailable, Unavailable
from handrail.kernel.failpoints import Failpoints, failpoints_from
from tests.adapters.search.conftest import HELP, WordEmbedder, an_article_passage, sync
from tests.fakes import FakeVectorCache

Open = Callable[..., SnapshotIndex]

_INDEX_FAILPOINTS = (
    "index.before_build",
    "index.lexical_written",
    "index.vectors_written",
    "index.before_swap",
    "index.after_swap",
    "index.before_sweep",
)


def _first(found: Candidates) -> str:
    best = found.items[0].passage
    return next(passage.title for passage in HELP if passage.id == best)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How long does a refund take?", "refunds"),
        ("refunding", "refunds"),
        ("when do parcels arive", "delivery"),
        ("passwrd", "passwords"),
        ("what is mail_sender_name", "settings"),
        ("v10.11", "settings"),
        ("e-mail", "settings"),
        ("email set up", "settings"),
    ],
)
def test_questions_find_their_article_through_inflection_typos_and_names(
    open_index: Open, question: str, title: str
) -> None:
    index = open_index()
    sync(index)

    found = index.candidates(question, PUBLIC, 10)

    assert _first(found) == title


def test_scope_is_applied_before_the_best_are_picked(open_index: Open) -> None:
    internal = [
        an_article_passage(
            f"staff{n}", f"A refund takes five days {n}.", audience=Audience.INTERNAL
        )
        for n in range(20)
    ]
    index = open_index()
    sync(index, [*HELP, *internal])

    found = index.candidates("refund five days", PUBLIC, 2)

    assert len(found.items) == 2
    assert {item.passage for item in found.items} <= {passage.id for passage in HELP}


def test_a_locale_finds_its_regions_and_its_language_only(open_index: Open) -> None:
    passages = [
        an_article_passage(f"page-{locale}", f"A refund takes five days {locale}.", locale=locale)
        for locale in ("en", "en-GB", "en-US", "de")
    ]
    index = open_index()
    sync(index, passages)

    found = index.candidates("refund", Scope(locale="en-GB"), 10)

    allowed = {p.id for p in passages if p.locale in ("en", "en-GB")}
    assert {item.passage for item in found.items} == allowed


def test_nothing_in_scope_gives_no_candidates(open_index: Open) -> None:
    index = open_index()
    sync(index)

    assert index.candidates("refund", Scope(audiences=frozenset()), 10).items == ()


def test_an_empty_help_centre_can_be_searched(open_index: Open) -> None:
    index = open_index()
    sync(index, [])

    assert index.candidates("refund", PUBLIC, 10).items == ()


def test_every_candidate_has_a_cosine_for_each_of_its_units(open_index: Open) -> None:
    index = open_index()
    sync(index)

    items = index.candidates("refund", PUBLIC, 10).items

    units = {passage.id: len(passage.units) for passage in HELP}
    assert {i.passage: len(i.unit_scores) for i in items} == units


@pytest.mark.parametrize("question", ["", "?!", "refund " * 400], ids=["empty", "marks", "long"])
def test_a_question_of_any_length_can_be_searched(open_index: Open, question: str) -> None:
    index = open_index()
    sync(index)

    items = index.candidates(question, PUBLIC, 10).items

    assert {item.signals.keys() >= {"word_dense", "whole_article"} for item in items} == {True}


def test_unchanged_text_is_never_embedded_again(open_index: Open, embedder: WordEmbedder) -> None:
    index = open_index()
    sync(index)
    embedder.embedded.clear()

    again = sync(index)
    edited = sync(index, [*HELP[1:], an_article_passage("refunds", "A refund takes six days.")])

    assert again == 0
    assert edited == 1
    assert embedder.embedded == ["refunds\nA refund takes six days."]


def test_an_open_index_notices_a_new_snapshot(open_index: Open) -> None:
    reader, builder = open_index(), open_index()
    sync(builder)
    before = reader.candidates("refund", PUBLIC, 10)

    sync(builder, HELP[1:])

    after = reader.candidates("refund", PUBLIC, 10)
    assert after.snapshot != before.snapshot
    assert HELP[0].id not in {item.passage for item in after.items}


def test_a_deleted_index_is_named_and_can_be_built_again(open_index: Open, tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match="no search index"):
        open_index().candidates("refund", PUBLIC, 10)

    sync(open_index())

    assert open_index().candidates("refund", PUBLIC, 10).items


def test_an_index_of_another_embedder_is_refused(open_index: Open) -> None:
    sync(open_index())

    with pytest.raises(IndexUnavailable, match="words-2"):
        open_index(embedder=WordEmbedder("words-2")).candidates("refund", PUBLIC, 10)


@pytest.mark.parametrize("damaged", ["vectors/passages.npy", "wording/bodies_codes.npy", "ids.npy"])
def test_a_file_cut_short_is_named_and_mended_by_the_next_sync(
    open_index: Open, tmp_path: Path, damaged: str
) -> None:
    sync(open_index())
    (file,) = (tmp_path / "index" / "snapshots").glob(f"*/{damaged}")
    file.write_bytes(file.read_bytes()[:-3])

    with pytest.raises(IndexUnavailable, match=r"sync"):
        open_index().candidates("refund", PUBLIC, 10)

    sync(open_index())
    assert _first(open_index().candidates("refund", PUBLIC, 10)) == "refunds"


def test_a_changed_byte_is_mended_by_the_next_sync(open_index: Open, tmp_path: Path) -> None:
    sync(open_index())
    (file,) = (tmp_path / "index" / "snapshots").glob("*/vectors/passages.npy")
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    sync(open_index())

    (mended,) = (tmp_path / "index" / "snapshots").glob("*/vectors/passages.npy")
    assert mended.read_bytes() == whole


@pytest.mark.parametrize("failpoint", _INDEX_FAILPOINTS)
def test_a_build_that_breaks_off_leaves_the_old_index_and_the_next_one_equals_a_fresh_one(
    open_index: Open, tmp_path: Path, failpoint: str
) -> None:
    edited = [*HELP[1:], an_article_passage("refunds", "A refund takes six days.")]
    sync(open_index())
    broken = open_index(failpoints_from(f"{failpoint}=error"))

    with pytest.raises(Unavailable):
        sync(broken, edited)
    served = open_index().candidates("refund", PUBLIC, 10)
    sync(open_index(), edited)
    after = open_index().candidates("refund", PUBLIC, 10)

    unspoilt = SnapshotIndex(tmp_path / "fresh", WordEmbedder(), FakeVectorCache(), Failpoints())
    sync(unspoilt, edited)
    fresh = unspoilt.candidates("refund", PUBLIC, 10)
    assert served.items
    assert after.items == fresh.items
    assert list((tmp_path / "index").glob("building-*")) == []
