"""Keep personal data from a provider: masked in what is sent, put back into what comes."""

import json
import re
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace

from handrail.domain.conversation.personal_data import KnownPerson
from handrail.flow.language_model import Heard, LanguageModel, ModelRequest
from handrail.flow.masking import PersonalDataFinder, masked_texts

_CONTENT = "content"
_NOBODY_KNOWN = KnownPerson()
# The beginning of a placeholder may end one piece and its rest begin the next.
_UNFINISHED = re.compile(r"(?:\[[^\[\]\n]{0,40}|[A-Za-z0-9_\\]{1,40})\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedModel:
    """Ask a model that sees no personal data; whoever asks sees only the real words."""

    model: LanguageModel
    finder: PersonalDataFinder
    known: KnownPerson = _NOBODY_KNOWN

    @property
    def name(self) -> str:
        """Return provider and model."""
        return self.model.name

    def stream(self, request: ModelRequest) -> Generator[Heard, None, None]:
        """Yield the text in pieces with the real words, then one Finished; raises ModelFault.

        Replies are JSON, so that an original with a quotation mark or a line break is put back as
        JSON spells it.
        """
        texts, restore = masked_texts(
            {_CONTENT: request.content}, self.finder, self.known, _in_json
        )
        sent = replace(request, content=texts[_CONTENT])
        held = ""
        with closing(self.model.stream(sent)) as stream:
            for heard in stream:
                if not isinstance(heard, str):
                    if held:
                        yield restore(held)
                        held = ""
                    yield heard
                    continue
                held += heard
                unfinished = _UNFINISHED.search(held)
                end = len(held) if unfinished is None else unfinished.start()
                if end:
                    yield restore(held[:end])
                    held = held[end:]


def _in_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]
