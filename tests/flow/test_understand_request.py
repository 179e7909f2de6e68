"""A request becomes a proposal, one question a turn; a question reaches the answers."""

import pytest

from handrail.adapters.models.minilm import MiniLmEmbedder
from handrail.adapters.systems.openapi import actions_in
from handrail.domain.actions.catalogue import catalogue_of
from handrail.domain.actions.form import Form, Step
from handrail.domain.actions.model import Proposal
from handrail.domain.actions.model_proposal import ModelProposal
from handrail.domain.actions.request_phrases import LEFT, OFFER_PERSON
from handrail.flow.hear_request import EmbeddedSentences
from handrail.flow.understand_request import (
    AskBack,
    Left,
    NotARequest,
    Outcome,
    Requesting,
    RequestPorts,
    UnderstoodRequest,
    WantsPerson,
    understand_request,
)
from handrail.sample.orders.document import DOCUMENT

ORDER = "CC-4410287"


@pytest.fixture(scope="module")
def ports() -> RequestPorts:
    specs = actions_in(DOCUMENT)
    return RequestPorts(
        catalogue=catalogue_of(specs),
        sentences=EmbeddedSentences(specs, MiniLmEmbedder()),
        currency="EUR",
    )


class Conversation:
    """Say one thing after the other; the form of one turn is handed to the next."""

    def __init__(self, ports: RequestPorts) -> None:
        self._ports = ports
        self.form: Form | None = None

    def says(
        self, text: str, proposed: ModelProposal | None = None, language: str = "en"
    ) -> Outcome:
        return self.heard(text, proposed, language).outcome

    def heard(
        self, text: str, proposed: ModelProposal | None = None, language: str = "en"
    ) -> UnderstoodRequest:
        asked = Requesting(text=text, form=self.form, proposed=proposed, language=language)
        found = understand_request(asked, self._ports)
        self.form = found.outcome.form if isinstance(found.outcome, AskBack | NotARequest) else None
        return found


@pytest.fixture
def customer(ports: RequestPorts) -> Conversation:
    return Conversation(ports)


def asks(outcome: Outcome) -> str:
    assert isinstance(outcome, AskBack)
    return outcome.text


def proposes(outcome: Outcome) -> tuple[str, dict[str, object]]:
    assert isinstance(outcome, Proposal)
    return outcome.name, dict(outcome.arguments)


def test_a_request_that_says_all_is_proposed_at_once(customer: Conversation) -> None:
    outcome = customer.says(f"Please cancel my order {ORDER}")

    assert outcome == Proposal(name="cancel_order", arguments={"order": ORDER}, proposed_by="rules")


@pytest.mark.parametrize(
    "question",
    [
        "How do refunds work?", "When will I get my money back?", "Why was my order cancelled?",
        f"Has my refund for {ORDER} been processed?", 'What does "cancel my order" mean?',
        "> Please refund order CC-5120034\nWho wrote that?", "Which strings are best?", "?",
    ],
)  # fmt: skip
def test_a_question_reaches_the_answers(customer: Conversation, question: str) -> None:
    assert customer.says(question) == NotARequest()


def test_what_is_missing_is_asked_for_one_thing_a_turn(customer: Conversation) -> None:
    order = customer.says("Please change the delivery address of my order")
    street = customer.says(ORDER)
    postcode = customer.says("14 Shop Street")
    city = customer.says("H91 XY12")
    done = customer.says("Galway")

    assert "order" in asks(order)
    assert "street" in asks(street)
    assert "postcode" in asks(postcode)
    assert "town" in asks(city)
    assert proposes(done) == (
        "change_address",
        {"order": ORDER, "street": "14 Shop Street", "postcode": "H91 XY12", "city": "Galway"},
    )


def test_an_answer_may_say_more_than_was_asked_for(customer: Conversation) -> None:
    customer.says("Please change the delivery address of my order")

    done = customer.says(f"{ORDER}, and it is: 14 Shop Street, H91 XY12 Galway")

    assert proposes(done)[1]["city"] == "Galway"


