"""Word a brief with a language model: which of the customer's words count, which lines read ill."""

from collections.abc import Iterator
from typing import Any

from handrail.adapters.models.asking import Asking
from handrail.adapters.models.prompt import marked
from handrail.adapters.models.replies import object_in
from handrail.flow.language_model import (
    BriefWords,
    FaultKind,
    ModelFault,
    ModelTask,
    ModelTurn,
)
from handrail.kernel.canonical import storable

_LONGEST_SHOWN = 1_000
_MOST_MESSAGES = 20
_LONGEST_TEXT = 600
_MOST = 12


class ModelBriefWorder:
    """Word briefs with one model."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    @property
    def name(self) -> str:
        """Return names and versions of model and prompt."""
        return self._asking.name

    def worded(
        self, messages: tuple[str, ...], lines: tuple[str, ...], turn: ModelTurn
    ) -> BriefWords:
        """Return what to say instead; raises ModelFault where the model brought nothing."""
        mark = self._asking.mark(*messages, *lines)
        first = max(0, len(messages) - _MOST_MESSAGES)
        parts = [
            marked(f"message {n} of the customer", text[:_LONGEST_SHOWN], mark)
            for n, text in enumerate(messages)
            if n >= first
        ]
        parts += [marked(f"line {n} of the brief", text, mark) for n, text in enumerate(lines)]
        request = self._asking.request(ModelTask.BRIEF, mark, "\n\n".join(parts), turn)
        found = object_in(self._asking.whole(request))
        if found is None:
            raise ModelFault(
                FaultKind.UNREADABLE, f"Model {self.name}: what it wrote cannot be read."
            )
        return BriefWords(
            quotes=tuple(_numbered(found.get("quotes"), "message", "words")),
            lines=dict(_numbered(found.get("lines"), "line", "text")),
        )


def _numbered(listed: Any, number: str, text: str) -> Iterator[tuple[int, str]]:
    for one in listed[:_MOST] if isinstance(listed, list) else ():
        if not isinstance(one, dict):
            continue
        place, said = one.get(number), one.get(text)
        if type(place) is int and isinstance(said, str) and len(said) <= _LONGEST_TEXT:
            yield place, storable(said)
