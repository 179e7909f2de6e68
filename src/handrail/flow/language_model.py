"""A language model as the flow sees it: text in, pieces of text out, in time and within a budget.

ModelUnavailable (kernel)
└── ModelFault               a call that brought nothing, and why: the chain goes on without it
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from handrail.domain.actions.model_proposal import ModelProposal
from handrail.domain.answering.model import Claim, ClaimCheck
from handrail.domain.decision.model import ModelCall
from handrail.domain.knowledge.model import Passage
from handrail.kernel.clock import Clock
from handrail.kernel.errors import ModelUnavailable


class ModelTask(StrEnum):
    """What a model is asked to do."""

    READ = "read"
    WRITE = "write"
    REWRITE = "rewrite"
    JUDGE = "judge"
    BRIEF = "brief"


class FaultKind(StrEnum):
    """Why a call brought nothing."""

    UNREACHABLE = "unreachable"
    """No connection, or one that broke."""
    TOO_SLOW = "too_slow"
    """No first word in time, or no end."""
    TOO_MANY = "too_many"
    """The provider asked to be left alone for a while."""
    FAILED = "failed"
    """The provider answered with an error of its own."""
    REFUSED = "refused"
    """The provider does not take the request: a wrong key, an unknown model, a bad request."""
    RESTING = "resting"
    """It failed too often just now and is not asked for a while."""
    NO_BUDGET = "no_budget"
    """What may be spent is spent."""
    UNREADABLE = "unreadable"
    """What it wrote is not what was asked for."""


class ModelFault(ModelUnavailable):
    """Report a call that brought nothing."""

    def __init__(self, kind: FaultKind, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.retry_after = retry_after
        """Seconds for which the provider asked to be left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spender:
    """Say on whose account a call goes; None has no account of its own, only the day's."""

    conversation: str | None = None
    customer: str | None = None


NOBODY = Spender()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """Hold one request to a model, with what it may take."""

    task: ModelTask
    prompt: str
    """Name, version and hash of the prompt's file."""
    instructions: str
    content: str
    """What was written by customers and in articles, marked as such."""
    most_tokens: int
    """Longest output that is read."""
    until: float
    """Moment on the monotonic clock at which whatever was heard is all there is."""
    spender: Spender = NOBODY
    note: Callable[[ModelCall], None] = field(default=lambda _call: None, repr=False)
    """Told of every call that was made for the request, for the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """Close a stream: whether the model came to its end, and what it used."""

    is_complete: bool
    """False where the text was cut off: at the limit, by a filter, or by a broken connection."""
    tokens_in: int | None = None
    """None where the provider did not tell."""
    tokens_out: int | None = None


Heard = str | Finished


class LanguageModel(Protocol):
    """Answer requests in pieces."""

    @property
    def name(self) -> str:
        """Return provider and model, for example `openai:gpt-5-mini`."""
        ...

    def stream(self, request: ModelRequest) -> Generator[Heard, None, None]:
        """Yield the text in pieces, then one Finished; raises ModelFault where nothing comes."""
        ...


class ModelObserver(Protocol):
    """Look at every call that is made, for example to trace it."""

    def called(self, request: ModelRequest, call: ModelCall) -> None:
        """Look at a call that has ended; never raises, never waits."""
        ...


class ModelTurn:
    """Gather what the models of one turn may take, and what they did."""

    def __init__(self, clock: Clock, seconds: float, spender: Spender | None = None) -> None:
        self._clock = clock
        self.until = clock.monotonic() + seconds
        self.spender = spender or NOBODY
        self.calls: list[ModelCall] = []
        self.refused: list[ClaimCheck] = []
        """Claims that did not survive the check, for the record."""
        self.faults: list[str] = []

    def left(self) -> float:
        """Return how many seconds are left."""
        return self.until - self._clock.monotonic()

    def within(self, share: float) -> float:
        """Return the moment at which that share of what is left will be gone."""
        return self._clock.monotonic() + share * self.left()


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Hold what to write about."""

    question: str
    passages: tuple[Passage, ...]
    """Best first."""
    refused: tuple[ClaimCheck, ...] = ()
    """Claims of the first draft that did not survive the check: to be put right, or left out."""


class ClaimWriter(Protocol):
    """Write claims one by one, each with the quotes that carry it."""

    @property
    def name(self) -> str:
        """Return names and versions of model and prompt."""
        ...

    def claims(self, writing: Writing, turn: ModelTurn) -> Generator[Claim, None, None]:
        """Yield each claim as soon as it is written; none where nothing answers.

        Raises ModelFault where the model brought nothing, or broke off.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """Hold what a model made of a message; it may add a wish for a person, never deny one."""

    question: str
    """The message made standalone; empty where the model did not say."""
    wants_person: bool = False
    intent: str = ""
    language: str = ""
    mood: str = ""
    proposed: ModelProposal | None = None
    """The action that it takes the message to ask for: a proposal, checked like any other."""


class MessageReader(Protocol):
    """Understand a message in its conversation."""

    @property
    def name(self) -> str:
        """Return names and versions of model and prompt."""
        ...

    def understood(self, text: str, history: tuple[str, ...], turn: ModelTurn) -> Understood:
        """Return what a message means; raises ModelFault where the model brought nothing."""
        ...


class ClaimJudge(Protocol):
    """Check claims that the checker let pass; may refuse one, never let a refused one pass."""

    @property
    def name(self) -> str:
        """Return names and versions of model and prompt."""
        ...

    def faults(self, claim: Claim, turn: ModelTurn) -> tuple[str, ...]:
        """Return what speaks against a claim; raises ModelFault where the model brought nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefWords:
    """Hold what a model proposes for a brief, by the places of messages and lines from 0."""

    quotes: tuple[tuple[int, str], ...] = ()
    """The words of a message that say what the customer wants."""
    lines: Mapping[int, str] = field(default_factory=dict)
    """A line's text, put better."""


class BriefWorder(Protocol):
    """Word a brief better: choose among a customer's words, and put other lines more clearly."""

    @property
    def name(self) -> str:
        """Return names and versions of model and prompt."""
        ...

    def worded(
        self, messages: tuple[str, ...], lines: tuple[str, ...], turn: ModelTurn
    ) -> BriefWords:
        """Return what to say instead; raises ModelFault where the model brought nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPorts:
    """Hold the models of a project, in the order in which they are tried."""

    writers: tuple[ClaimWriter, ...]
    reader: MessageReader | None
    clock: Clock
    seconds: float
    """What all models of a turn may take together."""
    judge: ClaimJudge | None = None
    briefs: BriefWorder | None = None

    @property
    def names(self) -> Mapping[str, str]:
        """Return who writes, reads and judges, with versions: a calibration depends on them."""
        held = {
            "writer": self.writers[0].name if self.writers else None,
            "reader": None if self.reader is None else self.reader.name,
            "judge": None if self.judge is None else self.judge.name,
        }
        return {role: name for role, name in held.items() if name is not None}

    def said(self) -> str:
        """Return in an operator's words who writes and who reads."""
        writers = [*(writer.name for writer in self.writers), "the articles' own words"]
        reading = "rules" if self.reader is None else self.reader.name
        judging = "" if self.judge is None else f" claims are judged by {self.judge.name};"
        return (
            f"{', then '.join(writers)}; messages are read by {reading};{judging} "
            f"at most {self.seconds:g} seconds a turn."
        )

    def turn(self, spender: Spender | None = None) -> ModelTurn:
        """Return what the models of a turn that begins now may take."""
        return ModelTurn(self.clock, self.seconds, spender)
