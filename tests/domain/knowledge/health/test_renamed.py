"""Which articles are told to use a name that was given up, and which are left alone."""

from datetime import date

import pytest

from handrail.domain.knowledge.health.renamings import Renaming, renamings_in
from handrail.domain.knowledge.health.stale import find_stale
from tests.domain.knowledge.health.centre import a_centre

TODAY = date(2026, 3, 2)
AGENTS = "Shop Agents was formerly known as Shop Copilot."


def told(*texts: str, front: str = "") -> list[str]:
    """Return the paths of the articles, `b.md` and on, told to use an old name after `a.md`."""
    articles = {
        f"{name}.md": f"{front if name > 'a' else ''}# Page {name}\n\n{text}\n"
        for name, text in zip("abc", texts, strict=False)
    }
    found = [f for f in find_stale(a_centre(articles)) if f.subject.startswith("name:")]
    return sorted({f.quotes[0].article.removeprefix("help/") for f in found})


@pytest.mark.parametrize(
    ("sentence", "old", "new"),
    [
        (AGENTS, "Shop Copilot", "Shop Agents"),
        ("Use Shop Agents (formerly Shop Copilot) for it.", "Shop Copilot", "Shop Agents"),
        ("Azure Local (formerly Azure Stack HCI) is one.", "Azure Stack HCI", "Azure Local"),
        ("It goes to Microsoft Ads, formerly Bing Ads, first.", "Bing Ads", "Microsoft Ads"),
        ("Entra ID (previously called Office365 SSO).", "Office365 SSO", "Entra ID"),
        ("The Focalboard plugin has been renamed to Shop Boards.", "Focalboard", "Shop Boards"),
        ("Circle was renamed Team Rooms in 2024.", "Circle", "Team Rooms"),
        ("The Ensign plan is now called Harbor.", "Ensign", "Harbor"),
        ("Google Data Studio (now Looker Studio) reads it.", "Google Data Studio", "Looker Studio"),
        ("Data Pipes, now known as Flow Links, moves it.", "Data Pipes", "Flow Links"),
        ("We renamed Tasks Inbox to Work Queue in May.", "Tasks Inbox", "Work Queue"),
        ("We have renamed the Family Pass to House Pass.", "Family Pass", "House Pass"),
        ('The tab was renamed from "Old Rules" to "Sync Jobs".', "Old Rules", "Sync Jobs"),
        ("The new name of Sales Desk is Deal Room.", "Sales Desk", "Deal Room"),
        ("The name of Shop Guard was changed to Shop Shield.", "Shop Guard", "Shop Shield"),
        ("“Family Pass” has been rebranded as “House Pass”.", "Family Pass", "House Pass"),
        ("Team Rooms used to be called Circle Spaces.", "Circle Spaces", "Team Rooms"),
        ("If a tag is missing, look in Till Ads (formerly Bing Ads).", "Bing Ads", "Till Ads"),
        ("It uses Turbo (formerly Turbolinks).", "Turbolinks", "Turbo"),
        ("On 1 March 2025 Shop Guard was renamed Shop Shield.", "Shop Guard", "Shop Shield"),
    ],
)
def test_a_sentence_tells_the_old_name_and_the_new(sentence: str, old: str, new: str) -> None:
    assert list(renamings_in(sentence, TODAY)) == [Renaming(old, new)]


