"""SmolLM2 as a writer: what it says in plain sentences, each with the quote that is nearest to it.

The shipped prompt asks for JSON, which a model of 135 million weights cannot write: it repeats the
prompt's own example. Here it is asked for plain sentences, and each sentence is given the sentence
of the passages that shares most words with it. So its claims come with real quotes and whatever
text it makes up: the check has to tell them apart by what they say.

What it said is kept in `benchmarks/out/`, by question: a second run asks only what is new.
"""

import json
import re
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from handrail.adapters.models.background import BackgroundLoop
from handrail.adapters.models.endpoint import Endpoint
from handrail.adapters.models.provider import ProviderModel
from handrail.adapters.models.providers import provider_of
from handrail.adapters.models.small import NAME
from handrail.domain.answering.model import Citation, Claim
from handrail.domain.knowledge.model import Passage
from handrail.domain.knowledge.wording.words import content_words
from handrail.flow.language_model import (
    Finished,
    Heard,
    LanguageModel,
    ModelRequest,
    ModelTask,
    ModelTurn,
    Writing,
)
from handrail.kernel.clock import SystemClock
from handrail.kernel.ids import digest

SECONDS = 120.0
_PASSAGES = 2
_LONGEST_PASSAGE = 500  # characters
_MOST_TOKENS = 60
_MOST_CLAIMS = 4
_PROMPT = "plain-1"
_INSTRUCTIONS = (
    "You are a company's support assistant. Answer the customer's question in two short sentences, "
    "with the help text."
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_MARKUP = re.compile(r"^[\s*#>\d.)-]+")


class SmallWriter:
    """Draft in plain sentences, and give each the quote that is nearest to it."""

    name = f"compatible:{NAME}/{_PROMPT}"

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    def claims(self, writing: Writing, turn: ModelTurn) -> Generator[Claim, None, None]:
        """Yield a claim per sentence; nothing is put right in a second draft."""
        if writing.refused or not writing.passages:
            return
        heard = self._model.stream(_request(writing, turn))
        text = "".join(piece for piece in heard if isinstance(piece, str))
        for sentence in sentences(text)[:_MOST_CLAIMS]:
            yield Claim(text=sentence, citations=(nearest_quote(sentence, writing.passages),))


class KeptModel:
    """Ask a model what was not asked before, and keep what it said in a file."""

    def __init__(self, model: LanguageModel, file: Path) -> None:
        self.name = model.name
        self._model = model
        self._file = file
        self._held = dict(_kept(file))

    def stream(self, request: ModelRequest) -> Generator[Heard, None, None]:
        """Yield what is said to a request, or was."""
        key = digest(request.instructions, request.content, str(request.most_tokens))
        if key not in self._held:
            heard = self._model.stream(request)
            self._held[key] = "".join(piece for piece in heard if isinstance(piece, str))
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps({"key": key, "text": self._held[key]}) + "\n")
        yield self._held[key]
        yield Finished(is_complete=True)


def small_model(address: str, file: Path) -> KeptModel:
    """Return the model at an address, behind the adapter for any OpenAI-compatible server."""
    model = provider_of("compatible")(NAME, Endpoint(base_url=address))
    provider = ProviderModel(
        f"compatible:{NAME}", model, BackgroundLoop(), SystemClock(), first_token_seconds=SECONDS
    )
    return KeptModel(provider, file)


def shown(passages: Sequence[Passage]) -> list[str]:
    """Return the texts that the model is given: the best passages, as far as they are read."""
    return [
        f"{passage.title}: {passage.text[:_LONGEST_PASSAGE]}" for passage in passages[:_PASSAGES]
    ]


def sentences(text: str) -> list[str]:
    """Return the whole sentences of a reply that say something, without markup, each once."""
    bare = (_MARKUP.sub("", piece).strip() for piece in _SENTENCE.split(text))
    whole = (piece for piece in bare if piece.endswith((".", "!", "?")))
    return [piece for piece in dict.fromkeys(whole) if content_words(piece)]


def nearest_quote(sentence: str, passages: Sequence[Passage]) -> Citation:
    """Return the sentence of the passages that shares most words with one."""
    said = _stems(sentence)
    units = [
        (passage, passage.text[unit.start : unit.end])
        for passage in passages[:_PASSAGES]
        for unit in passage.units
    ] or [(passages[0], passages[0].text)]
    passage, quote = max(units, key=lambda unit: len(said & _stems(unit[1])))
    return Citation(
        article=passage.article,
        version=passage.version,
        title=passage.title,
        url=passage.url,
        passage=passage.id,
        headings=passage.headings,
        quote=quote,
    )


def _request(writing: Writing, turn: ModelTurn) -> ModelRequest:
    texts = "\n\n".join(shown(writing.passages))
    return ModelRequest(
        task=ModelTask.WRITE,
        prompt=_PROMPT,
        instructions=_INSTRUCTIONS,
        content=f"Help text:\n{texts}\n\nCustomer's question: {writing.question}",
        most_tokens=_MOST_TOKENS,
        until=turn.until,
        spender=turn.spender,
        note=turn.calls.append,
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in content_words(text))


def _kept(file: Path) -> Iterator[tuple[str, str]]:
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row["key"], row["text"]
