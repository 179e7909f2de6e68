"""What is watched day by day, which way is bad, and how it is said to a support lead.

Deflection and resolution are not among it: they go through `QualifiedRate`, and what would make
them look better is no reason to cheer or to warn. What moves them is watched instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from handrail.domain.quality.judged import Slice

Place = tuple[str, str]
"""A slice with its value: a topic, a language, a channel."""
EVERYTHING: Place = ("all", "")
"""The slice that is no slice."""
OF_CUSTOMERS = frozenset({Slice.LOCALE, Slice.CHANNEL})
"""Slices that are groups of customers: none of them may fare worse than the rest."""
_KINDS: Mapping[Slice, str] = {
    Slice.ALL: "all conversations",
    Slice.TOPIC: "topic",
    Slice.LOCALE: "language",
    Slice.CHANNEL: "channel",
    Slice.ARTICLE: "article",
    Slice.ACTION: "action",
    Slice.MODEL: "model version",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Hold a measure that may get worse."""

    measure: str
    name: str
    """As a heading: `Came back`."""
    among: str
    """What the share is of, or the mean over."""
    things: str = "conversations"
    """What one case is, in many."""
    is_bad_high: bool = True
    is_share: bool = True
    unit: str = ""
    """Of a mean."""
    means: str = ""
    """What it usually means when this gets worse, and where to look."""


_LOOK_WORST = "Read the worst conversations in the review queue."
WATCHED: tuple[Watched, ...] = (
    Watched(
        measure="returned",
        name="Came back",
        among="conversations whose days to come back are over",
        means=f"The first answer did not help. {_LOOK_WORST}",
    ),
    Watched(
        measure="right",
        name="Found right",
        among="conversations that were checked",
        is_bad_high=False,
        means="Answers got worse. Quality shows at which stage wrong ones were lost.",
    ),
    Watched(
        measure="abandoned",
        name="Left without help",
        among="conversations",
        means=f"Customers gave up, or said that it was no use. {_LOOK_WORST}",
    ),
    Watched(
        measure="abstained",
        name="Not answered",
        among="messages that ask for something",
        things="questions",
        means="Knowledge is missing, or the calibration has expired. Look at the gaps.",
    ),
    Watched(
        measure="handed_off",
        name="Handed to a person",
        among="conversations",
        means="Either more is asked that takes a person, or less could be answered.",
    ),
    Watched(
        measure="escalated",
        name="A person took over",
        among="conversations",
        means="Your team has more to do. Look at the topics it comes from.",
    ),
    Watched(
        measure="unknown",
        name="Nobody knows",
        among="conversations that the assistant ended alone",
        means="Less is confirmed by customers, or fewer answers were reviewed.",
    ),
    Watched(
        measure="corrected",
        name="Drafts changed by an agent",
        among="drafts that an agent used",
        things="drafts",
        means="Drafts got worse, or agents stricter. Read what they changed.",
    ),
    Watched(
        measure="reasked",
        name="Asked again by an agent",
        among="handovers in which an agent spoke",
        things="handovers",
        means="Briefs miss something. Read a few of them in the inbox.",
    ),
    Watched(
        measure="reversed",
        name="Actions taken back",
        among="actions that were done",
        things="actions",
        means="Something was done that should not have been. Look at the approvals.",
    ),
    Watched(
        measure="rating",
        name="Rating",
        among="ratings",
        things="ratings",
        is_bad_high=False,
        is_share=False,
        unit="of 5",
        means=_LOOK_WORST,
    ),
    Watched(
        measure="effort",
        name="Messages a customer writes",
        among="conversations",
        is_share=False,
        unit="messages",
        means="It takes longer to be understood. Read some long conversations.",
    ),
    Watched(
        measure="to_person_seconds",
        name="Wait for a person",
        among="handovers in which an agent spoke",
        things="handovers",
        is_share=False,
        unit="seconds",
        means="Your team is slower to take conversations than it was.",
    ),
    Watched(
        measure="cost",
        name="Cost of models",
        among="conversations",
        is_share=False,
        unit="",
        means="Conversations are longer, or a dearer model answers them.",
    ),
)
"""Every measure that may raise an alert, the most telling first."""
BY_MEASURE: Mapping[str, Watched] = {one.measure: one for one in WATCHED}


def place_in_words(kind: str, of: str) -> str:
    """Return a slice as it is said: `topic “Refunds”`, or `all conversations`."""
    if kind == Slice.ALL:
        return _KINDS[Slice.ALL]
    return f"{_KINDS[Slice(kind)] if kind in set(Slice) else kind} “{of}”"
