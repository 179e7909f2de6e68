"""Examine a project: is all there that answering needs, and does it fit together?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from handrail.domain.actions.model import ActionState
from handrail.domain.actions.states import FOR_STAFF
from handrail.domain.decision.validity import Expired, validity
from handrail.domain.knowledge.english import share_in_english
from handrail.domain.retrieval.model import PUBLIC
from handrail.flow.deliver import DeliverPorts
from handrail.flow.delivery import DeliveryState
from handrail.flow.judge_action import ActionPorts
from handrail.flow.ports import Embedder, SearchIndex, Source, Store
from handrail.flow.seal_audit import SealPorts, require_continuity
from handrail.flow.source_standings import Standing, source_standings
from handrail.kernel.errors import HandrailError

_SAMPLED = 400
_NAMED = 5
_LEAST_ENGLISH = 0.8
_LATE = 2  # times the wait that the settings allow


_LATE_ACTION = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Hold what one check found."""

    check: str
    is_fine: bool
    says: str
    is_fatal: bool = False
    """Answering is impossible until this is put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminePorts:
    """Open each part when its turn comes: one that cannot be opened is a finding, not an end."""

    sources: Callable[[], Sequence[Source]]
    store: Callable[[], Store]
    embedder: Callable[[], Embedder]
    index: Callable[[], SearchIndex]
    storage_library: Callable[[], str]
    models: Callable[[], str | None]
    """Who writes and reads, in an operator's words; None where no language model takes part."""
    bound_to: Callable[[], Mapping[str, str]]
    audit: Callable[[], SealPorts]
    actions: Callable[[], ActionPorts | None] = lambda: None
    """What decides on actions; None where none is declared."""
    deliveries: Callable[[], DeliverPorts | None] = lambda: None
    """What delivers to helpdesks, mailboxes and chat rooms; None where no place is named."""
    knows_only_english: bool = True
    """Whether the embedder does."""


def examine_project(ports: ExaminePorts) -> Iterator[Finding]:
    """Yield what each check found, in the order in which things are needed."""
    checks = (
        ("database", _database, True),
        ("sources", _sources, False),
        ("embedder", _embedder, True),
        ("models", _models, True),
        ("knowledge", _knowledge, True),
        ("index", _index, True),
        ("language", _language, False),
        ("calibration", _calibration, False),
        ("audit", _audit, False),
        ("actions", _actions, False),
        ("deliveries", _deliveries, False),
    )
    for name, check, is_fatal in checks:
        try:
            complaint, says = check(ports)
        except HandrailError as error:
            yield Finding(check=name, is_fine=False, says=str(error), is_fatal=is_fatal)
        else:
            yield Finding(
                check=name, is_fine=not complaint, says=complaint or says, is_fatal=is_fatal
            )


def _database(ports: ExaminePorts) -> tuple[str, str]:
    with ports.store().read() as reading:
        count = reading.live_count()
    return "", f"{ports.storage_library()}; {count} passages are served."


def _sources(ports: ExaminePorts) -> tuple[str, str]:
    sources = ports.sources()
    if not sources:
        return "No source is configured. Add a [[knowledge.sources]] block.", ""
    for source in sources:
        next(iter(source.documents()), None)  # a listing that cannot begin is told as an error
    with ports.store().read() as reading:
        standings = source_standings([source.name for source in sources], reading)
    complaints = [complaint for one in standings if (complaint := _complaint(one))]
    return " ".join(complaints), "; ".join(_source(one) for one in standings) + "."


def _source(one: Standing) -> str:
    last = None if one.report is None else one.report.finished_at
    when = "never" if last is None else f"{last:%d %b %H:%M} UTC"
    return f"{one.name}: {one.served} articles, last synced {when}"


def _complaint(one: Standing) -> str:
    state = one.state
    if not one.is_configured:
        return (
            f"{one.served} articles of {one.name} are served, which is not in the settings. "
            f"Put it back, or run `handrail sources retire {one.name}`."
        )
    if state.failing_since is not None:
        return f"{one.name} fails since {state.failing_since:%d %b %H:%M} UTC: {state.failure}"
    if state.held is not None:
        return (
            f"{len(state.held.articles)} articles of {one.name} are gone at the source and wait "
            f"for a person: `handrail sources list`."
        )
    return ""


def _embedder(ports: ExaminePorts) -> tuple[str, str]:
    embedder = ports.embedder()
    embedder.embed(["Is everything here?"])
    return "", f"{embedder.name}, {embedder.dimensions} dimensions."


def _models(ports: ExaminePorts) -> tuple[str, str]:
    named = ports.models()
    return "", named or "none: the articles are quoted word for word, and rules read messages."


