"""Where the assistant only drafts: a person answers, and the customer is told so from the start.

Teams begin carefully. On such a site, or on such a topic, the first message hands the conversation
over; the assistant goes on to think for whoever answers, who edits and sends what it drafts.
"""

from dataclasses import replace

from handrail.domain.conversation.model import InboundMessage
from handrail.domain.conversation.small_talk import small_talk
from handrail.domain.decision.courtesy_language import courtesy_language, script_language
from handrail.domain.decision.hand_over import Facts, called_at_once
from handrail.domain.decision.model import Answer, HandOff, HandOffReason
from handrail.domain.decision.topics import topic_of
from handrail.flow.desk_ports import Handing
from handrail.flow.thought import Thought


def left_to_people(text: str, inbound: InboundMessage, handing: Handing) -> Thought | None:
    """Return what hands a message over before anything is searched, or None.

    Who asks for a person, or is in distress, is handed over for that reason, as everywhere.
    """
    if not _is_drafted(text, inbound.site, handing):
        return None
    if called_at_once(Facts(text=text, wants_person=inbound.wants_person)) is not None:
        return None
    return Thought(question=text, searched="", outcome=_restricted(text, inbound), is_drafted=True)


def without_drafted_topics(thought: Thought, inbound: InboundMessage, handing: Handing) -> Thought:
    """Hand over instead of giving an answer out of articles on which the assistant only drafts."""
    if not isinstance(thought.outcome, Answer):
        return thought
    cited = [c.article for claim in thought.outcome.claims for c in claim.citations]
    if topic_of(thought.searched, cited, handing.drafted_topics) is None:
        return thought
    return replace(thought, outcome=_restricted(thought.question, inbound), is_drafted=True)


def may_tell_early(handing: Handing) -> bool:
    """Tell whether a claim can be told before the whole reply is known."""
    return not any(topic.articles for topic in handing.drafted_topics)


def _is_drafted(text: str, site: str | None, handing: Handing) -> bool:
    if handing.drafts_on.get(site or "", handing.drafts_everywhere):
        return True
    return topic_of(text, (), handing.drafted_topics) is not None


def _restricted(text: str, inbound: InboundMessage) -> HandOff:
    language = script_language(text) or inbound.locale
    if language is None:
        language = "en" if small_talk(text) is None else courtesy_language(text)
    return HandOff(reason=HandOffReason.POLICY_RESTRICTION, language=language)
