"""The table of error codes, and its page."""

from pathlib import Path

from handrail.kernel import errors
from handrail.kernel.errors import BadInput, HandrailError, Unavailable
from handrail.web.api.errors import STATUS, explained

PAGE = Path(__file__).parents[3] / "docs/reference/http.md"


def test_every_code_is_on_the_page_with_its_status() -> None:
    rows = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]

    missing = [
        code
        for code, status in STATUS.items()
        if not any(f"`{code}`" in row and f"| {status} |" in row for row in rows)
    ]

    assert missing == []


def test_every_error_that_can_pass_by_itself_has_a_status() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    outside = [
        kind.code for kind in kinds if issubclass(kind, Unavailable) and kind is not HandrailError
    ]

    assert [code for code in outside if STATUS.get(code) != 503] == []
    assert STATUS[BadInput.code] == 422


def test_a_nested_field_is_named_by_its_path() -> None:
    fault = {"loc": ("body", "a", 0, "b"), "type": "missing", "msg": "Field required"}

    assert explained([fault]) == "Field 'a.0.b' is missing."
