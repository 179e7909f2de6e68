"""The text of a mail that is HTML, without what it quotes or hides."""

from selectolax.lexbor import LexborHTMLParser

_LONGEST = 2_000_000
_QUOTES = (
    ".gmail_quote",
    ".gmail_attr",
    "blockquote",
    ".yahoo_quoted",
    ".moz-cite-prefix",
    ".protonmail_quote",
    "#divRplyFwdMsg",
    "#divRplyFwdMsg ~ *",
    "#appendonsend ~ *",
    "#mail-editor-reference-message-container",
)
_UNSEEN = ("style", "script", "head", "title", "template", '[style*="display:none"]')
_BLOCKS = frozenset(
    {"p", "div", "br", "tr", "li", "ul", "ol", "table", "blockquote", "pre", "hr"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "section", "article"}
)


def text_of_html(html: str) -> str:
    """Return the visible text of a mail, a line for each block."""
    tree = LexborHTMLParser(html[:_LONGEST])
    for selector in (*_UNSEEN, *_QUOTES):
        for node in tree.css(selector):
            node.decompose()
    if tree.body is None:
        return ""
    parts: list[str] = []
    for node in tree.body.traverse(include_text=True):
        if node.tag == "-text":
            parts.append(" ".join((node.text_content or "").split("\n")))
        elif node.tag in _BLOCKS:
            parts.append("\n")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(lines).strip()
