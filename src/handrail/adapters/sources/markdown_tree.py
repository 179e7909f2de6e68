"""What a Markdown parser read, as a tree of which no node knows its parent.

So each page is gone as soon as it was walked, without the garbage collector.
"""

from collections.abc import Iterator, Mapping, Sequence

from markdown_it.token import Token


class Node:
    """Hold one element: a pair of tokens with what lies between, or a single token."""

    __slots__ = ("attrs", "children", "content", "tag", "type")

    def __init__(self, token: Token) -> None:
        self.type = token.type.removesuffix("_open") if token.nesting else token.type
        self.tag = token.tag
        self.content = token.content
        self.attrs: Mapping[str, str | int | float] = token.attrs
        self.children: list[Node] = tree(token.children) if token.children else []

    def walk(self) -> Iterator["Node"]:
        """Yield the element and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree(tokens: Sequence[Token]) -> list[Node]:
    """Return the elements that a parser's tokens stand for."""
    top: list[Node] = []
    open_lists = [top]
    for token in tokens:
        if token.nesting < 0:
            open_lists.pop()
            continue
        node = Node(token)
        open_lists[-1].append(node)
        if token.nesting > 0:
            open_lists.append(node.children)
    return top
