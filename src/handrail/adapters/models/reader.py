"""Understand a message with a language model: what is asked, and in which mood. Decides nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handrail.adapters.models.asking import Asking
from handrail.adapters.models.prompt import marked
from handrail.adapters.models.replies import line_of, object_in
from handrail.domain.actions.model_proposal import ModelProposal
from handrail.domain.actions.spec import ActionSpec, Parameter
from handrail.flow.language_model import (
    FaultKind,
    ModelFault,
    ModelTask,
    ModelTurn,
    Understood,
)

_SHARE_OF_TIME = 0.4  # the writer needs the rest
_REMEMBERED = 6
_LONGEST_EARLIER = 600
_LONGEST_QUESTION = 500
_LONGEST_WORD = 40
_LONGEST_NAME = 64
_MOST_ARGUMENTS = 20


class ModelReader:
    """Read messages with one model."""

    def __init__(self, asking: Asking, actions: Sequence[ActionSpec] = ()) -> None:
        self._asking = asking
        self._actions = _listed(actions) if actions else ""

    @property
    def name(self) -> str:
        """Return names and versions of model and prompt."""
        return self._asking.name

    def understood(self, text: str, history: tuple[str, ...], turn: ModelTurn) -> Understood:
        """Return what a message means; raises ModelFault where the model brought nothing."""
        earlier = [said[:_LONGEST_EARLIER] for said in history[-_REMEMBERED:]]
        mark = self._asking.mark(text, self._actions, *earlier)
        listed = [marked("actions that may be asked for", self._actions, mark)]
        parts = listed if self._actions else []
        parts += [marked("earlier message of the customer", said, mark) for said in earlier]
        parts.append(marked("message of the customer", text, mark))
        request = self._asking.request(ModelTask.READ, mark, "\n\n".join(parts), turn)
        in_time = replace(request, until=turn.within(_SHARE_OF_TIME))
        return self._parsed(self._asking.whole(in_time))

    def _parsed(self, reply: str) -> Understood:
        found = object_in(reply)
        if found is None:
            raise ModelFault(
                FaultKind.UNREADABLE, f"Model {self.name}: what it wrote cannot be read."
            )
        return Understood(
            question=line_of(found.get("question"), _LONGEST_QUESTION),
            wants_person=found.get("wants_person") is True,
            intent=line_of(found.get("intent"), _LONGEST_WORD),
            language=line_of(found.get("language"), _LONGEST_WORD),
            mood=line_of(found.get("mood"), _LONGEST_WORD),
            proposed=self._proposed(found) if self._actions else None,
        )

    def _proposed(self, found: Mapping[str, Any]) -> ModelProposal | None:
        name, arguments = line_of(found.get("action"), _LONGEST_NAME), found.get("arguments")
        if not name:
            return None
        if not isinstance(arguments, dict) or len(arguments) > _MOST_ARGUMENTS:
            arguments = {}
        given = {known: value for known, value in arguments.items() if value is not None}
        return ModelProposal(name=name, arguments=given, model=self.name)


def _listed(actions: Sequence[ActionSpec]) -> str:
    """Return the actions as the model is told of them: names, and what each takes."""
    told = [
        {
            "action": spec.name,
            "what it does": spec.description or spec.title,
            "arguments": {p.name: _told(p) for p in spec.parameters},
        }
        for spec in actions
    ]
    return json.dumps(told, ensure_ascii=False, indent=1)


def _told(parameter: Parameter) -> str:
    choices = f": one of {', '.join(parameter.choices)}" if parameter.choices else ""
    return f"{parameter.label} ({parameter.kind.value}{choices})"
