"""An article is sent or taken back over HTTP: kept, and answered from, before the sender hears."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handrail.domain.actions.model import Role, StaffSession
from handrail.domain.knowledge.effective import article_id, version_of
from handrail.domain.knowledge.kept import KeptDocument
from handrail.domain.knowledge.model import ArticleId, Skipped, SourceName, SyncReport, VersionId
from handrail.flow.decide_approval import actor_of
from handrail.flow.ports import Store
from handrail.flow.staff_entry import staff_entry
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadInput, Forbidden, NotFound

MEDIA_TYPES: Mapping[str, str] = {
    "text/markdown": ".md",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/x-rst": ".rst",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
"""What may be sent, and how it is read."""
_PART = re.compile(r"[^/\\\x00-\x1f\x7f]{1,200}")
_MOST_PARTS = 12
_LONGEST_PATH = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PushPorts:
    """Hold what sending an article needs from outside."""

    store: Store
    clock: Clock
    sources: frozenset[SourceName]
    """The sources that articles may be sent to."""
    sync: Callable[[SourceName], SyncReport]
    """Take in what changed at one source."""
    max_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """Say what became of an article that was sent."""

    article: ArticleId
    version: VersionId | None
    """That is served now; None where none is."""
    is_new: bool
    is_changed: bool
    skipped: tuple[Skipped, ...]
    warnings: tuple[str, ...]


def keep_document(
    ref: tuple[SourceName, str], media_type: str, body: bytes, staff: StaffSession, ports: PushPorts
) -> Pushed:
    """Keep an article in the place of an earlier one and serve it; the same again changes nothing.

    Raises Forbidden, NotFound, BadInput; what the sync raises leaves it kept for the next one.
    """
    source, path = _checked(ref, staff, ports)
    kind = media_type.partition(";")[0].strip().lower()
    if kind not in MEDIA_TYPES:
        raise BadInput(
            f"{kind[:100] or 'No media type'!r} cannot be read.",
            hint=f"Send one of {', '.join(MEDIA_TYPES)} as Content-Type.",
        )
    if len(body) > ports.max_bytes:
        raise BadInput(f"It is larger than {ports.max_bytes:,} bytes.", hint="Split it.")
    document = KeptDocument(
        source=source,
        path=path,
        media_type=kind,
        body=body,
        version=version_of(body, kind),
        at=ports.clock.now(),
        by=actor_of(staff),
    )
    with ports.store.write() as writing:
        held = writing.kept_document(source, path)
        is_changed = held is None or held.version != document.version
        if is_changed:
            subject = article_id(source, path)
            entry = staff_entry("knowledge.article_sent", subject, staff, ports.clock)
            writing.keep_document(document, entry)
    return _served(source, path, ports, is_new=held is None, is_changed=is_changed)


def drop_document(ref: tuple[SourceName, str], staff: StaffSession, ports: PushPorts) -> Pushed:
    """Take an article back and serve it no more; taking it back again changes nothing."""
    source, path = _checked(ref, staff, ports)
    with ports.store.write() as writing:
        is_changed = writing.kept_document(source, path) is not None
        if is_changed:
            subject = article_id(source, path)
            entry = staff_entry("knowledge.article_taken_back", subject, staff, ports.clock)
            writing.drop_document(source, path, entry)
    return _served(source, path, ports, is_new=False, is_changed=is_changed)


def _served(
    source: SourceName, path: str, ports: PushPorts, *, is_new: bool, is_changed: bool
) -> Pushed:
    """Take it in, also where it was kept before: an earlier sync may have failed."""
    report = ports.sync(source)
    ref = article_id(source, path)
    with ports.store.read() as reading:
        live = reading.live_versions(source).get(ref)
    return Pushed(
        article=ref,
        version=live,
        is_new=is_new,
        is_changed=is_changed,
        skipped=tuple(one for one in report.skipped if one.path == ref),
        warnings=tuple(one for one in report.warnings if one.startswith(f"{ref}: ")),
    )


def _checked(
    ref: tuple[SourceName, str], staff: StaffSession, ports: PushPorts
) -> tuple[SourceName, str]:
    source, path = ref
    if staff.role is Role.AGENT:
        raise Forbidden("Only a lead or an admin may change what is answered from.")
    if source not in ports.sources:
        raise NotFound(
            f"There is no source {source!r} that articles may be sent to.",
            hint='Add one of kind = "push" to the settings.',
        )
    parts = path.split("/")
    is_sound = all(_PART.fullmatch(part) and part not in {".", ".."} for part in parts)
    if not is_sound or len(parts) > _MOST_PARTS or len(path) > _LONGEST_PATH:
        raise BadInput("This cannot be the path of an article.", hint="For example billing/refunds")
    return source, article_id(source, path).removeprefix(f"{source}/")
