"""A bad answer is charged to the first stage that the right article did not pass."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.domain.decision.basis import Basis, FoundThen, HitThen
from handrail.domain.decision.model import Abstain, AbstainReason, Answer, Outcome
from handrail.domain.knowledge.model import ArticleId, PassageId, VersionId
from handrail.domain.quality.waterfall import Charged, Stage, by_week, stage_of
from handrail.domain.retrieval.model import SnapshotId
from tests.builders import NOON, REFUNDS, a_claim, a_passage

RIGHT = PassageId("aaaaaaaa-1")
OTHER = ArticleId("help/other.md")
ANSWER = Answer(claims=(a_claim(),))
ELSEWHERE = Answer(claims=(a_claim(a_passage(article=OTHER)),))
UNSURE = Abstain(reason=AbstainReason.LOW_CONFIDENCE)


def a_hit(article: ArticleId) -> HitThen:
    return HitThen(
        passage=RIGHT,
        article=article,
        version=VersionId("v1"),
        digest="",
        score=1.0,
        signals={},
        unit_scores=(),
    )


def a_basis(*articles: ArticleId, offered: str = "") -> Basis:
    found = FoundThen(
        question="?",
        is_all=False,
        snapshot=SnapshotId("s"),
        hits=tuple(map(a_hit, articles)),
        first=(),
        beyond=(),
        offered=offered,
    )
    return Basis(salt="salt", text="?", found=(found,))


@pytest.mark.parametrize(
    ("served", "basis", "outcome", "stage"),
    [
        ((), a_basis(), UNSURE, Stage.NOT_INDEXED),
        ((RIGHT,), a_basis(OTHER, offered="bbbbbbbb"), UNSURE, Stage.FIRST_STAGE),
        ((RIGHT,), a_basis(OTHER, offered="bbbbbbbbaaaaaaaa"), ELSEWHERE, Stage.RANKED),
        ((RIGHT,), a_basis(*(OTHER,) * 12, REFUNDS), ELSEWHERE, Stage.IN_PROMPT),
        ((RIGHT,), a_basis(OTHER, REFUNDS), ELSEWHERE, Stage.CITED),
        ((RIGHT,), a_basis(REFUNDS), UNSURE, Stage.CITED),
        ((RIGHT,), a_basis(REFUNDS), ANSWER, Stage.SAID),
    ],
)
def test_each_loss_has_its_stage(
    served: tuple[PassageId, ...], basis: Basis, outcome: Outcome, stage: Stage
) -> None:
    assert stage_of((REFUNDS,), served, basis, outcome) is stage


def test_losses_are_counted_week_by_week() -> None:
    one = Charged(record="rec_1", at=NOON, stage=Stage.RANKED, articles=(REFUNDS,))
    later = replace(one, at=NOON + timedelta(days=7), stage=Stage.SAID)

    weeks = by_week((later, one, one))

    assert [week.begins.isoformat() for week in weeks] == ["2026-03-02", "2026-03-09"]
    assert [week.by_stage[Stage.RANKED] for week in weeks] == [2, 0]
    assert [week.by_stage[Stage.SAID] for week in weeks] == [0, 1]
