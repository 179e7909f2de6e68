"""A link that leads nowhere, as a finding that its author understands."""

from handrail.domain.knowledge.health.model import Finding, FindingKind, Knowledge, Severity
from handrail.domain.knowledge.health.quoting import quoted_where
from handrail.domain.knowledge.model import Article
from handrail.domain.knowledge.outline import Link, LinkKind


def link_finding(
    article: Article,
    link: Link,
    but: str,
    knowledge: Knowledge,
    severity: Severity = Severity.MEDIUM,
) -> Finding:
    """Return the finding; `but` says in the rest of a sentence why the link leads nowhere."""
    shown = f"“{link.text}” leads to" if link.text else "It leads to"
    if link.kind is LinkKind.PICTURE:
        shown = "It shows"
    return Finding(
        kind=FindingKind.BROKEN_LINK,
        articles=(article.id,),
        subject=f"{link.kind.value}:{link.target}",
        why=f"{shown} {link.target}, but {but}",
        quotes=quoted_where(link.text, article, knowledge),
        severity=severity,
    )
