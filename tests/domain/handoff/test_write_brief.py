"""A person starts with what they need: every slot is filled from what is known, or says so."""

from dataclasses import replace

import pytest

from benchmarks.brief_cases import AT
from handrail.domain.conversation.model import Author
from handrail.domain.decision.model import HandOffReason
from handrail.domain.handoff.brief_json import brief_from_json, brief_to_json
from handrail.domain.handoff.brief_text import brief_as_text
from handrail.domain.handoff.brief_wording import label_of
from handrail.domain.handoff.check_brief import faults_of
from handrail.domain.handoff.facts import Mood, MoodKind, turns_of
from handrail.domain.handoff.model import Slot, SourceKind
from handrail.domain.handoff.mood import mood_in
from handrail.domain.handoff.write_brief import write_brief
from tests.domain.handoff.told import (
    LOST,
    RETURNS,
    a_refund_that,
    abstained,
    answered,
    asks_for_a_person,
    handed_over,
    lines_of,
    says,
    texts,
)

PARCEL = "My parcel CC-4410431 has not come for two weeks."


def test_what_is_wanted_is_said_in_the_customers_words_and_nothing_else_is() -> None:
    facts = handed_over(says("Hi there!", "courtesy"), abstained(PARCEL), asks_for_a_person())

    assert lines_of(facts, Slot.WANTS) == [f"“{PARCEL}”"]


def test_every_want_that_is_open_is_told_oldest_first() -> None:
    facts = handed_over(
        abstained(PARCEL), abstained("And my bow lost its hair."), asks_for_a_person()
    )

    assert lines_of(facts, Slot.WANTS) == [f"“{PARCEL}”", "“And my bow lost its hair.”"]


def test_what_was_answered_is_told_only_where_it_is_the_newest_want() -> None:
    facts = handed_over(
        answered("How long may I send it back?"),
        answered("Who pays for that?"),
        asks_for_a_person(),
    )

    assert lines_of(facts, Slot.WANTS) == ["“Who pays for that?”"]
    assert lines_of(facts, Slot.MISSING) == ["Left open by the answer: “Who pays for that?”"]


def test_a_question_that_is_asked_again_is_told_once() -> None:
    facts = handed_over(abstained(PARCEL), abstained(PARCEL.upper()), asks_for_a_person())

    assert lines_of(facts, Slot.WANTS) == [f"“{PARCEL.upper()}”"]


@pytest.mark.parametrize(
    "answer", ["yes", "ok, please do", "no thank you", "CC-4410287", "it's CC-4410287"]
)
def test_a_confirmation_or_a_bare_value_is_no_want(answer: str) -> None:
    facts = handed_over(abstained(PARCEL), answered(answer), asks_for_a_person())

    assert lines_of(facts, Slot.WANTS) == [f"“{PARCEL}”"]


def test_a_request_for_a_person_that_says_what_for_is_kept_whole() -> None:
    asked = "Can I talk to a human about the cracked bridge of my viola?"
    facts = handed_over(asks_for_a_person(asked))

    assert lines_of(facts, Slot.WANTS) == [f"“{asked}”"]


def test_nobody_makes_up_what_is_wanted() -> None:
    facts = handed_over(says("hello", "courtesy"), asks_for_a_person())

    brief = write_brief(facts)

    assert [line.is_unknown for line in brief.of(Slot.WANTS)] == [True]
    assert texts(brief, Slot.NEXT_STEP) == ["Ask what the customer needs."]
    assert texts(brief, Slot.MISSING) == ["What the customer wants: they have not said it."]


def test_the_button_for_a_person_is_honoured_without_a_word() -> None:
    facts = handed_over(says(""))

    assert lines_of(facts, Slot.WHY) == ["The customer asked for a person"]
    assert faults_of(write_brief(facts), facts) == ()


def test_who_the_customer_is_stands_with_how_it_was_shown_and_until_when() -> None:
    facts = handed_over(abstained(PARCEL), asks_for_a_person(), customer="cus-1001", minutes=45)

    told = lines_of(facts, Slot.CUSTOMER)

    assert (
        told[0] == "Verified as “cus-1001” by a signed token that holds until 2026-03-02 12:45 UTC."
    )
    assert told[1] == "They name the number: “CC-4410431”"


