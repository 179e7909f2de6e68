from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.conversation.model import Author, ConversationId, Message, MessageId
from handrail.flow.measure_re_asks import HandedOver, re_ask_rate
from tests.builders import NOON

ASKED = ("customer", "Order CC-4410287 is late. A person please.")
AGAIN = ("agent", "What is your order number?")


def a_conversation_of(*said: tuple[str, str]) -> HandedOver:
    messages = [
        Message(
            id=MessageId(f"m{number}"),
            conversation=ConversationId("conv_1"),
            sequence=number,
            author=Author(author),
            text=text,
            at=NOON,
        )
        for number, (author, text) in enumerate(said, start=1)
    ]
    return HandedOver(messages=messages, brief=None, since=1)


def test_the_rate_is_a_share_of_those_in_which_an_agent_spoke() -> None:
    handed = [
        a_conversation_of(ASKED, AGAIN),
        a_conversation_of(ASKED, ("agent", "I am looking into it.")),
        a_conversation_of(ASKED),
    ]

    rate = re_ask_rate(handed, clopper_pearson).as_json()

    assert rate == {"value": 0.5, "low": 0.0126, "high": 0.9874, "n": 2}


def test_without_any_conversation_nothing_is_claimed() -> None:
    assert re_ask_rate([], clopper_pearson).as_json() == {"value": 0, "low": 0, "high": 1, "n": 0}
