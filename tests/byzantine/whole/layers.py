"""Where one layer is taken away and another still holds: which one, and both taken away."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace

import cedarpy

from handrail.adapters.policy import cedar
from handrail.adapters.policy.cedar import CedarRules
from handrail.adapters.sql import action_writing
from handrail.adapters.sql.action_writing import WriteActions
from handrail.domain.actions import gate
from handrail.domain.actions.card import plain_arguments
from handrail.domain.actions.model import Approval, Control
from handrail.domain.actions.ports import Circumstances, Permission
from handrail.domain.audit.model import AuditEntry
from tests.byzantine.whole.removals import Removal, removals, removed

Gone = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Hold what else stops it, and how to take that away too."""

    says: str
    gone: Gone


@contextmanager
def no_floor() -> Iterator[None]:
    """Ask policies for every control, from none upwards, whatever the action is declared to do."""
    kept = gate.floor_of  # type: ignore[attr-defined] # where the gate looks it up
    setattr(gate, "floor_of", lambda _: Control.NONE)  # noqa: B010 - a name of another module
    try:
        yield
    finally:
        setattr(gate, "floor_of", kept)  # noqa: B010


@contextmanager
def no_schema() -> Iterator[None]:
    """Let policies be asked without a schema, and go on where one of them fails."""
    kept = CedarRules.permissions
    CedarRules.permissions = _lax  # type: ignore[method-assign]
    try:
        yield
    finally:
        CedarRules.permissions = kept  # type: ignore[method-assign]


@contextmanager
def one_may_decide_twice() -> Iterator[None]:
    """Let the database keep a second decision of the same person."""
    kept = WriteActions.save_approval

    def save(self: WriteActions, approval: Approval, entry: AuditEntry) -> None:
        before = [a.by for a in self.approvals(approval.action)]
        by = f"{approval.by} again" if approval.by in before else approval.by
        kept(self, replace(approval, by=by), entry)

    WriteActions.save_approval = save  # type: ignore[method-assign]
    try:
        yield
    finally:
        WriteActions.save_approval = kept  # type: ignore[method-assign]


def without(*words: str, at: int | None = None) -> Gone:
    """Return how to take away the checks whose names hold these words; `at` picks one of many."""

    @contextmanager
    def gone() -> Iterator[None]:
        with ExitStack() as held:
            for word in words:
                held.enter_context(removed(_named(word, at)))
            yield

    return gone


def _named(word: str, at: int | None) -> Removal:
    found = [one for one in removals() if word in one.name]
    if at is not None:
        return found[at]
    if len(found) != 1:
        raise LookupError(f"{word!r} names {len(found)} checks")
    return found[0]


def _lax(
    self: CedarRules, circumstances: Circumstances, controls: tuple[Control, ...]
) -> tuple[Permission, ...]:
    uid = cedar._resource(circumstances)
    attrs = plain_arguments(circumstances.resource.facts)
    answers = cedarpy.is_authorized_batch(
        cedar._requests(circumstances, controls),
        self.policies,
        cedarpy.Entities.from_json_str(json.dumps([{"uid": uid, "attrs": attrs, "parents": []}])),
    )
    return tuple(Permission(answer.allowed, ()) for answer in answers)


@contextmanager
def any_state_after(word: str) -> Iterator[None]:
    """Let any state follow any other, without the check whose name holds the word."""
    kept = action_writing.require_transition  # type: ignore[attr-defined] # where it is looked up
    setattr(action_writing, "require_transition", lambda *_: None)  # noqa: B010
    try:
        with without(word)():
            yield
    finally:
        setattr(action_writing, "require_transition", kept)  # noqa: B010


@contextmanager
def no_check(name: str) -> Iterator[None]:
    """Let the gate rule without one of its checks."""
    kept = gate.GATE_CHECKS
    gate.GATE_CHECKS = tuple(check for check in kept if check.__name__ != name)
    try:
        yield
    finally:
        gate.GATE_CHECKS = kept