def test_a_token_that_has_run_out_is_told_as_such() -> None:
    facts = handed_over(abstained(PARCEL), asks_for_a_person(), customer="cus-1001", minutes=-5)

    assert "has run out" in lines_of(facts, Slot.CUSTOMER)[0]


def test_whoever_opened_the_conversation_may_know_the_customer_without_a_token() -> None:
    facts = handed_over(asks_for_a_person(), customer="cus-1001", minutes=5)

    unshown = replace(facts, session=None)
    told = lines_of(unshown, Slot.CUSTOMER)

    assert faults_of(write_brief(unshown), unshown) == ()
    assert told == ["Known as “cus-1001” to the system that opened the conversation."]


def test_what_a_stranger_says_of_themselves_is_quoted_and_never_taken_as_shown() -> None:
    facts = handed_over(
        asks_for_a_person(
            "I am Orla Brennan, orla@example.com, +353 86 123 4567, order CC-4410312. "
            "A person please."
        )
    )

    assert lines_of(facts, Slot.CUSTOMER) == [
        "Not verified: no token showed who this is.",
        "They give as their name: “Orla Brennan”",
        "They give as their e-mail address: “orla@example.com”",
        "They give as their telephone number: “+353 86 123 4567”",
        "They name the number: “CC-4410312”",
    ]


def test_articles_stand_with_their_version_and_those_without_an_answer_too() -> None:
    facts = handed_over(
        answered("What is the window?"), abstained(PARCEL, LOST), asks_for_a_person()
    )

    shown = write_brief(facts).of(Slot.SHOWN)

    assert [line.sources[0].ref for line in shown] == [RETURNS, LOST]
    assert all(line.sources[0].kind is SourceKind.ARTICLE for line in shown)
    assert all(line.sources[0].version for line in shown)
    assert [line.text.partition(":")[0] for line in shown] == ["Cited", "Named without an answer"]


def test_choices_that_were_offered_and_not_taken_are_missing() -> None:
    choices = [["Returns", RETURNS], ["Lost parcels", LOST]]
    facts = handed_over(says("where is it?", "clarified", choices=choices), asks_for_a_person())

    assert lines_of(facts, Slot.MISSING) == [
        "Which is meant by “where is it?”: “Returns”, “Lost parcels”"
    ]
    assert lines_of(facts, Slot.NEXT_STEP) == [
        "Find out which is meant by “where is it?”: “Returns”, “Lost parcels”"
    ]


def test_a_choice_that_was_taken_is_settled() -> None:
    choices = [["Returns", RETURNS], ["Lost parcels", LOST]]
    facts = handed_over(
        says("where is it?", "clarified", choices=choices),
        answered("the lost one"),
        asks_for_a_person(),
    )

    assert lines_of(facts, Slot.WANTS) == ["“the lost one”"]


@pytest.mark.parametrize(
    ("state", "ended", "step"),
    [
        ("unknown", "unknown, nobody knows", "Look up at the operator's system"),
        ("needs_person", "somebody has to look", "Look up at the operator's system"),
        ("reconciling", "it is being looked up", "See how"),
        ("executing", "under way", "See how"),
        ("approved", "approved, not begun yet", "See how"),
        ("awaiting_staff", "waits for approval by the staff", "Decide on the approval of"),
        ("awaiting_customer", "waits for the customer to confirm", "Ask the customer to confirm"),
        ("failed", "failed, it had no effect", "Tell the customer that"),
        ("refused", "refused", "Tell the customer why"),
        ("expired", "expired", "Ask the customer whether"),
    ],
)
def test_the_first_step_follows_from_where_an_action_stands(
    state: str, ended: str, step: str
) -> None:
    facts = handed_over(
        says("Refund CC-4410287", "ruled", action="a1"),
        asks_for_a_person(),
        actions=a_refund_that(state),
    )

    first = write_brief(facts).of(Slot.NEXT_STEP)[0]

    assert ended in lines_of(facts, Slot.ACTIONS)[0]
    assert first.text.startswith(step)
    assert "“Refund an order” (Order “CC-4410287”, Amount “59.70 EUR”)" in first.text
    assert [source.ref for source in first.sources] == ["action:a1"]


