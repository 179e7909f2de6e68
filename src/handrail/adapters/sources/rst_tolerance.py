"""Makes docutils read any reStructuredText: nothing is included, executed or complained about.

Directives and roles of Sphinx and others are unknown to docutils, which would print errors.
Here every one of them is known: its text is kept, what points outside the document is dropped.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles
from typing_extensions import override

_DIRECTIVE = re.compile(
    r"^[ \t]*(?:[-*] )*\.\. +(?:\|[^|\n]{1,100}\| +)?([A-Za-z0-9][\w.+:-]{0,60}?) ?::(?:[ \t]|$)",
    re.MULTILINE,
)
_ROLE = re.compile(r":([A-Za-z][\w.+:-]{0,60}?):(?=`)|(?<=`):([A-Za-z][\w.+:-]{0,60}?):")
_TARGET = re.compile(r"^(.*?)\s*<[^<>]*>$", re.DOTALL)
_TARGETED = re.compile(r"^.*<([^<>]*)>\s*$", re.DOTALL)
_BUILT_IN = frozenset(
    [
        "list-table",
        "csv-table",
        "table",
        "code",
        "code-block",
        "sourcecode",
        "parsed-literal",
        "epigraph",
        "highlights",
        "pull-quote",
        "compound",
        "container",
        "topic",
        "sidebar",
        "rubric",
        "line-block",
        "replace",
        "unicode",
    ]
)
_SILENT = frozenset(
    [
        "raw",
        "contents",
        "meta",
        "image",
        "figure-md",
        "index",
        "highlight",
        "literalinclude",
        "autosummary",
        "automodule",
        "autoclass",
        "autofunction",
        "autodoc",
        "role",
        "default-role",
        "class",
        "target-notes",
        "sectnum",
        "section-numbering",
        "header",
        "footer",
        "title",
        "config:setting",
        "only-silent",
        "date",
        "math",
        "graphviz",
        "mermaid",
        "uml",
        "youtube",
        "video",
        "iframe",
        "currentmodule",
        "module",
        "default-domain",
        "restructuredtext-test-directive",
        "sectionauthor",
        "codeauthor",
        "tabularcolumns",
    ]
)
_VERSIONED: Mapping[str, str] = {
    "versionadded": "Added in version",
    "versionchanged": "Changed in version",
    "deprecated": "Deprecated since version",
}


class _Silent(Directive):
    """Read a directive that shows nothing, or nothing that can be shown here."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = None

    @override
    def run(self) -> list[nodes.Node]:
        return []


class _Kept(Directive):
    """Read a directive nobody knows: its argument as a paragraph, its content as what it is."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    # Any option is fine: none of them is shown.
    option_spec: ClassVar[Any] = type(
        "AnyOption",
        (dict,),
        {"__getitem__": lambda _self, _key: directives.unchanged, "__bool__": lambda _self: True},
    )()

    @override
    def run(self) -> list[nodes.Node]:
        holder = nodes.container()
        said = self._said()
        if said:
            inlines, _ = self.state.inline_text(said, self.lineno)
            holder += nodes.paragraph(said, "", *inlines)
        self.state.nested_parse(self.content, self.content_offset, holder, match_titles=True)
        return [holder]

    def _said(self) -> str:
        said = " ".join(self.arguments)
        if self.name in _VERSIONED:
            return f"{_VERSIONED[self.name]} {said}".strip()
        return said


class _Picture(Directive):
    """Keep a picture's alternative text and caption."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = _Kept.option_spec

    @override
    def run(self) -> list[nodes.Node]:
        holder = nodes.container()
        uri = "".join(self.arguments).strip()
        holder += nodes.image(alt=self.options.get("alt", ""), uri=uri)
        self.state.nested_parse(self.content, self.content_offset, holder)
        return [holder]


class _Contents(Directive):
    """Read a table of contents: nothing is shown of it, but it leads to other documents."""

    has_content = True
    option_spec = _Kept.option_spec

    @override
    def run(self) -> list[nodes.Node]:
        entries = [line.strip() for line in self.content if line.strip()]
        return [nodes.comment("", "", leads_to=[named_target(entry) for entry in entries])]


class _Included(Directive):
    """Read what takes another file in: the file is not opened, but it is one that is led to."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = _Kept.option_spec

    @override
    def run(self) -> list[nodes.Node]:
        return [nodes.comment("", "", includes="".join(self.arguments).strip())]


class _Code(Directive):
    """Keep code as it stands, without colouring it."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = _Kept.option_spec

    @override
    def run(self) -> list[nodes.Node]:
        text = "\n".join(self.content)
        return [nodes.literal_block(text, text)]


def _role_text(
    name: str, rawtext: str, text: str, *_rest: Any, **_more: Any
) -> tuple[list[Any], list[Any]]:
    """Keep what a role shows: the text before its target, else the last part of the target."""
    plain = text.replace("\x00", "\\")
    named = _TARGET.match(plain)
    if named and named.group(1):
        shown = named.group(1)
    elif name in {"doc", "ref", "numref", "any", "download"}:
        shown = (
            plain.rstrip("/")
            .rpartition("/")[2]
            .rpartition(":")[2]
            .replace("-", " ")
            .replace("_", " ")
        )
    else:
        shown = plain.lstrip("~!")
    target = named_target(plain)
    return [nodes.inline(rawtext, shown, role=name, leads_to=target)], []


def named_target(said: str) -> str:
    """Return what a role or an entry of a table of contents points to."""
    found = _TARGETED.match(said)
    return (found.group(1) if found else said).strip()


_DIRECTIVES: Mapping[str, type[Directive]] = {
    **dict.fromkeys(_SILENT, _Silent),
    "toctree": _Contents,
    "include": _Included,
    **dict.fromkeys(("code", "code-block", "sourcecode", "prompt", "console"), _Code),
    **dict.fromkeys(("image", "figure", "thumbnail"), _Picture),
}
_KEPT_ROLES = frozenset(
    {"emphasis", "strong", "literal", "code", "sub", "sup", "subscript", "superscript", "title"}
)


def tolerate(text: str) -> None:
    """Teach docutils, which keeps one list for the process, what the text uses."""
    for name in {found.lower() for found in _DIRECTIVE.findall(text)}:
        kind = _DIRECTIVES.get(name, _Kept)
        if name not in _BUILT_IN or name in _DIRECTIVES:
            directives.register_directive(name, kind)
    for name in {(first or second).lower() for first, second in _ROLE.findall(text)}:
        if name not in _KEPT_ROLES:
            roles.register_local_role(name, _role_text)
