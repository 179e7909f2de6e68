"""What the staff find in the inbox, and that looking for it is written down without its words."""

import re

import httpx2

from tests.web.console.site import ConsoleSite


def found(client: httpx2.Client, query: str) -> list[str]:
    page = client.get(f"/console/inbox?{query}")
    assert page.status_code == 200, page.text
    return re.findall(r'href="/console/conversations/(\w+)"', page.text)


def test_a_conversation_is_found_by_what_was_said_by_its_id_and_in_any_state(
    console: ConsoleSite,
) -> None:
    asked = console.hears("A person please, the peg of my viola CC-9917 slips")
    alone = console.hears("Do you rent out a nyckelharpa?")
    kim = console.logged_in()

    assert found(kim, "q=PEG+viola") == [asked.conversation]
    assert found(kim, "q=cc-9917&view=waiting") == [asked.conversation]
    assert found(kim, f"q={asked.conversation}") == [asked.conversation]
    assert found(kim, "q=nyckelharpa&view=all") == [alone.conversation]
    assert found(kim, "q=nyckelharpa") == []
    assert "Nothing fits" in kim.get("/console/inbox?q=theremin").text


def test_filters_are_kept_from_tab_to_tab_and_what_cannot_be_chosen_is_left_out(
    console: ConsoleSite,
) -> None:
    asked = console.hears("A person please, about my bassoon")
    kim = console.logged_in()

    page = kim.get("/console/inbox?q=bassoon&reason=customer_request&channel=web").text
    other = found(kim, "q=bassoon&reason=distress")
    odd = found(kim, "q=bassoon&reason=nonsense&view=nowhere&priority=x&order=y")

    assert asked.conversation in page
    assert "view=closed&amp;q=bassoon&amp;reason=customer_request&amp;channel=web" in page
    assert (other, odd) == ([], [asked.conversation])


def test_a_long_list_goes_on_on_the_next_page(console: ConsoleSite) -> None:
    asked = [console.hears(f"A person please: kazoo {n}").conversation for n in range(52)]
    kim = console.logged_in()

    first = kim.get("/console/inbox?q=kazoo").text
    [place] = re.findall(r'rel="next" href="([^"]+)"', first)
    shown = re.findall(r'href="/console/conversations/(\w+)"', first)
    rest = found(kim, place.removeprefix("?").replace("&amp;", "&"))

    assert (len(shown), len(rest)) == (50, 2)
    assert sorted([*shown, *rest]) == sorted(asked)


def test_that_somebody_searched_is_written_down_once_and_not_what_for(
    console: ConsoleSite,
) -> None:
    console.hears("A person please, about my ocarina")
    kim = console.logged_in()

    kim.get("/console/inbox?q=ocarina")
    kim.get("/console/inbox?q=ocarina", headers={"Handrail-Live": "1"})

    with console.app.store.read() as reading:
        entries = [entry for _, entry in reading.audit_entries()]
    searched = [entry for entry in entries if entry.kind == "inbox.searched"]
    assert [entry.kind for entry in entries[-2:]].count("inbox.searched") == 1
    assert (searched[-1].actor, searched[-1].facts["found"]) == ("staff:kim", 1)
    assert "ocarina" not in repr(searched)


def test_nothing_is_shown_for_a_place_that_there_is_not_or_for_too_many_words(
    console: ConsoleSite,
) -> None:
    kim = console.logged_in()

    answers = [
        kim.get(f"/console/inbox?{query}").status_code
        for query in ("after=nowhere", f"q={'word+' * 13}", f"q={'x' * 201}")
    ]

    assert answers == [400, 400, 400]


def test_what_is_typed_into_the_search_is_never_markup(console: ConsoleSite) -> None:
    kim = console.logged_in()

    page = kim.get("/console/inbox", params={"q": "<script>alert(1)</script>"}).text

    assert "<script>alert" not in page


def test_programs_find_the_same(console: ConsoleSite) -> None:
    asked = console.hears("A person please, my didgeridoo hums")
    kim = console.logged_in()

    body = kim.get("/api/v1/staff/conversations?words=didgeridoo&view=waiting").json()
    refused = kim.get("/api/v1/staff/conversations?view=nowhere").status_code

    [row] = body["conversations"]
    assert (row["id"], row["handoff"]["state"]) == (asked.conversation, "waiting")
    assert (body["next"], body["is_cut"], refused) == (None, False, 422)
    assert "hums" not in repr(body)
