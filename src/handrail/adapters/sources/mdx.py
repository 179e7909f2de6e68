"""Takes out of Markdown what site generators add to it, keeping the words a reader would see."""

import re

from handrail.adapters.sources.unreadable import MAX_PARAGRAPH

_FENCE = re.compile(r"^ {0,40}(?:[-*+>] {1,4}|\d{1,3}[.)] {1,4})?(`{3,}|~{3,})")
_MODULE_LINE = re.compile(r"^(?:import\s.+|export\s+(?:const|default|function|let)\b.*)$")
_ADMONITION = re.compile(r"^[ \t]*:{3,}[ \t]*(\w*)[ \t]*(?:\[([^\]\n]{0,200})\]|(.*))$")
_WRAPPER_LINE = re.compile(
    r"^\s*(?:</?(?:div|section|aside|details|center|span|figure|main|article|blockquote)\b[^<>]*>\s*)+$"
)
_SUMMARY = re.compile(r"<summary\b[^<>]*>(.{0,500}?)</summary>", re.DOTALL)
_DROPPED = ("head", "script", "style", "svg", "iframe", "noscript")
_COMMENTS = (("<!--", "-->"), ("{/*", "*/}"))
_LIQUID_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_LIQUID_TAG = re.compile(r"\{%-?([^%\n]{0,400})-?%\}")
_LIQUID_WORDS = re.compile(r"\b(?:content|text|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_LIQUID_VALUE = re.compile(
    r"\{\{-?\s*(?:site|page|include|content|layout)\b[^{}\n]{0,200}\}\}|\{\{[<%][^\n]{0,400}?[>%]\}\}"
)
_KRAMDOWN = re.compile(
    r"^[ \t]*\{:[^{}\n]{0,200}\}[ \t]*$|\{:[ .#/a-z][^{}\n]{0,200}\}(?=\s*$)", re.MULTILINE
)
_TOC = re.compile(
    r"^[ \t]*(?:[-*] TOC|\[\[?toc\]?\]|\[\[_TOC_\]\])[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_MDX_SPACE = re.compile(r"\{\s*(?:\"\s*\"|'\s*'|`\s*`)\s*\}")
_COMPONENT = re.compile(r"</?([A-Z][a-z]\w*(?:\.\w+)*|[A-Z]+[a-z]\w*)(?=[\s/>])")
_SHOWN_ATTRIBUTE = re.compile(
    r"\b(?:title|label|summary|question|header|heading)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|\{\s*\"([^\"]*)\"\s*\})"
)
_TAG_REACH = 5_000


def looks_like_mdx(text: str) -> bool:
    """Tell whether the text is MDX, in which indentation makes no code."""
    return bool(re.search(r"^import\s.+\sfrom\s", text, re.MULTILINE)) or bool(
        re.search(r"^\s*<[A-Z][a-z]\w*[\s/>]", text, re.MULTILINE)
    )


def without_site_markup(text: str) -> str:
    """Return Markdown without modules, components, templates and comments outside its code."""
    parts: list[str] = []
    for is_code, part in _by_fence(text):
        parts.append(_LIQUID_RAW.sub("", part) if is_code else _prose(part))
    return "".join(parts)


def _by_fence(text: str) -> list[tuple[bool, str]]:
    """Split the text into fenced code and what lies between."""
    parts: list[tuple[bool, str]] = []
    lines: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        found = _FENCE.match(line)
        if fence:
            lines.append(line)
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                parts.append((True, "".join(lines)))
                lines, fence = [], ""
        elif found:
            parts.append((False, "".join(lines)))
            lines, fence = [line], found.group(1)
        else:
            lines.append(line)
    parts.append((bool(fence), "".join(lines)))
    return parts


def _prose(text: str) -> str:
    for opening, closing in _COMMENTS:
        text = _without_between(text, opening, closing)
    for name in _DROPPED:
        if f"<{name}" in text:
            text = _without_element(text, name)
    text = _LIQUID_TAG.sub(_liquid_words, _LIQUID_RAW.sub("", text))
    text = _TOC.sub("", _KRAMDOWN.sub("", _LIQUID_VALUE.sub("", text)))
    text = _SUMMARY.sub(lambda found: f"\n\n{found.group(1).strip()}\n\n", text)
    text = _without_components(_MDX_SPACE.sub(" ", text))
    return _joined_tables("".join(_line(line) for line in text.splitlines(keepends=True)))


def _line(line: str) -> str:
    bare = line.strip()
    if bare.startswith(("import ", "export ")) and _MODULE_LINE.match(bare):
        return "\n"
    if bare.startswith(":::"):
        found = _ADMONITION.match(line.rstrip("\n"))
        title = (found.group(2) or found.group(3) or "").strip(" :") if found else ""
        return f"\n{title}\n\n" if title else "\n"
    if _WRAPPER_LINE.match(line):
        return "\n"
    if len(line) > MAX_PARAGRAPH:
        return "\n\n".join(
            line[at : at + MAX_PARAGRAPH] for at in range(0, len(line), MAX_PARAGRAPH)
        )
    return line


def _liquid_words(found: re.Match[str]) -> str:
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
    """Drop the tags of components such as `<Tab title="iOS">`, keeping a title that is shown."""
    kept: list[str] = []
    at = 0
    while found := _COMPONENT.search(text, at):
        end = _tag_end(text, found.end())
        kept.append(text[at : found.start()])
        if end < 0:
            kept.append("&lt;")
            at = found.start() + 1
            continue
        shown = " ".join(
            "".join(groups) for groups in _SHOWN_ATTRIBUTE.findall(text[found.end() : end])
        )
        alone = (
            not text[: found.start()].rsplit("\n", 1)[-1].strip()
            if len(text) < MAX_PARAGRAPH
            else True
        )
        kept.append(f"\n\n{shown}\n\n" if shown else ("\n" if alone else " "))
        at = end
    kept.append(text[at:])
    return "".join(kept)


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
