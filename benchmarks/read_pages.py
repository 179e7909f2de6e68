"""How much of an article survives being a web page: words kept, words of the page around it.

`HANDRAIL_DATA=… python -m benchmarks.read_pages` renders Markdown centres as pages with menus and
banners, and compares what is read of a page with what is read of its Markdown.
"""

import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.projects import NOT_SET, data_folder
from benchmarks.served_centre import AROUND, render
from handrail.adapters.sources.formats import read_text
from handrail.adapters.sources.page_reader import read_page
from handrail.adapters.sources.unreadable import Unreadable
from handrail.domain.knowledge.model import ParsedDocument

_CENTRES = ("travis", "plausible", "chatwoot", "github_policies")
_WORD = re.compile(r"\w+")


def main() -> int:
    """Print a line for each centre."""
    data = data_folder()
    if data is None:
        print(NOT_SET)
        return 0
    for name in _CENTRES:
        articles = data / "help" / name / "articles"
        with tempfile.TemporaryDirectory(prefix="handrail-") as folder:
            count = render(articles, Path(folder))
            kept, written, around = _compared(articles, Path(folder))
        print(f"{name}: {count} pages, {kept / written:.1%} of {written:,} words kept", end=", ")
        print(f"{around} pages with text from around the article")
    return 0


def _compared(articles: Path, site: Path) -> tuple[int, int, int]:
    kept = written = around = 0
    for path in sorted(articles.rglob("*.md")):
        page = (site / path.relative_to(articles)).with_suffix(".html")
        try:
            plain = _words(read_text(".md", path.read_bytes()))
        except Unreadable:
            continue
        document = read_page(page.read_bytes()).document
        read = Counter[str]() if document is None else _words(document)
        written += plain.total()
        kept += (plain & read).total()
        around += document is not None and any(text in _text(document) for text in AROUND)
    return kept, written, around


def _text(document: ParsedDocument) -> str:
    return " ".join(block.text for block in document.blocks)


def _words(document: ParsedDocument) -> Counter[str]:
    return Counter(_WORD.findall(_text(document)))


if __name__ == "__main__":
    sys.exit(main())