@pytest.mark.parametrize(
    "sentence",
    [
        "If Shop Copilot was renamed Shop Agents, log in again.",
        "For example, Marketing Team was renamed Sales Team.",
        "Shop Copilot can be renamed to Shop Agents.",
        "You renamed Shop Copilot to Shop Agents.",
        "On 1 March 2027 Shop Copilot is renamed to Shop Agents.",
        "Shop Copilot and Shop Agents are two products.",
        "Shop Boards was formerly called Boards.",
        "The channel was renamed by its owner.",
        "The file formerly in the folder is gone.",
        "Shop Agents replaces what was there before.",
        "Accounts that were renamed keep their messages.",
        "Same Sign-On with AD/LDAP (formerly known as Active Directory/LDAP).",
        "Pages on Shop Copilot that were renamed, moved or New are gone.",
        "ABC Suite was formerly known as XYZ.",
    ],
)
def test_what_tells_of_no_new_name_is_not_read_as_if_it_did(sentence: str) -> None:
    assert list(renamings_in(sentence, TODAY)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Use Shop Copilot to summarise a meeting.",
        "1. Choose Settings › Shop Copilot.",
        "Shop Copilot's answers can be rated.",
        "Open “Shop Copilot” in the menu.",
        "It is one of the things that Shop Copilot does.",
        "| Plan | What |\n|---|---|\n| Solo | Shop Copilot |",
    ],
)
def test_an_article_that_only_has_the_old_name_is_told(sentence: str) -> None:
    assert told(AGENTS, sentence) == ["b.md"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Shop Agents (formerly Shop Copilot) does it.",
        "Use Shop Copilot to summarise.\n\nShop Agents can do more.",
        "Shop Copilot Studio builds your own.",
        "Ask the Mini Shop Copilot for help.",
        "Shop Copilot 2 is a set of headphones.",
        "Shop Copilot was retired in 2024.",
        "Until 2025, Shop Copilot answered.",
        "Data of Shop Copilot was migrated.",
        "```\nShop Copilot\n```",
        "Ask the shop's copilot for help.",
        "Shop Copilots are people who help.",
    ],
)
def test_what_may_mean_another_thing_or_the_past_is_left_alone(sentence: str) -> None:
    assert told(AGENTS, sentence) == []


def test_one_word_is_a_name_only_where_it_is_never_written_small() -> None:
    ensign = "The Ensign plan is now called Harbor."

    assert told(ensign, "With Ensign you get three seats.") == ["b.md"]
    assert told(ensign, "With Ensign you get three seats.", "Hoist the ensign.") == []


def test_another_product_language_or_version_may_keep_the_old_name() -> None:
    used = "Use Shop Copilot to summarise a meeting."

    assert told(f"{AGENTS}", used, front="---\nproduct: till\n---\n") == ["b.md"]
    for key, mine, theirs in (("product", "till", "shop"), ("locale", "de", "en")):
        texts = {
            "a.md": f"---\n{key}: {theirs}\n---\n# A\n\n{AGENTS}\n",
            "b.md": f"---\n{key}: {mine}\n---\n# B\n\n{used}\n",
        }
        assert find_stale(a_centre(texts)) == ()
    versions = {"v2/a.md": f"# A\n\n{AGENTS}\n", "v1/b.md": f"# B\n\n{used}\n"}
    assert find_stale(a_centre(versions)) == ()


def test_what_two_articles_tell_otherwise_is_told_by_none() -> None:
    other = "Shop Copilot was renamed Till Agents."

    assert told(AGENTS, "Use Shop Copilot for it.", other) == []


def test_a_name_that_was_changed_twice_is_told_by_its_last() -> None:
    texts = {
        "a.md": "# A\n\nShop Copilot was renamed Shop Agents.\n",
        "b.md": "# B\n\nShop Agents was renamed Till Helpers.\n",
        "c.md": "# C\n\nUse Shop Copilot for it.\n",
    }

    found = {f.quotes[0].article: f.why for f in find_stale(a_centre(texts))}

    assert found == {
        "help/c.md": "It says “Shop Copilot”, which another article says is called"
        " “Till Helpers” now.",
    }


def test_a_change_log_may_tell_of_a_name_and_is_never_told_of_one() -> None:
    texts = {
        "changelog.md": f"# Changes\n\n{AGENTS}\n",
        "release-notes.md": "# Release notes\n\nShop Copilot is new.\n",
        "use.md": "# Use\n\nUse Shop Copilot for it.\n",
    }

    (found,) = find_stale(a_centre(texts))

    assert found.articles == ("help/changelog.md", "help/use.md")


def test_a_name_that_came_back_is_not_given_up() -> None:
    again = "Shop Agents was renamed Shop Copilot."

    assert told(AGENTS, "Use Shop Copilot for it.", again) == []
