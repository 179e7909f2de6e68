"""What must be quoted along with a unit so that it can be read by itself?"""

from dataclasses import dataclass

from handrail.domain.knowledge.model import Passage, Unit, UnitKind
from handrail.kernel.patterns import when_used

_LEANS_BACK = when_used(
    r"(?i:it|its|this|these|those|that|they|them|their|he|she|such|both|either|neither|here|"
    r"however|otherwise|instead|then|also|therefore|thus|additionally|furthermore|moreover|"
    r"in that case|"
    r"in this case|if so|if not|for example|for instance|note that|but|and|or|so)\b(?!-)"
)
_BETWEEN_ITEMS = when_used(r"[\s\-•*–]*")
_BULLET = when_used(r"[\s\-•*–]*\Z")
_MOST_STEPS = 30
_IN_LIST = (UnitKind.STEP, UnitKind.CODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Hold spans of one passage that are quoted together, in order."""

    passage: Passage
    spans: tuple[tuple[int, int], ...]

    @property
    def quotes(self) -> tuple[str, ...]:
        """Return each span's words, verbatim."""
        return tuple(self.passage.text[start:end] for start, end in self.spans)

    @property
    def text(self) -> str:
        """Return what is said to a customer."""
        return "\n".join(self.quotes)

    def holds(self, unit: int) -> bool:
        """Tell whether a unit stands inside."""
        span = self.passage.units[unit]
        return any(start <= span.start and span.end <= end for start, end in self.spans)


def excerpt_around(passage: Passage, at: int, *, whole_list: bool) -> Excerpt:
    """Return a unit with what it needs: its list's lead-in, its table's header, what `it` is."""
    unit = passage.units[at]
    match unit.kind:
        case UnitKind.STEP:
            return _of_step(passage, at, whole_list=whole_list)
        case UnitKind.ROW:
            return _with_lead(passage, _header_of(passage, at), (unit.start, unit.end))
        case UnitKind.CODE:
            return _of_code(passage, at)
        case UnitKind.SENTENCE:
            return _of_sentence(passage, at, whole_list=whole_list)


def _of_sentence(passage: Passage, at: int, *, whole_list: bool) -> Excerpt:
    first, last = at, at
    units = passage.units
    if _LEANS_BACK.match(_said(passage, units[at])) and _follows(passage, at):
        first = at - 1
    if _said(passage, units[at]).endswith(":") and at + 1 < len(units):
        last = _end_of_what_follows(passage, at, whole_list=whole_list)
    return Excerpt(passage=passage, spans=((units[first].start, units[last].end),))


def _end_of_what_follows(passage: Passage, at: int, *, whole_list: bool) -> int:
    following = passage.units[at + 1]
    if following.kind is UnitKind.STEP:
        first, last = run_of_steps(passage, at + 1)
        return last if whole_list or last - first < _MOST_STEPS else at
    return at + 1 if following.kind is UnitKind.CODE else at


def _of_step(passage: Passage, at: int, *, whole_list: bool) -> Excerpt:
    first, last = run_of_steps(passage, at)
    units = passage.units
    if not whole_list:
        return _with_lead(passage, _lead_in(passage, first), (units[at].start, units[at].end))
    lead = _lead_in(passage, first)
    start = lead[0] if lead else _with_bullet(passage, units[first].start)
    return Excerpt(passage=passage, spans=((start, units[last].end),))


def _of_code(passage: Passage, at: int) -> Excerpt:
    units = passage.units
    first = at - 1 if at and units[at - 1].kind is not UnitKind.ROW else at
    start = _with_bullet(passage, units[first].start)
    return Excerpt(passage=passage, spans=((start, units[at].end),))


def run_of_steps(passage: Passage, at: int) -> tuple[int, int]:
    """Return the first and last unit of the list that a step belongs to."""
    first = last = at
    while first and _joins(passage, first - 1):
        first -= 1
    while last + 1 < len(passage.units) and _joins(passage, last):
        last += 1
    while passage.units[first].kind is not UnitKind.STEP:
        first += 1
    return first, min(last, first + _MOST_STEPS - 1)


def _joins(passage: Passage, at: int) -> bool:
    """Tell whether a unit and the next one are items of one list."""
    here, following = passage.units[at], passage.units[at + 1]
    between = passage.text[here.end : following.start]
    return (
        here.kind in _IN_LIST
        and following.kind in _IN_LIST
        and _BETWEEN_ITEMS.fullmatch(between) is not None
    )


def _lead_in(passage: Passage, first: int) -> tuple[int, int] | None:
    if not first:
        return None
    before = passage.units[first - 1]
    is_lead = before.kind is UnitKind.SENTENCE and _said(passage, before).endswith(":")
    return (before.start, before.end) if is_lead else None


def _header_of(passage: Passage, at: int) -> tuple[int, int] | None:
    """Return the line above a table's first row, where it is no row itself."""
    first = at
    while first and passage.units[first - 1].kind is UnitKind.ROW:
        first -= 1
    above = passage.text[: passage.units[first].start].rstrip()
    start = above.rfind("\n") + 1
    taken = passage.units[first - 1].end if first else 0
    return (start, len(above)) if start >= taken and " | " in above[start:] else None


def _with_lead(passage: Passage, lead: tuple[int, int] | None, span: tuple[int, int]) -> Excerpt:
    return Excerpt(passage=passage, spans=(lead, span) if lead else (span,))


def _with_bullet(passage: Passage, start: int) -> int:
    """Return where the item's line starts, so that every item of a list keeps its mark."""
    line = passage.text.rfind("\n", 0, start) + 1
    return line if _BULLET.match(passage.text[line:start]) else start


def _follows(passage: Passage, at: int) -> bool:
    """Tell whether the unit before is a sentence of the same paragraph."""
    if not at or passage.units[at - 1].kind is not UnitKind.SENTENCE:
        return False
    return "\n\n" not in passage.text[passage.units[at - 1].end : passage.units[at].start]


def _said(passage: Passage, unit: Unit) -> str:
    return passage.text[unit.start : unit.end]
