"""A person allows a mass deletion that was held back; the next sync carries it out."""

from dataclasses import replace

from handrail.domain.audit.model import AuditEntry
from handrail.domain.knowledge.model import SourceName
from handrail.domain.knowledge.source_state import HeldDeletion
from handrail.flow.ports import Store
from handrail.kernel.clock import Clock
from handrail.kernel.errors import Conflict, NotFound


def allow_deletion(
    source: SourceName, actor: str, store: Store, clock: Clock, *, seen: str | None = None
) -> HeldDeletion:
    """Allow exactly the deletion that is held; `seen` is the digest of the one a person looked at.

    Raises NotFound where none is held, and Conflict where another is held than was seen.
    """
    with store.write() as writing:
        state = writing.source_state(source)
        if state.held is None:
            raise NotFound(f"The source {source!r} holds back no deletion.")
        if seen not in (None, state.held.digest):
            raise Conflict(
                f"What {source!r} holds back has changed meanwhile.", hint="Look at it again."
            )
        entry = AuditEntry(
            kind="knowledge.deletion_allowed",
            actor=actor,
            subject=source,
            at=clock.now(),
            facts={"articles": len(state.held.articles), "digest": state.held.digest},
        )
        missing = tuple(writing.missing_articles(source).values())
        writing.save_source_state(replace(state, allowed=state.held.digest), missing, entry)
    return state.held
