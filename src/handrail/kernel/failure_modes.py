"""The six ways in which a support assistant breaks, as data that tests and docs are held to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureMode:
    """Hold one way to break, what a customer would say of it, and what stops it."""

    number: int
    slug: str
    breaks: str
    customer_says: str
    room: str
    """Package whose job it is."""
    guard: str
    measure: str
    is_built: bool
    """False while the room is still to come."""


FAILURE_MODES = (
    FailureMode(
        number=1,
        slug="answers_when_it_should_not_know",
        breaks="It answers when it should not know",
        customer_says="You made that up.",
        room="handrail.domain.answering",
        guard="every claim is carried by a quoted passage, or it is not said",
        measure="wrong-answer rate, share answered",
        is_built=True,
    ),
    FailureMode(
        number=2,
        slug="retrieval_misses_the_document",
        breaks="Retrieval misses the relevant document",
        customer_says="It is on your own website!",
        room="handrail.domain.retrieval",
        guard="recall is measured apart from answers, and every miss is charged to a stage",
        measure="recall@k",
        is_built=True,
    ),
    FailureMode(
        number=3,
        slug="knowledge_is_wrong_or_stale",
        breaks="The knowledge base is wrong or stale",
        customer_says="That is last year's policy.",
        room="handrail.domain.knowledge",
        guard="retired and edited text is never served",
        measure="freshness delay",
        is_built=True,
    ),
    FailureMode(
        number=4,
        slug="cannot_act_safely",
        breaks="It cannot take actions safely",
        customer_says="Who allowed that?",
        room="handrail.domain.actions",
        guard="the model proposes, the gate disposes",
        measure="unauthorised effects, duplicate effects",
        is_built=True,
    ),
    FailureMode(
        number=5,
        slug="handoff_is_clumsy",
        breaks="The handoff is clumsy",
        customer_says="Let me talk to someone!",
        room="handrail.domain.conversation",
        guard="a request for a person is honoured within one reply",
        measure="recall of requests for a person",
        is_built=True,
    ),
    FailureMode(
        number=6,
        slug="nobody_measures_the_right_thing",
        breaks="Nobody measures the right thing",
        customer_says="You used to be better.",
        room="handrail.domain.quality",
        guard="every figure carries an interval, and a regression fails the build",
        measure="recall@k, wrong-answer rate",
        is_built=True,
    ),
)
