"""Takes out of Markdown what site generators add to it, keeping the words a reader would see."""

import re

from handrail.adapters.sources.cleaning import informative_alt
from handrail.adapters.sources.unreadable import MAX_PARAGRAPH

_FENCE = re.compile(r"^ {0,40}(?:[-*+>] {1,4}|\d{1,3}[.)] {1,4})?(?:(`{3,})(?!.*`)|(~{3,}))")
_MYST_FENCE = re.compile(r"\s*[`~]{3,}\{([\w-]+)\}[ \t]*([^\n]*)\n")
_MYST_SHOWN = frozenset(
    [
        "note",
        "tip",
        "important",
        "warning",
        "caution",
        "danger",
        "attention",
        "hint",
        "error",
        "seealso",
        "admonition",
    ]
)
_MYST_CODE = frozenset({"code", "code-block", "sourcecode", "parsed-literal", "literal"})
_MYST_OPTION = re.compile(r"^\s*:[\w-]+:.*\n", re.MULTILINE)
_MYST_ROLE = re.compile(r"\{[a-z:_-]{2,30}\}(?:`([^`<\n]{1,300}?)\s*(?:<[^`\n]{0,300}>)?`)")
_CODE_SPAN = re.compile(r"(?<!`)(`{1,3})(?!`)[^\n]{1,1000}?(?<!`)\1(?!`)")
_MASK = re.compile("\x02(\\d+)\x03")
_MODULE_LINE = re.compile(r"^(?:import\s.+|export\s+(?:const|default|function|let)\b.*)$")
_ADMONITION = re.compile(r"^[ \t]*:{3,}[ \t]*\w*[ \t]*(?:\[([^\]\n]{0,200})\]|(.*))$")
_WRAPPER_LINE = re.compile(
    r"^\s*(?:</?(?:div|section|aside|details|center|span|figure|main|article|blockquote)\b[^<>]*>\s*)+$"
)
_WRAPPED_LINE = re.compile(r"^\s{0,40}<(?:div|center|figure|span)\b[^<>]{0,300}>([^<>]+)</\w+>\s*$")
_SUMMARY = re.compile(
    r"^[ \t]*(?:<details[^<>]*>\s*)?<summary\b[^<>]*>(.{0,500}?)</summary>",
    re.DOTALL | re.MULTILINE,
)
_DROPPED = ("head", "script", "style", "svg", "iframe", "noscript")
_COMMENTS = (("<!--", "-->"), ("{/*", "*/}"))
_LIQUID_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_LIQUID_LOOP = re.compile(r"\{%-?\s*(end)?for\b[^%\n]{0,400}%\}\n?")
_LIQUID_TAG = re.compile(r"\{%-?([^%\n]{0,400})-?%\}")
_LIQUID_WORDS = re.compile(r"\b(?:content|text|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_LIQUID_VALUE = re.compile(
    r"\{\{-?\s*(?:(?:site|page|include|content|layout)\b|[\"'])[^{}\n]{0,200}\}\}"
    r"|\{\{[<%][^\n]{0,400}?[>%]\}\}"
)
_KRAMDOWN = re.compile(r"\{:(?=[ .#]|toc\b)[^{}\n]{0,200}\}")
_TOC = re.compile(
    r"^[ \t]*(?:[-*] TOC|\[\[?toc\]?\]|\[\[_TOC_\]\])[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_MDX_SPACE = re.compile(r"\{\s*(?:\"\s*\"|'\s*'|`\s*`)\s*\}")
_TAG = re.compile(
    r"<(?:/?(?P<component>[A-Z][a-z]\w*(?:\.\w+)*|[A-Z]+[a-z]\w*)(?=[\s/>])"
    r"|(?P<img>img)(?=[\s/])|(?P<plain>[a-z][a-z0-9]{0,15})(?=\s[^<>]{0,300}?\{))"
)
_SHOWN_ATTRIBUTE = re.compile(
    r"\b(?:title|label|summary|question|header|heading)\s*=\s*"
    r"(?:\"([^\"]*)\"|'([^']*)'|\{\s*\"([^\"]*)\"\s*\})"
)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_MDX_SIGN = re.compile(r"^import\s.{1,300}\sfrom\s|^\s{0,40}<[A-Z][a-z]\w*[\s/>]", re.MULTILINE)
_TAG_REACH = 5_000


def looks_like_mdx(text: str) -> bool:
    """Tell whether the text is MDX, in which indentation makes no code."""
    return _MDX_SIGN.search(text) is not None


def without_site_markup(text: str) -> str:
    """Return Markdown without modules, components, templates and comments outside its code."""
    return "".join(_code(part) if is_code else _prose(part) for is_code, part in _by_fence(text))


def shown_markup(text: str) -> str:
    """Return what tags may stand in: the text without its code and its comments."""
    prose = "\n".join(part for is_code, part in _by_fence(text) if not is_code)
    for opening, closing in _COMMENTS:
        prose = _without_between(prose, opening, closing)
    return _CODE_SPAN.sub("", prose)


def _by_fence(text: str) -> list[tuple[bool, str]]:
    """Split the text into fenced code and what lies between."""
    parts: list[tuple[bool, str]] = []
    lines: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        bare = line.strip(" \t\n>")
        found = None if fence else _FENCE.match(line)
        if found:
            parts.append((False, "".join(lines)))
            lines, fence = [line], found.group(1) or found.group(2)
            continue
        lines.append(line)
        if fence and bare.startswith(fence) and not bare.strip(fence[0]):
            parts.append((True, "".join(lines)))
            lines, fence = [], ""
    parts.append((bool(fence), "".join(lines)))
    return parts


def _code(fenced: str) -> str:
    """Keep code as it is; MyST writes notes as code, and they are text."""
    directive = _MYST_FENCE.match(fenced)
    if directive is None or directive.group(1) in _MYST_CODE:
        return _LIQUID_RAW.sub("", fenced)
    if directive.group(1) not in _MYST_SHOWN:
        return "\n"
    inner = fenced[directive.end() :].rstrip().rpartition("\n")[0]
    return _prose(f"\n{directive.group(2)}\n{_MYST_OPTION.sub('', inner)}\n\n")


def _prose(text: str) -> str:
    spans: list[str] = []
    text = _MYST_ROLE.sub(lambda found: found.group(1), text)
    text = _CODE_SPAN.sub(lambda found: _masked(found.group(), spans), text)
    text = _shown_prose(text)
    return _MASK.sub(lambda found: spans[int(found.group(1))], text)


def _masked(span: str, spans: list[str]) -> str:
    """Put a mark in place of code within a line, so that nothing in it is taken for markup."""
    spans.append(_LIQUID_RAW.sub("", span))
    return f"\x02{len(spans) - 1}\x03"


def _shown_prose(text: str) -> str:
    for opening, closing in _COMMENTS:
        text = _without_between(text, opening, closing)
    for name in _DROPPED:
        if f"<{name}" in text:
            text = _without_element(text, name)
    if "{" in text:
        text = _without_liquid(text)
    text = _TOC.sub("", text)
    text = _SUMMARY.sub(lambda found: f"\n\n{found.group(1).strip()}\n\n", text)
    text = _without_components(text)
    return _joined_tables("".join(map(_line, text.splitlines(keepends=True))))


def _without_liquid(text: str) -> str:
    text = _without_loops(_LIQUID_RAW.sub("", text))
    text = _LIQUID_TAG.sub(_liquid_words, text)
    return _MDX_SPACE.sub(" ", _KRAMDOWN.sub("", _LIQUID_VALUE.sub("", text)))


def _without_loops(text: str) -> str:
    """Drop what a template repeats over values that only the site's builder knows."""
    kept: list[str] = []
    at, depth = 0, 0
    for found in _LIQUID_LOOP.finditer(text):
        if not depth:
            kept.append(text[at : found.start()])
        depth = max(0, depth - 1) if found.group(1) else depth + 1
        at = found.end()
    kept.append(text[at:])
    return "".join(kept)


def _line(line: str) -> str:
    bare = line.strip()
    if bare.startswith(("import ", "export ")) and _MODULE_LINE.match(bare):
        return "\n"
    if bare.startswith(":::"):
        found = _ADMONITION.match(line.rstrip("\n"))
        title = (found.group(1) or found.group(2) or "").strip(" :") if found else ""
        return f"\n{title}\n\n" if title else "\n"
    if _WRAPPER_LINE.match(line):
        return "\n"
    wrapped = _WRAPPED_LINE.match(line)
    if wrapped:
        return f"\n\n{wrapped.group(1)}\n\n"
    if len(line) > MAX_PARAGRAPH:
        cuts = range(0, len(line), MAX_PARAGRAPH)
        return "\n\n".join(line[at : at + MAX_PARAGRAPH] for at in cuts)
    return line


def _liquid_words(found: "re.Match[str]") -> str:
    return " ".join(a or b for a, b in _LIQUID_WORDS.findall(found.group(1)))


def _without_between(text: str, opening: str, closing: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := text.find(opening, at)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        kept.append(text[at:start])
        at = end + len(closing)
    kept.append(text[at:])
    return "".join(kept)


def _without_element(text: str, name: str) -> str:
    opening = re.compile(rf"<{name}(?=[\s>/])", re.IGNORECASE)
    closing = re.compile(rf"</{name}\s*>", re.IGNORECASE)
    kept: list[str] = []
    at = 0
    while found := opening.search(text, at):
        end = closing.search(text, found.end())
        if end is None:
            break
        kept.append(text[at : found.start()])
        at = end.end()
    kept.append(text[at:])
    return "".join(kept)


def _without_components(text: str) -> str:
    """Drop tags such as `<Tab title="iOS">`, keeping a title that is shown."""
    kept: list[str] = []
    at = 0
    while found := _TAG.search(text, at):
        end = _tag_end(text, found.end())
        kept.append(text[at : found.start()])
        if end < 0:
            kept.append("&lt;")
            at = found.start() + 1
            continue
        before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        kept.append(_shown_of_tag(found, text[found.end() : end], alone=not before.strip()))
        at = end
    kept.append(text[at:])
    return "".join(kept)


def _shown_of_tag(found: "re.Match[str]", attributes: str, *, alone: bool) -> str:
    if found.group("img"):
        alt = _ALT.search(attributes)
        return informative_alt(alt.group(1) or alt.group(2) or "") if alt else ""
    if found.group("plain"):
        return f"<{found.group('plain')}>"
    shown = " ".join("".join(groups) for groups in _SHOWN_ATTRIBUTE.findall(attributes))
    if alone:
        return f"\n\n{shown}\n\n" if shown else "\n"
    return f" {shown} " if shown else " "


def _tag_end(text: str, at: int) -> int:
    """Return where the tag ends, minding quotes and braces; -1 if it does not end soon."""
    depth, quote = 0, ""
    for place in range(at, min(len(text), at + _TAG_REACH)):
        letter = text[place]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'`":
            quote = letter
        elif letter in "{}":
            depth += 1 if letter == "{" else -1
        elif letter == ">" and depth <= 0:
            return place + 1
    return -1


def _joined_tables(text: str) -> str:
    """Close the blank lines inside HTML tables, at which Markdown would end them."""
    parts = re.split(r"(<table\b|</table\s*>)", text)
    inside = False
    for place, part in enumerate(parts):
        if part.startswith("<table"):
            inside = True
        elif part.startswith("</table"):
            inside = False
        elif inside:
            parts[place] = re.sub(r"\n\s*\n", "\n", part)
    return "".join(parts)
