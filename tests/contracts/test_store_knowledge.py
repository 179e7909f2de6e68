"""What every store promises of articles: on SQLite, PostgreSQL and in memory."""

from dataclasses import replace

import pytest

from handrail.domain.knowledge.model import (
    ArticleId,
    Audience,
    PassageId,
    SourceName,
    Standing,
    VersionId,
)
from handrail.flow.ports import Store, Writing
from handrail.kernel.errors import NotFound
from tests.builders import (
    REFUNDS,
    an_article,
    an_entry,
    passages_for,
    published,
)


def test_a_published_article_is_served_whole(store: Store) -> None:
    article = an_article()
    passages = passages_for(article, "One. Two.", "Three.")

    with store.write() as writing:
        writing.publish(article, passages, an_entry())

    with store.read() as reading:
        assert reading.article(article.id) == article
        assert reading.passages_of(article.id) == passages
        assert tuple(reading.all_live_passages()) == passages
        assert reading.live_passages([passages[1].id]) == {passages[1].id: passages[1]}
        assert reading.live_versions() == {article.id: article.version}
        assert reading.live_count() == 2


def test_an_edit_replaces_what_is_served_and_keeps_what_was_said(store: Store) -> None:
    old = published(store, REFUNDS, "v1", "Five days.", "Same.")
    new = published(store, REFUNDS, "v2", "Six days.", "Same.")

    with store.read() as reading:
        served = reading.live_passages([*old, *new])
        kept = reading.passages_of(REFUNDS, VersionId("v1"))
        first = reading.article(REFUNDS, VersionId("v1"))
        standings = reading.standings([*old, *new])
    assert {p.text for p in served.values()} == {"Six days.", "Same."}
    assert standings.keys() == served.keys()
    assert {p.version for p in served.values()} == {"v2"}
    assert [p.text for p in kept] == ["Five days.", "Same."]
    assert first is not None
    assert first.version == "v1"


def test_a_retired_article_is_never_served_and_never_forgotten(store: Store) -> None:
    refs = published(store, REFUNDS, "v1", "Five days.")

    with store.write() as writing:
        writing.retire(REFUNDS, an_entry("knowledge.retired"))

    with store.read() as reading:
        assert reading.live_passages(refs) == {}
        assert reading.standings(refs) == {}
        assert reading.article(REFUNDS) is None
        assert reading.passages_of(REFUNDS) == ()
        assert reading.live_versions() == {}
        assert reading.live_count() == 0
        assert reading.passages_of(REFUNDS, VersionId("v1"))[0].text == "Five days."
    with pytest.raises(NotFound), store.write() as writing:
        writing.retire(REFUNDS, an_entry())


def test_an_article_that_comes_back_is_served_again(store: Store) -> None:
    refs = published(store, REFUNDS, "v1", "Five days.")
    with store.write() as writing:
        writing.retire(REFUNDS, an_entry())

    published(store, REFUNDS, "v1", "Five days.")

    with store.read() as reading:
        assert list(reading.live_passages(refs)) == refs
        assert reading.live_count() == 1


def test_the_same_version_cut_otherwise_is_served_as_cut_last(store: Store) -> None:
    published(store, REFUNDS, "v1", "Five days. Or six.")
    published(store, REFUNDS, "v1", "Five days.", "Or six.")

    with store.read() as reading:
        live = reading.passages_of(REFUNDS)
        named = reading.passages_of(REFUNDS, VersionId("v1"))
    assert [p.text for p in live] == [p.text for p in named] == ["Five days.", "Or six."]


def test_equal_knowledge_has_equal_digests_whatever_the_way_there(store: Store) -> None:
    digests = []

    def note() -> None:
        with store.read() as reading:
            digests.append(reading.live_digest())

    note()
    published(store, "help/a.md", "v1", "A.")
    published(store, "help/b.md", "v1", "B.")
    note()
    published(store, "help/a.md", "v2", "A changed.")
    note()
    with store.write() as writing:
        writing.retire(ArticleId("help/b.md"), an_entry())
    published(store, "help/b.md", "v1", "B.")
    published(store, "help/a.md", "v1", "A.")
    note()
    with store.write() as writing:
        writing.retire(ArticleId("help/a.md"), an_entry())
        writing.retire(ArticleId("help/b.md"), an_entry())
    note()

    empty, both, edited, both_again, empty_again = digests
    assert both == both_again
    assert empty == empty_again
    assert len({empty, both, edited}) == 3


