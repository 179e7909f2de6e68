"""Carry out one action that was agreed to: the row is the truth, whoever ends in between.

The row says what is next. The rules are asked again in the transaction that notes the first try;
nothing is sent before that note, with its audit entry, is committed; then the reply is noted. A
worker may end at every line: the next one reads the row and goes on from what it says.
"""

from dataclasses import dataclass, replace
from typing import assert_never

from handrail.domain.actions.carry import (
    Ask,
    BeginAnew,
    Doubt,
    Drop,
    GiveUp,
    Rest,
    Standing,
    Step,
    Try,
    after_no_reply,
    after_not_there,
    after_uncertain,
    after_untouched,
    is_held_long_enough,
    is_only_try,
    next_step,
    not_after,
)
from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    CustomerSession,
    Refuse,
    Switches,
)
from handrail.domain.actions.recheck import refusal_now
from handrail.domain.actions.spec import BackendClass
from handrail.domain.actions.states import IN_HAND
from handrail.flow.action_ports import (
    ActionsRead,
    ActionsWritten,
    Done,
    NotThere,
    Rejected,
    Uncertain,
    WorkOrder,
)
from handrail.flow.judge_action import (
    Case,
    asked_of,
    known_action,
    lock,
    open_case,
    proposal_of,
)
from handrail.flow.note_action import (
    CarryPorts,
    claim,
    doubt,
    end,
    note_try,
    postpone,
    reach,
    refuse,
    succeed,
)
from handrail.kernel.errors import Conflict, Unavailable

