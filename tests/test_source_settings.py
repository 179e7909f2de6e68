"""What the settings of sources take, and what they refuse in words that help."""

from pathlib import Path

import pytest

from handrail.kernel.errors import BadSettings
from handrail.settings import load_settings
from handrail.source_settings import GitSettings, IntercomSettings, ZendeskSettings

INTERCOM = 'name = "my-help"\nkind = "intercom"\nurl = "https://api.intercom.io"\n'


def a_project(home: Path, *sources: str) -> Path:
    text = "\n".join(f"[[knowledge.sources]]\n{source}" for source in sources)
    (home / "handrail.toml").write_text(text, encoding="utf-8")
    return home


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ('name = "a"\nkind = "zendesk"\n', "either a url or an export"),
        (
            'name = "a"\nkind = "zendesk"\nurl = "https://a.example"\nexport = "x"\n',
            "either a url or an export",
        ),
        (
            'name = "a"\nkind = "zendesk"\nurl = "https://a.example"\nemail = "a@b.c"\n',
            "email and token belong together",
        ),
        ('name = "a"\nkind = "zendesk"\nurl = "ftp://a.example"\n', "no web address"),
        ('name = "a"\nkind = "zendesk"\nexport = "x"\nlocales = ["../x"]\n', "locales"),
        (INTERCOM, "a url needs a token"),
        (
            'name = "a"\nkind = "chatwoot"\nurl = "https://a.example"\ntoken = "t"\n',
            "account, portal and token",
        ),
        ('name = "a"\nkind = "notion"\n', "export"),
        ('name = "a"\nkind = "push"\npath = "x"\n', "path"),
        ('name = "a"\nkind = "guru"\n', "zendesk, intercom, chatwoot, confluence, notion and push"),
    ],
)
def test_half_a_source_is_refused_with_what_is_missing(
    source: str, why: str, tmp_path: Path
) -> None:
    with pytest.raises(BadSettings, match=why):
        load_settings(a_project(tmp_path, source), {})


def test_a_token_comes_from_the_environment_to_the_source_it_is_named_after(
    tmp_path: Path,
) -> None:
    project = a_project(tmp_path, INTERCOM, 'name = "code"\nkind = "git"\nrepository = "x"\n')
    environment = {
        "HANDRAIL_KNOWLEDGE__TOKENS__MY_HELP": "secret-1",
        "HANDRAIL_KNOWLEDGE__TOKENS__CODE": "secret-2",
    }

    settings = load_settings(project, environment)

    intercom, code = settings.knowledge.sources
    assert isinstance(intercom, IntercomSettings)
    assert isinstance(code, GitSettings)
    assert intercom.token is not None
    assert code.token is not None
    assert intercom.token.get_secret_value() == "secret-1"
    assert code.token.get_secret_value() == "secret-2"
    assert "secret-" not in str(settings.spelled())


def test_a_token_for_no_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="no source called 'blog'"):
        load_settings(a_project(tmp_path), {"HANDRAIL_KNOWLEDGE__TOKENS__BLOG": "secret"})


def test_a_zendesk_help_centre_that_everyone_may_read_needs_no_token(tmp_path: Path) -> None:
    source = 'name = "a"\nkind = "zendesk"\nurl = "https://shop.zendesk.com"\n'

    [read] = load_settings(a_project(tmp_path, source), {}).knowledge.sources

    assert isinstance(read, ZendeskSettings)
    assert read.locales == ()
