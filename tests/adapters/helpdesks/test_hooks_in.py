"""A webhook counts where its signature is right and its time is near ours, and else not at all."""

import random
from datetime import timedelta

import pytest

from handrail.adapters.helpdesks.signatures import standard_headers
from handrail.flow.helpdesk_ports import AgentSaid, Hook, TicketClosed
from handrail.kernel.errors import BadInput, NotAuthenticated
from tests.builders import NOON
from tests.helpdesk_servers import WEBHOOK_SECRET
from tests.hooks import ALL, Sent, Speaking, bits_of, flipped

_FLIPS = 250  # for each of four helpdesks; more with `python -m benchmarks.webhooks`


@pytest.fixture(params=list(ALL))
def speaking(request: pytest.FixtureRequest) -> Speaking:
    return ALL[request.param]


def _heard(speaking: Speaking, sent: Sent) -> Hook:
    return speaking.desk.hear(sent.headers, sent.body, NOON)


def test_an_agents_answer_is_heard_with_their_name(speaking: Speaking) -> None:
    sent = speaking.sign(speaking.said("101", "7", "Hello, it is Mia."), NOON, "d1")

    assert _heard(speaking, sent).happened == (
        AgentSaid(ticket="101", message="7", text="Hello, it is Mia.", by="Mia"),
    )


def test_a_ticket_that_is_done_is_heard(speaking: Speaking) -> None:
    sent = speaking.sign(speaking.closed("101"), NOON, "d1")

    assert _heard(speaking, sent).happened == (TicketClosed(ticket="101"),)


def test_nothing_else_is_told_to_a_customer(speaking: Speaking) -> None:
    for event in speaking.others:
        assert _heard(speaking, speaking.sign(event, NOON, "d1")).happened == ()


def test_no_changed_bit_is_accepted(speaking: Speaking) -> None:
    sent = speaking.sign(speaking.said("101", "7", "Hello"), NOON, "d1")
    places = random.Random(11).sample(range(bits_of(sent, speaking.signed_headers)), _FLIPS)

    for place in places:
        with pytest.raises(NotAuthenticated):
            _heard(speaking, flipped(sent, place, speaking.signed_headers))


def test_a_webhook_without_its_headers_or_signed_by_another_is_refused(speaking: Speaking) -> None:
    sent = speaking.sign(speaking.said("101", "7", "Hello"), NOON, "d1")
    others = [other for name, other in ALL.items() if name != speaking.name]

    for missing in sent.headers:
        if missing != "x-zammad-trigger":
            fewer = {name: value for name, value in sent.headers.items() if name != missing}
            with pytest.raises(NotAuthenticated):
                _heard(speaking, Sent(fewer, sent.body))
    for other in others:
        with pytest.raises(NotAuthenticated):
            _heard(speaking, other.sign({}, NOON, "d1"))


@pytest.mark.parametrize("body", [b"", b"\xef\xbb\xbf", b"x"])
def test_a_body_that_was_cut_or_added_to_is_refused(speaking: Speaking, body: bytes) -> None:
    sent = speaking.sign(speaking.said("101", "7", "Hello"), NOON, "d1")

    with pytest.raises(NotAuthenticated):
        _heard(speaking, Sent(sent.headers, sent.body[:-1]))
    if body:
        with pytest.raises(NotAuthenticated):
            _heard(speaking, Sent(sent.headers, body + sent.body))


@pytest.mark.parametrize("name", ["zendesk", "chatwoot", "webhook"])
@pytest.mark.parametrize(("minutes", "is_taken"), [(-6, False), (-4, True), (4, True), (6, False)])
def test_an_old_or_early_webhook_is_refused(name: str, minutes: int, is_taken: bool) -> None:
    speaking = ALL[name]
    then = NOON + timedelta(minutes=minutes)
    sent = speaking.sign(speaking.said("101", "7", "Hello"), then, "d1")

    if is_taken:
        assert _heard(speaking, sent).happened
    else:
        with pytest.raises(NotAuthenticated):
            _heard(speaking, sent)


@pytest.mark.parametrize("event", [[], {}, {"type": "agent.message", "data": []}, "text", 7])
def test_a_signed_body_that_is_no_event_is_refused_as_such(
    speaking: Speaking, event: object
) -> None:
    with pytest.raises(BadInput):
        _heard(speaking, speaking.sign(event, NOON, "d1"))


def test_while_a_secret_changes_both_are_good() -> None:
    body = b'{"type": "x", "data": {}}'
    old = standard_headers("whsec_b2xkIHNlY3JldCBvbGQgc2VjcmV0", "d1", NOON, body)
    new = standard_headers(WEBHOOK_SECRET, "d1", NOON, body)
    both = f"{old['webhook-signature']} {new['webhook-signature']}"

    hook = ALL["webhook"].desk.hear(new | {"webhook-signature": both}, body, NOON)

    assert hook.id == "d1"


def test_what_standard_webhooks_publishes_as_an_example_is_signed_so() -> None:
    """The vector of the specification's reference libraries."""
    body = b'{"test": 2432232314}'
    at = NOON.fromtimestamp(1614265330, NOON.tzinfo)

    headers = standard_headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body
    )

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_an_answer_in_html_becomes_text() -> None:
    zammad = ALL["zammad"]
    html = "<div>Hello,<br>it is <b>Mia</b>.</div><script>x()</script><blockquote>old</blockquote>"
    sent = zammad.sign(zammad.said("101", "7", html, content_type="text/html"), NOON, "d1")

    [said] = _heard(zammad, sent).happened

    assert isinstance(said, AgentSaid)
    assert said.text == "Hello,\nit is Mia."
