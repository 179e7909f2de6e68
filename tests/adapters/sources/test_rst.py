from handrail.adapters.sources.documents import read_document
from handrail.domain.knowledge.model import Audience
from tests.adapters.sources.documents import blocks, items, the_list


def test_sections_lists_tables_and_code_are_told_apart() -> None:
    text = """Plans
=====

Choose **one**.

Prices
------

1. Open it.
2. Select ``Pro``.

====  =====
Plan  Price
====  =====
Pro   9
====  =====

.. code-block:: sh

   run  it
"""

    read = read_document("a.rst", text.encode())

    assert [(block.kind.value, block.level, block.text) for block in read.blocks] == [
        ("heading", 1, "Plans"),
        ("paragraph", 0, "Choose one."),
        ("heading", 2, "Prices"),
        ("list", 0, "1. Open it.\n2. Select Pro."),
        ("table", 0, "Plan | Price\nPro | 9"),
        ("code", 0, "run  it"),
    ]


def test_what_only_sphinx_knows_is_read_without_a_word_of_complaint() -> None:
    text = """Setup
=====

.. include:: /etc/passwd

.. raw:: html

   <b>no</b>

.. strange:thing:: An argument
   :option: 1

   See :doc:`the guide </a/guide>`, :ref:`a/b:some place` and :kbd:`Ctrl`.

.. tab:: On the phone

   Tap |more-icon| **Pay**.

   Inside
   ------

   Still read.
"""

    assert blocks("a.rst", text) == [
        ("heading", "Setup"),
        ("paragraph", "An argument"),
        ("paragraph", "See the guide, some place and Ctrl."),
        ("paragraph", "On the phone"),
        ("paragraph", "Tap Pay."),
        ("heading", "Inside"),
        ("paragraph", "Still read."),
    ]


def test_a_rule_whose_heading_is_gone_is_no_text() -> None:
    assert blocks("a.rst", "A\n=\n\n~~~~~~\n\nText.\n") == [
        ("heading", "A"),
        ("paragraph", "Text."),
    ]


def test_nested_items_can_be_quoted_one_by_one() -> None:
    found = the_list("a.rst", "- One\n\n  - Two\n\n- Three\n")

    assert items(found) == ["One", "Two", "Three"]


def test_fields_that_open_a_document_speak_about_it() -> None:
    front = read_document("a.rst", b":audience: internal\n:owner: Ada\n\nText.\n").front_matter

    assert (front.audience, front.owner) == ("internal", "Ada")


def test_fields_right_below_the_title_are_front_matter_and_never_text() -> None:
    raw = b"Title\n=====\n\n:audience: internal\n:owner: care\n\nSecret limits.\n"

    read = read_document("limits.rst", raw)

    assert read.front_matter.audience is Audience.INTERNAL
    assert read.front_matter.owner == "care"
    assert [block.text for block in read.blocks] == ["Title", "Secret limits."]
