"""Understand a message with a language model: what is asked, and in which mood. Decides nothing."""

import json
from dataclasses import replace

from handrail.adapters.models.asking import Asking
from handrail.adapters.models.prompt import marked
from handrail.flow.language_model import (
    FaultKind,
    ModelFault,
    ModelTask,
    ModelTurn,
    Understood,
)
from handrail.kernel.canonical import storable

_SHARE_OF_TIME = 0.4  # the writer needs the rest
_REMEMBERED = 6
_LONGEST_EARLIER = 600
_LONGEST_REPLY = 6_000
_LONGEST_QUESTION = 500
_LONGEST_WORD = 40
_FENCE = "```"


class ModelReader:
    """Read messages with one model."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    @property
    def name(self) -> str:
        """Return names and versions of model and prompt."""
        return self._asking.name

    def understood(self, text: str, history: tuple[str, ...], turn: ModelTurn) -> Understood:
        """Return what a message means; raises ModelFault where the model brought nothing."""
        earlier = [said[:_LONGEST_EARLIER] for said in history[-_REMEMBERED:]]
        mark = self._asking.mark(text, *earlier)
        parts = [marked("earlier message of the customer", said, mark) for said in earlier]
        parts.append(marked("message of the customer", text, mark))
        request = self._asking.request(ModelTask.READ, mark, "\n\n".join(parts), turn)
        in_time = replace(request, until=turn.within(_SHARE_OF_TIME))
        return self._parsed(self._asking.whole(in_time))

    def _parsed(self, reply: str) -> Understood:
        try:
            found = json.loads(_bare(reply)) if len(reply) <= _LONGEST_REPLY else None
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise ModelFault(
                FaultKind.UNREADABLE, f"Model {self.name}: what it wrote cannot be read."
            )
        return Understood(
            question=_line(found.get("question"), _LONGEST_QUESTION),
            wants_person=found.get("wants_person") is True,
            intent=_line(found.get("intent"), _LONGEST_WORD),
            language=_line(found.get("language"), _LONGEST_WORD),
            mood=_line(found.get("mood"), _LONGEST_WORD),
        )


def _bare(reply: str) -> str:
    """Leave out the fence in which some models put JSON."""
    return reply.strip().removeprefix(f"{_FENCE}json").removeprefix(_FENCE).removesuffix(_FENCE)


def _line(value: object, longest: int) -> str:
    """Return a text of one line, or nothing where there is none or it is too long."""
    if not isinstance(value, str) or len(value) > longest:
        return ""
    return storable(" ".join(value.split()))
