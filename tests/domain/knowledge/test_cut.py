from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.domain.knowledge.cut import CutRules, cut, retrieval_text
from handrail.domain.knowledge.model import Block, BlockKind
from handrail.domain.knowledge.tokens import count_tokens
from tests.domain.knowledge.articles import an_article, code, heading, lines, quotes, said, words

_FILLING = "This sentence only fills the page with a number of words. "


def test_a_passage_carries_its_headings_but_not_the_title_twice() -> None:
    article = an_article(
        heading(1, "Help"),
        said("Hello."),
        heading(2, "Bills"),
        heading(3, "VAT"),
        said(_FILLING * 3),
    )

    first, second = cut(article)

    assert (first.headings, first.anchor) == ((), "")
    assert (second.headings, second.anchor) == (("Bills", "VAT"), "vat")
    assert retrieval_text(second).startswith("Help\nBills > VAT\nThis sentence")


def test_what_is_carried_along_can_be_varied() -> None:
    (passage,) = cut(an_article(heading(2, "Bills"), said("Paid monthly.")))

    assert retrieval_text(passage, CutRules(carry_title=False)) == "Bills\nPaid monthly."
    assert retrieval_text(passage, CutRules(carry_headings=False)) == "Help\nPaid monthly."


def test_a_heading_at_the_same_level_ends_the_one_before() -> None:
    passages = cut(
        an_article(heading(2, "A"), said(_FILLING * 3), heading(2, "B"), said(_FILLING * 4))
    )

    assert [passage.headings for passage in passages] == [("A",), ("B",)]


def test_an_introduction_stays_with_its_list() -> None:
    steps = lines(BlockKind.LIST, *(f"{n}. Do the thing number {n}." for n in range(1, 9)))
    passages = cut(an_article(said(_FILLING * 15), said("To cancel a plan:"), steps))

    assert passages[-1].text.startswith("To cancel a plan:\n\n1. Do")
    assert quotes(passages[-1])[:2] == ["To cancel a plan:", "1. Do the thing number 1."]


def test_a_list_of_up_to_twice_the_target_is_kept_whole() -> None:
    steps = lines(BlockKind.LIST, *(f"{n}. {_FILLING.strip()}" for n in range(1, 25)))

    passages = cut(an_article(steps))

    assert len(passages) == 1


def test_a_table_that_is_too_long_is_divided_between_rows_and_repeats_its_header() -> None:
    rows = [f"Plan {n} | {_FILLING.strip()}" for n in range(60)]

    passages = cut(an_article(lines(BlockKind.TABLE, *rows, header="Plan | What")))

    assert len(passages) > 3
    assert all(passage.text.startswith("Plan | What\nPlan ") for passage in passages)
    assert [quote for passage in passages for quote in quotes(passage)] == rows


def test_code_is_kept_whole_and_divided_between_lines_when_it_must_be() -> None:
    whole = code("\n".join(f"run --number {n}" for n in range(20)))
    long = code("\n".join(f"  run --number {n}" for n in range(400)))

    assert [passage.text for passage in cut(an_article(whole))] == [whole.text]
    assert "\n".join(passage.text for passage in cut(an_article(long))) == long.text


def test_short_neighbours_are_joined_under_their_parent_and_questions_are_not() -> None:
    small = (heading(2, "Ports"), heading(3, "In"), said("443."), heading(3, "Out"), said("80."))
    asked = (heading(3, "Which port?"), said("443."), heading(3, "Why so?"), said("Custom."))

    (joined,) = cut(an_article(*small))
    apart = cut(an_article(*asked))

    assert (joined.headings, joined.text) == (("Ports",), "In\n443.\n\nOut\n80.")
    assert quotes(joined) == ["443.", "80."]
    assert [passage.headings for passage in apart] == [("Which port?",), ("Why so?",)]


def test_ids_survive_edits_elsewhere_and_tell_twins_apart() -> None:
    twins = (heading(2, "A?"), said("Same."), heading(2, "A?"), said("Same."))
    before = cut(an_article(*twins))
    after = cut(an_article(heading(2, "New?"), said("First."), *twins))

    assert before[0].id != before[1].id
    assert [passage.id for passage in after[1:]] == [passage.id for passage in before]
    assert before[0].version != after[1].version


def test_the_same_text_in_another_article_has_another_id() -> None:
    (first,), (second,) = cut(an_article(said("A."))), cut(an_article(said("A."), path="b.md"))

    assert first.id != second.id


def test_no_passage_is_far_longer_than_asked_even_without_a_border() -> None:
    endless = an_article(said("word " * 5_000), said("x" * 20_000), code("y" * 20_000))

    passages = cut(endless, CutRules(target_tokens=100, max_tokens=200))

    assert max(count_tokens(passage.text) for passage in passages) <= 260


def test_thousands_of_tiny_paragraphs_are_packed() -> None:
    passages = cut(an_article(*(said("a") for _ in range(5_000))))

    assert 5 < len(passages) < 100


_BLOCK = st.one_of(
    st.text(alphabet="ab .!?\u3002\n1:", min_size=1, max_size=300)
    .map(lambda text: " ".join(text.split()) or "x")
    .map(said),
    st.lists(st.text(alphabet="ab .", min_size=1, max_size=80), min_size=1, max_size=30).map(
        lambda texts: lines(BlockKind.LIST, *(" ".join(text.split()) or "x" for text in texts))
    ),
    st.text(alphabet="ab \n", min_size=1, max_size=300).map(lambda text: code(text.strip() or "x")),
    st.integers(1, 6).map(lambda level: heading(level, f"Part {level}")),
)


@settings(deadline=None, max_examples=150)
@given(blocks=st.lists(_BLOCK, max_size=25), target=st.integers(5, 200))
def test_units_lie_inside_in_order_and_lose_no_word(blocks: list[Block], target: int) -> None:
    rules = CutRules(target_tokens=target, max_tokens=target * 2, min_tokens=0)

    passages = cut(an_article(*blocks), rules)

    for passage in passages:
        borders = [border for unit in passage.units for border in (unit.start, unit.end)]
        assert borders == sorted(borders)
        assert all(0 <= border <= len(passage.text) for border in borders)
        assert all(quote == quote.strip() or "\n" in quote for quote in quotes(passage))
    shown = [block.text for block in blocks if block.kind is not BlockKind.HEADING]
    quoted = [quote for passage in passages for quote in quotes(passage)]
    assert "".join(words(quoted)) == "".join(words(shown))
    assert len({passage.id for passage in passages}) == len(passages)


def test_the_scope_of_an_article_goes_into_its_passages() -> None:
    article = replace(an_article(said("A.")), product="App", site="shop", url="https://example.org")

    (passage,) = cut(article)

    assert (passage.product, passage.site, passage.url) == ("App", "shop", "https://example.org")
