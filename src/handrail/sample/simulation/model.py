"""What scripted customers want, how they are, and what they got."""

from dataclasses import dataclass
from enum import StrEnum

from handrail.domain.conversation.model import ConversationId
from handrail.domain.knowledge.model import ArticleId


class Want(StrEnum):
    """What kind of help a customer is after."""

    ANSWER = "answer"
    """An answer that the articles hold."""
    UNKNOWN = "unknown"
    """An answer that no article holds."""
    PERSON = "person"
    """To talk to a person."""


class Got(StrEnum):
    """What a customer got in the end."""

    REACHED = "reached"
    """What they came for."""
    ABSTAINED_RIGHTLY = "abstained_rightly"
    """An honest "I don't know" where no article knows."""
    HANDED_OFF = "handed_off"
    """A person."""
    NOT_HELPED = "not_helped"
    """Nothing, though the articles hold the answer."""
    WRONG = "wrong"
    """An answer that is none, or that says what is not so."""


SERVED = frozenset({Got.REACHED, Got.ABSTAINED_RIGHTLY, Got.HANDED_OFF})
"""As it should be: a person is a good end, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Hold what a customer wants, in several words, and what would be right."""

    name: str
    want: Want
    says: tuple[str, ...]
    """Ways to ask; each a way of its own."""
    articles: frozenset[ArticleId] = frozenset()
    """Those that answer; an answer that cites none of them is wrong."""
    tells: str = ""
    """What a right answer says; empty where citing a right article is enough."""
    about_before: tuple[str, ...] = ()
    """What was asked before, which the question follows."""
    comes_back: tuple[str, ...] = ()
    """What is written by whoever got something wrong and finds out days later."""
    locale: str = "en"
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Say how a customer is: chances are from 0 to 1."""

    name: str
    share: float
    typos: float = 0.0
    """Of each word."""
    is_curt: bool = False
    """All small letters, no marks."""
    greets: float = 0.2
    thanks: float = 0.3
    asks_again: float = 0.5
    """In other words, where nothing helped."""
    wants_person: float = 0.2
    """Where nothing helped."""
    anger: float = 0.0
    """Of a sharp word where nothing helped."""
    rates: float = 0.2
    notices: float = 0.3
    """A wrong answer, at once."""
    patience: int = 3
    """Messages after which they give up."""
    channel: str = "web"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Hold one scripted customer."""

    number: int
    persona: Persona
    goal: Goal
    is_back: bool = False
    """They came before, about the same thing, and got something wrong."""

    @property
    def id(self) -> str:
        """Return the name under which they are signed in; no real customer has such a one."""
        return f"simulated-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Hold how one conversation of a scripted customer went."""

    customer: Customer
    conversation: ConversationId
    got: Got
    messages: int
    notices: bool = False
    """They got something wrong, and found out."""
