"""What reading exports promises: of help centres, of wikis, and of archives that lie."""

import json
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from handrail.adapters.sources.chatwoot import chatwoot_articles
from handrail.adapters.sources.folder import SourceUnavailable
from handrail.adapters.sources.intercom import intercom_articles
from handrail.adapters.sources.json_export import JSON_SUFFIXES, JsonExport
from handrail.adapters.sources.unpacking import Export, ExportFile, Limits
from handrail.adapters.sources.unreadable import Unreadable
from handrail.adapters.sources.wiki_export import (
    CONFLUENCE_SUFFIXES,
    NOTION_SUFFIXES,
    WikiExport,
    confluence_page,
    notion_page,
)
from handrail.adapters.sources.zendesk import zendesk_articles
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import Article, ArticleId, Audience, Skipped, SourceName
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.ports import Source, SourceDocument
from tests.helpcentre_servers import a_chatwoot_article, a_zendesk_article, an_intercom_article

HELP = SourceName("help")
DEFAULTS = SourceDefaults(source=HELP)
REFUNDS = "0123456789abcdef0123456789abcdef"

CONFLUENCE = """\
<html><head><title>SHOP : Refunds</title></head><body>
<div id="breadcrumb-section"><ol><li>Shop</li></ol></div>
<h1 id="title-heading"><span id="title-text"> SHOP : Refunds and returns </span></h1>
<div id="content"><div class="page-metadata">
Created by <span>Kim</span>, last modified by <span>Lee</span> on Mar 12, 2025</div>
<div id="main-content" class="wiki-content group"><p>A refund takes 5 days.</p></div></div>
</body></html>"""
NOTION_HTML = """\
<html><body><article id="01234567-89ab-cdef-0123-456789abcdef" class="page">
<header><h1 class="page-title">Refunds</h1></header>
<div class="page-body"><p>A refund takes 5 days.</p></div></article></body></html>"""


