"""One of the staff looks for conversations: by what was said, who said it, and how they stand.

That somebody searched is written down, and how much was found; the words are not, for they may be a
customer's own, and the audit log never forgets (docs/decisions/0091).
"""

from dataclasses import dataclass

from handrail.domain.actions.model import StaffSession
from handrail.domain.decision.model import HandOffReason
from handrail.domain.handoff.handoff_json import handoff_as_json
from handrail.domain.handoff.model import Priority
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.inbox_ports import InboxFilter, InboxRead, Listed, ListedPage, Order, Said, View
from handrail.flow.pass_on import queues_of
from handrail.flow.staff_entry import staff_entry
from handrail.kernel.errors import BadInput, Unavailable

MOST_FOUND = 500
_LONGEST, _MOST_WORDS = 200, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxQuestion:
    """Say what somebody looks for; empty texts and None take all."""

    view: View = View.WAITING
    words: str = ""
    """Words that were said, an order number, a customer's id or a conversation's."""
    queue: str | None = None
    skill: str | None = None
    reason: HandOffReason | None = None
    priority: Priority | None = None
    channel: str | None = None
    language: str | None = None
    order: Order | None = None
    """None: the most urgent first of those that are open, the newest first of the others."""
    after: str | None = None
    """Where the page before ended."""
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPage:
    """Hold what was found."""

    page: ListedPage
    is_cut: bool = False
    """More was found than is listed, or not everything was looked through."""


def find_conversations(
    asked: InboxQuestion, staff: StaffSession, ports: DeskPorts, *, is_noted: bool = False
) -> InboxPage:
    """Return one page of the conversations that somebody looks for.

    `is_noted` is for a page that looks again by itself. Raises BadInput for more words than anybody
    needs, or for a place in the list that there is not.
    """
    if ports.inbox is None:
        raise Unavailable("Conversations cannot be looked through here.")
    words, wanted = _words(asked.words), _filter(asked, staff, ports)
    with ports.inbox().looking() as looking:
        found = looking.said(words, MOST_FOUND) if words else None
        page = _page(found, wanted, asked, looking)
    if found is not None and not is_noted and asked.after is None:
        facts = {"found": len(found.refs), "view": asked.view.value}
        with ports.store.decide() as tx:
            tx.note(staff_entry("inbox.searched", "inbox", staff, ports.clock, facts))
    return InboxPage(page=page, is_cut=found is not None and found.is_cut)


def _page(
    found: Said | None, wanted: InboxFilter, asked: InboxQuestion, looking: InboxRead
) -> ListedPage:
    if found is None:
        return looking.listed(wanted, asked.after, asked.limit)
    return looking.found(found.refs, wanted, asked.after, asked.limit)


def _words(text: str) -> tuple[str, ...]:
    words = tuple(text.split())
    if len(text) > _LONGEST or len(words) > _MOST_WORDS:
        raise BadInput(
            "That is more than can be looked for at once.",
            hint=f"Use at most {_MOST_WORDS} words and {_LONGEST} characters.",
        )
    return words


def _filter(asked: InboxQuestion, staff: StaffSession, ports: DeskPorts) -> InboxFilter:
    is_open = asked.view in {View.WAITING, View.MINE, View.OTHERS}
    return InboxFilter(
        view=asked.view,
        me=staff.staff,
        queues=_queues(asked, ports),
        reason=asked.reason,
        priority=asked.priority,
        channel=asked.channel,
        language=asked.language,
        order=asked.order or (Order.URGENT if is_open else Order.NEWEST),
    )


def _queues(asked: InboxQuestion, ports: DeskPorts) -> frozenset[str] | None:
    named = None if asked.queue is None else frozenset({asked.queue})
    if asked.skill is None:
        return named
    needing = frozenset(q.name for q in queues_of(ports) if asked.skill in q.skills)
    return needing if named is None else named & needing


def found_as_json(found: InboxPage) -> dict[str, object]:
    """Return a page of what was found, the same over HTTP and the command line."""
    return {
        "conversations": [_as_json(row) for row in found.page.rows],
        "next": found.page.next,
        "is_cut": found.is_cut,
    }


def _as_json(row: Listed) -> dict[str, object]:
    held = row.conversation
    return {
        "id": held.id,
        "state": held.state.value,
        "channel": held.channel,
        "site": held.site,
        "opened_at": held.opened_at.isoformat(),
        "is_simulated": held.is_simulated,
        "handoff": None if row.handoff is None else handoff_as_json(row.handoff),
    }
