"""Word the brief of a handoff better while nobody has taken it: once, outside every transaction.

Whoever reads a brief never sees it change under their eyes, so one that was taken stays as it is.
"""

from dataclasses import replace

from handrail.domain.audit.model import AuditEntry
from handrail.domain.handoff.model import Brief, Handoff, HandoffId, HandoffState
from handrail.flow.desk_ports import DeskStore
from handrail.flow.write_brief import BriefPorts, brief_facts, worded_brief


def word_brief(ref: HandoffId, store: DeskStore, ports: BriefPorts) -> bool:
    """Let a model word a waiting handoff's brief; tell whether it was changed.

    Never raises for what a model does, nor where somebody took the handoff meanwhile.
    """
    with store.read() as reading:
        handoff = reading.handoff(ref)
        held = None if handoff is None else reading.conversation(handoff.conversation)
        if handoff is None or held is None or not _may_change(handoff):
            return False
        facts = brief_facts(held, reading, ports)

    assert handoff.brief is not None
    worded = worded_brief(handoff.brief, facts, ports)
    if worded == handoff.brief:
        return False
    return _kept(worded, handoff, store, ports)


def _kept(worded: Brief, seen: Handoff, store: DeskStore, ports: BriefPorts) -> bool:
    with store.decide() as tx:  # whoever takes it holds the conversation, too: one of us is first
        tx.hold_conversation(seen.conversation)
        now = tx.handoff(seen.id)
        if now is None or not _may_change(now) or now.brief != seen.brief:
            return False
        entry = AuditEntry(
            kind="handoff.brief_worded",
            actor="assistant",
            subject=seen.id,
            at=ports.clock.now(),
            facts={"writer": worded.writer},
        )
        tx.move_handoff(replace(now, brief=worded), entry)
    return True


def _may_change(handoff: Handoff) -> bool:
    return handoff.brief is not None and handoff.state is HandoffState.WAITING
