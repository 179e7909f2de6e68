"""What would a change do to a turn: the same, better, worse, or only otherwise?

Worse comes in two kinds. *Certain* is what can be seen without a judgement: it speaks against what
the articles said then, it is answered less surely than was promised, something is done under a
weaker control, a person is refused who was asked for, a reviewer had named another article.
*Likely* is the rest: nothing is answered any more, or another article is cited than the one that
held. Certain harm stops a change by itself; likely harm is counted, against what gets better.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

from handrail.domain.actions.model import CONTROLS
from handrail.domain.answering.model import Claim
from handrail.domain.decision.model import (
    Abstain,
    ActionRuled,
    Answer,
    AskForAction,
    Clarify,
    Courtesy,
    HandOff,
    NothingDone,
    Outcome,
)
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.worth import (
    Ground,
    Review,
    Valued,
    Worth,
    cited,
    is_unanswered,
    says_the_same,
    stated,
    wanted_a_person,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnThen:
    """Hold a turn as it was."""

    outcome: Outcome
    reply: str
    valued: Valued
    review: Review | None
    threshold: float | None
    against: Callable[[Sequence[Claim]], str | None]
    """Return what of some claims speaks against the articles of then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnNow:
    """Hold what would come of the same message."""

    outcome: Outcome
    reply: str
    confidence: float
    keeps_promise: bool
    """A calibration holds now that promises at least as much as then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthNow:
    """Hold what a turn would be worth now, why, and whether that can be seen for certain."""

    worth: Worth
    why: str
    is_certain: bool = False
    about: tuple[str, ...] = ()
    """Articles or actions that it is about: a change that is meant may name them."""
    is_again: bool = False
    """A reviewer found it wrong, it was mended, and it is said again: whatever brought it back."""


def worth_now(then: TurnThen, now: TurnNow) -> WorthNow:
    """Return what a turn would be worth under a change."""
    if now.reply == then.reply and type(now.outcome) is type(then.outcome):
        return _same(then, now)
    if wanted_a_person(then.outcome) and not isinstance(now.outcome, HandOff):
        return WorthNow(
            worth=Worth.WRONG, why="the person asked for is not called", is_certain=True
        )
    match now.outcome:
        case Answer():
            return _answered(then, now, now.outcome)
        case ActionRuled():
            return _ruled(then, now.outcome)
        case Abstain() | Clarify() | HandOff():
            return _unanswered(then, now.outcome)
        case Courtesy() | AskForAction() | NothingDone():
            is_kind = type(now.outcome) is type(then.outcome)
            worth = then.valued.worth if is_kind else Worth.UNANSWERED
            return WorthNow(worth=worth, why="something else is said", about=_actions(then.outcome))
        case other:
            assert_never(other)


def _same(then: TurnThen, now: TurnNow) -> WorthNow:
    if (weaker := _weaker_control(then.outcome, now.outcome)) is not None:
        return weaker
    again = _said_again(then, now.outcome)
    return again or WorthNow(worth=then.valued.worth, why="the same is said")


def _answered(then: TurnThen, now: TurnNow, answer: Answer) -> WorthNow:
    about = cited(answer)
    if (found := _by_review(then, answer)) is not None:
        return found
    named = then.review.articles if then.review is not None else ()
    if (against := then.against(answer.claims)) is not None:
        return WorthNow(worth=Worth.WRONG, why=against, is_certain=True, about=about)
    if is_unanswered(then.outcome):
        return _answered_instead(then, now, about, is_named=bool(named))
    if then.valued.worth is Worth.WRONG:
        worth = Worth.RIGHT if named else Worth.WRONG
        return WorthNow(worth=worth, why="another answer than the wrong one", about=about)
    if not isinstance(then.outcome, Answer):
        return WorthNow(
            worth=Worth.UNANSWERED, why="answered, where something was done", about=about
        )
    says_same = stated(then.outcome) & stated(answer)
    if named or set(cited(then.outcome)) & set(about) or says_same:
        return WorthNow(worth=Worth.RIGHT, why="the same article in other words", about=about)
    why = f"cites {about[0]}, and {cited(then.outcome)[0]} had held"
    return WorthNow(worth=Worth.WRONG, why=why, about=(*about, *cited(then.outcome)))


def _by_review(then: TurnThen, answer: Answer) -> WorthNow | None:
    """Return what a reviewer's verdict makes of an answer; None where it leaves that open.

    Where the articles of then were found wrong they are no yardstick: nothing speaks against them.
    """
    if then.review is None:
        return None
    about, named = cited(answer), set(then.review.articles)
    if named and named.isdisjoint(about):
        why, is_again = "a reviewer had named another article", _was_mended(then)
        return WorthNow(worth=Worth.WRONG, why=why, is_certain=True, about=about, is_again=is_again)
    if then.review.is_right or not isinstance(then.outcome, Answer):
        return None
    if (again := _said_again(then, answer)) is not None:
        return again
    is_same_article = not set(cited(then.outcome)).isdisjoint(about)
    is_right = bool(named) or (then.review.is_mended and is_same_article)
    worth = Worth.RIGHT if is_right else then.valued.worth
    return WorthNow(worth=worth, why="another answer than the wrong one", about=about)


def _answered_instead(
    then: TurnThen, now: TurnNow, about: tuple[ArticleId, ...], *, is_named: bool
) -> WorthNow:
    """Value an answer where there was none."""
    if is_named:
        return WorthNow(worth=Worth.RIGHT, why="answered from the reviewer's article", about=about)
    if then.valued.ground is Ground.REVIEWED and then.valued.worth is Worth.RIGHT:
        why = "answered, where a reviewer found it right not to answer"
        return WorthNow(worth=Worth.WRONG, why=why, is_certain=True, about=about)
    is_less_sure = then.threshold is not None and now.confidence < then.threshold
    if is_less_sure and not now.keeps_promise:
        why = f"answered at {now.confidence:.2f}, where {then.threshold:.2f} had been promised"
        return WorthNow(worth=Worth.WRONG, why=why, is_certain=True, about=("answers.max_wrong",))
    return WorthNow(worth=Worth.RIGHT, why="answered, as surely as is promised", about=about)


def _unanswered(then: TurnThen, now: Outcome) -> WorthNow:
    if is_unanswered(then.outcome):
        return WorthNow(worth=then.valued.worth, why="still not answered")
    if then.valued.worth is Worth.WRONG:
        return WorthNow(worth=Worth.UNANSWERED, why="the wrong answer is not given any more")
    called = isinstance(now, HandOff)
    why = "a person is called instead" if called else "not answered any more"
    return WorthNow(worth=Worth.UNANSWERED, why=why, about=(*cited(then.outcome), *_actions(now)))


def _ruled(then: TurnThen, now: ActionRuled) -> WorthNow:
    if (weaker := _weaker_control(then.outcome, now)) is not None:
        return weaker
    if not isinstance(then.outcome, ActionRuled):
        return WorthNow(worth=Worth.UNANSWERED, why="acts where it answered", about=(now.name,))
    if now.refusal is not None and then.outcome.refusal is None:
        return WorthNow(worth=Worth.UNANSWERED, why=f"{now.name} is refused", about=(now.name,))
    return WorthNow(
        worth=then.valued.worth, why=f"{now.name} is ruled on otherwise", about=(now.name,)
    )


def _weaker_control(then: Outcome, now: Outcome) -> WorthNow | None:
    """Return what is wrong where something may be done more easily than then."""
    if not isinstance(now, ActionRuled) or now.control is None:
        return None
    if not isinstance(then, ActionRuled):
        return None
    if then.control is None:
        was = f"was refused ({then.refusal})"
    elif CONTROLS.index(now.control) < CONTROLS.index(then.control):
        was = f"needed {then.control.value}"
    else:
        return None
    why = f"{now.name} {was}, and would need {now.control.value}"
    return WorthNow(worth=Worth.WRONG, why=why, is_certain=True, about=(now.name, "policies"))


def _actions(outcome: Outcome) -> tuple[str, ...]:
    return (outcome.name,) if isinstance(outcome, ActionRuled) else ()


def _said_again(then: TurnThen, now: Outcome) -> WorthNow | None:
    if not _was_mended(then) or not says_the_same(then.outcome, now):
        return None
    why = "what a reviewer found wrong, and was mended, is said again"
    return WorthNow(worth=Worth.WRONG, why=why, is_certain=True, about=cited(now), is_again=True)


def _was_mended(then: TurnThen) -> bool:
    return then.review is not None and then.review.is_mended and not then.review.is_right