def zipped(place: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return place


def an_export(place: Path, articles: Callable[..., object] = zendesk_articles) -> JsonExport:
    export = Export(source=HELP, place=place, suffixes=JSON_SUFFIXES)
    return JsonExport(export=export, defaults=DEFAULTS, articles=articles)  # type: ignore[arg-type]


def a_wiki(place: Path, *, is_notion: bool) -> WikiExport:
    suffixes = NOTION_SUFFIXES if is_notion else CONFLUENCE_SUFFIXES
    page = notion_page if is_notion else confluence_page("https://wiki.shop.example")
    export = Export(source=HELP, place=place, suffixes=suffixes)
    return WikiExport(export=export, defaults=DEFAULTS, page=page)


def read(source: Source) -> dict[str, Article]:
    found = [d.load()[0] for d in source.documents() if isinstance(d, SourceDocument)]
    return {article.id: article for article in found}


def left_out(source: Source) -> dict[str, str]:
    return {d.path: d.why for d in source.documents() if isinstance(d, Skipped)}


@pytest.mark.parametrize(
    ("made", "articles", "listed", "ref"),
    [
        (a_zendesk_article, zendesk_articles, "articles", "help/en-us/5"),
        (an_intercom_article, lambda row: intercom_articles(row, "en"), "data", "help/en/5"),
        (
            a_chatwoot_article,
            lambda row: chatwoot_articles(row, "en", None),
            "payload",
            "help/en/5",
        ),
    ],
)
def test_an_export_is_read_as_its_api_would_be(
    made: Callable[..., dict[str, object]],
    articles: Callable[..., object],
    listed: str,
    ref: str,
    tmp_path: Path,
) -> None:
    page = {listed: [made(5, "A refund takes 5 days.")]}
    lines = "\n".join(json.dumps(row) for row in page[listed])
    places = {
        "file": tmp_path / "one.json",
        "lines": tmp_path / "one.jsonl",
        "archive": zipped(tmp_path / "one.zip", {"a/page-1.json": json.dumps(page)}),
        "folder": tmp_path / "pages",
    }
    places["file"].write_text(json.dumps(page))
    places["lines"].write_text(lines)
    places["folder"].mkdir()
    (places["folder"] / "page-1.json").write_text(json.dumps(page[listed]))

    versions = {
        how: {a.id: a.version for a in read(an_export(place, articles)).values()}
        for how, place in places.items()
    }

    assert list(versions["file"]) == [ref]
    assert len({version[ArticleId(ref)] for version in versions.values()}) == 1


def test_translations_that_came_with_an_article_are_articles_too(tmp_path: Path) -> None:
    german = {"locale": "de", "title": "Rückgabe", "body": "<p>Fünf Tage.</p>", "draft": False}
    draft = {"locale": "fr", "title": "Retour", "body": "<p>Cinq jours.</p>", "draft": True}
    row = a_zendesk_article(5, "Five days.", user_segment_id=9, translations=[german, draft])
    (tmp_path / "one.json").write_text(json.dumps({"articles": [row], "count": 1}))

    found = read(an_export(tmp_path / "one.json"))

    assert list(found) == ["help/de/5"]
    assert found["help/de/5"].audience is Audience.INTERNAL


def test_a_backup_of_html_files_is_read_by_language_and_number(tmp_path: Path) -> None:
    page = "<h1>Refunds</h1>\n<p>A refund takes 5 days.</p>"
    zipped(tmp_path / "b.zip", {"2026-01-24/en-US/360.html": page, "2026-01-24/_log.csv": "x"})

    found = read(an_export(tmp_path / "b.zip"))

    assert list(found) == ["help/en-us/360"]
    assert found["help/en-us/360"].title == "Refunds"


@pytest.mark.parametrize(
    "text", ['{"articles": [{"id": 1', json.dumps({"articles": [], "count": 350}), "\xff\xfe"]
)
def test_half_an_export_concludes_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(text, encoding="latin-1")

    with pytest.raises(SourceUnavailable):
        read(an_export(tmp_path / "one.json"))


def test_an_export_that_is_not_there_concludes_nothing(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="is not there"):
        read(an_export(tmp_path / "none.json"))


def test_what_an_export_does_not_hold_is_gone(tmp_path: Path) -> None:
    ref = ArticleId("help/en-us/5")
    assert an_export(tmp_path / "x.json").absences([ref]) == {ref: Absence.GONE}
    assert a_wiki(tmp_path, is_notion=True).absences([ref]) == {ref: Absence.GONE}


def test_a_page_of_confluence_is_known_by_its_number_and_read_without_what_surrounds_it(
    tmp_path: Path,
) -> None:
    files = {
        "SHOP/index.html": "<html><body>Space index</body></html>",
        "SHOP/Refunds-and-returns_98765.html": CONFLUENCE,
        "SHOP/attachments/98765/page.html": CONFLUENCE,
        "SHOP/styles/site.css": "x",
    }
    found = read(a_wiki(zipped(tmp_path / "c.zip", files), is_notion=False))

    assert list(found) == ["help/SHOP/98765"]
    page = found["help/SHOP/98765"]
    assert page.title == "Refunds and returns"
    assert str(page.updated) == "2025-03-12"
    assert page.url == "https://wiki.shop.example/pages/viewpage.action?pageId=98765"
    assert [block.text for block in page.blocks] == ["A refund takes 5 days."]


def test_a_page_of_notion_is_known_by_its_id_in_markdown_and_html_alike(tmp_path: Path) -> None:
    in_markdown = {
        f"Shop/Refunds and a very long {REFUNDS}.md": "# Refunds\n\nA refund takes 5 days.\n",
        f"Shop/Orders {REFUNDS}_all.csv": "Name\n",
    }
    in_html = {f"Shop/Refunds {REFUNDS}.html": NOTION_HTML, "index.html": "<html></html>"}
    found = [
        read(a_wiki(zipped(tmp_path / f"{kind}.zip", files), is_notion=True))
        for kind, files in (("md", in_markdown), ("html", in_html))
    ]

    assert [list(pages) for pages in found] == [[f"help/{REFUNDS}"]] * 2
    assert {page.title for pages in found for page in pages.values()} == {"Refunds"}


def test_an_archive_in_an_archive_is_opened_and_one_in_that_is_not(tmp_path: Path) -> None:
    innermost = zipped(tmp_path / "i.zip", {f"C {REFUNDS[::-1]}.md": "# C\n\nText.\n"})
    inner = zipped(
        tmp_path / "Part-1.zip",
        {f"B {REFUNDS}.md": "# B\n\nText.\n", "deep.zip": innermost.read_bytes()},
    )
    outer = zipped(tmp_path / "o.zip", {"Export-Part-1.zip": inner.read_bytes()})

    assert list(read(a_wiki(outer, is_notion=True))) == [f"help/{REFUNDS}"]


@pytest.mark.parametrize(
    "name",
    ["../out.md", "/etc/out.md", "a/../../out.md", "C:/out.md", "a\\out.md", "a\nb.md"],
)
def test_a_name_that_leads_out_of_an_archive_is_left_out(name: str, tmp_path: Path) -> None:
    source = a_wiki(zipped(tmp_path / "z.zip", {name: "# T\n\nText.\n"}), is_notion=True)

    assert read(source) == {}
    assert len(left_out(source)) == 1


def _a_link(entry: zipfile.ZipInfo) -> None:
    entry.external_attr = 0o120777 << 16


def _packed_strangely(entry: zipfile.ZipInfo) -> None:
    entry.compress_type = zipfile.ZIP_LZMA


@pytest.mark.parametrize(
    ("odd", "why"), [(_a_link, "It is a link."), (_packed_strangely, "packed in a way")]
)
def test_links_and_strange_packings_are_left_out(
    odd: Callable[[zipfile.ZipInfo], None], why: str, tmp_path: Path
) -> None:
    entry = zipfile.ZipInfo("page.md")
    odd(entry)
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr(entry, "# T\n\nText.\n")

    [said] = left_out(a_wiki(tmp_path / "z.zip", is_notion=True)).values()

    assert why in said


def test_two_files_of_one_name_are_one_article(tmp_path: Path) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a.md", "# First\n\nText.\n")
        archive.writestr("a.md", "# Second\n\nText.\n")
    source = a_wiki(tmp_path / "z.zip", is_notion=True)

    assert list(read(source)) == ["help/a"]
    assert "two files" in left_out(source)["a.md"]


def test_a_locked_file_is_left_out(tmp_path: Path) -> None:
    place = zipped(tmp_path / "z.zip", {"a.md": "# T\n\nText.\n"})
    raw = bytearray(place.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + at] |= 0x1
    place.write_bytes(raw)

    assert left_out(a_wiki(place, is_notion=True)) == {"a.md": "It is locked with a password."}


def unpacked(place: Path, limits: Limits) -> list[bytes]:
    export = Export(source=HELP, place=place, suffixes=frozenset({".md"}), limits=limits)
    return [file.read() for file in export.files() if isinstance(file, ExportFile)]


def test_t14_a_file_that_unpacks_to_more_than_it_may_is_given_up_as_it_grows(
    tmp_path: Path,
) -> None:
    place = zipped(tmp_path / "bomb.zip", {"a.md": b"\0" * 20_000_000})

    with pytest.raises(Unreadable, match="more than 1,000,000 bytes"):
        unpacked(place, Limits(file=1_000_000))


def test_t14_what_comes_out_is_counted_over_all_files(tmp_path: Path) -> None:
    place = zipped(tmp_path / "z.zip", {f"{n}.md": b"\0" * 900_000 for n in range(5)})

    with pytest.raises(SourceUnavailable, match="unpacks to more than 3,000,000 bytes"):
        unpacked(place, Limits(file=1_000_000, unpacked=3_000_000))


def test_t14_a_declared_size_that_lies_changes_nothing(tmp_path: Path) -> None:
    place = zipped(tmp_path / "z.zip", {"a.md": b"x" * 5_000_000})
    raw = bytearray(place.read_bytes())
    at = raw.index(b"PK\x01\x02") + 24
    raw[at : at + 4] = struct.pack("<I", 10)
    place.write_bytes(raw)

    with pytest.raises(Unreadable, match="BadZipFile"):
        unpacked(place, Limits())


def test_t14_too_many_files_and_too_long_a_list_of_them_are_refused(tmp_path: Path) -> None:
    place = zipped(tmp_path / "z.zip", {f"{n}.md": "x" for n in range(30)})

    with pytest.raises(SourceUnavailable, match="more than 20 files"):
        unpacked(place, Limits(entries=20))
    with pytest.raises(SourceUnavailable, match="lists more files"):
        unpacked(place, Limits(directory=100))


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 cut off", b"no archive at all" * 100])
def test_what_is_no_archive_concludes_nothing(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "z.zip").write_bytes(raw)

    with pytest.raises(SourceUnavailable, match="no readable ZIP"):
        unpacked(tmp_path / "z.zip", Limits())


def test_a_damaged_file_in_an_archive_is_left_out_and_the_others_are_read(
    tmp_path: Path,
) -> None:
    place = zipped(
        tmp_path / "z.zip", {"a.md": "# A\n\nText of a.\n" * 9, "b.md": "# B\n\nText.\n"}
    )
    raw = bytearray(place.read_bytes())
    at = raw.index(b"a.md") + 4
    raw[at : at + 8] = b"\xff" * 8
    place.write_bytes(raw)
    source = a_wiki(place, is_notion=True)

    assert list(read(source)) == ["help/b"]
    assert "cannot be unpacked" in left_out(source)["a.md"]


def test_a_link_that_leads_out_of_an_unpacked_export_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n\nText.\n")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/a.md").symlink_to(tmp_path / "secret.md")
    source = a_wiki(tmp_path / "pages", is_notion=True)

    assert read(source) == {}
    assert "leads outside" in left_out(source)["a.md"]