def test_passages_come_in_the_order_of_articles_whatever_their_script(store: Store) -> None:
    refs = ["help/a.md", "help/B.md", "help/ä.md", "help/é/z.md", "help/_.md", "help/日.md"]
    for ref in reversed(refs):
        published(store, ref, "v1", f"{ref} one", f"{ref} two")

    with store.read() as reading:
        found = [p.text for p in reading.all_live_passages()]
        versions = list(reading.live_versions())

    assert versions == sorted(refs)
    assert found == [f"{ref} {n}" for ref in sorted(refs) for n in ("one", "two")]


def test_live_versions_can_be_asked_for_one_source(store: Store) -> None:
    published(store, "help/a.md", "v1", "A.")
    published(store, "wiki/a.md", "v7", "A.")

    with store.read() as reading:
        assert reading.live_versions(SourceName("wiki")) == {"wiki/a.md": "v7"}


def test_passages_of_another_article_cannot_be_published(store: Store) -> None:
    passages = passages_for(an_article("help/other.md"))

    with pytest.raises(ValueError, match="published as"), store.write() as writing:
        writing.publish(an_article(), passages, an_entry())


def test_how_a_passage_stands_changes_with_every_edit_however_often_it_was_asked(
    store: Store,
) -> None:
    article = an_article()
    (open_to_all,) = passages_for(article, "For everybody.")
    for_staff = replace(open_to_all, audience=Audience.INTERNAL)
    seen = []

    for served in (open_to_all, for_staff, open_to_all):
        with store.write() as writing:
            writing.publish(article, (served,), an_entry())
        for _ in range(2):
            with store.read() as reading:
                seen.append(reading.standings([open_to_all.id])[open_to_all.id].audience)
    with store.write() as writing:
        writing.retire(article.id, an_entry())
    with store.read() as reading:
        gone = reading.standings([open_to_all.id])

    public, internal = Audience.PUBLIC, Audience.INTERNAL
    assert seen == [public, public, internal, internal, public, public]
    assert gone == {}


def _retire_and_look(ref: PassageId, writing: Writing) -> None:
    writing.retire(REFUNDS, an_entry())
    assert writing.standings([ref]) == {}
    writing.retire(ArticleId("help/unknown.md"), an_entry())


def test_what_an_abandoned_transaction_would_have_changed_is_not_remembered(store: Store) -> None:
    (ref,) = published(store, REFUNDS, "v1", "Five days.")

    with pytest.raises(NotFound), store.write() as writing:
        _retire_and_look(ref, writing)

    with store.read() as reading:
        assert reading.standings([ref]).keys() == {ref}


def test_how_a_passage_stands_is_told_without_its_text(store: Store) -> None:
    article = an_article()
    (passage,) = passages_for(article, "For staff.")
    hidden = replace(passage, audience=Audience.INTERNAL, locale="de", product="app", site="shop")
    with store.write() as writing:
        writing.publish(article, (hidden,), an_entry())

    with store.read() as reading:
        standings = reading.standings([hidden.id, PassageId("unknown")])

    assert standings == {
        hidden.id: Standing(
            article=article.id,
            audience=Audience.INTERNAL,
            locale="de",
            product="app",
            site="shop",
        )
    }


def test_a_retirement_is_seen_by_the_next_look_and_never_by_half(store: Store) -> None:
    refs = published(store, REFUNDS, "v1", "Five days.")

    with store.read() as before:
        standing = before.standings(refs)
        with store.write() as writing:
            writing.retire(REFUNDS, an_entry())
        read = before.live_passages(refs)
    with store.read() as after:
        gone = after.standings(refs)

    assert standing.keys() == read.keys() == set(refs)
    assert gone == {}


def test_many_passages_can_be_asked_for_at_once(store: Store) -> None:
    refs = published(store, REFUNDS, "v1", *(f"Number {n}." for n in range(1_200)))

    with store.read() as reading:
        found = reading.live_passages([*refs, PassageId("unknown")])

    assert found.keys() == set(refs)
