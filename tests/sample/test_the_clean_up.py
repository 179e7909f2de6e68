"""The clean-up of the knowledge base as work, as the demo's script plays it."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from handrail.app import App
from handrail.cli.demo_script import missed
from handrail.domain.decision.model import Abstain, AbstainReason, Answer, TurnRecord
from handrail.domain.knowledge.health.model import FindingKind, FindingState
from handrail.sample.clean_up import NOTICE, Step, Team, clean_up, hire
from handrail.sample.project import open_sample


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with closing(open_sample(tmp_path_factory.mktemp("shop"), _quiet, _unwatched)) as opened:
        yield opened


@pytest.fixture(scope="module")
def team(app: App) -> Team:
    return hire(app)


@pytest.fixture(scope="module")
def steps(app: App, team: Team) -> tuple[Step, ...]:
    return tuple(clean_up(app, team))


@pytest.mark.slow
def test_every_step_of_the_clean_up_goes_as_the_script_expects(steps: tuple[Step, ...]) -> None:
    assert missed((), steps) == ()
    assert len(steps) == 10


@pytest.mark.slow
def test_a_contradiction_is_answered_carefully_until_its_cause_is_mended(
    steps: tuple[Step, ...],
) -> None:
    careful, plain, _ = _turns(steps)

    assert isinstance(careful.outcome, Abstain)
    assert careful.outcome.reason is AbstainReason.CONTESTED_KNOWLEDGE
    assert ("€100" in careful.reply, "€150" in careful.reply) == (True, True)
    assert isinstance(plain.outcome, Answer)
    assert ("€100" in plain.reply, "€150" in plain.reply) == (True, False)


@pytest.mark.slow
def test_what_was_put_right_is_closed_and_says_who_decided(
    steps: tuple[Step, ...], app: App, team: Team
) -> None:
    assert steps
    with app.store.read() as reading:
        clashes = reading.findings(kinds={FindingKind.CONTRADICTION})
        gaps = reading.findings(kinds={FindingKind.GAP})
    (clash,) = (held for held in clashes if NOTICE in held.finding.articles)

    assert (clash.state, clash.owner) == (FindingState.FIXED, team.agent.staff)
    assert clash.decided_by == f"staff:{team.agent.staff}"
    assert [held.state for held in gaps] == [FindingState.FIXED]


@pytest.mark.slow
def test_what_an_agent_said_becomes_an_article_that_answers(steps: tuple[Step, ...]) -> None:
    outcome = _turns(steps)[-1].outcome

    assert isinstance(outcome, Answer)
    cited = {c.article.partition("/")[0] for claim in outcome.claims for c in claim.citations}
    assert cited == {"written"}


def test_a_step_that_went_otherwise_is_named() -> None:
    went = Step(shows="It goes well.", is_as_expected=True)
    failed = Step(shows="It does not.", is_as_expected=False)

    assert missed((), (went, failed)) == ("It does not.",)


def _turns(steps: tuple[Step, ...]) -> list[TurnRecord]:
    return [step.turn for step in steps if step.turn is not None]


def _quiet(_line: str) -> None:
    return None


def _unwatched(_stage: str, _done: int, _total: int) -> None:
    return None
