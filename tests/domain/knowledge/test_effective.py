import pytest

from handrail.domain.knowledge.effective import (
    SourceDefaults,
    article_id,
    effective_article,
    humanised,
    version_of,
)
from handrail.domain.knowledge.model import (
    Audience,
    Block,
    FrontMatter,
    ParsedDocument,
    SourceName,
)
from tests.domain.knowledge.articles import an_article, heading, said

_HELP = SourceName("help")


def audience(source: Audience, front: Audience | None) -> Audience:
    return an_article(said("A."), front=FrontMatter(audience=front), audience=source).audience


@pytest.mark.parametrize(
    ("source", "front", "effective"),
    [
        (Audience.PUBLIC, None, Audience.PUBLIC),
        (Audience.PUBLIC, Audience.INTERNAL, Audience.INTERNAL),
        (Audience.INTERNAL, Audience.PUBLIC, Audience.INTERNAL),
        (Audience.INTERNAL, None, Audience.INTERNAL),
    ],
)
def test_an_article_can_narrow_its_audience_and_never_widen_it(
    source: Audience, front: Audience | None, effective: Audience
) -> None:
    assert audience(source, front) is effective


@pytest.mark.parametrize(
    ("front", "blocks", "title"),
    [
        (FrontMatter(title="Said"), (heading(1, "Shown"), said("A.")), "Said"),
        (FrontMatter(), (said("A."), heading(2, "Shown")), "Shown"),
        (FrontMatter(), (heading(1, "Shown"), said("A."), heading(1, "Next")), "Shown"),
        (FrontMatter(), (said("A."), heading(1, "First"), heading(1, "Next")), "Get a refund"),
        (FrontMatter(), (said("A."),), "Get a refund"),
    ],
)
def test_a_title_is_said_or_shown_or_named_by_the_file(
    front: FrontMatter, blocks: tuple[Block, ...], title: str
) -> None:
    document = ParsedDocument(front_matter=front, blocks=blocks)

    article = effective_article(
        "bills/get-a-refund.md", b"", document, SourceDefaults(source=_HELP)
    )

    assert article.title == title


def test_an_index_page_is_named_by_its_folder() -> None:
    assert (humanised("bills/index.md"), humanised("index.md")) == ("Bills", "Index")


def test_a_locale_is_written_one_way_and_nonsense_is_left_out() -> None:
    assert an_article(said("A."), front=FrontMatter(locale="pt_BR")).locale == "pt-br"
    assert an_article(said("A."), front=FrontMatter(locale="; drop")).locale == "en"


@pytest.mark.parametrize(
    ("said", "linked"),
    [
        ("https://help.example/fees", "https://help.example/fees"),
        ("javascript:alert(1)", None),
        ("//help.example/fees", None),
        ("https://[help.example/fees", None),
        (None, None),
    ],
)
def test_an_address_that_is_no_web_page_is_linked_to_by_nobody(
    said: str | None, linked: str | None
) -> None:
    article = an_article(front=FrontMatter(title="Fees", url=said))

    assert article.url == linked


def test_an_id_is_the_same_for_every_way_to_write_a_letter() -> None:
    assert (
        article_id(_HELP, "caf\u0065\u0301.md")
        == article_id(_HELP, "caf\u00e9.md")
        == "help/café.md"
    )


def test_a_version_changes_with_bytes_and_with_scope() -> None:
    versions = [
        version_of(b"a", "en"),
        version_of(b"b", "en"),
        version_of(b"a", "de"),
        version_of(b"a", None),
        version_of(b"a", ""),
    ]

    assert len(set(versions)) == len(versions)
    assert version_of(b"a", "en") == versions[0]