@pytest.mark.parametrize("state", ["succeeded", "declined", "cancelled"])
def test_an_action_that_is_over_leaves_nothing_to_do(state: str) -> None:
    facts = handed_over(
        says("Refund CC-4410287", "ruled", action="a1"),
        abstained(PARCEL),
        asks_for_a_person(),
        actions=a_refund_that(state),
    )

    assert lines_of(facts, Slot.NEXT_STEP) == [f"Reply to “{PARCEL}”"]
    assert lines_of(facts, Slot.WANTS) == [f"“{PARCEL}”"]


def test_why_an_action_was_refused_or_failed_is_told() -> None:
    facts = handed_over(
        says("Refund CC-4410287", "ruled", action="a1"),
        asks_for_a_person(),
        actions=a_refund_that("refused", refusal="cooling_off", why="changed 3 hours ago"),
    )

    told = lines_of(facts, Slot.ACTIONS)[0]

    assert faults_of(write_brief(facts), facts) == ()
    assert "how the customer is reached was changed a short time ago" in told
    assert told.endswith("“changed 3 hours ago”.")


def test_what_was_only_pretended_is_told_as_such() -> None:
    facts = handed_over(
        says("Refund CC-4410287", "ruled", action="a1"),
        asks_for_a_person(),
        actions=a_refund_that("cancelled"),
    )
    told = facts.actions[0]
    shadow = replace(told, action=replace(told.action, is_shadow=True))

    assert "only pretended" in lines_of(replace(facts, actions=(shadow,)), Slot.ACTIONS)[0]


def test_an_action_that_a_stranger_asked_for_is_told_although_it_has_no_row() -> None:
    facts = handed_over(
        says("refund please", "refused_stranger", action="refund"), asks_for_a_person()
    )

    assert lines_of(facts, Slot.ACTIONS) == [
        "“Refund an order”: asked for and not proposed, nobody was signed in."
    ]
    assert "Verify who the customer is, then see to “Refund an order”." in lines_of(
        facts, Slot.NEXT_STEP
    )
    assert "Who the customer is: “Refund an order” needs somebody signed in." in lines_of(
        facts, Slot.MISSING
    )


def test_what_a_form_still_has_to_ask_for_is_missing() -> None:
    begun = says("Send CC-4410470 elsewhere", "asked", action="change_address", asked="street")
    facts = handed_over({**begun, "has": {"order": "CC-4410470"}}, asks_for_a_person())

    assert lines_of(facts, Slot.MISSING)[0] == (
        "Still to be asked for “Change the delivery address of an order”: “Street and number”, "
        "“Postcode”, “Town”"
    )
    assert lines_of(facts, Slot.NEXT_STEP)[0].startswith("Ask for “Street and number”")


def test_the_answers_to_a_form_are_no_wants() -> None:
    facts = handed_over(
        says("Send CC-4410470 elsewhere", "asked", action="change_address", asked="street"),
        says("14 Shop Street", "asked", action="change_address", asked="postcode"),
        asks_for_a_person(),
    )

    assert lines_of(facts, Slot.WANTS) == ["“Send CC-4410470 elsewhere”"]


@pytest.mark.parametrize(
    ("step", "said"),
    [("which", "Which of these is wanted"), ("whether", "Whether “Refund an order” is wanted")],
)
def test_what_was_asked_last_of_an_action_is_missing(step: str, said: str) -> None:
    begun = says("my money for the tuner", "asked", action="refund", step=step)
    facts = handed_over(begun, asks_for_a_person())

    assert lines_of(facts, Slot.MISSING)[0].startswith(said)
    assert lines_of(facts, Slot.NEXT_STEP)[0] == "Ask whether “Refund an order” is wanted."


@pytest.mark.parametrize("leaving", [says("no, leave it", "nothing_done")])
def test_what_the_customer_left_is_not_wanted_any_more(leaving: dict[str, str]) -> None:
    begun = says("refund my tuner", "asked", action="refund", step="whether")
    facts = handed_over(abstained(PARCEL), begun, leaving, asks_for_a_person())

    assert f"“{PARCEL}”" in lines_of(facts, Slot.WANTS)
    assert lines_of(facts, Slot.NEXT_STEP) == [f"Reply to “{PARCEL}”"]


def test_a_form_that_came_to_an_action_stands_where_the_action_stands() -> None:
    begun = says("refund my tuner", "asked", action="refund", asked="reference")
    done = says("CC-4410287", "ruled", action="a1")
    facts = handed_over(
        begun, done, abstained(PARCEL), asks_for_a_person(), actions=a_refund_that("succeeded")
    )

    assert lines_of(facts, Slot.WANTS) == [f"“{PARCEL}”"]


