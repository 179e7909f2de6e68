"""`handrail knowledge`: how an article was read and cut."""

from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.moments import AsOfOption, moment_of
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import as_json, say
from handrail.domain.knowledge.cut import retrieval_text
from handrail.domain.knowledge.model import Article, ArticleId, Passage, VersionId
from handrail.domain.knowledge.tokens import count_tokens
from handrail.flow.look_back import knowledge_at
from handrail.flow.show_article import articles_served, show_article


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="show")(show)
    cli.command(name="list")(list_articles)


def show(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="For example help/refunds.md.")],
    version: Annotated[
        str | None, typer.Option("--version", help="An earlier version instead of the one served.")
    ] = None,
    as_of: AsOfOption = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Show how an article was read and cut into passages."""
    app = open_app(project)
    if as_of is not None:
        found, passages = knowledge_at(moment_of(as_of), app.store).article(ArticleId(article))
    else:
        wanted = None if version is None else VersionId(version)
        found, passages = show_article(ArticleId(article), wanted, app.store)
    if json:
        as_json({**_described(found), "passages": [_passage(passage) for passage in passages]})
        return 0
    for name, value in _described(found).items():
        say(f"{name + ':':<11} {value if value is not None else '—'}")
    for passage in passages:
        tokens = count_tokens(passage.text)
        say()
        say(f"── passage {passage.position + 1} of {len(passages)} · about {tokens} tokens ──")
        say(f"   {' › '.join((passage.title, *passage.headings))}")
        say(f"   {passage.id} · {len(passage.units)} quotable units")
        say()
        say("\n".join(f"   {line}" for line in passage.text.splitlines()))
    return 0


def list_articles(
    as_of: AsOfOption = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """List the articles that are served now, or were served at a moment."""
    store = open_app(project).store
    if as_of is None:
        served = articles_served(store)
    else:
        then = knowledge_at(moment_of(as_of), store).articles
        served = tuple((ref, article.version) for ref, article in sorted(then.items()))
    if json:
        as_json([{"article": article, "version": version} for article, version in served])
    else:
        for article, version in served:
            say(f"{version[:12]}  {article}")
        say(f"{len(served)} articles.")
    return 0


def _described(article: Article) -> dict[str, object]:
    return {
        "article": article.id,
        "version": article.version,
        "title": article.title,
        "audience": article.audience.value,
        "locale": article.locale,
        "product": article.product,
        "site": article.site,
        "owner": article.owner,
        "updated": None if article.updated is None else article.updated.isoformat(),
        "review_by": None if article.review_by is None else article.review_by.isoformat(),
        "url": article.url,
    }


def _passage(passage: Passage) -> dict[str, object]:
    return {
        "passage": passage.id,
        "position": passage.position,
        "headings": list(passage.headings),
        "anchor": passage.anchor,
        "text": passage.text,
        "searched_as": retrieval_text(passage),
        "units": [[unit.start, unit.end, unit.kind.value] for unit in passage.units],
    }