def _knowledge(ports: ExaminePorts) -> tuple[str, str]:
    with ports.store().read() as reading:
        served = reading.live_versions()
        pins = reading.pins()
    if not served:
        return "No article is served yet. Run `handrail sync`.", ""
    kept = ""
    if pins:
        named = ", ".join(list(pins)[:_NAMED]) + (", …" if len(pins) > _NAMED else "")
        kept = f" {len(pins)} were brought back and are kept against their source: {named}."
    return "", f"{len(served)} articles are served.{kept}"


def _index(ports: ExaminePorts) -> tuple[str, str]:
    found = ports.index().candidates("is everything here", PUBLIC, 1)
    return "", f"snapshot {found.snapshot[:12]} answers."


def _language(ports: ExaminePorts) -> tuple[str, str]:
    with ports.store().read() as reading:
        texts = [p.text for p in islice(reading.all_live_passages(), _SAMPLED)]
    share = share_in_english(texts)
    if share < _LEAST_ENGLISH and ports.knows_only_english:
        return (
            f"Only {share:.0%} of the passages read as English, and the bundled embedder knows "
            "nothing else: other languages are found by their words alone.",
            "",
        )
    return "", f"{share:.0%} of the passages read as English."


def _calibration(ports: ExaminePorts) -> tuple[str, str]:
    with ports.store().read() as reading:
        calibration = reading.calibration()
    if calibration is None:
        return "Not calibrated: no error rate is promised. Run `handrail calibrate FILE`.", ""
    standing = validity(calibration, ports.bound_to())
    if isinstance(standing, Expired):
        return f"Expired: {standing.why} Run `handrail calibrate FILE`.", ""
    promise = calibration.promise
    return (
        "",
        f"at most {promise.max_wrong:.0%} wrong with {promise.confidence:.0%} confidence, "
        f"from {calibration.questions} labelled questions.",
    )


def _audit(ports: ExaminePorts) -> tuple[str, str]:
    audit = ports.audit()
    require_continuity(audit)
    newest, waiting = audit.log.newest(), audit.log.waiting()
    size = 0 if newest is None else newest.head.size
    told = f"{size} entries are sealed, {waiting.count} wait"
    places = {sink.name for sink in audit.sinks}
    failing = [
        f"{name} did not take heads: {held.failure}"
        for name, held in audit.log.deliveries().items()
        if name in places and held.failure is not None and held.size < size
    ]
    if failing:
        return f"{told}; {'; '.join(failing)}", ""
    if waiting.since is not None:
        age = (audit.clock.now() - waiting.since).total_seconds()
        if age > _LATE * audit.every_seconds:
            return f"{told}, the oldest for {age:.0f} s: is `handrail worker` running?", ""
    return "", f"{told}; {'every place has' if size else 'there are no'} heads."


def _actions(ports: ExaminePorts) -> tuple[str, str]:
    acting = ports.actions()
    if acting is None:
        return "", "none is declared: nothing can be done for customers."
    with acting.store.read() as reading:
        waiting = reading.actions(FOR_STAFF)
        agreed = reading.actions([ActionState.APPROVED])
        switches = reading.switches()
    told = f"{len(acting.catalogue.specs)} declared, {len(waiting)} wait for the staff"
    off = ["all"] if switches.all_off else sorted(switches.off)
    if off:
        return f"{told}; switched off: {', '.join(off)}. `handrail actions restore` undoes it.", ""
    late = acting.clock.now() - _LATE_ACTION
    if any(action.proposed_at < late and action.expires_at > late for action in agreed):
        return f"{told}; agreed ones are not carried out: is `handrail worker` running?", ""
    return "", f"{told}."


def _deliveries(ports: ExaminePorts) -> tuple[str, str]:
    delivering = ports.deliveries()
    if delivering is None:
        return "", "no helpdesk, mailbox or chat room is named."
    with delivering.store.read() as reading:
        failed = reading.deliveries({DeliveryState.FAILED})
        due = reading.deliveries({DeliveryState.DUE})
    told = f"{', '.join(sorted(delivering.sinks))}: {len(due)} are due, {len(failed)} failed"
    if failed:
        return f"{told}. See `handrail deliveries list`.", ""
    late = delivering.now - _LATE_ACTION
    if any(one.next_at < late for one in due):
        return f"{told}; due ones are not delivered: is `handrail worker` running?", ""
    unknown = {one.sink for one in due} - set(delivering.sinks)
    if unknown:
        return f"{told}; the settings do not name {min(unknown)} any more.", ""
    twice = [sink.may_double for sink in delivering.sinks.values() if sink.may_double is not None]
    return "", f"{told}." + (f" May come twice: {'; '.join(twice)}." if twice else "")
