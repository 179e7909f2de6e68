"""A process starts with other settings or policies than the one before: that is written down."""

from collections.abc import Mapping

from handrail.domain.audit.model import AuditEntry
from handrail.flow.ports import Store
from handrail.kernel.clock import Clock
from handrail.kernel.ids import digest

_KIND = "settings.changed"


def note_settings(sections: Mapping[str, str], store: Store, clock: Clock) -> tuple[str, ...]:
    """Write down which sections are not as the last entry says; return their names.

    The entry holds a hash per section, never a value: a setting may be a secret.
    """
    now = {name: digest(text) for name, text in sorted(sections.items())}
    with store.read() as reading:
        last = reading.newest_entry(_KIND)
    before = {} if last is None else dict(last.facts)
    changed = tuple(name for name, held in now.items() if before.get(name) != held)
    gone = tuple(name for name in before if name != "changed" and name not in now)
    if not changed and not gone:
        return ()
    facts = {**now, "changed": ", ".join(changed + gone)}
    entry = AuditEntry(
        kind=_KIND, actor="operator", subject="settings", at=clock.now(), facts=facts
    )
    with store.write() as writing:
        writing.note(entry)
    return changed + gone