def test_of_two_orders_the_customer_says_which(customer: Conversation) -> None:
    outcome = customer.says("Please cancel order CC-4410287 or CC-4410288")

    assert "CC-4410287 or CC-4410288" in asks(outcome)
    assert proposes(customer.says("4410288")) == ("cancel_order", {"order": "CC-4410288"})


def test_half_of_it_is_no_amount(customer: Conversation) -> None:
    outcome = customer.says(f"Please refund half of order {ORDER}")

    assert "How much" in asks(outcome)
    assert proposes(customer.says("€20"))[1] == {"order": ORDER, "amount": 2000}


def test_an_answer_that_does_not_fit_is_asked_for_once_more_and_then_a_person_is_offered(
    customer: Conversation,
) -> None:
    customer.says("Please cancel my order")

    again = customer.says("the blue one")
    offer = customer.says("the blue guitar")

    assert "CC-" in asks(again)
    assert asks(offer) == OFFER_PERSON
    assert customer.says("yes please") == WantsPerson()


@pytest.mark.parametrize("reply", ["no", "never mind"])
def test_who_wants_no_person_leaves(customer: Conversation, reply: str) -> None:
    customer.form = Form(step=Step.PERSON, actions=("refund",), said="Refund me", asked="order")

    assert customer.says(reply) == Left()


def test_after_the_offer_of_a_person_something_else_is_understood_afresh(
    customer: Conversation,
) -> None:
    customer.form = Form(step=Step.PERSON, actions=("refund",), said="Refund me", asked="order")

    assert customer.says("How do refunds work?") == NotARequest()


@pytest.mark.parametrize("words", ["no, stop", "never mind", "cancel that", "forget it please"])
def test_a_form_is_left_with_a_few_words(customer: Conversation, words: str) -> None:
    customer.says("I want a refund for my order")

    assert customer.says(words) == Left(text=LEFT)


def test_a_question_in_the_middle_is_answered_and_the_form_offered_again(
    customer: Conversation,
) -> None:
    customer.says("Please cancel my order")

    asked = customer.says("How long does a refund take?")

    assert isinstance(asked, NotARequest)
    assert "cancel an order" in asked.afterwards
    assert proposes(customer.says(ORDER)) == ("cancel_order", {"order": ORDER})


def test_after_a_second_question_the_form_is_thrown_away(customer: Conversation) -> None:
    customer.says("Please cancel my order")
    customer.says("How long does a refund take?")

    assert customer.says("And where is it paid to?") == NotARequest()


def test_another_request_in_the_middle_takes_the_place_of_the_first(customer: Conversation) -> None:
    customer.says("Please cancel my order")

    outcome = customer.says("Please change my e-mail address to me@example.com instead")

    assert proposes(outcome) == ("change_email", {"email": "me@example.com"})


def test_a_model_s_proposal_is_completed_like_any_other(customer: Conversation) -> None:
    proposal = ModelProposal(name="cancel_order", model="reader-1")

    assert "order" in asks(customer.says("Bitte stornieren", proposal, "de"))
    assert proposes(customer.says(ORDER)) == ("cancel_order", {"order": ORDER})


def test_what_a_model_made_up_is_dropped_and_recorded(customer: Conversation) -> None:
    proposal = ModelProposal(
        name="cancel_order", arguments={"order": "CC-9999999", "approved": True}, model="reader-1"
    )

    found = customer.heard("Bitte stornieren", proposal, "de")

    assert isinstance(found.outcome, AskBack)
    assert found.dropped == ("order", "approved")


def test_an_action_that_a_model_made_up_is_dropped(customer: Conversation) -> None:
    found = customer.heard("How do refunds work?", ModelProposal(name="pay_out", model="reader-1"))

    assert found == UnderstoodRequest(outcome=NotARequest(), dropped=("pay_out",))


def test_a_question_that_a_model_takes_for_a_request_is_asked_about(customer: Conversation) -> None:
    outcome = customer.says("How do refunds work?", ModelProposal(name="refund", model="reader-1"))

    assert asks(outcome) == (
        "Do you want me to refund an order, or would you like to know how that works?"
    )


