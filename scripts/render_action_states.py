"""Render the page of the states of an action from the table of what may follow what."""

from collections.abc import Iterator

from handrail.domain.actions.model import ActionState
from handrail.domain.actions.pace import PACE
from handrail.domain.actions.states import FINAL, FOR_WORKERS, MEANINGS, TRANSITIONS, WAITING

_BEFORE = f"""\
The row of an action says where it stands, and this table says what may follow; a change that is not
in it is refused, whoever asks. Why a crash cannot double an effect:
[exactly once](../explanation/exactly-once.md).

A worker holds an action for {PACE.lease.total_seconds():g} s at a time. A request is worth nothing
after {PACE.send_within.total_seconds():g} s. An action is tried at most {PACE.most_attempts} times,
with pauses from {PACE.first_pause.total_seconds():g} s up to
{PACE.longest_pause.total_seconds():g} s; a system that cannot say whether it was done is asked for
{PACE.ask_for.total_seconds() / 60:g} minutes before a person is.
"""


def action_states(note: str) -> str:
    """Return the page."""
    return "\n".join(["# The states of an action", "", note, "", _BEFORE, *_diagram(), *_table()])


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {ActionState.PROPOSED}"
    for state in ActionState:
        for following in ActionState:
            if following in TRANSITIONS[state]:
                yield f"    {state} --> {following}"
        if state in FINAL:
            yield f"    {state} --> [*]"
    yield "```"
    yield ""


def _table() -> Iterator[str]:
    yield "| State | Means | Moved on by | May become |"
    yield "|---|---|---|---|"
    for state in ActionState:
        following = ", ".join(f"`{s}`" for s in ActionState if s in TRANSITIONS[state])
        yield f"| `{state}` | {MEANINGS[state]} | {_mover(state)} | {following or 'nothing'} |"
    yield ""


def _mover(state: ActionState) -> str:
    if state in FINAL:
        return "nobody"
    if state in FOR_WORKERS:
        return "any worker"
    people = {
        ActionState.AWAITING_CUSTOMER: "the customer",
        ActionState.AWAITING_STAFF: "the staff",
        ActionState.NEEDS_PERSON: "the staff",
    }
    late = ", or the clock" if state in WAITING else ""
    return people.get(state, "the gate") + late
