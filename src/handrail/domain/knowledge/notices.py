"""What somebody has to know of a sync beside its counts, a line each."""

from handrail.domain.knowledge.model import SyncReport


def notices_of(report: SyncReport) -> tuple[str, ...]:
    """Return what did not go as it should: sources that failed, and what is served all the same."""
    told = [f"{failed.why} Nothing of {failed.source} was retired." for failed in report.failed]
    by_source: dict[str, int] = {}
    for article in report.held:
        source = article.partition("/")[0]
        by_source[source] = by_source.get(source, 0) + 1
    told += [
        f"{count} articles of {source} are gone at the source and still served: so many at once "
        f"wait for a person. Look, and run `handrail sources allow-deletion {source}`."
        for source, count in sorted(by_source.items())
    ]
    if report.missing:
        told.append(
            f"{len(report.missing)} articles were not found at their source and are still served; "
            "the next sync confirms it or not."
        )
    return tuple(told)
