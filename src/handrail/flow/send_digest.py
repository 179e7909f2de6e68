"""Tell the staff, once a day or week, what got worse and what is wrong with the articles.

A digest that did not come through is tried again at the next look. After a crash between sending
and noting it may come twice; it never goes missing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.domain.knowledge.health.counted import counted_by_kind
from handrail.domain.knowledge.health.model import STANDING, KeptFinding
from handrail.flow.health_ports import FindingsRead, HealthStore
from handrail.flow.parcels import NotTaken, Taken
from handrail.kernel.clock import Clock

SENT = "knowledge.digest_sent"
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Hold what the staff are told; it holds nothing personal."""

    subject: str
    text: str
    link: str | None


class DigestSink(Protocol):
    """Take a digest to where somebody reads it. Never raises for what happens there."""

    def send_digest(self, digest: Digest) -> Taken | NotTaken:
        """Try once."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPorts:
    """Hold what sending digests needs from outside."""

    store: HealthStore
    sinks: Sequence[DigestSink]
    clock: Clock
    every: timedelta | None
    """None: nobody wants one."""
    console: str | None = None
    """Address under which the staff reach the console."""
    got_worse: Callable[[], Sequence[str]] = tuple
    """Return one line for each alert of quality that is open."""


def send_digest(ports: DigestPorts) -> str | None:
    """Send a digest where one is due; return what came of it, None where none was due."""
    if ports.every is None or not ports.sinks:
        return None
    now = ports.clock.now()
    with ports.store.read() as reading:
        last = reading.newest_entry(SENT)
        if last is not None and last.at + ports.every > now:
            return None
        digest = digest_of(reading, last, ports)
    if digest is None:
        return None
    for sink in ports.sinks:
        came = sink.send_digest(digest)
        if isinstance(came, NotTaken):
            return f"The digest of findings was not sent: {came.why}"
    entry = AuditEntry(kind=SENT, actor="system", subject="knowledge", at=now)
    with ports.store.decide() as writing:
        writing.note(entry)
    return f"Sent a digest: {digest.subject}"


def digest_of(reading: FindingsRead, last: AuditEntry | None, ports: DigestPorts) -> Digest | None:
    """Return what there is to tell since the last digest, or None where nothing stands."""
    standing, worse = reading.findings(STANDING), tuple(ports.got_worse())
    if not standing and not worse:
        return None
    new = [held for held in standing if last is None or held.first_seen > last.at]
    parts = [_worse_lines(worse)] if worse else []
    subjects = [f"{len(worse)} got worse"] if worse else []
    if standing:
        parts.append(_finding_lines(standing, new))
        subjects.append(f"{len(standing)} findings in your help centre, {len(new)} new")
    page = "quality" if worse else "findings"
    link = None if ports.console is None else f"{ports.console.rstrip('/')}/{page}"
    return Digest(subject="; ".join(subjects), text="\n\n".join(parts), link=link)


def _worse_lines(worse: Sequence[str]) -> str:
    return "\n".join(["Got worse by more than chance explains:", "", *(f"- {w}" for w in worse)])


def _finding_lines(standing: Sequence[KeptFinding], new: Sequence[KeptFinding]) -> str:
    counted = counted_by_kind(held.finding for held in standing)
    lines = [
        f"Your articles have {counted}. {len(new)} new since the last digest.",
        "",
        *(_line(held) for held in (new or standing)[:_SHOWN]),
    ]
    return "\n".join(lines)


def _line(held: KeptFinding) -> str:
    shown = f", shown in {held.exposure} conversations" if held.exposure else ""
    owner = held.owner or "nobody's"
    return f"- {held.finding.articles[0] if held.finding.articles else 'no article'}: " + (
        f"{held.finding.why} ({held.severity.value}, {owner}{shown})"
    )