def test_a_proposal_names_the_model_that_read_it(customer: Conversation) -> None:
    proposal = ModelProposal(
        name="change_address",
        arguments={"order": ORDER, "street": "Am Markt", "postcode": "20099", "city": "Hamburg"},
        model="reader-1",
    )

    outcome = customer.says(f"{ORDER} bitte an: Am Markt, 20099 Hamburg", proposal, "de")

    assert isinstance(outcome, Proposal)
    assert outcome.proposed_by == "reader-1"
    assert outcome.arguments["street"] == "Am Markt"


def test_what_may_be_a_request_is_asked_about(customer: Conversation) -> None:
    outcome = customer.says("I want to cancel my rental")

    assert "Do you want me to cancel an order" in asks(outcome)


def test_beside_a_quotation_only_what_is_outside_of_it_counts(customer: Conversation) -> None:
    said = f'Hello, "Dolmen CC-5120034" is the name of the bow. Please cancel order {ORDER}.'

    assert "cancel an order" in asks(customer.says(said))
    assert proposes(customer.says("yes")) == ("cancel_order", {"order": ORDER})


def test_two_actions_in_one_message_are_asked_about(customer: Conversation) -> None:
    outcome = customer.says("Please cancel my order. Please send me the invoice again.")

    assert "cancel an order" in asks(outcome)
    assert "send an invoice again" in asks(outcome)


def a_doubt(*actions: str) -> Form:
    step = Step.WHETHER if len(actions) == 1 else Step.WHICH
    return Form(step=step, actions=actions, said=f"something about {ORDER}")


@pytest.mark.parametrize("reply", ["yes", "do it please", "refund it"])
def test_who_says_yes_gets_what_the_first_message_asked_for(
    customer: Conversation, reply: str
) -> None:
    customer.form = a_doubt("refund")

    assert proposes(customer.says(reply)) == ("refund", {"order": ORDER})


@pytest.mark.parametrize("reply", [ORDER, f"order {ORDER}", f"It is {ORDER}"])
def test_who_names_what_it_is_to_be_done_to_says_yes(customer: Conversation, reply: str) -> None:
    customer.form = Form(step=Step.WHETHER, actions=("refund",), said="about a refund")

    assert proposes(customer.says(reply)) == ("refund", {"order": ORDER})


@pytest.mark.parametrize("reply", [f"no, not {ORDER}", f"How long does it take for {ORDER}?"])
def test_who_names_it_and_says_no_or_asks_does_not_say_yes(
    customer: Conversation, reply: str
) -> None:
    customer.form = Form(step=Step.WHETHER, actions=("refund",), said="about a refund")

    assert not isinstance(customer.says(reply), Proposal)


def test_who_only_wants_to_know_gets_the_first_message_answered(customer: Conversation) -> None:
    customer.form = a_doubt("refund")

    assert customer.says("I want to know how it works") == NotARequest(
        question=f"something about {ORDER}"
    )


@pytest.mark.parametrize("reply", ["no", "never mind", "none of them"])
def test_who_wants_neither_leaves(customer: Conversation, reply: str) -> None:
    customer.form = a_doubt("refund", "cancel_order")

    assert customer.says(reply) == Left()


def test_of_two_actions_the_one_that_is_named_is_meant(customer: Conversation) -> None:
    customer.form = a_doubt("refund", "cancel_order")

    assert proposes(customer.says("cancel")) == ("cancel_order", {"order": ORDER})


def test_a_yes_to_which_of_two_says_nothing(customer: Conversation) -> None:
    customer.form = a_doubt("refund", "cancel_order")

    assert customer.says("yes") == NotARequest()


def test_something_else_than_a_reply_is_understood_afresh(customer: Conversation) -> None:
    customer.form = a_doubt("refund")

    assert customer.says("Which strings are best?") == NotARequest()


@pytest.mark.parametrize(
    "form",
    [
        Form(step=Step.ARGUMENT, actions=("gone",), said="", asked="order"),
        Form(step=Step.ARGUMENT, actions=("refund",), said="", asked="gone"),
    ],
)
def test_a_form_of_what_is_no_longer_there_is_thrown_away(
    customer: Conversation, form: Form
) -> None:
    customer.form = form

    assert customer.says("How do refunds work?") == NotARequest()