_FLOOR = Layer(says="the control that the declared consequences bear at least", gone=no_floor)
_GUARD = "require_shown: `action.state is not state or action.version != click.version` left out"
_OWNER = "session.customer)` without `(found.id, found.owner) == (ref, session.customer)`"
_HOLD = "hold: `ref == kept and held != seen` left out"
_MOVE = "move_action: `held.version != action.version or held.digest != action.digest` left out"
_PRETENDS = "_refusal: `is_pretended or (case is None and switches.is_off(action.name))` left out"

BEHIND: tuple[tuple[str, Layer], ...] = (
    (
        "unknown_action: left out",
        Layer(
            says="`case_of` looks the action up before anything is read",
            gone=without("case_of: `spec is None` left out"),
        ),
    ),
    (
        "no_facts: left out",
        Layer(says="the policies' schema; a policy that fails permits nothing", gone=no_schema),
    ),
    ('`context.control == "customer"` left out', _FLOOR),
    ('`context.control == "staff"` left out', _FLOOR),
    (
        "without `action.state is not state`",
        Layer(says="the version: every change of state makes a new one", gone=without(_GUARD)),
    ),
    (
        "require_may_decide: `any((approval.by == by for approval in before))` left out",
        Layer(says="the database keeps one decision per person", gone=one_may_decide_twice),
    ),
    (
        "a.is_approved for a in approvals))` left out",
        Layer(says="nothing waits for staff before its customer confirmed", gone=without(_GUARD)),
    ),
    (
        "`a.by == CUSTOMER and a.is_approved` without `a.by == CUSTOMER`",
        Layer(says="nothing waits for staff before its customer confirmed", gone=without(_GUARD)),
    ),
    (
        "_begin: `standing.now >= action.expires_at` left out",
        Layer(
            says="the gate, asked again: an agreement stands for a session that ends with it",
            gone=lambda: no_check("not_identified"),
        ),
    ),
    (
        "after_not_there: `standing.is_stopped` left out",
        Layer(says="the gate, asked again", gone=lambda: no_check("switched_off")),
    ),
    (
        "after_not_there: `standing.now >= action.expires_at` left out",
        Layer(
            says="the gate, asked again: an agreement stands for a session that ends with it",
            gone=lambda: no_check("not_identified"),
        ),
    ),
    (
        "_may_be_sent_again: `is_in_window and action.attempts < "
        "standing.pace.most_attempts` without `is_in_window`",
        Layer(
            says="no try is sent after its own deadline, which ends with the key's window",
            gone=without("_try: `noted is None or not _is_in_time(noted, ports)` without `not _is"),
        ),
    ),
    (
        "Standing.is_stopped",
        Layer(says="the switches, read again with the try", gone=without(_PRETENDS)),
    ),
    (
        "_try: `noted is None or not _is_in_time(noted, ports)` without `not _is_in_time",
        Layer(
            says="a try that would end after the key's window is not begun",
            gone=without("_may_be_sent_again: `is_in_window and", at=0),
        ),
    ),
    (
        "move_action: `held.version != action.version or",
        Layer(
            says="the resource is held at the version that was seen; the table of states",
            gone=lambda: any_state_after(_HOLD),
        ),
    ),
    (
        "hold: `ref == kept and held != seen` left out",
        Layer(
            says="a row moves only from the version that was seen; the table of states",
            gone=lambda: any_state_after(_MOVE),
        ),
    ),
    (
        "_begin: `switches.is_off(action.name)` left out",
        Layer(says="the gate, asked again", gone=lambda: no_check("switched_off")),
    ),
    (
        "switches.shadow` without `action.is_shadow`",
        Layer(
            says="what was proposed in shadow mode ends at once",
            gone=without("_as_ruled: `action.is_shadow` left out"),
        ),
    ),
    (
        "without `not _may_be_sent_again(standing, spec)`",
        Layer(
            says="no try is sent after its own deadline, which ends with the key's window",
            gone=without("_try: `noted is None or not _is_in_time(noted, ports)` without `not _is"),
        ),
    ),
    (
        "_begin: `action.is_shadow or action.name in switches.shadow`",
        Layer(says="the switches, read again with the try", gone=without(_PRETENDS)),
    ),
    (
        "after_uncertain: `standing.is_stopped` left out",
        Layer(says="the switches, read again with the try", gone=without(_PRETENDS)),
    ),
    (
        "not_theirs: left out",
        Layer(says="nothing is read of what is somebody else's", gone=without(_OWNER)),
    ),
    (
        _OWNER,
        Layer(says="the gate's `not_theirs`", gone=lambda: no_check("not_theirs")),
    ),
    (
        "case_of: `named is not None and (not isinstance(",
        Layer(says="the gate's `bad_arguments`", gone=lambda: no_check("bad_arguments")),
    ),
)
"""By words of a part's name: what else stops it. Both taken away are seen, as the page shows."""


