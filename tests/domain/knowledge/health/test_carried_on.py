"""After an edit only those sentences are compared again that it can have touched."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from handrail.domain.knowledge.health.blocking import counted_keys
from handrail.domain.knowledge.health.carried_on import (
    Carried,
    carried_on,
    still_known,
    to_compare,
)
from handrail.domain.knowledge.health.clash import Clash
from handrail.domain.knowledge.health.comparing import Difference, DifferenceKind
from handrail.domain.knowledge.health.model import Knowledge
from handrail.domain.knowledge.health.other_words import likeliest
from handrail.domain.knowledge.health.statements import Statement, statements_of
from handrail.domain.knowledge.model import ArticleId
from tests.domain.knowledge.health.centre import a_centre

ROPES = (
    "Ropes hang in the western shed behind the crane, where every skipper who is known to the "
    "watchman may borrow one until the evening without paying anything."
)
LAMPS = (
    "Lamps burn along our northern pier from dusk on, so guests arriving late can read numbers of "
    "berths, while a torch lies inside that yellow box."
)
TIDES = (
    "Tides are written on a slate beside our office twice each day, together with wind, depth and "
    "whatever else sailors ask about before they leave."
)
GULLS = (
    "Gulls nest on top of an old granary during spring, hence its stairs stay shut for some weeks; "
    "visitors see them through telescopes instead."
)
MORE_ON_ROPES = (
    "Whoever brings a yacht buys new ropes by the metre, at prices which stand on the wall there, "
    "in five colours and three strengths."
)
CENTRE = {
    "a.md": f"# Harbour\n\n## Ropes\n\n{ROPES}\n\n## Lamps\n\n{LAMPS}\n",
    "b.md": f"# Shore\n\n## Tides\n\n{TIDES}\n",
}


def test_of_an_edited_article_only_the_new_passage_is_compared() -> None:
    before, _ = _all_compared(CENTRE)

    asked = _asked(CENTRE | {"a.md": CENTRE["a.md"].replace(LAMPS, GULLS)}, before)

    assert asked == [GULLS]


def test_what_shares_a_rare_word_with_what_came_or_went_is_compared_again() -> None:
    before, _ = _all_compared(CENTRE)

    came = _asked(CENTRE | {"a.md": f"{CENTRE['a.md']}\n\n## Berths\n\n{MORE_ON_ROPES}\n"}, before)

    assert came == [ROPES, MORE_ON_ROPES]


@pytest.mark.parametrize("head", ["# Marina", "---\nlocale: en-GB\n---\n# Harbour"])
def test_under_another_title_or_language_all_of_an_article_is_compared_again(head: str) -> None:
    before, _ = _all_compared(CENTRE)

    asked = _asked(CENTRE | {"a.md": CENTRE["a.md"].replace("# Harbour", head)}, before)

    assert asked == [ROPES, LAMPS]


def test_what_was_there_but_never_compared_is_compared_with_an_edit_of_its_article() -> None:
    knowledge = a_centre(CENTRE)
    ropes, lamps, tides = statements = tuple(statements_of(knowledge.passages))
    before = carried_on(statements, [2], (), Carried())

    asked = _asked(CENTRE, carried_on(statements, [], (), before))

    assert asked == [ropes.text, lamps.text]
    assert before.compared == {id(tides)}


def test_what_was_found_of_two_sentences_stays_until_one_of_them_goes() -> None:
    before, knowledge = _all_compared(CENTRE)
    ropes, _, tides = statements_of(knowledge.passages)
    before = _with(before, _a_clash(ropes, tides))

    kept = _after(CENTRE | {"a.md": CENTRE["a.md"].replace(LAMPS, GULLS)}, before)
    gone = _after(CENTRE | {"a.md": CENTRE["a.md"].replace(ROPES, GULLS)}, before)

    assert [(one.one.text, one.other.text) for one in kept.clashes] == [(ROPES, TIDES)]
    assert gone.clashes == ()


def test_what_is_compared_again_tells_itself_what_is_found_of_it() -> None:
    before, knowledge = _all_compared(CENTRE)
    statements = ropes, _, tides = tuple(statements_of(knowledge.passages))
    found = _a_clash(ropes, tides)

    now = carried_on(statements, [0], (found,), _with(before, _a_clash(ropes, tides)))

    assert now.clashes == (found,)


def test_of_what_was_found_over_many_edits_rivals_and_the_unlikely_are_not_told() -> None:
    ropes, lamps, tides = statements_of(a_centre(CENTRE).passages)
    plain = _a_clash(lamps, tides)
    likely, rival, weak = (
        replace(_a_clash(one, other), is_certain=False, is_weighed=True, chance=chance)
        for one, other, chance in ((ropes, tides, 0.9), (ropes, lamps, 0.6), (lamps, tides, 0.01))
    )

    assert list(likeliest([rival, plain, likely], 100)) == [plain, likely]
    assert list(likeliest([rival], 100)) == [rival]
    assert list(likeliest([weak], 100)) == []


def test_nothing_is_carried_on_where_something_came_that_nobody_told_of() -> None:
    before, _ = _all_compared(CENTRE)
    statements = tuple(statements_of(a_centre(CENTRE | {"c.md": f"# C\n\n{GULLS}\n"}).passages))

    assert still_known(before, statements, {ArticleId("help/a.md")}) == Carried()
    assert still_known(before, statements, {ArticleId("help/c.md")}) is before
    assert still_known(before, statements, None) == Carried()


def _all_compared(texts: Mapping[str, str]) -> tuple[Carried, Knowledge]:
    knowledge = a_centre(texts)
    statements = tuple(statements_of(knowledge.passages))
    return carried_on(statements, range(len(statements)), (), Carried()), knowledge


def _asked(texts: Mapping[str, str], before: Carried) -> list[str]:
    """Return what is compared again once help/a.md is edited."""
    knowledge = a_centre(texts)
    statements = tuple(statements_of(knowledge.passages))
    changed = {ArticleId("help/a.md")}
    counts = counted_keys(statements)
    return [statements[at].text for at in to_compare(statements, changed, counts, before)]


def _after(texts: Mapping[str, str], before: Carried) -> Carried:
    knowledge = a_centre(texts)
    statements = tuple(statements_of(knowledge.passages))
    asked = [at for at, one in enumerate(statements) if id(one) not in before.seen]
    return carried_on(statements, asked, (), before)


def _with(carried: Carried, clash: Clash) -> Carried:
    return replace(carried, clashes=(clash,))


def _a_clash(one: Statement, other: Statement) -> Clash:
    found = Difference(
        kind=DifferenceKind.DENIAL, topic="", first="", second="", shared=9.0, likeness=1.0
    )
    return Clash(one=one, other=other, difference=found)
