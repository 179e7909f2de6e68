"""Which links are reported: those that lead nowhere by every reading, and no others."""

from collections.abc import Mapping

import pytest

from handrail.domain.knowledge.health.links import find_broken_links
from handrail.domain.knowledge.health.model import Severity
from handrail.domain.knowledge.model import SourceName
from tests.domain.knowledge.health.centre import a_centre, subjects

REFUNDS = "# Refunds\n\n## How long it takes\n\nA refund takes 5 days.\n"
HELP = SourceName("help")


def reported(text: str, beside: Mapping[str, str] | None = None) -> list[str]:
    """Return what is reported of one article in a centre with an article on refunds."""
    texts = {"billing/refunds.md": REFUNDS, "billing/asking.md": f"# Asking\n\n{text}\n"}
    found = find_broken_links(a_centre(texts | dict(beside or {})))
    return [subject for path, subject in subjects(found) if path == "billing/asking.md"]


@pytest.mark.parametrize(
    "link",
    [
        "refunds.md",
        "./refunds.md",
        "refunds",
        "../billing/refunds.md",
        "../refunds/",
        "Refunds.md",
        "refunds.md#how-long-it-takes",
        "refunds.md?plain=1#how-long-it-takes",
        "refunds#How%20long%20it%20takes",
        "#asking",
        "#top",
        "https://elsewhere.example/refunds",
        "mailto:help@shop.example",
        "tel:+44123",
        "//elsewhere.example/a",
        "{{ site.url }}/refunds",
        "../../outside/of/the/folder.md",
        "/somewhere/on/the/site",
        "refunds.md#/tab/2",
    ],
)
def test_what_leads_somewhere_or_cannot_be_known_is_not_reported(link: str) -> None:
    assert reported(f"See [the refunds]({link}).") == []


@pytest.mark.parametrize(
    "link", ["refund.md", "../gone.md", "gone", "refunds.md#how-much", "#nowhere", "setup/gone.md"]
)
def test_what_leads_nowhere_is_reported_with_the_sentence_it_stands_in(link: str) -> None:
    texts = {"billing/refunds.md": REFUNDS, "billing/asking.md": f"# Asking\n\nSee [it]({link}).\n"}

    (found,) = find_broken_links(a_centre(texts))

    assert found.subject == f"page:{link}"
    assert [quote.text for quote in found.quotes] == ["See it."]


def test_a_page_that_moved_is_suggested() -> None:
    (found,) = find_broken_links(
        a_centre({"billing/refunds.md": REFUNDS, "start.md": "# Start\n\n[Refunds](refunds.md)\n"})
    )

    assert "Perhaps billing/refunds.md is meant." in found.why
    assert found.severity is Severity.MEDIUM


def test_a_renamed_heading_is_suggested() -> None:
    texts = {"a.md": "# A\n\n[When](b.md#how-long-it-take)\n", "b.md": REFUNDS}

    (found,) = find_broken_links(a_centre(texts))

    assert "“How long it takes” is meant" in found.why
    assert found.severity is Severity.LOW


def test_an_address_of_the_site_is_judged_where_most_others_lead_to_articles() -> None:
    texts = {f"content/guide/step{n}.md": f"# Step {n}\n\nText.\n" for n in range(4)}
    links = " ".join(f"[{n}](/docs/guide/step{n})" for n in (*range(4), 7))
    texts["start.md"] = f"# Start\n\n{links} [other](/pricing/enterprise)\n"

    found = find_broken_links(a_centre(texts))

    assert subjects(found) == [("start.md", "page:/docs/guide/step7")]


def test_an_article_is_found_under_every_address_that_it_claims() -> None:
    texts = {
        "a.md": "---\npermalink: /user/billing/\naliases:\n - /old/billing\n---\n# A\n\nText.\n",
        "b.md": "# B\n\n[one](/user/billing) [two](/old/billing/) [three](/user/billing#a)\n",
    }

    assert find_broken_links(a_centre(texts)) == ()


