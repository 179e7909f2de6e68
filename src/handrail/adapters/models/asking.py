"""How one turn asks a model for one task."""

from contextlib import closing
from dataclasses import dataclass

from handrail.adapters.models.prompt import Prompt, unused_mark
from handrail.flow.language_model import (
    FaultKind,
    LanguageModel,
    ModelFault,
    ModelRequest,
    ModelTask,
    ModelTurn,
)
from handrail.kernel.ids import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Hold a model with the prompt that it is asked by."""

    model: LanguageModel
    prompt: Prompt
    ids: Ids
    most_tokens: int

    @property
    def name(self) -> str:
        """Return names and versions of model and prompt."""
        return f"{self.model.name}/{self.prompt.name}"

    def mark(self, *texts: str) -> str:
        """Return a mark for texts that others wrote."""
        return unused_mark(self.ids, texts)

    def request(self, task: ModelTask, mark: str, content: str, turn: ModelTurn) -> ModelRequest:
        """Return a request on the turn's account."""
        return ModelRequest(
            task=task,
            prompt=self.prompt.name,
            instructions=self.prompt.instructions(mark),
            content=content,
            most_tokens=self.most_tokens,
            until=turn.until,
            spender=turn.spender,
            note=turn.calls.append,
        )

    def whole(self, request: ModelRequest) -> str:
        """Return the whole text of a reply; raises ModelFault where it was cut off."""
        pieces: list[str] = []
        with closing(self.model.stream(request)) as stream:
            for heard in stream:
                if isinstance(heard, str):
                    pieces.append(heard)
                elif not heard.is_complete:
                    raise ModelFault(FaultKind.UNREADABLE, f"Model {self.name}: it broke off.")
        return "".join(pieces)