def behind(name: str) -> Layer | None:
    """Return what else stops what a part stops."""
    return next((layer for words, layer in BEHIND if words in name), None)


UNSEEN: tuple[tuple[str, str], ...] = (
    (
        "`a.by == CUSTOMER and a.is_approved` without `a.is_approved`",
        "nothing follows on a customer's no: the table of states ends there",
    ),
    (
        "`a.is_approved and a.by != CUSTOMER` without `a.is_approved`",
        "nothing follows on a no of the staff: the table of states ends there",
    ),
    (
        "BackendClass.A` without `spec is None`",
        "without a declaration nothing was sent, so that nothing is untouched",
    ),
    (
        "after_not_there: `spec is None or spec.consequences.backend is not BackendClass.B`",
        "of what is not class B the system cannot be asked, and answers so",
    ),
    (
        "after_not_there: `action.attempts >= standing.pace.most_attempts` left out",
        "it says how often; what was agreed to runs out after an hour",
    ),
    (
        "without `action.attempts < standing.pace.most_attempts`",
        "it says how often; the key's window and a person end it",
    ),
    ("move_action: `held is None` left out", "no row of an action is ever deleted"),
    ("without `held.digest != action.digest`", "what the hash is of never changes in a row"),
    (
        "or before is ActionState.RECONCILING`",
        "versions come first; `tests/domain` walks the table",
    ),
    (
        "hold: `ref == kept and held != seen` without `ref == kept`",
        "it only decides again more often",
    ),
    ("_refusal: `case is None and switches.is_off(action.name)`", "with a case the gate asks too"),
    ("identify_customer: `ports.tokens is None`", "this stack has a key; `tests/flow` has none"),
    (
        "identify_customer: `found is None or found.customer not in",
        "the transaction that binds a conversation compares its customer again",
    ),
    (
        "is_keyed and (not is_only_try(action))` without `is_keyed`",
        "class B is then asked about before it begins anew: slower, and as safe",
    ),
    ("without `action.pays_out`", "no action of the sample company charges anybody"),
    ("without `asked.resource is not None and", "the gate refuses it, and the hash binds its id"),
    ("without `asked.resource.id == action.resource`", "the hash binds what names it"),
    ("without `asked.resource is not None`", "the gate has refused what is not there"),
    (
        "place: `waiting.conversation == conversation and waiting.expires_at",
        "a card shown elsewhere or too late lets no click through; `tests/flow` holds it",
    ),
    ("without `waiting.conversation == conversation`", "the click there finds no such action"),
    ("without `limit is not None`", "the sample company sets one; others in `tests/flow` do not"),
    (
        "case is None and _is_somebody_elses(standing, ports)` without `case is None`",
        "what changed hands before its first try is not sent either way",
    ),
    (
        "_is_somebody_elses: `found is not None and found.owner != action.customer` "
        "without `found is not None`",
        "no order of the sample company vanishes; `tests/flow` lets one",
    ),
    ("without `is_here`", "a card shown elsewhere or too late lets no click through"),
    (
        "is ActionState.AWAITING_STAFF` without `seen.state is ActionState.AWAITING_STAFF`",
        "a no that comes twice is refused then instead of repeated; `tests/flow` holds it",
    ),
    (
        "without `not is_only_try(noted.standing.action)`",
        "what was refused at once is then asked about, or given to a person: slower, and as safe",
    ),
)
"""By words of a part's name: why nothing on this stack can show it."""


def reason(name: str) -> str | None:
    """Return why nothing can show that a part is gone."""
    return next((why for words, why in UNSEEN if words in name), None)