def test_a_link_to_the_own_host_is_one_within_the_site() -> None:
    texts = {
        f"{name}.md": f"---\nurl: https://help.example/{name}\n---\n# {name}\n\nText.\n"
        for name in ("one", "two", "three")
    }
    texts["start.md"] = (
        "# Start\n\n[1](https://help.example/one) [2](https://help.example/two#two) "
        "[3](https://help.example/one#gone) [4](https://elsewhere.example/x)\n"
    )

    centre = a_centre(texts)

    assert subjects(find_broken_links(centre)) == [
        ("start.md", "page:https://help.example/one#gone")
    ]


def test_half_an_address_leads_elsewhere_and_stops_no_check() -> None:
    centre = a_centre(
        {
            "a.md": "---\nurl: https://help.example/a\nredirect_from: //[half\n---\n# A\n\nText.\n",
            "b.md": '# B\n\nSee <a href="https://[half">this</a> and [that](gone.md).\n',
        }
    )

    assert subjects(find_broken_links(centre)) == [("b.md", "page:gone.md")]


def test_a_missing_picture_is_reported_where_pictures_lie_beside_the_articles() -> None:
    texts = {"a.md": "# A\n\nText ![here](img/one.png) ![there](img/two.png) ![x](/img/gone.png)\n"}
    beside = {HELP: frozenset({"a.md", "img/one.png"})}

    found = find_broken_links(a_centre(texts, files=beside))
    elsewhere = find_broken_links(a_centre(texts))

    assert [f.subject for f in found] == ["picture:img/two.png", "picture:/img/gone.png"]
    assert elsewhere == ()


def test_links_in_tags_and_components_are_read_and_those_in_code_are_not() -> None:
    text = (
        '# A\n\n<a id="here"></a> <a href="gone-a.md">a</a> <Card href="gone-b" /> [x](#here)\n\n'
        "`[c](gone-c.md)`\n\n```\n[d](gone-d.md)\n```\n\n<!-- [e](gone-e.md) -->\n"
    )

    found = find_broken_links(a_centre({"a.md": text}))

    assert [f.subject for f in found] == ["page:gone-a.md", "page:gone-b"]


def test_sphinx_documents_and_labels_are_followed() -> None:
    texts = {
        "index.rst": (
            "Start\n=====\n\n.. toctree::\n\n   guide/setup\n   Gone <guide/gone>\n\nText.\n"
        ),
        "guide/setup.rst": (
            ".. _set-up:\n\nSet up\n======\n\nSee :ref:`set-up`, :ref:`Set up`, :doc:`/index`, "
            ":ref:`index:Start`, :ref:`nowhere`, :ref:`guide/lost:Part` and :doc:`lost`.\n"
        ),
    }

    found = find_broken_links(a_centre(texts))

    assert subjects(found) == [
        ("guide/setup.rst", "label:nowhere"),
        ("guide/setup.rst", "document:/guide/lost"),
        ("guide/setup.rst", "document:lost"),
        ("index.rst", "document:guide/gone"),
    ]


def test_a_web_page_is_judged_by_its_links_ids_and_pictures() -> None:
    texts = {
        "a.html": (
            '<main><h1 id="top-of">A</h1><p><a href="b.html#part">b</a> <a href="b.html#no">no</a>'
            ' <a href="c.html">c</a></p><img src="x.png"></main>'
        ),
        "b.html": '<main><h1>B</h1><p id="part">Text of the part.</p></main>',
    }
    files = {HELP: frozenset({"a.html", "b.html", "y.png"})}

    found = find_broken_links(a_centre(texts, files=files))

    assert [f.subject for f in found] == ["page:b.html#no", "page:c.html", "picture:x.png"]


def test_a_place_on_a_page_that_takes_other_files_in_cannot_be_judged() -> None:
    texts = {
        "a.md": "# A\n\n[x](b.md#levels) [y](c.md#levels)\n",
        "b.md": "# B\n\nText.\n\n{% include parts/levels.md %}\n",
        "c.md": "# C\n\nText.\n",
    }

    assert subjects(find_broken_links(a_centre(texts))) == [("a.md", "page:c.md#levels")]
