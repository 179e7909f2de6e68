"""What serves a subcategory of the NIST AI RMF is listed from the code, and each row holds."""

from handrail.domain.actions.gate import GATE_CHECKS
from handrail.domain.actions.nist import CHECKS_SERVE, SUBCATEGORIES
from scripts.render_nist import PAGE, ROOT, page, servings


def test_the_page_is_the_code_s() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m scripts.render_nist`"


def test_every_check_of_the_gate_names_what_it_serves() -> None:
    assert list(CHECKS_SERVE) == [check.__name__ for check in GATE_CHECKS]


def test_every_row_names_files_that_are_there_and_a_test() -> None:
    rows = list(servings())

    gone = [
        path for row in rows for path in (row.where, row.shown_by) if not (ROOT / path).is_file()
    ]
    untested = [
        row.shown_by
        for row in rows
        if "def test_" not in (ROOT / row.shown_by).read_text(encoding="utf-8")
    ]

    assert gone == []
    assert untested == []


def test_every_subcategory_is_served_and_none_but_those() -> None:
    assert {row.subcategory for row in servings()} == set(SUBCATEGORIES)
