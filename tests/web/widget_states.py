"""Every state that the chat element can be in, told to a running page through its events."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.web.browsing import Host, ask, opened_by, tell
from tests.web.running import QUESTION, UNKNOWN, Site

_QUOTE = "A refund takes five days to reach your account once we have your parcel."
_CITED = {
    "article": "help/refunds.md", "version": "v1", "title": "Refunds", "passage": "p",
    "headings": ["How long it takes"], "url": "https://help.example/refunds", "quote": _QUOTE,
}  # fmt: skip
_CARD = {
    "action": "act_1", "name": "refund", "title": "Refund part of an order", "version": 1,
    "digest": "0" * 64, "rows": [["Order", "CC-4410287"], ["Amount", "15.00 EUR"]],
    "state": "awaiting_customer", "control": "staff", "expires_at": "2999-01-01T00:00:00+00:00",
}  # fmt: skip
_REPLY: Mapping[str, object] = {
    "outcome": "answered", "reply": _QUOTE, "claims": [], "choices": [], "action": None,
    "confidence": 0.9, "reason": None, "record": "rec_state", "conversation": "c",
    "timings_ms": {},
}  # fmt: skip
_ARABIC = "كم يستغرق رد المبلغ؟"
_ARABIC_ANSWER = "يستغرق رد المبلغ خمسة أيام بعد وصول الطرد."

State = Callable[[Any, Site], None]


def _answered(page: Any, site: Site) -> None:
    ask(page, QUESTION)
    page.locator("details").first.wait_for()
    page.locator("summary").first.click()


def _writing(page: Any, site: Site) -> None:
    begun = ("reply.started", {"record": "rec_now"})
    told = ("reply.claim", {"record": "rec_now", "text": _QUOTE, "citations": [_CITED]})
    _after_hello(page, site, begun, told)
    page.locator(".writing .claim").wait_for()


def _clarified(page: Any, site: Site) -> None:
    labels = ["Cancel my membership", "Cancel an order that is on its way", "End a rental"]
    choices = [{"label": label, "article": "a", "passage": "p"} for label in labels]
    asked = {"outcome": "clarified", "reply": "Which do you mean?", "choices": choices}
    _after_hello(page, site, ("reply.finished", {**_REPLY, **asked}))
    page.locator(".choices").wait_for()


def _abstained(page: Any, site: Site) -> None:
    ask(page, UNKNOWN)
    page.locator(".offer").wait_for()


def _contested(page: Any, site: Site) -> None:
    other = {**_CITED, "title": "Sending things back", "headings": [], "url": None}
    sides = [
        {**_CITED, "updated": "2026-05-03", "is_newer": True, "product": None},
        {**other, "quote": "A refund takes thirty days.", "updated": None, "is_newer": False,
         "product": "Loft"},
    ]  # fmt: skip
    said = f"Our articles do not agree on this.\n\n“{_QUOTE}”\n\n“…”\n\nIf you like, ask a person."
    told = {"outcome": "abstained", "reason": "contested_knowledge", "differing": sides}
    _after_hello(page, site, ("reply.finished", {**_REPLY, **told, "reply": said}))
    page.locator(".side").nth(1).wait_for()


def _card(page: Any, site: Site) -> None:
    _after_hello(page, site, ("action.proposed", _CARD))
    page.get_by_role("button", name="Confirm").wait_for()


def _cards_settled(page: Any, site: Site) -> None:
    states = ("succeeded", "awaiting_staff", "failed")
    for state in states:
        shown = ("action.proposed", {**_CARD, "action": f"act_{state}"})
        ended = ("action.settled", {"action": f"act_{state}", "state": state})
        _after_hello(page, site, shown, ended)
    page.locator(".standing").nth(2).wait_for()


def _waiting(page: Any, site: Site) -> None:
    page.get_by_role("button", name="Talk to a person").click()
    known = {"record": "r", "is_staffed": True, "wait_seconds": 240, "position": 2}
    page.locator(".handed").wait_for()
    tell(site, opened_by(page), ("handoff.requested", known))
    page.get_by_text("usual wait").wait_for()


def _nobody(page: Any, site: Site) -> None:
    page.get_by_role("button", name="Talk to a person").click()
    page.locator(".handed").wait_for()
    tell(site, opened_by(page), ("handoff.requested", {"record": "r", "is_staffed": False}))
    page.get_by_text("Nobody is here").wait_for()


def _agent(page: Any, site: Site) -> None:
    _waiting(page, site)
    text = "Hello, Kim here. I can see your order and will look into the rosin."
    said = {"id": "m", "text": text, "agent": "Kim Ødegård", "at": "2026-01-01T00:00:00Z"}
    ref = opened_by(page)
    tell(site, ref, ("agent.joined", {"agent": "Kim Ødegård"}), ("agent.message", said))
    page.locator(".agent").wait_for()


def _rating(page: Any, site: Site) -> None:
    _agent(page, site)
    tell(site, opened_by(page), ("conversation.closed", {}))
    page.locator(".rating").wait_for()
    page.get_by_label("4").check(force=True)


def _offline(page: Any, site: Site) -> None:
    ask(page, "Hello")
    page.locator(".bubble.answered").wait_for()
    page.context.set_offline(True)
    ask(page, QUESTION)
    page.get_by_text("Waiting to be sent").wait_for()


def _failed(page: Any, site: Site) -> None:
    ask(page, "Hello")
    page.locator(".bubble.answered").wait_for()
    body = {"error": {"code": "bad_input", "message": "The message cannot be read."}}
    allowed = {"Access-Control-Allow-Origin": "*"}
    page.route("**/messages", lambda route: route.fulfill(status=422, json=body, headers=allowed))
    ask(page, QUESTION)
    page.locator(".failure").wait_for()


def _arabic(page: Any, site: Site) -> None:
    ask(page, _ARABIC)
    page.locator(".bubble").nth(1).wait_for()
    cited = {**_CITED, "title": "رد المبالغ", "headings": ["المدة"], "quote": _ARABIC_ANSWER}
    claims = [{"text": _ARABIC_ANSWER, "citations": [cited]}]
    said = ("reply.finished", {**_REPLY, "reply": _ARABIC_ANSWER, "claims": claims})
    tell(site, opened_by(page), said)
    page.locator("details").wait_for()


def _after_hello(page: Any, site: Site, *events: tuple[str, Mapping[str, object]]) -> None:
    if not page.locator(".bubble.answered").count():
        ask(page, "Hello")
        page.locator(".bubble.answered").wait_for()
    tell(site, opened_by(page), *events)


def _nothing(_page: Any, _site: Site) -> None:
    """Leave the chat as it opens."""


STATES: Mapping[str, State] = {
    "closed": _nothing,
    "welcome": _nothing,
    "answered": _answered,
    "writing": _writing,
    "clarified": _clarified,
    "abstained": _abstained,
    "contested": _contested,
    "card": _card,
    "cards-settled": _cards_settled,
    "waiting": _waiting,
    "nobody-there": _nobody,
    "agent": _agent,
    "rating": _rating,
    "offline": _offline,
    "failed": _failed,
    "arabic": _arabic,
}


def show(state: str, page: Any, site: Site, host: Host, chat: str) -> None:
    """Bring a page into a state."""
    lang = "ar" if state == "arabic" else "en"
    page.goto(host.shows(site.address, chat, lang=lang))
    page.locator("section.chat").wait_for(state="attached")
    STATES[state](page, site)
