"""Let a language model check a claim once more. It may refuse one, never let a refused one pass."""

from dataclasses import dataclass

from handrail.adapters.models.asking import Asking
from handrail.adapters.models.prompt import marked
from handrail.adapters.models.replies import line_of, object_in
from handrail.domain.answering.model import Claim
from handrail.flow.language_model import FaultKind, ModelFault, ModelTask, ModelTurn

_LONGEST_WHY = 200
_UNEXPLAINED = "its quotes do not carry it"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelJudge:
    """Check with one model."""

    asking: Asking

    @property
    def name(self) -> str:
        """Return names and versions of model and prompt."""
        return self.asking.name

    def faults(self, claim: Claim, turn: ModelTurn) -> tuple[str, ...]:
        """Return what speaks against a claim; raises ModelFault where the model brought nothing."""
        quotes = [
            f"{' › '.join((cited.title, *cited.headings))}\n\n{cited.quote}"
            for cited in claim.citations
        ]
        mark = self.asking.mark(claim.text, *quotes)
        parts = [marked("quote", quote, mark) for quote in quotes]
        parts.append(marked("claim", claim.text, mark))
        request = self.asking.request(ModelTask.JUDGE, mark, "\n\n".join(parts), turn)
        found = object_in(self.asking.whole(request))
        if found is None or not isinstance(found.get("supported"), bool):
            raise ModelFault(
                FaultKind.UNREADABLE, f"Model {self.name}: what it wrote cannot be read."
            )
        if found["supported"]:
            return ()
        return (f"the judge: {line_of(found.get('why'), _LONGEST_WHY) or _UNEXPLAINED}",)
