"""A language model that says what a test tells it to, without a network."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from handrail.adapters.models.asking import Asking
from handrail.adapters.models.prompt import load_prompt
from handrail.flow.language_model import Finished, Heard, LanguageModel, ModelFault, ModelRequest
from handrail.kernel.ids import RandomIds


@dataclass
class ScriptedModel:
    """Say one text after the other; the last one is repeated."""

    texts: list[str | ModelFault]
    name: str = "scripted:one"
    is_complete: bool = True
    asked: list[ModelRequest] = field(default_factory=list)
    before_each: Callable[[], object] = lambda: None

    def stream(self, request: ModelRequest) -> Generator[Heard, None, None]:
        self.before_each()
        self.asked.append(request)
        text = self.texts.pop(0) if len(self.texts) > 1 else self.texts[0]
        if isinstance(text, ModelFault):
            raise text
        for at in range(0, len(text), 11):
            yield text[at : at + 11]
        yield Finished(is_complete=self.is_complete, tokens_in=10, tokens_out=5)


def asking(model: LanguageModel, prompt: str) -> Asking:
    """Return a model with the prompt that it is asked by."""
    return Asking(model=model, prompt=load_prompt(prompt), ids=RandomIds(), most_tokens=500)
