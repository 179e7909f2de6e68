"""What reading a help centre by its API promises, whatever its server does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest

from handrail.adapters.sources.api import ApiPlace
from handrail.adapters.sources.chatwoot import ChatwootCentre
from handrail.adapters.sources.folder import SourceUnavailable
from handrail.adapters.sources.intercom import VERSION, IntercomCentre
from handrail.adapters.sources.zendesk import ZendeskCentre
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import Article, ArticleId, Audience, SourceName
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.ports import Source, SourceDocument
from handrail.flow.sync_knowledge import SyncPorts, sync_knowledge
from handrail.kernel.failpoints import Failpoints
from tests import helpcentre_servers as servers
from tests.fakes import FakeStore, FixedClock
from tests.flow.desk import WordIndex
from tests.helpdesk_servers import running

DEFAULTS = SourceDefaults(source=SourceName("help"))


@dataclass
class Reader:
    """Hold a help centre that is served, and what reads it."""

    centre: servers.Centre
    source: Source
    add: Callable[[int, str], None]
    waits: list[float] = field(default_factory=list)

    def read(self) -> list[Article]:
        documents = [d for d in self.source.documents() if isinstance(d, SourceDocument)]
        return [document.load()[0] for document in documents]

    def ids(self) -> list[str]:
        return sorted(article.id for article in self.read())

    def absence(self, ref: str) -> Absence:
        return self.source.absences([ArticleId(ref)])[ArticleId(ref)]


@contextmanager
def zendesk(**more: object) -> Iterator[Reader]:
    centre = servers.ZendeskGuide(**more)  # type: ignore[arg-type]
    waits: list[float] = []
    with running(centre) as url:
        login = (f"{servers.ZENDESK_AUTHOR[0]}/token", servers.ZENDESK_AUTHOR[1])
        place = ApiPlace(source="help", url=url, auth=login, pause=waits.append)
        source = ZendeskCentre(place=place, defaults=DEFAULTS)

        def add(number: int, text: str) -> None:
            centre.articles.append(servers.a_zendesk_article(number, text))

        yield Reader(centre, source, add, waits)
    assert centre.wrongs == []


@contextmanager
def intercom() -> Iterator[Reader]:
    centre = servers.Intercom()
    waits: list[float] = []
    with running(centre) as url:
        headers = {
            "Authorization": f"Bearer {servers.INTERCOM_TOKEN}",
            "Intercom-Version": VERSION,
        }
        place = ApiPlace(source="help", url=url, headers=headers, pause=waits.append)

        def add(number: int, text: str) -> None:
            centre.articles.append(servers.an_intercom_article(number, text))

        yield Reader(centre, IntercomCentre(place=place, defaults=DEFAULTS), add, waits)
    assert centre.wrongs == []


@contextmanager
def chatwoot() -> Iterator[Reader]:
    centre = servers.Chatwoot()
    waits: list[float] = []
    with running(centre) as url:
        headers = {"api_access_token": servers.CHATWOOT_READER}
        place = ApiPlace(source="help", url=url, headers=headers, pause=waits.append)
        source = ChatwootCentre(
            place=place,
            defaults=DEFAULTS,
            account=7,
            portal="hand-book",
            base_url="https://shop.example/hc/hand-book",
        )

        def add(number: int, text: str) -> None:
            centre.articles.append(servers.a_chatwoot_article(number, text))

        yield Reader(centre, source, add, waits)
    assert centre.wrongs == []


MAKERS = {"zendesk": zendesk, "intercom": intercom, "chatwoot": chatwoot}
LOCALES = {"zendesk": "en-us", "intercom": "en", "chatwoot": "en"}
LISTS = {"zendesk": "articles", "intercom": "data", "chatwoot": "payload"}


@pytest.fixture(params=list(MAKERS))
def maker(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def reader(maker: str) -> Iterator[Reader]:
    with MAKERS[maker]() as served:
        for number in range(101, 109):
            served.add(number, f"Text of {number}.")
        yield served


def test_every_page_of_the_listing_is_read_once(reader: Reader, maker: str) -> None:
    assert reader.ids() == [f"help/{LOCALES[maker]}/{n}" for n in range(101, 109)]


def test_an_article_has_its_title_its_date_its_text_and_its_address(
    reader: Reader, maker: str
) -> None:
    first = next(article for article in reader.read() if article.id.endswith("/101"))

    assert first.title == "Article 101"
    assert first.updated is not None
    assert first.updated.isoformat() == "2026-03-01"
    assert "Text of 101." in [block.text for block in first.blocks]
    assert first.url is not None
    assert first.url.startswith("https://")
    assert first.locale == LOCALES[maker]
    assert first.audience is Audience.PUBLIC


def test_the_same_article_has_the_same_version_and_an_edited_one_another(
    reader: Reader, maker: str
) -> None:
    before = {a.id: a.version for a in reader.read()}
    reader.centre.articles.pop()
    reader.add(108, "Another text.")

    after = {a.id: a.version for a in reader.read()}

    assert [ref for ref in before if before[ref] != after[ref]] == [f"help/{LOCALES[maker]}/108"]


def test_being_told_to_wait_is_heeded(reader: Reader) -> None:
    reader.centre.faults = ["429"]

    assert len(reader.ids()) == 8
    assert reader.waits == [7.0]


def test_a_fault_that_passes_is_not_noticed(reader: Reader) -> None:
    reader.centre.faults = ["500", "503", "lost"]

    assert len(reader.ids()) == 8
    assert reader.waits == [1.0, 2.0, 4.0]


def test_waiting_has_an_end(reader: Reader) -> None:
    reader.centre.faults = ["429"] * 4

    with pytest.raises(SourceUnavailable, match="HTTP 429, 4 times in a row"):
        reader.ids()


def test_a_listing_that_breaks_midway_yields_what_it_held_and_then_says_so(
    reader: Reader,
) -> None:
    reader.centre.broken_page = 2
    seen: list[object] = []

    with pytest.raises(SourceUnavailable, match="HTTP 500"):
        seen.extend(reader.source.documents())

    assert len(seen) == 3


@pytest.mark.parametrize("odd", [{}, {"articles": None}, ["x"], "text", {"error": "no"}])
def test_an_answer_of_another_shape_is_no_empty_listing(odd: object, reader: Reader) -> None:
    reader.centre.odd_page = odd

    with pytest.raises(SourceUnavailable):
        reader.ids()


def test_a_row_that_is_no_article_is_left_out(reader: Reader) -> None:
    reader.centre.articles[0] = {**reader.centre.articles[0], "id": "../../etc"}

    assert len(reader.ids()) == 7


def test_a_draft_is_not_there_and_one_that_became_a_draft_is_gone(
    reader: Reader, maker: str
) -> None:
    drafted = {"draft": True, "state": "draft", "status": "draft"}
    reader.centre.articles[0].update(drafted)

    there, absence = reader.ids(), reader.absence(f"help/{LOCALES[maker]}/101")

    assert f"help/{LOCALES[maker]}/101" not in there
    assert absence is Absence.GONE


def test_an_article_is_said_to_be_gone_where_asking_confirms_it(reader: Reader, maker: str) -> None:
    assert reader.absence(f"help/{LOCALES[maker]}/999") is Absence.GONE
    assert reader.absence(f"help/{LOCALES[maker]}/101") is Absence.THERE


def test_where_asking_fails_nothing_is_said_to_be_gone(reader: Reader, maker: str) -> None:
    reader.centre.faults = ["500"] * 4

    with pytest.raises(SourceUnavailable):
        reader.absence(f"help/{LOCALES[maker]}/999")


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_not_accepted_is_named_as_what_to_check(
    status: int, reader: Reader
) -> None:
    reader.centre.answers_only = status

    with pytest.raises(SourceUnavailable, match=rf"HTTP {status}.*Check its token"):
        reader.ids()
    assert reader.waits == []


def test_a_server_that_is_not_there_is_told_as_such() -> None:
    place = ApiPlace(source="help", url="http://127.0.0.1:9", pause=lambda _seconds: None)

    with pytest.raises(SourceUnavailable, match="cannot be reached"):
        list(IntercomCentre(place=place, defaults=DEFAULTS).documents())


def test_a_redirection_is_not_followed_with_our_token(reader: Reader) -> None:
    reader.centre.answers_only = 302

    with pytest.raises(SourceUnavailable, match="HTTP 302"):
        reader.ids()


def test_a_next_page_on_another_host_is_refused_before_it_is_asked() -> None:
    with running(servers.ZendeskGuide()) as elsewhere, zendesk(next_host=elsewhere) as reader:
        for number in range(8):
            reader.add(number, "Text.")

        with pytest.raises(SourceUnavailable, match="another host"):
            reader.ids()


def test_a_next_page_at_half_an_address_is_an_error_of_the_source() -> None:
    with zendesk(next_host="http://[half") as reader:
        for number in range(8):
            reader.add(number, "Text.")

        with pytest.raises(SourceUnavailable, match="no address"):
            reader.ids()


def test_pages_that_lead_in_a_circle_are_an_error_and_no_endless_listing() -> None:
    with zendesk(circle=True) as reader:
        reader.add(1, "Text.")

        with pytest.raises(SourceUnavailable, match="circle"):
            reader.ids()


def test_numbered_pages_that_repeat_themselves_are_an_error() -> None:
    with chatwoot() as reader:
        assert isinstance(reader.centre, servers.Chatwoot)
        reader.centre.repeats = True
        reader.add(1, "Text.")

        with pytest.raises(SourceUnavailable, match="repeats itself"):
            reader.ids()


@pytest.mark.parametrize(
    "narrowed", [{"user_segment_id": 5}, {"user_segment_id": None, "user_segment_ids": [5]}]
)
def test_what_only_some_may_read_at_zendesk_is_never_for_customers(
    narrowed: dict[str, object],
) -> None:
    with zendesk() as reader:
        reader.centre.articles.append(servers.a_zendesk_article(1, "Secret.", **narrowed))

        [article] = reader.read()

    assert article.audience is Audience.INTERNAL


def test_every_language_of_a_zendesk_help_centre_is_read_and_a_dropped_one_is_gone() -> None:
    with zendesk(locales=("en-us", "de")) as reader:
        reader.add(1, "Hello.")
        reader.centre.articles.append(servers.a_zendesk_article(1, "Hallo.", locale="de"))

        there = reader.ids()
        dropped = reader.absence("help/fr/1")

    assert there == ["help/de/1", "help/en-us/1"]
    assert dropped is Absence.GONE


def test_an_intercom_article_is_read_in_each_language_it_is_published_in() -> None:
    content = {"type": "article_content", "title": "Titel", "body": "<p>Hallo.</p>"}
    with intercom() as reader:
        reader.centre.articles.append(
            servers.an_intercom_article(
                5,
                "Hello.",
                default_locale="en-GB",
                translated_content={
                    "type": "article_translated_content",
                    "de": {**content, "state": "published"},
                    "fr": {**content, "state": "draft"},
                    "en-GB": {**content, "state": "published"},
                },
            )
        )

        read = {article.id: article for article in reader.read()}

    assert sorted(read) == ["help/de/5", "help/en-gb/5"]
    assert read[ArticleId("help/de/5")].title == "Titel"
    assert read[ArticleId("help/en-gb/5")].title == "Article 5"


def test_an_article_that_a_listing_left_out_although_it_is_there_is_kept() -> None:
    with intercom() as reader:
        reader.add(1, "Text.")
        assert isinstance(reader.centre, servers.Intercom)
        reader.centre.unlisted = {"1"}

        assert reader.ids() == []
        assert reader.absence("help/en/1") is Absence.THERE


def test_half_a_help_centre_retires_nothing_and_a_whole_one_what_is_gone_at_once(
    reader: Reader, maker: str
) -> None:
    store, index = FakeStore(), WordIndex()

    def served_after_a_sync() -> int:
        ports = SyncPorts(
            store=store,
            sources=(reader.source,),
            builder=index,
            clock=FixedClock(),
            failpoints=Failpoints(),
        )
        with suppress(SourceUnavailable):
            sync_knowledge(ports, None, lambda _stage, _done, _total: None)
        with store.read() as reading:
            return len(reading.live_versions())

    whole = served_after_a_sync()
    reader.centre.broken_page, gone = 2, reader.centre.articles.pop()
    half = served_after_a_sync()
    reader.centre.broken_page, reader.centre.answers_only = None, 401
    closed = served_after_a_sync()
    reader.centre.answers_only = None
    after = served_after_a_sync()

    assert (whole, half, closed, after) == (8, 8, 8, 7)
    with store.read() as reading:
        assert f"help/{LOCALES[maker]}/{gone['id']}" not in reading.live_versions()
        assert reading.source_state(SourceName("help")).failing_since is None
