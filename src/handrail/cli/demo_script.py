"""Play the sample's script: what each turn and step shows, and whether it went as it should."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handrail.app import App
from handrail.cli.deciding import decide, ended, told
from handrail.cli.output import FOUND_SOMETHING, as_json, out, say
from handrail.cli.turn import print_turn
from handrail.domain.actions.action_json import action_as_json
from handrail.domain.actions.model import Action, ActionState
from handrail.domain.conversation.model import ConversationId, InboundMessage
from handrail.domain.decision.model import ActionRuled, TurnRecord
from handrail.domain.decision.reply_json import public_name, reply_as_json
from handrail.flow.confirm_action import Click
from handrail.flow.decide_approval import decide_approval
from handrail.flow.handle_message import MessagePorts, handle_message
from handrail.sample.clean_up import Step, Team, clean_up, hire
from handrail.sample.script import SCRIPT, Line, Then


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """Hold one line with what came of it."""

    line: Line
    record: TurnRecord
    took_ms: float
    action: Action | None = None

    @property
    def is_as_expected(self) -> bool:
        """Tell whether outcome and action are what the script says."""
        state = None if self.action is None else self.action.state.value
        outcome = self.record.outcome
        if self.action is None and isinstance(outcome, ActionRuled):
            state = outcome.state.value
        return (public_name(outcome), state) == (self.line.outcome, self.line.state)


def play(app: App, conversation: ConversationId, *, json: bool) -> int:
    """Play every line, then the clean-up; return 0 where all went as the script expects."""
    played: list[Played] = []
    steps: list[Step] = []
    ports, team = app.message_ports(), hire(app)
    for line in SCRIPT:
        one = _said(line, conversation, team, (app, ports))
        played.append(one)
        if not json:
            _print(one, team)
    for step in clean_up(app, team):
        steps.append(step)
        if not json:
            _print_step(step)
    if json:
        as_json([*map(_as_json, played), *map(_step_as_json, steps)])
    else:
        _sum_up(played, steps, app.project)
    return FOUND_SOMETHING if missed(played, steps) else 0


def missed(played: Sequence[Played], steps: Sequence[Step]) -> tuple[str, ...]:
    """Return the turns and steps that did not go as the script expects."""
    turns = (one.line.says for one in played if not one.is_as_expected)
    return (*turns, *(step.shows for step in steps if not step.is_as_expected))


def _said(
    line: Line, conversation: ConversationId, team: Team, opened: tuple[App, MessagePorts]
) -> Played:
    app, ports = opened
    began = time.perf_counter()
    inbound = InboundMessage(conversation=conversation, text=line.says, locale="en", channel="demo")
    record = handle_message(inbound, ports)
    took = (time.perf_counter() - began) * 1000
    return Played(line=line, record=record, took_ms=took, action=_then(line, record, team, app))


def _then(line: Line, record: TurnRecord, team: Team, app: App) -> Action | None:
    """Do what the people of the script do with the card."""
    ruled = record.outcome
    if line.then is None or not isinstance(ruled, ActionRuled) or ruled.action is None:
        return None
    if line.then is not Then.DONE and ruled.state is ActionState.AWAITING_CUSTOMER:
        decide(ruled, record.conversation, app, is_approved=True)
    if line.then is Then.APPROVE:
        waiting = ended(ruled.action, app)
        click = Click(
            action=waiting.id, version=waiting.version, digest=waiting.digest, is_approved=True
        )
        decide_approval(click, team.agent, app.action_ports())
    return ended(ruled.action, app)


def _print(played: Played, team: Team) -> None:
    out().print(f"\n── {played.line.shows}", style="dim", markup=False)
    out().print(f"Customer:  {played.line.says}", style="bold", markup=False)
    print_turn(played.record)
    out().print(f"  ({played.took_ms:.0f} ms)", style="dim", markup=False)
    if played.action is None:
        return
    if played.line.then in (Then.CONFIRM, Then.APPROVE):
        out().print("  The customer confirms the card.", style="dim", markup=False)
    if played.line.then is Then.APPROVE:
        out().print(f"  {team.agent.staff} of the team approves it.", style="dim", markup=False)
    say(f"  {told(played.action)}")


def _print_step(step: Step) -> None:
    out().print(f"\n── {step.shows}", style="dim", markup=False)
    for line in step.told:
        say(f"  {line}")
    if step.turn is not None:
        out().print(f"Customer:  {step.turn.question}", style="bold", markup=False)
        print_turn(step.turn)


def _as_json(played: Played) -> dict[str, object]:
    action = played.action
    settled = None if action is None else action_as_json(action)
    return {**reply_as_json(played.record), "settled": settled}


def _step_as_json(step: Step) -> dict[str, object]:
    turn = {} if step.turn is None else reply_as_json(step.turn)
    return {**turn, "shows": step.shows, "told": step.told, "as_expected": step.is_as_expected}


def _sum_up(played: Sequence[Played], steps: Sequence[Step], project: Path) -> None:
    wrong, total = missed(played, steps), len(played) + len(steps)
    say(f"\n{total - len(wrong)} of {total} turns and steps went as the script expects.")
    for one in wrong:
        say(f"Not as expected: {one}")
    say(f"Why it said that:   handrail explain {played[1].record.id} --project {project}")
    say(f"What was mended:    handrail knowledge changes --project {project}")
    say(f"What was done:      handrail actions list --project {project}")
    say(
        f"Who is waiting:     handrail handoffs --project {project}   "
        f"({played[-1].record.conversation})"
    )
    say("In a browser:       make demo        In the terminal:  make chat")