def test_a_form_of_several_turns_and_a_question_between_is_still_open() -> None:
    begun = says("refund my tuner", "asked", action="refund", asked="reference")
    facts = handed_over(begun, answered("what is the window?"), asks_for_a_person())

    assert "“refund my tuner”" in lines_of(facts, Slot.WANTS)


@pytest.mark.parametrize("reason", [r for r in HandOffReason if r is not HandOffReason.DISTRESS])
def test_every_reason_has_words_of_its_own(reason: HandOffReason) -> None:
    facts = handed_over(says(PARCEL, fault="no answer in 5 s"), reason=reason.value)

    assert len(lines_of(facts, Slot.WHY)) == 1
    assert faults_of(write_brief(facts), facts) == ()


def test_a_fault_is_quoted_as_the_operator_would_read_it() -> None:
    facts = handed_over(says(PARCEL, fault="no answer in 5 s"), reason="tool_failure")

    assert lines_of(facts, Slot.WHY) == ["A system that is needed did not work: “no answer in 5 s”"]
    assert "What did not work: “no answer in 5 s”" in lines_of(facts, Slot.MISSING)


def test_a_mood_that_was_noticed_stands_with_the_words_that_show_it() -> None:
    mood = {"mood": "angry", "turn": 1, "words": "useless"}
    facts = handed_over(says("You are useless. Where is my cello?"), mood=mood)

    assert lines_of(facts, Slot.MOOD) == ["Angry: “useless”"]


def test_a_mood_that_nobody_noticed_is_not_known() -> None:
    facts = handed_over(abstained(PARCEL), asks_for_a_person())

    assert lines_of(facts, Slot.MOOD) == ["Not known."]


def test_distress_is_a_mood_even_where_no_words_are_at_hand() -> None:
    facts = handed_over(says("I was charged twice and have nothing left"), reason="distress")

    assert lines_of(facts, Slot.MOOD) == ["Distressed: that is why it was handed over."]


@pytest.mark.parametrize(
    ("read", "told"), [("upset", "Upset, as a model"), ("purple", "Not known.")]
)
def test_what_a_model_made_of_the_mood_is_told_as_such(read: str, told: str) -> None:
    facts = handed_over(abstained(PARCEL), asks_for_a_person())
    first, *rest = facts.records
    heard = replace(facts, records=(replace(first, understood={"mood": read}), *rest))

    assert lines_of(heard, Slot.MOOD)[0].startswith(told)


def test_messages_that_come_while_a_person_is_waited_for_are_part_of_it() -> None:
    facts = handed_over(
        abstained(PARCEL),
        asks_for_a_person(),
        says("it was a blue box", "silent"),
        says("hello?", "silent"),
    )

    assert "“it was a blue box”" in lines_of(facts, Slot.WANTS)
    assert lines_of(facts, Slot.WHY) == ["The customer asked for a person: “a person please”"]


def test_a_brief_of_a_customer_who_was_erased_makes_nothing_up() -> None:
    facts = handed_over(abstained(PARCEL), asks_for_a_person())
    conversation = replace(facts.conversation, messages=())
    erased = replace(facts, conversation=conversation, records=())

    brief = write_brief(erased)

    assert all(line.is_unknown for line in brief.lines)
    assert {line.slot for line in brief.lines} == set(Slot)
    assert faults_of(brief, erased) == ()


def test_a_record_whose_words_are_gone_stands_without_them() -> None:
    facts = handed_over(abstained(PARCEL), asks_for_a_person())
    left = tuple(m for m in facts.conversation.messages if m.text != PARCEL)
    facts = replace(facts, conversation=replace(facts.conversation, messages=left))

    assert turns_of(facts)[0].message is None
    assert faults_of(write_brief(facts), facts) == ()


def test_what_agents_said_before_is_no_want() -> None:
    facts = handed_over(abstained(PARCEL), asks_for_a_person())
    by_agent = replace(
        facts.conversation.messages[0], author=Author.AGENT, text="I lost it.", at=AT
    )
    told = replace(facts.conversation, messages=(*facts.conversation.messages, by_agent))

    assert lines_of(replace(facts, conversation=told), Slot.WANTS) == [f"“{PARCEL}”"]


