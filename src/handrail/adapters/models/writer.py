"""Write claims with a language model: from public passages alone, each claim with its quotes."""

from collections.abc import Generator, Iterator
from contextlib import closing

from handrail.adapters.models.asking import Asking
from handrail.adapters.models.claim_reader import ClaimReader
from handrail.adapters.models.prompt import marked
from handrail.domain.answering.model import Claim, ClaimCheck
from handrail.domain.knowledge.model import Audience, Passage
from handrail.flow.language_model import (
    FaultKind,
    Finished,
    Heard,
    ModelFault,
    ModelTask,
    ModelTurn,
    Writing,
)

_MOST_PASSAGES = 6
_LONGEST_PASSAGE = 4_000
_LONGEST_TAIL = 400  # characters after the last claim: enough for the end and the count of tokens


class ModelWriter:
    """Draft with one model."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    @property
    def name(self) -> str:
        """Return names and versions of model and prompt."""
        return self._asking.name

    def claims(self, writing: Writing, turn: ModelTurn) -> Generator[Claim, None, None]:
        """Yield each claim as soon as it is written; raises ModelFault where none can be read."""
        passages = _shown(writing.passages)
        if not passages:
            return
        task = ModelTask.REWRITE if writing.refused else ModelTask.WRITE
        mark, content = self._content(writing, passages)
        request = self._asking.request(task, mark, content, turn)
        with closing(self._asking.model.stream(request)) as stream:
            yield from self._read(stream, ClaimReader(passages))

    def _read(self, stream: Iterator[Heard], reader: ClaimReader) -> Iterator[Claim]:
        tail = 0
        for heard in stream:
            if isinstance(heard, Finished):
                continue
            yield from reader.read(heard)
            tail += len(heard) if reader.is_over else 0
            if tail > _LONGEST_TAIL:
                break
        if not reader.is_sound:
            raise ModelFault(
                FaultKind.UNREADABLE, f"Model {self.name}: what it wrote cannot be read."
            )

    def _content(self, writing: Writing, passages: tuple[Passage, ...]) -> tuple[str, str]:
        shown = [_spelled(passage) for passage in passages]
        faults = [_fault(check) for check in writing.refused]
        mark = self._asking.mark(writing.question, *shown, *faults)
        parts = [marked(f"passage {n}", text, mark) for n, text in enumerate(shown, start=1)]
        parts.append(marked("question of the customer", writing.question, mark))
        if faults:
            parts.append(marked("claims that were refused", "\n\n".join(faults), mark))
            parts.append(
                "Your claims above were refused for the reasons that stand with them. Return the "
                "same JSON with only these claims, each corrected so that its quote carries it; "
                "leave out a claim that no passage carries."
            )
        return mark, "\n\n".join(parts)


def _shown(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Return what a customer may read: nothing internal is ever put before this model."""
    public = (passage for passage in passages if passage.audience is Audience.PUBLIC)
    return tuple(public)[:_MOST_PASSAGES]


def _spelled(passage: Passage) -> str:
    path = " › ".join((passage.title, *passage.headings))
    return f"{path}\n\n{passage.text[:_LONGEST_PASSAGE]}"


def _fault(check: ClaimCheck) -> str:
    return f"Claim: {check.claim.text}\nRefused: {'; '.join(check.faults)}"
