"""Where reStructuredText leads: addresses, documents and labels, Sphinx's included."""

from collections.abc import Iterator

from docutils import nodes

from handrail.adapters.sources.cleaning import one_line
from handrail.adapters.sources.outlining import outline
from handrail.domain.knowledge.outline import Link, LinkKind, Outline

_ROLES = {
    "doc": LinkKind.DOCUMENT,
    "ref": LinkKind.LABEL,
    "numref": LinkKind.LABEL,
    "download": LinkKind.PAGE,
}


def outline_of_rst(document: nodes.document) -> Outline:
    """Return what a document links to, and the labels and sections that others can link to."""
    return outline(_links(document), _anchors(document))


def _links(document: nodes.document) -> Iterator[Link]:
    for node in document.findall(nodes.Element):
        match node:
            case nodes.reference() | nodes.target() if node.get("refuri"):
                yield Link(target=node["refuri"], text=one_line(node.astext()))
            case nodes.image() if node.get("uri"):
                yield Link(target=node["uri"], kind=LinkKind.PICTURE)
            case nodes.inline() if node.get("role") in _ROLES:
                kind = _ROLES[node["role"]]
                yield Link(target=node["leads_to"], kind=kind, text=one_line(node.astext()))
            case nodes.comment():
                entries: list[str] = node.get("leads_to", [])
                yield from (Link(target=entry, kind=_kind_of_entry(entry)) for entry in entries)
                yield Link(target=node.get("includes", ""), kind=LinkKind.INCLUDED)
            case _:
                continue


def _kind_of_entry(entry: str) -> LinkKind:
    return LinkKind.PAGE if "://" in entry else LinkKind.DOCUMENT


def _anchors(document: nodes.document) -> Iterator[str]:
    for node in document.findall(nodes.Element):
        yield from node.get("ids", ())
        yield from node.get("names", ())
        if isinstance(node, nodes.target) and node.get("refid"):
            yield node["refid"]
