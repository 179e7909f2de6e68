"""Let a language model judge whole answers after they were given; it changes none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handrail.adapters.models.asking import Asking
from handrail.adapters.models.prompt import marked
from handrail.adapters.models.replies import object_in
from handrail.domain.quality.judges import AnsweredTurn, JudgeId, Score
from handrail.flow.language_model import FaultKind, ModelFault, ModelTask, ModelTurn


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnswerJudge:
    """Judge with one model."""

    asking: Asking
    turn: Callable[[], ModelTurn]
    """Opens what one answer's judging may take."""

    @property
    def id(self) -> JudgeId:
        """Return names and versions of model and prompt."""
        return JudgeId(self.asking.name)

    def scores(self, turn: AnsweredTurn) -> Mapping[Score, float]:
        """Return a value from 0 to 1 per score; raises ModelFault where the model brought none."""
        mark = self.asking.mark(turn.question, turn.reply, *turn.sources)
        parts = [marked("passage", text, mark) for text in turn.sources]
        parts += [marked("question", turn.question, mark), marked("answer", turn.reply, mark)]
        request = self.asking.request(ModelTask.JUDGE, mark, "\n\n".join(parts), self.turn())
        found = object_in(self.asking.whole(request)) or {}
        values = {score: _share(found.get(score.value)) for score in Score}
        read = {score: value for score, value in values.items() if value is not None}
        if len(read) < len(values):
            raise ModelFault(
                FaultKind.UNREADABLE, f"Model {self.asking.name}: what it wrote cannot be read."
            )
        return read


def _share(value: object) -> float | None:
    """Return a number from 0 to 1, or None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0.0 <= value <= 1.0 else None