_READINGS = 4
_MOVED = "Nobody knows whether it was done, and it would be done to somebody else's by now."
"""How often a row is read anew because somebody changed it, or its resource, in between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedTry:
    """Hold a try that is noted and committed with its audit entry: nothing else is ever sent."""

    standing: Standing
    order: WorkOrder


def carry_out_action(ref: ActionId, ports: CarryPorts) -> Step:
    """Take an action one step further, with what follows from it; return the step."""
    for _ in range(_READINGS):
        standing = _read(ref, ports)
        reach("read", ports)
        step = next_step(standing)
        try:
            _take(step, standing, ports)
        except Conflict:
            continue  # somebody was faster, or this came too late: the row says what is next now
        return step
    return Rest(ports.now + ports.pace.first_pause)


def _read(ref: ActionId, ports: CarryPorts) -> Standing:
    with ports.actions.store.read() as reading:
        action = known_action(ref, reading, hint="See `handrail actions list`.")
        switches = _switches(reading, ports)
        others = reading.actions(IN_HAND, action.customer)
    spec = ports.actions.catalogue.find(action.name)
    return Standing(
        action=action,
        spec=spec if spec is not None and spec.version == action.spec_version else None,
        switches=switches,
        now=ports.now,
        pace=ports.pace,
        is_resource_taken=any(o.resource == action.resource and o.id != ref for o in others),
    )


def _switches(reading: ActionsRead, ports: CarryPorts) -> Switches:
    held = reading.switches()
    return replace(held, shadow=held.shadow | ports.actions.shadow)


def _take(step: Step, standing: Standing, ports: CarryPorts) -> None:
    match step:
        case Rest():
            return
        case Try(asks_rules=asks_rules):
            _try(standing, ports, asks_rules=asks_rules)
        case Ask():
            _ask(standing, ports)
        case Drop() | Doubt() | BeginAnew() | GiveUp():
            with ports.actions.store.decide() as tx:
                end(step, standing.action, tx, ports)
                reach("end_in_transaction", ports)
            reach("end_noted", ports)
        case other:
            assert_never(other)


def _try(standing: Standing, ports: CarryPorts, *, asks_rules: bool) -> None:
    """Ask the rules where they must be asked, note the try, send, note the reply."""
    try:
        case = _facts(standing, ports) if asks_rules else None
        has_moved = case is None and _is_somebody_elses(standing, ports)
    except Unavailable as error:
        postpone(standing.action, f"Its facts cannot be read: {error.message}", ports)
        return
    reach("facts_read", ports)
    if has_moved:
        _take(GiveUp(_MOVED), standing, ports)
        return
    noted = _note_try(standing, case, ports)
    reach("attempt_noted", ports)
    if noted is None or not _is_in_time(noted, ports):
        return  # whoever finds it in hand knows that it was noted, not that it was not sent
    reply = ports.actions.systems[noted.order.name].send(noted.order)
    reach("sent", ports)
    if isinstance(reply, Rejected) and not is_only_try(noted.standing.action):
        reply = _refused_again(reply, noted, ports)
    _note_reply(reply, noted.standing, ports)


def _refused_again(
    reply: Rejected, noted: NotedTry, ports: CarryPorts
) -> Done | Rejected | Uncertain:
    """Return what a refusal means where an earlier try may have been done: ask by our reference."""
    spec = noted.standing.spec
    assert spec is not None
    if spec.consequences.backend is BackendClass.B:
        found = ports.actions.systems[noted.order.name].find(noted.order)
        if not isinstance(found, Uncertain):
            return found if isinstance(found, Done) else reply
    return Uncertain(why=f"{reply.why} An earlier try may have been done.")


def _facts(standing: Standing, ports: CarryPorts) -> Case:
    action, spec = standing.action, standing.spec
    assert spec is not None
    session = CustomerSession(
        customer=action.customer, expires_at=action.expires_at, proof=action.id
    )
    case = open_case(spec, proposal_of(action), session, ports.actions)
    return replace(case, action=action.id)


def _is_somebody_elses(standing: Standing, ports: CarryPorts) -> bool:
    """Tell whether what it is done to belongs to another customer by now.

    Of a try that may have landed nothing else can be asked again: the effect changes the facts.
    """
    action, spec = standing.action, standing.spec
    assert spec is not None
    system = ports.actions.systems[spec.name]
    found = system.resource(spec, action.customer, action.arguments)
    return found is not None and found.owner != action.customer


def _note_try(standing: Standing, case: Case | None, ports: CarryPorts) -> NotedTry | None:
    """Commit that it is about to be tried; None where the rules no longer allow it."""
    with ports.actions.store.decide() as tx:
        refused = _refusal(standing.action, case, tx, ports)
        if refused is None:
            action = note_try(standing.action, tx, ports)
        else:
            action = standing.action
            refuse(refused, action, tx, ports)
        reach("attempt_in_transaction", ports)
    if refused is not None:
        return None
    return NotedTry(
        standing=replace(standing, action=action), order=_order(standing, action, ports)
    )


def _refusal(
    action: Action, case: Case | None, tx: ActionsWritten, ports: CarryPorts
) -> Refuse | None:
    """Return why it may no longer be done; raises Conflict where the switches moved meanwhile."""
    if case is not None:
        lock(case, tx)  # whoever waits here sees what was done meanwhile
    switches = _switches(tx, ports)
    is_pretended = action.name in switches.shadow
    if is_pretended or (case is None and switches.is_off(action.name)):
        raise Conflict(f"{action.name} was switched meanwhile.", hint="Look at it again.")
    if case is None:
        return None
    return refusal_now(action, asked_of(case, tx, ports.actions), ports.actions.rules)


def _order(standing: Standing, action: Action, ports: CarryPorts) -> WorkOrder:
    assert standing.spec is not None
    assert action.key is not None
    return WorkOrder(
        action=action.id,
        name=action.name,
        key=action.key,
        customer=action.customer,
        resource=action.resource,
        arguments=action.arguments,
        amount=action.amount,
        not_after=not_after(action, standing.spec, ports.pace),
    )


def _is_in_time(noted: NotedTry, ports: CarryPorts) -> bool:
    is_held = is_held_long_enough(noted.standing.action, ports.now, ports.pace)
    return is_held and ports.now < noted.order.not_after


def _note_reply(reply: Done | Rejected | Uncertain, standing: Standing, ports: CarryPorts) -> None:
    """Commit what the system answered; raises Conflict where somebody else took over meanwhile."""
    with ports.actions.store.decide() as tx:
        match reply:
            case Done(said=said):
                succeed(standing.action, said, tx, ports)
            case Rejected(why=why):
                end(Drop(ActionState.FAILED, why), standing.action, tx, ports)
            case Uncertain(why=why, is_untouched=is_untouched):
                now = replace(standing, now=ports.now, switches=_switches(tx, ports))
                after = after_untouched if is_untouched else after_uncertain
                doubt(after(now, why), why, now.action, tx, ports)
            case other:
                assert_never(other)
        reach("reply_in_transaction", ports)
    reach("reply_noted", ports)


def _ask(standing: Standing, ports: CarryPorts) -> None:
    """Ask the system by our reference whether it was done, and go on from what it knows."""
    with ports.actions.store.decide() as tx:
        action = claim(standing.action, tx, ports)
        reach("claim_in_transaction", ports)
    reach("claim_noted", ports)
    order = _order(standing, action, ports)
    reply = ports.actions.systems[action.name].find(order)
    reach("asked", ports)
    standing = replace(standing, action=action, now=ports.now)
    match reply:
        case Done():
            _note_reply(reply, standing, ports)
        case NotThere():
            _follow(after_not_there(standing), "", standing, ports)
        case Uncertain(why=why):
            _follow(after_no_reply(standing, why), why, standing, ports)
        case other:
            assert_never(other)


def _follow(step: Step, why: str, standing: Standing, ports: CarryPorts) -> None:
    if isinstance(step, Rest):
        postpone(standing.action, why, ports)
    else:
        _take(step, standing, ports)
