"""Render which part of Handrail serves which subcategory of the NIST AI RMF, and what shows it.

`python -m scripts.render_nist` writes the page; a test fails when it parts from the code, or when
a file that it names is gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from handrail.adapters.policy.reading import Policy, read_policies
from handrail.domain.actions.gate import GATE_CHECKS
from handrail.domain.actions.nist import CHECKS_SERVE, SUBCATEGORIES

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/reference/nist-ai-rmf.md"
POLICIES = ROOT / "src/handrail/sample/policies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Hold one thing that serves a subcategory: what it is, where it stands, what shows it."""

    subcategory: str
    what: str
    where: str
    shown_by: str


CONTROLS = (
    Serving(
        subcategory="GOVERN 3.2",
        what="the model proposes, the customer confirms, staff approve, and nobody their own",
        where="src/handrail/flow/decide_approval.py",
        shown_by="tests/flow/test_decide_on_actions.py",
    ),
    Serving(
        subcategory="GOVERN 6.2",
        what="a model that is down or lies leads to a person, never to silence",
        where="src/handrail/flow/think.py",
        shown_by="tests/adapters/models/test_customer_is_never_kept_waiting.py",
    ),
    Serving(
        subcategory="MAP 1.1",
        what="an action that does not declare what it does to the world stops the start",
        where="src/handrail/domain/actions/catalogue.py",
        shown_by="tests/domain/actions/test_catalogue.py",
    ),
    Serving(
        subcategory="MAP 2.2",
        what="what no article supports is not said, and a person is offered",
        where="src/handrail/domain/answering/ground.py",
        shown_by="tests/failure_modes/test_1_answers_when_it_should_not_know.py",
    ),
    Serving(
        subcategory="MAP 3.5",
        what="a request for a person is honoured within one reply",
        where="src/handrail/flow/handle_message.py",
        shown_by="tests/failure_modes/test_5_handoff_is_clumsy.py",
    ),
    Serving(
        subcategory="MAP 3.5",
        what="what is confirmed is rendered from rows, bound by a hash, and valid once",
        where="src/handrail/domain/actions/card.py",
        shown_by="tests/domain/actions/test_card.py",
    ),
    Serving(
        subcategory="MAP 5.1",
        what="declared consequences set the weakest control that a policy may ask for",
        where="src/handrail/domain/actions/catalogue.py",
        shown_by="tests/domain/actions/test_catalogue.py",
    ),
    Serving(
        subcategory="MEASURE 2.6",
        what="a policy that fails to evaluate, or a fact of the wrong type, permits nothing",
        where="src/handrail/adapters/policy/cedar.py",
        shown_by="tests/adapters/policy/test_decisions.py",
    ),
    Serving(
        subcategory="MEASURE 2.7",
        what="whatever is proposed, the gate says what an independent oracle says",
        where="src/handrail/domain/actions/gate.py",
        shown_by="tests/byzantine/test_gate_teeth.py",
    ),
    Serving(
        subcategory="MEASURE 2.7",
        what="approvals that race, are replayed or are changed have one winner or none",
        where="src/handrail/flow/decide_approval.py",
        shown_by="tests/races/test_action_races.py",
    ),
    Serving(
        subcategory="MEASURE 2.7",
        what="no claim of a lying model gets through the guard",
        where="src/handrail/domain/answering/ground.py",
        shown_by="tests/hostile/test_hostile_models.py",
    ),
    Serving(
        subcategory="MEASURE 2.8",
        what="nothing about an action is written without an entry in the audit log",
        where="src/handrail/flow/action_ports.py",
        shown_by="tests/contracts/test_store_actions.py",
    ),
    Serving(
        subcategory="MEASURE 2.10",
        what="personal data is masked before a model's provider sees it",
        where="src/handrail/flow/masking.py",
        shown_by="tests/adapters/language/test_no_seeded_value_survives.py",
    ),
    Serving(
        subcategory="MEASURE 2.13",
        what="each check, policy and condition taken away is noticed",
        where="tests/byzantine/mutants.py",
        shown_by="tests/byzantine/test_gate_teeth.py",
    ),
    Serving(
        subcategory="MANAGE 2.4",
        what="one action or all are switched off by one command",
        where="src/handrail/flow/switch_actions.py",
        shown_by="tests/flow/test_decide_on_actions.py",
    ),
)
"""What serves a subcategory beside the policies and the gate's checks."""


def page() -> str:
    """Return the page."""
    served = sorted(servings(), key=lambda one: list(SUBCATEGORIES).index(one.subcategory))
    return "\n".join((_HEAD, *(row for one in served for row in _row(one)))) + "\n"


def servings() -> Iterator[Serving]:
    """Yield all that serves a subcategory: controls, checks and default policies."""
    yield from CONTROLS
    for check in GATE_CHECKS:
        yield Serving(
            subcategory=CHECKS_SERVE[check.__name__],
            what=f"check `{check.__name__}`: {_first_line(check.__doc__)}",
            where="src/handrail/domain/actions/gate.py",
            shown_by="tests/byzantine/test_gate_teeth.py",
        )
    for policy in read_policies(POLICIES):
        yield _of_policy(policy)


def _of_policy(policy: Policy) -> Serving:
    return Serving(
        subcategory=policy.annotations["nist"],
        what=f"policy `{policy.id}`",
        where=f"src/handrail/sample/policies/{policy.file}",
        shown_by="tests/byzantine/test_gate_teeth.py",
    )


def _first_line(text: str | None) -> str:
    first = (text or "").strip().splitlines()[0].rstrip(".")
    return first[:1].lower() + first[1:]


def _row(one: Serving) -> Iterator[str]:
    links = (f"[{path}](../../{path})" for path in (one.where, one.shown_by))
    yield f"| {one.subcategory} | {one.what} | {' | '.join(links)} |"


def _meanings() -> str:
    return "\n".join(f"- **{name}**: {meaning}" for name, meaning in SUBCATEGORIES.items())


_HEAD = f"""# NIST AI RMF: what serves which subcategory

<!-- Rendered from the code by `python -m scripts.render_nist`; edit the code instead. -->

The [NIST AI Risk Management Framework](https://www.nist.gov/itl/ai-risk-management-framework) 1.0
orders what an organisation does about the risks of AI. A tool cannot comply with it, an
organisation can; this page says which part of Handrail helps with what, and which test shows that
the part works. A default policy names its subcategory in `@nist`, or Handrail does not start.

In our words, and only as far as something here serves them:

{_meanings()}

| Subcategory | What serves it | Where | Shown by |
|---|---|---|---|"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
