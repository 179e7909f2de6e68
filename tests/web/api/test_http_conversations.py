"""What customers can do over HTTP, and what is refused, on a real server."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from handrail.domain.conversation.model import ConversationId
from handrail.domain.handoff.model import OPEN
from handrail.kernel.errors import StorageUnavailable
from handrail.web.api.tokens import token_digest
from tests.builders import a_conversation, an_entry
from tests.web.running import ANSWER, QUESTION, SLOW, UNKNOWN, Site, bearer, running_site


def test_opening_gives_a_token_of_which_only_the_digest_is_kept(site: Site, tmp_path: Path) -> None:
    opened = site.open()

    with site.store.read() as reading:
        held = reading.conversation(ConversationId(opened["id"]))
    assert held is not None
    assert held.token_digest == token_digest(opened["token"])
    assert len(opened["token"]) == 43
    assert opened["reply"] is None
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("handrail.db*"))
    assert opened["token"].encode() not in stored


def test_a_first_message_is_answered_with_its_source(site: Site) -> None:
    opened = site.open(text=QUESTION)

    reply = opened["reply"]
    (claim,) = reply["claims"]
    assert reply["outcome"] == "answered"
    assert reply["conversation"] == opened["id"]
    assert claim["text"] == ANSWER
    assert claim["citations"][0]["quote"] == ANSWER
    assert claim["citations"][0]["url"].startswith("https://help.example/refunds")


def test_what_is_not_known_is_not_answered(site: Site) -> None:
    reply = site.say(site.open(), UNKNOWN).json()

    assert (reply["outcome"], reply["claims"]) == ("abstained", [])


def test_a_conversation_keeps_the_scope_that_it_was_opened_with(site: Site) -> None:
    opened = site.open(locale="de", product="app", site="shop")

    site.say(opened, QUESTION)

    (scope,) = site.search.scopes
    assert (scope.locale, scope.product, scope.site) == ("de", "app", "shop")


def test_the_same_key_gets_the_same_reply(site: Site) -> None:
    opened = site.open()

    first, second = site.say(opened, QUESTION, "k-1"), site.say(opened, QUESTION, "k-1")
    other = site.say(opened, QUESTION, "k-2")

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert other.json()["record"] != first.json()["record"]


def test_the_same_key_sent_many_times_at_once_is_handled_once(site: Site) -> None:
    opened = site.open()

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: site.say(opened, QUESTION, "k-1"), range(8)))

    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.json()["record"] for reply in replies}) == 1
    with site.store.read() as reading:
        held = reading.conversation(ConversationId(opened["id"]))
    assert held is not None
    assert len(held.questions) == 1


def test_different_messages_sent_at_once_are_all_answered(site: Site) -> None:
    opened = site.open()

    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda n: site.say(opened, QUESTION, f"k-{n}"), range(2)))

    assert [reply.status_code for reply in replies] == [200, 200]
    assert len({reply.json()["record"] for reply in replies}) == 2


def test_a_key_that_came_with_another_message_is_a_conflict(site: Site) -> None:
    opened = site.open()
    site.say(opened, QUESTION, "k-1")

    refused = site.say(opened, UNKNOWN, "k-1")

    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "conflict"


@pytest.mark.parametrize(("method", "last"), [
    ("POST", "messages"), ("POST", "handoff"), ("GET", "events"),
])  # fmt: skip
def test_nothing_tells_what_is_not_there_from_what_is_not_yours(
    site: Site, method: str, last: str
) -> None:
    mine, theirs = site.open(), site.open()
    with site.store.write() as writing:
        writing.open_conversation(a_conversation("conv_local"), an_entry())
    body = {"text": QUESTION} if method == "POST" else None

    answers = {
        (response.status_code, response.text)
        for ref in (theirs["id"], "conv_unknown", "conv_local", "a%00b", "%F0%9F%98%80", "x" * 900)
        for response in [
            site.client.request(
                method, f"/api/v1/conversations/{ref}/{last}", json=body, headers=bearer(mine)
            )
        ]
    }

    assert len(answers) == 1
    assert answers.pop()[0] == 404


@pytest.mark.parametrize("shown", [None, "Bearer", "Basic abc", "abc", "Bearer a b"])
def test_without_a_token_the_answer_is_the_same_for_every_conversation(
    site: Site, shown: str | None
) -> None:
    mine = site.open()
    headers = {} if shown is None else {"Authorization": shown}

    answers = [
        site.client.post(
            f"/api/v1/conversations/{ref}/messages", json={"text": "x"}, headers=headers
        )
        for ref in (mine["id"], "conv_unknown")
    ]

    assert answers[0].text == answers[1].text
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].headers["www-authenticate"] == "Bearer"
    assert answers[0].json()["error"]["code"] == "not_authenticated"


def test_asking_for_a_person_silences_the_assistant(site: Site) -> None:
    opened = site.open()
    path = f"/api/v1/conversations/{opened['id']}/handoff"

    asked = site.client.post(path, headers=bearer(opened)).json()
    again = site.client.post(path, headers=bearer(opened)).json()
    added = site.say(opened, QUESTION).json()

    assert (asked["outcome"], asked["reason"]) == ("handed_off", "customer_request")
    assert asked["reply"] != ""
    assert again == asked
    assert (added["outcome"], added["reply"]) == ("handed_off", "")
    with site.store.read() as reading:
        assert [held.conversation for held in reading.handoffs(OPEN)] == [opened["id"]]


BAD_BODIES: list[tuple[Any, str]] = [
    ({"text": QUESTION, "txt": 1}, "Field 'txt' is not known here."),
    ({}, "Field 'text' is missing."),
    ({"text": 5}, "Field 'text': input should be a valid string."),
    ({"text": ""}, "Field 'text': string should have at least 1 character."),
    ({"text": "x" * 5_000}, "Field 'text': string should have at most 4000 characters."),
    ({"text": " \n "}, "The message is empty. Write a question."),
    ([], "The body must be a JSON object, sent as application/json."),
]


@pytest.mark.parametrize(("body", "message"), BAD_BODIES)
def test_a_bad_message_is_refused_in_one_line_that_names_the_field(
    site: Site, body: Any, message: str
) -> None:
    opened = site.open()

    refused = site.client.post(
        f"/api/v1/conversations/{opened['id']}/messages", json=body, headers=bearer(opened)
    )

    assert refused.status_code == 422
    assert refused.json() == {"error": {"code": "bad_input", "message": message}}


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'"text"', b"", b"[" * 20_000])
def test_a_body_that_is_no_json_object_is_refused(site: Site, body: bytes) -> None:
    refused = site.client.post(
        "/api/v1/conversations", content=body, headers={"Content-Type": "application/json"}
    )

    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "bad_input"


def test_text_with_half_a_surrogate_pair_or_a_nul_does_no_harm(site: Site) -> None:
    opened = site.open()

    reply = site.client.post(
        f"/api/v1/conversations/{opened['id']}/messages",
        content=b'{"text": "refund \\u0000 how long does a refund take?"}',
        headers=bearer(opened) | {"Content-Type": "application/json"},
    )

    assert reply.status_code == 200


@pytest.mark.parametrize("is_chunked", [True, False])
def test_a_body_without_end_is_refused(site: Site, is_chunked: bool) -> None:
    def chunks() -> Iterator[bytes]:
        yield from [b"x" * 1_000] * 100

    refused = site.client.post(
        "/api/v1/conversations", content=chunks() if is_chunked else b"x" * 100_000
    )

    assert refused.status_code == 413
    assert refused.json()["error"]["code"] == "too_large"


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/api/v1/nothing", 404),
    ("GET", "/docs", 404),
    ("GET", "/redoc", 404),
    ("DELETE", "/api/v1/conversations", 405),
    ("PUT", "/", 405),
])  # fmt: skip
def test_what_is_not_there_is_said_in_json_too(
    site: Site, method: str, path: str, status: int
) -> None:
    refused = site.client.request(method, path)

    assert refused.status_code == status
    assert set(refused.json()["error"]) == {"code", "message"}


def test_a_fault_of_the_database_is_told_without_its_details(site: Site) -> None:
    opened = site.open()
    site.search.fault = StorageUnavailable("Cannot read /var/secret/handrail.db")

    refused = site.say(opened, QUESTION)

    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "2"
    assert refused.json()["error"]["code"] == "storage_unavailable"
    assert "secret" not in refused.text


def test_a_surprise_is_told_without_a_traceback(site: Site) -> None:
    opened = site.open()
    site.search.fault = RuntimeError("secret")

    refused = site.say(opened, QUESTION)

    assert refused.status_code == 500
    assert refused.json()["error"]["code"] == "internal"
    assert "secret" not in refused.text


def test_beyond_what_can_be_done_at_once_a_request_is_told_to_come_back(tmp_path: Path) -> None:
    with running_site(tmp_path, turn_threads=1, turns_waiting=0) as site:
        opened = site.open()
        with ThreadPoolExecutor(1) as pool:
            slow = pool.submit(site.say, opened, SLOW)
            assert site.search.is_reached.wait(20)

            refused = site.client.post("/api/v1/conversations", json={})
            health = site.client.get("/api/v1/health")
            site.search.may_go_on.set()

            assert refused.status_code == 503
            assert refused.json()["error"]["code"] == "busy"
            assert refused.headers["retry-after"] == "2"
            assert health.status_code == 200
            assert slow.result(20).status_code == 200
        assert site.client.post("/api/v1/conversations", json={}).status_code == 201


def test_health_says_how_much_is_known(site: Site) -> None:
    health = site.client.get("/api/v1/health").json()

    assert (health["status"], health["passages"]) == ("ok", 1)
    assert health["calibration"] in ("none", "holds", "expired")


def test_the_api_describes_itself(site: Site) -> None:
    described = site.client.get("/api/v1/openapi.json").json()

    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {
        "/api/v1/staff/away",
        "/api/v1/staff/colleagues",
        "/api/v1/staff/conversations",
        "/api/v1/staff/conversations/{conversation}/notes",
        "/api/v1/staff/conversations/{conversation}/replies",
        "/api/v1/staff/handoffs/{handoff}/pass",
        "/api/v1/health",
        "/api/v1/conversations",
        "/api/v1/conversations/{conversation}/messages",
        "/api/v1/conversations/{conversation}/handoff",
        "/api/v1/conversations/{conversation}/events",
        "/api/v1/conversations/{conversation}/identify",
        "/api/v1/conversations/{conversation}/renew",
        "/api/v1/sites/{key}",
        "/api/v1/staff/quality/judges",
        "/api/v1/staff/quality/rates",
        "/api/v1/staff/quality/changes",
        "/api/v1/staff/quality/export",
        "/api/v1/staff/quality/alerts/{alert}",
        "/api/v1/staff/quality/alerts/{alert}/close",
        "/api/v1/staff/reviews",
        "/api/v1/staff/reviews/{record}",
        "/api/v1/conversations/{conversation}/rating",
        "/api/v1/conversations/{conversation}/actions/{action}/confirm",
        "/api/v1/conversations/{conversation}/actions/{action}/decline",
        "/api/v1/staff/actions",
        "/api/v1/staff/actions/{action}",
        "/api/v1/staff/actions/{action}/approve",
        "/api/v1/staff/actions/{action}/decline",
        "/api/v1/staff/switch",
        "/api/v1/staff/handoffs",
        "/api/v1/staff/handoffs/{handoff}",
        *(f"/api/v1/staff/handoffs/{{handoff}}/{move}" for move in ("take", "return", "close")),
        *(
            f"/api/v1/staff/conversations/{{conversation}}/{what}"
            for what in ("take", "messages", "suggestion")
        ),
        "/api/v1/staff/articles/{source}/{path}",
        "/api/v1/staff/findings",
        "/api/v1/staff/findings/{finding}",
        *(
            f"/api/v1/staff/findings/{{finding}}/{move}"
            for move in ("accept", "intend", "assign", "reopen")
        ),
        "/api/v1/staff/gaps",
        "/api/v1/staff/gaps/{gap}",
        "/api/v1/staff/gaps/{gap}/draft",
        "/api/v1/staff/drafts",
        "/api/v1/staff/drafts/{draft}",
        *(f"/api/v1/staff/drafts/{{draft}}/{move}" for move in ("approve", "decline")),
        "/api/v1/staff/events",
    }
