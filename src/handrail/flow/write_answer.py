"""The chain of writers: models one after the other, and in the end the articles' own words.

A model writes claims. Each is checked as soon as it is written. Claims that the check refused are
sent back once with what speaks against them; what is refused again is dropped. Where no claim is
left, or the model broke off before anything was sure, the next writer has its turn, and the last
one quotes. See docs/decisions/0020: when a claim is told.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from handrail.domain.answering.model import Claim, ClaimCheck, Draft
from handrail.domain.knowledge.model import Passage, PassageId
from handrail.domain.retrieval.model import SearchResult
from handrail.flow.language_model import (
    ClaimJudge,
    ClaimWriter,
    FaultKind,
    ModelFault,
    ModelTurn,
    Writing,
)
from handrail.flow.ports import Checker, Writer
from handrail.kernel.errors import ModelUnavailable

_LEAST_FOR_ANOTHER = 0.5  # seconds: no model writes anything in less
_MOST_CLAIMS = 8  # of a first draft and its rewriting together


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """Say when an answer is sure enough for its claims to be told."""

    sure: Callable[[ClaimCheck], float]
    """Return how likely a claim is to be right if it is all that is said."""
    needed: Callable[[Sequence[Claim], str], float]
    """Return the confidence that an answer of these claims needs, by this writer."""
    tell: Callable[[Claim], None] | None = None
    """Tell the customer a claim; None where nothing is told before the whole is decided."""
    judge: ClaimJudge | None = None
    """Looks at what the checker let pass."""


class WriterChain:
    """Write one answer: what was told is never taken back, what is not sure is never told."""

    def __init__(
        self,
        writers: Sequence[ClaimWriter],
        last: Writer,
        checker: Checker,
        turn: ModelTurn,
        settling: Settling,
    ) -> None:
        self._writers = writers
        self._last = last
        self._checker = checker
        self._turn = turn
        self._settling = settling
        self.name = last.name

    def draft(self, question: str, result: SearchResult) -> Draft:
        """Return the claims of the first writer that left any."""
        for writer in self._writers:
            draft = self._by_model(writer, question, result)
            if draft is not None:
                return draft
        return self._last.draft(question, result)

    def _by_model(self, writer: ClaimWriter, question: str, result: SearchResult) -> Draft | None:
        """Return what a model wrote; None where the next writer is to try."""
        writing = Writing(question=question, passages=tuple(hit.passage for hit in result.hits))
        telling = _Telling(writer.name, self._settling)
        is_whole = self._first_draft(writer, writing, result, telling)
        if is_whole and telling.refused and self._turn.left() > _LEAST_FOR_ANOTHER:
            again = Writing(
                question=question, passages=writing.passages, refused=tuple(telling.refused)
            )
            self._heard(writer, again, result, telling)
        self._turn.refused.extend(telling.refused)
        says_nothing = is_whole and not telling.kept and not telling.refused
        is_enough = bool(telling.kept) if is_whole else telling.is_settled
        if not (is_enough or says_nothing):
            return None
        return Draft(claims=tuple(telling.kept), writer=writer.name, is_by_claim=True)

    def _first_draft(
        self, writer: ClaimWriter, writing: Writing, result: SearchResult, telling: "_Telling"
    ) -> bool:
        """Hear a draft; once more where it could not be read. Tell whether it came whole."""
        fault = self._heard(writer, writing, result, telling)
        is_unreadable = isinstance(fault, ModelFault) and fault.kind is FaultKind.UNREADABLE
        if not is_unreadable or telling.is_settled or self._turn.left() < _LEAST_FOR_ANOTHER:
            return fault is None
        telling.forget()
        return self._heard(writer, writing, result, telling) is None

    def _heard(
        self, writer: ClaimWriter, writing: Writing, result: SearchResult, telling: "_Telling"
    ) -> ModelUnavailable | None:
        """Check and tell each claim as it comes; return the fault that ended them, if one did."""
        passages = {hit.passage.id: hit.passage for hit in result.hits}
        try:
            with closing(writer.claims(writing, self._turn)) as claims:
                for claim in claims:
                    telling.take(self._checked(claim, passages))
                    if telling.is_full:
                        return None
        except ModelUnavailable as fault:
            self._turn.faults.append(str(fault))
            return fault
        return None

    def _checked(self, claim: Claim, passages: Mapping[PassageId, Passage]) -> ClaimCheck:
        """Check a claim, and where there is a judge let it look too; one that fails refuses."""
        alone = Draft(claims=(claim,), writer="")
        check = self._checker.check(alone, passages).checks[0]
        judge = self._settling.judge
        if judge is None or not check.is_supported:
            return check
        try:
            return replace(check, faults=judge.faults(claim, self._turn))
        except ModelUnavailable as fault:
            self._turn.faults.append(str(fault))
            return replace(check, faults=("the judge did not answer",))


class _Telling:
    """Hold the claims that were kept, and tell them once one of them is sure enough."""

    def __init__(self, writer: str, settling: Settling) -> None:
        self._writer = writer
        self._settling = settling
        self._surest = 0.0
        self._told = 0
        self.kept: list[Claim] = []
        self.refused: list[ClaimCheck] = []

    @property
    def is_settled(self) -> bool:
        """Tell whether the answer will be given."""
        return self._told > 0

    @property
    def is_full(self) -> bool:
        """Tell whether no more claims are taken."""
        return len(self.kept) >= _MOST_CLAIMS

    def forget(self) -> None:
        """Begin anew: what was kept was never told."""
        self.kept.clear()
        self.refused.clear()
        self._surest = 0.0

    def take(self, check: ClaimCheck) -> None:
        """Keep a claim that the check supports, unless it is there already; tell what is sure."""
        if not check.is_supported:
            self.refused.append(check)
            return
        if any(check.claim.text == claim.text for claim in self.kept):
            return
        sure = self._settling.sure(check)
        together = (*self.kept, check.claim)
        needed = self._settling.needed(together, self._writer)
        if self.is_settled and max(self._surest, sure) < needed:
            return  # it would bring in a topic that needs more than this answer has
        self.kept.append(check.claim)
        self._surest = max(self._surest, sure)
        if self._surest >= needed:
            self._tell()

    def _tell(self) -> None:
        for claim in self.kept[self._told :]:
            if self._settling.tell is not None:
                self._settling.tell(claim)
        self._told = len(self.kept)