def test_a_brief_is_read_again_as_it_was_written() -> None:
    brief = write_brief(handed_over(abstained(PARCEL, LOST), asks_for_a_person()))

    assert brief_from_json(brief_to_json(brief)) == brief


def test_as_plain_text_every_slot_stands_under_its_label() -> None:
    text = brief_as_text(write_brief(handed_over(abstained(PARCEL), asks_for_a_person())))

    labels = [line for line in text.splitlines() if line.endswith(":") and not line.startswith("-")]
    assert labels == [f"{label_of(slot)}:" for slot in Slot]
    assert f"- “{PARCEL}”" in text.splitlines()


def test_a_language_without_labels_of_its_own_has_the_english_ones() -> None:
    assert label_of(Slot.MOOD, "xx-YY") == "Mood"


def test_an_action_that_is_not_offered_any_more_is_told_by_its_name() -> None:
    begun = says("my money for the tuner", "asked", action="refund", asked="order")
    facts = replace(handed_over(begun, asks_for_a_person()), specs={})

    assert lines_of(facts, Slot.NEXT_STEP) == ["Ask whether “refund” is wanted."]
    assert faults_of(write_brief(facts), facts) == ()


def test_a_form_at_which_the_conversation_stands_is_open() -> None:
    facts = handed_over(says("my money for the tuner", "asked", action="refund", asked="order"))

    assert lines_of(facts, Slot.NEXT_STEP) == ["Ask for “Order”, then see to “Refund an order”."]


def test_an_article_whose_version_nobody_knows_is_not_cited() -> None:
    facts = handed_over(abstained(PARCEL, LOST), asks_for_a_person())
    first, *rest = facts.records
    unknown = replace(facts, records=(replace(first, evidence=()), *rest))

    assert lines_of(unknown, Slot.SHOWN) == ["No article was shown."]
    assert lines_of(unknown, Slot.NEXT_STEP) == [f"Reply to “{PARCEL}”"]


def test_space_between_sentences_is_none_of_them() -> None:
    facts = handed_over(abstained("It broke.   \n   \n  And the box too."), asks_for_a_person())

    assert lines_of(facts, Slot.WANTS) == ["“It broke. And the box too.”"]


def test_whoever_asks_a_hundred_times_is_quoted_as_far_as_there_is_room() -> None:
    asked = "I want to talk to a human person now please. The cello is cracked. " * 50
    facts = handed_over(asks_for_a_person(asked))

    why = lines_of(facts, Slot.WHY)[0]

    assert len(why) < 600
    assert faults_of(write_brief(facts), facts) == ()


def test_whoever_takes_over_unasked_is_not_told_that_they_were_asked_for() -> None:
    facts = replace(handed_over(answered("What is the window?")), reason=None)

    assert lines_of(facts, Slot.WHY) == ["A person took it over without being asked for."]
    assert faults_of(write_brief(facts), facts) == ()


def test_in_another_language_a_name_beside_the_request_is_no_want() -> None:
    asked = "quero falar com um atendente, meu nome é João Pereira"
    facts = handed_over(abstained("O violino veio errado."), asks_for_a_person(asked))

    assert lines_of(facts, Slot.WANTS) == ["“O violino veio errado.”"]


def test_a_mood_is_of_the_newest_message_that_shows_one_and_quotes_its_sentence() -> None:
    facts = handed_over(
        abstained("I am furious. Where is it?"), abstained("Is it lost?"), asks_for_a_person()
    )

    def notice(text: str) -> MoodKind | None:
        return MoodKind.ANGRY if "furious" in text else None

    assert mood_in(facts.customer_messages, notice) == Mood(
        kind=MoodKind.ANGRY, message=facts.customer_messages[0].id, words="I am furious."
    )
    assert mood_in(facts.customer_messages, lambda _text: None) is None


def test_a_mood_that_shows_in_the_whole_message_only_quotes_the_whole() -> None:
    facts = handed_over(asks_for_a_person("Again. And again. A person please."))

    def notice(text: str) -> MoodKind | None:
        return MoodKind.UPSET if text.lower().count("again") > 1 else None

    mood = mood_in(facts.customer_messages, notice)

    assert mood is not None
    assert mood.words == "Again. And again. A person please."
    assert faults_of(write_brief(replace(facts, mood=mood)), facts) == ()
