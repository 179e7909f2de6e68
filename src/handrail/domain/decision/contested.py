"""What rests on contested words is not stated flatly: both sides are shown, or neither is.

A claim is contested where a side of an unsettled contradiction quotes the same words as the claim
does. What else stands in the same passage may be said: the claim is carried by its own quote.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import assert_never

from handrail.domain.answering.model import Citation
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    ActionRuled,
    Answer,
    AskForAction,
    Clarify,
    Courtesy,
    Differing,
    HandOff,
    NothingDone,
    Outcome,
)
from handrail.domain.knowledge.health.contested import Contested, Side
from handrail.domain.knowledge.model import Passage, PassageId
from handrail.domain.retrieval.model import Scope
from handrail.domain.retrieval.scope import is_in_scope

ContestedPassages = Mapping[PassageId, Sequence[Contested]]
_SAME_CHARACTERS = (
    20  # in a row: shorter runs, such as "within 30 days of", stand in many sentences
)


def unless_contested(outcome: Outcome, contested: ContestedPassages, scope: Scope) -> Outcome:
    """Return the outcome, or, where an answer rests on contested words, what differs."""
    if not contested or not isinstance(outcome, Answer):
        return outcome
    disputes = _disputes(outcome, contested)
    if not disputes:
        return outcome
    return Abstain(
        reason=AbstainReason.CONTESTED_KNOWLEDGE,
        differing=_differing(disputes, scope),
        findings=tuple(dispute.finding for dispute in disputes),
    )


def cited_passages(outcome: Outcome) -> tuple[PassageId, ...]:
    """Return the passages that an answer rests on."""
    if not isinstance(outcome, Answer):
        return ()
    return tuple(dict.fromkeys(c.passage for claim in outcome.claims for c in claim.citations))


def shown_in(outcome: Outcome) -> tuple[Citation, ...]:
    """Return the places whose words a reply shows to the customer."""
    match outcome:
        case Answer(claims=claims):
            return tuple(cited for claim in claims for cited in claim.citations)
        case Abstain(differing=differing):
            return tuple(side.citation for side in differing)
        case Clarify() | HandOff() | Courtesy() | ActionRuled() | AskForAction() | NothingDone():
            return ()
        case other:
            assert_never(other)


def rests_on(quote: str, disputed: str) -> bool:
    """Tell whether two verbatim quotes of one passage hold the same words."""
    ours, theirs = " ".join(quote.split()), " ".join(disputed.split())
    run = min(len(ours), len(theirs), _SAME_CHARACTERS)
    if not run:
        return True  # nothing is quoted: nobody can tell, so it counts
    runs = {theirs[start : start + run] for start in range(len(theirs) - run + 1)}
    return any(ours[start : start + run] in runs for start in range(len(ours) - run + 1))


def _disputes(answer: Answer, contested: ContestedPassages) -> tuple[Contested, ...]:
    cited = (c for claim in answer.claims for c in claim.citations)
    found = (
        dispute
        for citation in cited
        for dispute in contested.get(citation.passage, ())
        if _is_about(dispute, citation)
    )
    return tuple({dispute.finding: dispute for dispute in found}.values())


def _is_about(dispute: Contested, cited: Citation) -> bool:
    sides = (side for side in dispute.sides if side.passage.id == cited.passage)
    return any(rests_on(cited.quote, side.quote) for side in sides)


def _differing(disputes: Iterable[Contested], scope: Scope) -> tuple[Differing, ...]:
    """Return the sides that a customer may see; none where one of them is not for their eyes."""
    shown: dict[tuple[PassageId, str], Differing] = {}
    for dispute in disputes:
        if not all(_may_see(side.passage, scope) for side in dispute.sides):
            return ()
        for side in dispute.sides:
            shown[side.passage.id, side.quote] = _side(side, dispute)
    return tuple(shown.values())


def _side(side: Side, dispute: Contested) -> Differing:
    passage = side.passage
    url = f"{passage.url}#{passage.anchor}" if passage.url and passage.anchor else passage.url
    return Differing(
        citation=Citation(
            article=passage.article,
            version=passage.version,
            title=passage.title,
            url=url,
            passage=passage.id,
            headings=passage.headings,
            quote=side.quote,
        ),
        updated=passage.updated,
        is_newer=dispute.newer == passage.article,
        product=passage.product,
    )


def _may_see(passage: Passage, scope: Scope) -> bool:
    return is_in_scope(
        scope,
        audience=passage.audience,
        locale=passage.locale,
        product=passage.product,
        site=passage.site,
    )
