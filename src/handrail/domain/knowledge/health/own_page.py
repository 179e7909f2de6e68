"""Does a sentence speak of the page that it stands on, rather than of what the page is about?"""

from handrail.domain.knowledge.health.facts import ValueKind
from handrail.domain.knowledge.health.statements import Statement
from handrail.kernel.patterns import when_used

_OF_ITSELF = when_used(
    r"(?:this|these|the following)\b|(?:version )?effective date|"
    r"last (?:updated|modified|reviewed)|"
    r"(?:published|posted|updated|created|revised) (?:on|at|in)\b|schedule\b",
    2,
)


def is_of_its_page(statement: Statement) -> bool:
    """Tell whether a sentence speaks of its own page, or only leads to what follows."""
    text = statement.text.rstrip()
    return bool(_OF_ITSELF.match(text)) or text.endswith(":") or _is_a_caption(statement)


def _is_a_caption(statement: Statement) -> bool:
    """Tell whether it only counts what is shown beside it: `Four jobs that run tests`."""
    first, second = statement.tokens[:2]
    is_counted = first.value is not None and first.value.kind is ValueKind.COUNT
    return is_counted and _RELATES.match(statement.text, second.start) is not None


_RELATES = when_used(r"(?:\w+ ){1,3}(?:that|which)\b", 2)
