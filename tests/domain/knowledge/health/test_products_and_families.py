"""Of many products a shop says one thing with many values: that is no contradiction."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from handrail.domain.knowledge.health.carried_on import LastCarried
from handrail.domain.knowledge.health.clash import Clash
from handrail.domain.knowledge.health.comparing import Difference, DifferenceKind
from handrail.domain.knowledge.health.contradictions import find_contradictions
from handrail.domain.knowledge.health.families import told_once
from handrail.domain.knowledge.health.model import Finding, Knowledge, Severity
from handrail.domain.knowledge.health.own_names import own_names, titled
from handrail.domain.knowledge.health.statements import Statement, statements_of
from tests.domain.knowledge.health.centre import a_centre

_TOPICS = {
    "fees": "The yearly service fee is €{}.",
    "cards": "Each {} account comes with a card of its own.",
    "closing": "You may close your {} account at any time.",
}
_AROUND = {
    f"about/{number}.md": f"# About us {number}\n\n{text}\n"
    for number, text in enumerate(
        (
            "Write to us whenever something is unclear.",
            "Our branch is open to visitors in the old harbour.",
            "A newsletter tells what is new every season.",
            "Colours on a screen are never quite those of a leaflet.",
            "Our staff help with every form that a visitor brings along.",
            "Letters are answered in the order in which they come.",
            "A branch is closed on public holidays.",
            "Visitors find a playground beside the entrance.",
            "Every form has a number in its upper corner.",
            "A leaflet about our history lies on the counter.",
        )
    )
}


def test_pages_of_two_products_may_give_two_prices() -> None:
    assert _found({**_product("Amber", 20), **_product("Cobalt", 35)}) == ()


def test_two_pages_of_one_product_may_not() -> None:
    again = {"more/amber.md": _page("Amber account in short", _TOPICS["fees"].format(35))}

    (found,) = _found({**_product("Amber", 20), **again})

    assert found.is_certain


def test_a_product_and_one_whose_name_is_longer_are_two() -> None:
    assert _found({**_product("Amber", 20), **_product("Amber Prime", 35)}) == ()


def test_the_name_of_the_site_tells_no_page_from_another() -> None:
    every = {path: text.replace("# About us", "# About Amber") for path, text in _AROUND.items()}
    one, other = "Amber Cobalt questions", "Amber answers"
    pages = {
        "one.md": _page(one, _TOPICS["fees"].format(20)),
        "two.md": _page(other, _TOPICS["fees"].format(35)),
    }

    assert len(find_contradictions(a_centre({**every, **pages}), None, None)) == 1


def test_a_capital_tells_no_name_where_every_noun_has_one() -> None:
    titles = ("Versand", "Rückgabe")
    pages = {
        f"{title}-{number}.md": _page(f"{title} und {other}", f"Der {title} dient dem {other}.")
        for title in titles
        for number, other in enumerate(("Kauf", "Wechsel", "Paket"))
    }
    apart = {
        "eins.md": _page("Versand", "Die Bearbeitung einer Anfrage dauert im Versand 3 Tage."),
        "zwei.md": _page("Rückgabe", "Die Bearbeitung einer Anfrage dauert in Rückgabe 5 Tage."),
    }

    assert _names_of(a_centre({**pages, **apart})) == frozenset()


def test_many_pages_with_a_value_each_are_one_question() -> None:
    pages = {
        f"page-{number}.md": _page("Good to know", _TOPICS["fees"].format(20 + number))
        for number in range(6)
    }

    (found,) = _found(pages)

    assert not found.is_certain
    assert found.severity is Severity.LOW
    assert found.why.startswith("6 articles give values of their own for it, such as €2")


def test_a_family_is_the_same_finding_when_another_of_its_pages_is_edited() -> None:
    pages = {
        f"page-{number}.md": _page("Good to know", _TOPICS["fees"].format(20 + number))
        for number in range(6)
    }
    again = {**pages, "page-4.md": _page("Good to know", _TOPICS["fees"].format(77))}
    more = {"page-9.md": _page("More", f"{_TOPICS['fees'].format(99)} It is due in spring.")}

    ids = [found.id for each in (pages, again, {**again, **more}) for found in _found(each)]

    assert len(ids) == 3
    assert len(set(ids)) == 1


def test_what_else_a_sentence_of_a_family_contradicts_is_told_beside_it() -> None:
    pages = {
        f"page-{number}.md": _page("Good to know", _TOPICS["fees"].format(20 + number))
        for number in range(6)
    }
    fees = [*statements_of(a_centre(pages).passages)]
    values = [
        _clash(one, other, DifferenceKind.VALUE, str(at), str(its))
        for (at, one), (its, other) in combinations(enumerate(fees), 2)
    ]
    denial = _clash(fees[0], fees[3], DifferenceKind.DENIAL, "so", "not so")

    told = [*told_once([*values, denial])]

    assert [clash.difference.kind for clash in told] == [
        DifferenceKind.DENIAL,
        DifferenceKind.VALUE,
    ]
    assert [clash.family and len(clash.family.articles) for clash in told] == [None, 6]


def test_a_chain_of_likely_ones_swallows_no_certain_contradiction() -> None:
    texts = [f"The yearly service fee is €{20 + number}." for number in range(7)]
    pages = {f"page-{n}.md": _page("Good to know", text) for n, text in enumerate(texts)}
    fees = [*statements_of(a_centre(pages).passages)]
    certain = _clash(fees[0], fees[1], DifferenceKind.VALUE, "14", "30")
    chain = [
        replace(
            _clash(one, other, DifferenceKind.VALUE, str(at), str(at + 1)),
            is_certain=False,
            is_weighed=True,
            chance=0.2,
        )
        for at, (one, other) in enumerate(pairwise(fees))
    ]

    assert certain in told_once([certain, *chain])


def test_every_family_of_the_same_pages_is_told() -> None:
    rows = ("Yearly service", "Cash withdrawal", "Overdrawn balance", "Lost card", "Paper letter")
    pages = {
        f"page-{number}.md": _table(
            *(f"{row} fee | €{at}{number}" for at, row in enumerate(rows, 1))
        )
        for number in range(6)
    }

    found = _found(pages)

    assert len(found) == len(rows)
    assert all(len(one.articles) == 6 for one in found)


@pytest.mark.parametrize("edit", ["another value", "put right", "gone", "one more"])
def test_a_check_of_what_changed_tells_a_family_as_a_check_of_everything_does(edit: str) -> None:
    pages = {
        f"page-{number}.md": _page("Good to know", _TOPICS["fees"].format(20 + number))
        for number in range(7)
    }
    before = a_centre({**_AROUND, **pages})
    match edit:
        case "another value":
            pages["page-3.md"] = _page("Good to know", f"{_TOPICS['fees'].format(77)} It is new.")
        case "put right":
            pages["page-0.md"] = _page("Good to know", _TOPICS["fees"].format(21))
        case "gone":
            del pages["page-0.md"]
        case _:
            pages["a-page.md"] = _page("Good to know", _TOPICS["fees"].format(99))
    after = a_centre({**_AROUND, **pages})
    changed = {one.id for one in (*before.articles, *after.articles)} - {
        one.id for one in before.articles if one in after.articles
    }
    memory = LastCarried()
    (found,) = find_contradictions(before, None, None, memory)

    (again,) = find_contradictions(after, changed, None, memory)

    assert again == find_contradictions(after, None, None)[0]
    assert again.id == found.id


def test_three_pages_with_a_value_each_are_three_contradictions() -> None:
    pages = {
        f"page-{number}.md": _page("Good to know", _TOPICS["fees"].format(20 + number))
        for number in range(3)
    }

    assert [found.is_certain for found in _found(pages)] == [True] * 3


@pytest.mark.parametrize(
    ("other", "is_certain"), [("Violin | €58 | 4 days", True), ("Violin | €65 | 4 days", False)]
)
def test_rows_of_which_every_value_differs_are_mostly_of_two_tables(
    other: str, is_certain: bool
) -> None:
    found = _found(
        {"one.md": _table("Violin | €58 | 2 days"), "two.md": _table(other)},
    )

    assert [finding.is_certain for finding in found] == [is_certain]


def test_of_one_range_and_many_pages_with_a_value_within_it_one_is_told() -> None:
    pages = {
        f"page-{number}.md": _page("Good to know", "Plan 2 days for a visit by boat.")
        for number in range(6)
    }
    ranged = {"range.md": _page("Questions", "Plan 2-6 days for a visit by boat.")}

    (found,) = _found({**pages, **ranged})

    assert "7 articles" in found.why


def _clash(
    one: Statement, other: Statement, kind: DifferenceKind, first: str, second: str
) -> Clash:
    difference = Difference(
        kind=kind, topic="price", first=first, second=second, shared=9.0, likeness=1.0
    )
    return Clash(one=one, other=other, difference=difference)


def _names_of(centre: Knowledge) -> frozenset[str]:
    pages = {one.id: titled(one.id, one.title, one.locale) for one in centre.articles}
    words = [word for one in centre.passages for word in one.text.split()]
    names = {word.lower(): word.istitle() for word in words}
    told = own_names(pages, dict.fromkeys(pages, frozenset()), names)
    return frozenset(name for own in told.values() for name in own)


def _product(name: str, fee: int) -> Mapping[str, str]:
    values = {"fees": str(fee)}
    return {
        f"{name.lower().replace(' ', '-')}/{topic}.md": _page(
            f"{name} account: {topic}", said.format(values.get(topic, name))
        )
        for topic, said in _TOPICS.items()
    }


def _page(title: str, text: str) -> str:
    return f"# {title}\n\n{text}\n"


def _table(*rows: str) -> str:
    columns = rows[0].count("|") + 1
    lines = ("| Item " + "| What " * (columns - 1) + "|", "|---" * columns + "|")
    return "\n".join(("# Prices", "", *lines, *(f"| {row} |" for row in rows), ""))


def _found(pages: Mapping[str, str]) -> tuple[Finding, ...]:
    return find_contradictions(a_centre({**_AROUND, **pages}), None, None)
