"""Questions made of headings that are taken out of their articles: practice in many domains."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from handrail.domain.knowledge.model import Article, ArticleId, Block, BlockKind

Asked = tuple[str, ArticleId]

_ACT_WORDS = (
    "add set create get use change cancel delete remove update manage configure enable disable "
    "install upgrade download upload import export invite connect verify reset find view edit "
    "track build run deploy share start stop restore enter submit send block report pay contact "
    "migrate customize filter move print return order activate deactivate open close check test "
    "debug restrict exclude integrate"
)
_ACTS = frozenset(_ACT_WORDS.split())
_FEWEST_WORDS = 2
_MOST_WORDS = 14
_MOST_QUESTIONS = 260
_ONE_IN = 3


def without_some_headings(
    articles: Iterable[Article], rng: random.Random
) -> tuple[list[Article], list[Asked]]:
    """Return the articles with a third of their telling headings gone, and those as questions."""
    articles = list(articles)
    seen = Counter(
        block.text.lower()
        for article in articles
        for block in article.blocks
        if block.kind is BlockKind.HEADING
    )
    left: list[Article] = []
    asked: list[Asked] = []
    for article in articles:
        telling = [at for at in range(len(article.blocks)) if _tells(article, at, seen)]
        count = min(len(telling), max(1, len(telling) // _ONE_IN))
        taken = frozenset(rng.sample(telling, count))
        asked += [(as_question(article.blocks[at].text, rng), article.id) for at in sorted(taken)]
        kept = tuple(block for at, block in enumerate(article.blocks) if at not in taken)
        left.append(replace(article, blocks=kept))
    rng.shuffle(asked)
    return left, asked[:_MOST_QUESTIONS]


def as_question(heading: str, rng: random.Random) -> str:
    """Return a heading the way a customer would ask."""
    said = heading.strip().rstrip(".:")
    first = said.split()[0].lower()
    small = said[0].lower() + said[1:]
    if said.endswith("?"):
        return said
    if first in _ACTS:
        return rng.choice([f"How do I {small}?", f"how can i {small}", f"I want to {small}"])
    if first.endswith("ing"):
        return rng.choice([f"{said}?", f"How does {small} work?"])
    if first == "how":
        return f"{said}?"
    return rng.choice([said, f"What is {said}?", f"Tell me about {said}", f"{said}?"])


def _tells(article: Article, at: int, seen: Counter[str]) -> bool:
    block = article.blocks[at]
    return (
        block.kind is BlockKind.HEADING
        and seen[block.text.lower()] == 1
        and _FEWEST_WORDS <= len(block.text.split()) <= _MOST_WORDS
        and block.text.casefold() != article.title.casefold()
        and _has_text_below(article.blocks, at)
    )


def _has_text_below(blocks: Sequence[Block], at: int) -> bool:
    return at + 1 < len(blocks) and blocks[at + 1].kind is not BlockKind.HEADING
