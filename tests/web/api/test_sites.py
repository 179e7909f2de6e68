"""Sites that embed the chat element: which page may open what, and what it is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.domain.conversation.model import ConversationId
from handrail.kernel.errors import BadSettings
from handrail.settings import load_settings
from handrail.site_settings import SiteSettings
from handrail.web.api.shades import contrast, shades_of
from handrail.web.api.sites import Sites
from handrail.web.application import Front
from tests.web.running import Site, running_site

OPEN = "/api/v1/conversations"
SHOP, OTHER, ADMIN = "https://shop.example", "https://other.example", "https://admin.example"
SITES = (
    SiteSettings(
        key="shop-1", name="Corncrake", title="Corncrake help", allowed_origins=(SHOP,),
        colour="#ffcc00", greeting="Welcome!", locale="en-GB", product="violins", mode="suggest",
    ),
    SiteSettings(key="other-1", allowed_origins=(OTHER,)),
)  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    front = Front(sites=Sites(declared=SITES, everywhere=frozenset({ADMIN})))
    with running_site(tmp_path, front=front) as running:
        yield running


def test_a_page_is_told_what_its_site_says(site: Site) -> None:
    told = site.client.get("/api/v1/sites/shop-1", headers={"Origin": SHOP})

    assert told.headers["access-control-allow-origin"] == SHOP
    assert told.json() == {
        "title": "Corncrake help",
        "locale": "en-GB",
        "theme": dict(shades_of("#ffcc00")),
        "mode": "suggest",
        "greeting": "Welcome!",
        "is_ai": True,
        "can_ask_for_person": True,
        "is_staffed": None,
    }


def test_a_site_that_says_nothing_of_it_is_answered_as_everywhere() -> None:
    drafted = Sites(declared=SITES, usual_mode="suggest", is_staffed=lambda: True)

    assert [drafted.body(key).mode for key in ("shop-1", "other-1")] == ["suggest", "suggest"]
    assert Sites(declared=SITES).body("other-1").mode == "answer"
    assert drafted.body("other-1").is_staffed


def test_a_conversation_is_kept_under_the_brand_language_and_product_of_its_site(
    site: Site,
) -> None:
    opened = site.client.post(OPEN, json={"site": "shop-1"}, headers={"Origin": SHOP}).json()

    with site.store.read() as reading:
        held = reading.conversation(ConversationId(opened["id"]))
    assert held is not None
    assert (held.site, held.locale, held.product) == ("Corncrake", "en-GB", "violins")


@pytest.mark.parametrize(
    ("origin", "body", "status"),
    [
        (SHOP, {"site": "shop-1"}, 201),
        (SHOP, {"site": "other-1"}, 422),
        (OTHER, {"site": "shop-1"}, 422),
        (SHOP, {}, 422),
        (ADMIN, {}, 201),
        (ADMIN, {"site": "shop-1"}, 201),
        (None, {}, 201),
        (None, {"site": "shop-1"}, 201),
        (None, {"site": "nobody-s"}, 422),
        ("https://evil.example", {"site": "shop-1"}, 403),
    ],
)
def test_a_page_opens_conversations_of_its_own_site_only(
    site: Site, origin: str | None, body: dict[str, str], status: int
) -> None:
    headers = {} if origin is None else {"Origin": origin}

    assert site.client.post(OPEN, json=body, headers=headers).status_code == status


def test_a_key_that_no_site_has_is_told_plainly(site: Site) -> None:
    unknown = site.client.get("/api/v1/sites/nobody-s")
    refused = site.client.post(OPEN, json={"site": "nobody-s"})

    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "not_found")
    assert refused.json()["error"]["message"].startswith("No site has this key.")


def test_two_sites_with_one_key_are_refused(tmp_path: Path) -> None:
    twice = '[[sites]]\nkey = "one-key"\n' * 2
    (tmp_path / "handrail.toml").write_text(twice, encoding="utf-8")

    with pytest.raises(BadSettings, match="two sites have the key 'one-key'"):
        load_settings(tmp_path, {})


@pytest.mark.parametrize("accent", ["#000000", "#ffffff", "#ffcc00", "#0f5c4c", "#777777"])
def test_every_shade_of_every_accent_can_be_read(accent: str) -> None:
    shades = shades_of(accent)

    assert contrast(shades["on_accent"], accent) >= 4.4
    assert contrast(shades["on_light"], "#ffffff") >= 4.5
    assert contrast(shades["on_dark"], "#151c1a") >= 4.5
