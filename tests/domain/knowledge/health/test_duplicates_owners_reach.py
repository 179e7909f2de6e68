"""What is said twice, looked after by nobody, or led to by nothing."""

from handrail.domain.knowledge.health.duplicates import find_duplicates
from handrail.domain.knowledge.health.model import Use
from handrail.domain.knowledge.health.owners import find_unowned
from handrail.domain.knowledge.health.reachable import find_unreachable
from handrail.domain.knowledge.model import ArticleId
from tests.domain.knowledge.health.centre import a_centre, subjects

LONG = " ".join(
    f"Part {n} says what the {word} of an order is, where it stands and who may change it."
    for n, word in enumerate(["address", "price", "weight", "colour", "carrier", "state", "owner"])
)


def test_two_articles_of_the_same_words_are_reported_once_with_what_both_say() -> None:
    texts = {
        "orders.md": f"# Orders\n\n{LONG} More of it.\n",
        "changing.md": f"# Changing things\n\n{LONG} And something else entirely.\n",
        "other.md": "# Other\n\nNothing of that.\n",
    }

    (found,) = find_duplicates(a_centre(texts))

    assert found.articles == ("help/changing.md", "help/orders.md")
    assert len({quote.text for quote in found.quotes}) == 1


def test_there_are_reasons_to_say_the_same_twice() -> None:
    twice = {
        "v1/orders.md": f"# Orders\n\n{LONG}\n",
        "v2/orders.md": f"# Orders\n\n{LONG}\n",
    }
    kinds = {
        "c.md": f"# Build a C project\n\n{LONG}\n",
        "d.md": f"# Build a Rust project\n\n{LONG}\n",
    }
    parts = {"_includes/a.md": f"# Orders\n\n{LONG}\n", "a.md": f"# Orders\n\n{LONG}\n"}
    staff = {
        "a.md": f"# Orders\n\n{LONG}\n",
        "b.md": f"---\naudience: internal\n---\n# Orders\n\n{LONG}\n",
    }

    assert [find_duplicates(a_centre(texts)) for texts in (twice, kinds, parts, staff)] == [()] * 4


def test_a_notice_on_many_articles_makes_none_of_them_a_duplicate() -> None:
    texts = {f"{n}.md": f"# Number {n}\n\n{LONG}\n" for n in range(8)}

    assert find_duplicates(a_centre(texts)) == ()


def test_what_was_edited_since_the_last_look_is_read_anew() -> None:
    texts = dict.fromkeys(("a.md", "b.md"), f"# Orders\n\n{LONG}\n")
    edited = texts | {"b.md": "# Orders\n\nNothing of that any more.\n"}

    assert len(find_duplicates(a_centre(texts))) == 1
    assert find_duplicates(a_centre(edited)) == ()
    assert len(find_duplicates(a_centre(texts))) == 1


def test_an_article_lacks_an_owner_only_where_others_have_one() -> None:
    named = {
        "a.md": "---\nowner: kim\n---\n# A\n\nText.\n",
        "b.md": "# B\n\nText.\n",
    }

    assert subjects(find_unowned(a_centre(named))) == [("b.md", "owner")]
    assert find_unowned(a_centre({"b.md": "# B\n\nText.\n"})) == ()


def test_an_article_that_nothing_leads_to_is_reported_unless_customers_found_it() -> None:
    texts = {f"help/{n}.md": f"# {n}\n\n[next]({(n + 1) % 20}.md)\n" for n in range(20)}
    texts |= {"help/lost.md": "# Lost\n\nText.\n", "help/index.md": "# Start\n\nText.\n"}
    centre = a_centre(texts)
    asked = {ArticleId("help/help/lost.md"): Use(shown=1)}

    assert subjects(find_unreachable(centre)) == [("help/lost.md", "links")]
    assert find_unreachable(a_centre(texts, use=asked)) == ()


def test_what_another_article_takes_in_is_reached() -> None:
    texts = {f"help/{n}.rst": f"{n}{n}\n==\n\n:doc:`{(n + 1) % 20}`\n" for n in range(20)}
    texts["help/0.rst"] = "00\n==\n\n.. include:: part.rst\n\n:doc:`1`\n"
    texts["help/part.rst"] = "Part\n====\n\nText.\n"

    assert find_unreachable(a_centre(texts)) == ()


def test_where_articles_hardly_link_to_each_other_nothing_is_unreachable() -> None:
    texts = {f"help/{n}.md": f"# {n}\n\nText.\n" for n in range(5)}

    assert find_unreachable(a_centre(texts)) == ()
