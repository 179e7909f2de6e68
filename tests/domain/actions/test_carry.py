"""What is done next follows from the row alone, and where nobody knows, nothing is done twice."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from handrail.domain.actions.card import digest_of
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
    key_of,
    next_step,
    not_after,
    pause,
)
from handrail.domain.actions.model import Action, ActionId, ActionState, RefusalReason, Switches
from handrail.domain.actions.pace import Pace
from handrail.domain.actions.spec import ActionSpec, BackendClass
from tests.builders import NOON, an_action
from tests.domain.actions.asking import a_spec, what_it_does

A, B, C = BackendClass.A, BackendClass.B, BackendClass.C
S, R = ActionState, RefusalReason
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(hours=24)
SETTLE = timedelta(seconds=30)
PACE = Pace()
OFF, SHADOW = Switches(all_off=True), Switches(shadow=frozenset({"refund"}))
LOST = "The worker ended, or lost its hold, before it noted what the system answered."
NO_SPEC = "No action of this name and version is declared any more."
NOT_INTACT = "It is not what was agreed to any more; its customer may have been erased."
NOT_SINGLE = "The system can neither be asked nor told the same thing twice."


def spec_of(backend: BackendClass, settle: timedelta = SETTLE) -> ActionSpec:
    window = DAY if backend is A else None
    waits = settle if backend is B else None
    does = what_it_does(backend=backend, key_window=window, settle_time=waits)
    return a_spec(consequences=does)


def agreed(**changes: Any) -> Action:
    """Build an action that was approved at noon, for an hour."""
    values: dict[str, Any] = {"state": S.APPROVED, "expires_at": NOON + HOUR}
    action = an_action(**(values | changes))
    return action if "digest" in changes else replace(action, digest=digest_of(action))


def tried(state: ActionState = S.EXECUTING, **changes: Any) -> Action:
    """Build an action that was tried at noon, once, by a worker that is gone."""
    values = {"first_attempt_at": NOON, "last_attempt_at": NOON, "attempts": 1, "fence": 1}
    return agreed(**(values | {"state": state} | changes))


def standing(
    action: Action, backend: BackendClass | None = A, after: timedelta = SECOND, **changes: Any
) -> Standing:
    """Build how an action stands a while after noon."""
    spec = None if backend is None else spec_of(backend)
    values: dict[str, Any] = {"spec": spec, "switches": Switches(), "pace": PACE}
    return Standing(action=action, now=NOON + after, **(values | changes))


NEXT: dict[str, tuple[Standing, Step]] = {
    "what was agreed to is tried, under the rules": (standing(agreed()), Try(asks_rules=True)),
    "what another holds is left to it": (
        standing(agreed(lease_until=NOON + 2 * SECOND)),
        Rest(NOON + 2 * SECOND),
    ),
    "a hold that ends now is none": (
        standing(agreed(lease_until=NOON + SECOND)),
        Try(asks_rules=True),
    ),
    "a second before it runs out it is begun": (
        standing(agreed(), after=HOUR - SECOND),
        Try(asks_rules=True),
    ),
    "what ran out is not begun": (
        standing(agreed(), after=HOUR),
        Drop(S.EXPIRED, "What was agreed to ran out before it was begun."),
    ),
    "what is not declared any more is not begun": (
        standing(agreed(), None),
        Drop(S.REFUSED, NO_SPEC, R.UNKNOWN_ACTION),
    ),
    "what was changed since is not begun": (
        standing(agreed(digest="d")),
        Drop(S.REFUSED, NOT_INTACT, R.CHANGED),
    ),
    "what is switched off is not begun": (
        standing(agreed(), switches=OFF),
        Drop(S.REFUSED, "Switched off.", R.SWITCHED_OFF),
    ),
    "what is switched off by its own switch is not begun": (
        standing(agreed(), switches=Switches(off=frozenset({"refund"}))),
        Drop(S.REFUSED, "Switched off.", R.SWITCHED_OFF),
    ),
    "what another switch is for is begun": (
        standing(agreed(), switches=Switches(off=frozenset({"cancel"}))),
        Try(asks_rules=True),
    ),
    "what was decided in shadow mode is not begun": (
        standing(agreed(is_shadow=True)),
        Drop(S.CANCELLED, "Only decided and recorded: it runs in shadow mode."),
    ),
    "what is in shadow mode by now is not begun": (
        standing(agreed(), switches=SHADOW),
        Drop(S.CANCELLED, "Only decided and recorded: it runs in shadow mode."),
    ),
    "what waits for another on the same thing rests a moment": (
        standing(agreed(), is_resource_taken=True),
        Rest(NOON + SECOND + PACE.first_pause),
    ),
    "class A is sent again under its key without new rules": (
        standing(tried()),
        Try(asks_rules=False),
    ),
    "class B is doubted, and asked once a request can no longer land": (
        standing(tried(), B),
        Doubt(LOST, NOON + SECOND + SETTLE + PACE.clock_skew),
    ),
    "class C goes to a person": (standing(tried(), C), GiveUp(f"{LOST} {NOT_SINGLE}")),
    "what the row says of the fault is kept": (
        standing(tried(why="cut off"), C),
        GiveUp(f"cut off {NOT_SINGLE}"),
    ),
    "what was tried and is declared no more goes to a person": (
        standing(tried(), None),
        GiveUp(f"{LOST} {NO_SPEC}"),
    ),
    "class A in doubt is asked": (standing(tried(S.UNKNOWN)), Ask()),
    "class B in doubt is asked": (standing(tried(S.RECONCILING), B), Ask()),
    "class C in doubt goes to a person": (standing(tried(S.UNKNOWN), C), GiveUp(NOT_SINGLE)),
    "class C in doubt keeps what was said": (
        standing(tried(S.UNKNOWN, why="cut off"), C),
        GiveUp("cut off"),
    ),
    "doubt about what is declared no more goes to a person": (
        standing(tried(S.RECONCILING), None),
        GiveUp(NO_SPEC),
    ),
    "such doubt keeps what was said": (
        standing(tried(S.UNKNOWN, why="cut off"), None),
        GiveUp("cut off"),
    ),
}


@pytest.mark.parametrize(("held", "step"), NEXT.values(), ids=NEXT)
def test_next(held: Standing, step: Step) -> None:
    assert next_step(held) == step


@pytest.mark.parametrize(
    "state", sorted(set(S) - {S.APPROVED, S.EXECUTING, S.UNKNOWN, S.RECONCILING})
)
def test_nothing_is_left_to_do_with_what_is_not_approved_or_under_way(state: ActionState) -> None:
    assert next_step(standing(agreed(state=state))) == Rest(None)


LAST_IN_WINDOW = DAY - PACE.send_within
UNCERTAIN: dict[str, tuple[Standing, Step]] = {
    "the last moment that ends within the key's window": (
        standing(tried(), after=LAST_IN_WINDOW),
        Try(asks_rules=False),
    ),
    "a moment later": (
        standing(tried(), after=LAST_IN_WINDOW + SECOND),
        Doubt("x It may not be sent again.", NOON + LAST_IN_WINDOW + SECOND),
    ),
    "one try below the most": (standing(tried(attempts=7)), Try(asks_rules=False)),
    "the most tries": (
        standing(tried(attempts=8)),
        Doubt("x It may not be sent again.", NOON + SECOND),
    ),
    "what was changed since": (
        standing(tried(digest="d")),
        Doubt("x It may not be sent again.", NOON + SECOND),
    ),
    "all switched off": (
        standing(tried(), switches=OFF),
        Doubt("x Switched off while nobody knew whether it was done.", NOON + SECOND),
    ),
    "shadow mode": (
        standing(tried(), switches=SHADOW),
        Doubt("x Switched off while nobody knew whether it was done.", NOON + SECOND),
    ),
    "class B that settles faster than a request lands": (
        standing(tried(), spec=spec_of(B, settle=SECOND)),
        Doubt("x", NOON + SECOND + PACE.send_within + PACE.clock_skew),
    ),
    "class B counts from the last try": (
        standing(tried(last_attempt_at=NOON + SECOND), B),
        Doubt("x", NOON + SECOND + SETTLE + PACE.clock_skew),
    ),
}


@pytest.mark.parametrize(("held", "step"), UNCERTAIN.values(), ids=UNCERTAIN)
def test_after_an_uncertain_try_it_follows_from(held: Standing, step: Step) -> None:
    assert after_uncertain(held, "x") == step


def test_a_try_that_surely_had_no_effect_is_made_again_after_a_pause() -> None:
    action = tried(attempts=7, fence=7)

    for backend in (A, B, C, None):
        step = after_untouched(standing(action, backend), "x")

        assert step == BeginAnew("x", NOON + SECOND + pause(action, PACE))


def test_what_never_reached_the_system_fails_after_the_most_tries() -> None:
    step = after_untouched(standing(tried(attempts=8), C), "x")

    assert step == Drop(S.FAILED, "x Tried 8 times.")


def test_a_try_without_effect_leaves_the_doubt_about_an_earlier_one() -> None:
    twice = tried(last_attempt_at=NOON + SECOND)

    assert after_untouched(standing(twice), "x") == Try(asks_rules=False)
    assert after_untouched(standing(twice, None), "x") == GiveUp(f"x {NO_SPEC}")
    assert isinstance(after_untouched(standing(twice, B), "x"), BeginAnew)


NOT_THERE: dict[str, tuple[Standing, Step]] = {
    "in time": (standing(tried(S.RECONCILING), B), Try(asks_rules=True)),
    "class A, whose late request may land": (
        standing(tried(S.RECONCILING), A),
        GiveUp("The system shows no effect, and a late request could still have one."),
    ),
    "declared no more": (
        standing(tried(S.RECONCILING), None),
        GiveUp("The system shows no effect, and a late request could still have one."),
    ),
    "switched off": (
        standing(tried(S.RECONCILING), B, switches=OFF),
        Drop(S.FAILED, "Stopped before it was done.", R.SWITCHED_OFF),
    ),
    "shadow mode": (
        standing(tried(S.RECONCILING), B, switches=SHADOW),
        Drop(S.FAILED, "Stopped before it was done.", R.SWITCHED_OFF),
    ),
    "changed since": (
        standing(tried(S.RECONCILING, digest="d"), B),
        Drop(S.FAILED, NOT_INTACT, R.CHANGED),
    ),
    "a second before it runs out": (
        standing(tried(S.RECONCILING), B, HOUR - SECOND),
        Try(asks_rules=True),
    ),
    "run out": (
        standing(tried(S.RECONCILING), B, HOUR),
        Drop(S.FAILED, "It was not done before what was agreed to ran out."),
    ),
    "one try below the most": (
        standing(tried(S.RECONCILING, attempts=7), B),
        Try(asks_rules=True),
    ),
    "the most tries": (
        standing(tried(S.RECONCILING, attempts=8), B),
        Drop(S.FAILED, "Tried 8 times without an effect."),
    ),
}


@pytest.mark.parametrize(("held", "step"), NOT_THERE.values(), ids=NOT_THERE)
def test_what_the_system_does_not_know_of_is(held: Standing, step: Step) -> None:
    assert after_not_there(held) == step


def test_a_system_that_cannot_be_asked_is_asked_again_until_a_person_is() -> None:
    action = tried(S.RECONCILING)
    ends = {A: PACE.ask_for, B: SETTLE + PACE.clock_skew + PACE.ask_for}

    for backend, end in ends.items():
        before = standing(action, backend, end - SECOND)

        assert after_no_reply(before, "x") == Rest(before.now + pause(action, PACE))
        assert after_no_reply(standing(action, backend, end), "x") == GiveUp("x")


def test_nobody_is_asked_for_what_is_declared_no_more() -> None:
    assert after_no_reply(standing(tried(S.RECONCILING), None), "x") == GiveUp("x")


def test_asking_is_counted_from_now_where_no_try_was_noted() -> None:
    untold = agreed(state=S.RECONCILING)

    assert isinstance(after_no_reply(standing(untold, after=DAY), "x"), Rest)


@pytest.mark.parametrize(
    ("fence", "attempts", "longest"),
    [
        (0, 0, 0.2), (1, 1, 0.2), (2, 1, 0.4), (1, 3, 0.8), (5, 0, 3.2), (9, 0, 51.2),
        (10, 0, 60), (10**6, 0, 60),
    ],
)  # fmt: skip
def test_a_pause_doubles_with_every_claim_and_is_spread_over_its_second_half(
    fence: int, attempts: int, longest: float
) -> None:
    actions = [agreed(id=f"act_{n}", fence=fence, attempts=attempts) for n in range(200)]

    pauses = [pause(action, PACE).total_seconds() for action in actions]

    assert longest / 2 <= min(pauses) < longest * 0.52
    assert longest * 0.98 < max(pauses) <= longest
    assert pauses == [pause(action, PACE).total_seconds() for action in actions]


def test_however_long_pauses_may_be_they_stop_doubling() -> None:
    patient = Pace(first_pause=SECOND, longest_pause=timedelta(days=400))

    first, later = (pause(agreed(fence=fence), patient) for fence in (21, 10**6))

    assert timedelta(seconds=2**19) <= first <= timedelta(seconds=2**20)
    assert timedelta(seconds=2**19) <= later <= timedelta(seconds=2**20)


def test_two_pauses_of_one_action_differ() -> None:
    at_the_cap = [pause(agreed(fence=fence), PACE) for fence in (20, 21, 22)]

    assert len(set(at_the_cap)) == 3


def test_a_key_follows_from_the_action_alone_and_from_all_of_it() -> None:
    action = agreed()

    assert key_of(replace(action, version=7, key="other")) == key_of(action)
    assert key_of(action).startswith("hr_")
    assert len(key_of(action)) == 43
    others = [replace(action, id=ActionId("act_2")), replace(action, digest="d"), action]
    assert len({key_of(other) for other in others}) == 3


def test_a_request_is_worth_nothing_once_it_is_old_or_past_the_keys_window() -> None:
    late: datetime = NOON + DAY - SECOND

    assert not_after(tried(), spec_of(A), PACE) == NOON + PACE.send_within
    assert not_after(tried(last_attempt_at=late), spec_of(A), PACE) == NOON + DAY
    assert not_after(tried(last_attempt_at=late), spec_of(B), PACE) == late + PACE.send_within
    unnoted = tried(first_attempt_at=None)
    assert not_after(unnoted, spec_of(A), PACE) == NOON + PACE.send_within


def test_a_worker_sends_only_while_half_of_its_hold_is_left() -> None:
    half = PACE.lease / 2

    assert is_held_long_enough(agreed(lease_until=NOON + half), NOON, PACE)
    assert not is_held_long_enough(
        agreed(lease_until=NOON + half), NOON + timedelta(microseconds=1), PACE
    )
    assert not is_held_long_enough(agreed(), NOON, PACE)
