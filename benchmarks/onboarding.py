"""From a web address to the first answered question, timed as a newcomer goes through it.

`HANDRAIL_DATA=… python -m benchmarks.onboarding` serves the Travis centre (349 articles) as a
website of this machine, and runs the commands that the how-to names, each a process of its own.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.projects import NOT_SET, data_folder
from benchmarks.served_centre import AROUND, render, served

_QUESTIONS = (
    "How can I set the repository privacy status on Bitbucket?",
    "Why must I log out of my user and revoke all tokens?",
    "How does a Shared Plan work?",
)
"""Asked one after the other until one is answered; the centre answers them from its folder too."""
_PROMISE_SECONDS = 600


def main() -> int:
    """Print what each step took."""
    data = data_folder()
    if data is None:
        print(NOT_SET)
        return 0
    articles = data / "help/travis/articles"
    slowest = 0.0
    with tempfile.TemporaryDirectory(prefix="handrail-") as folder:
        for with_sitemap in (True, False):
            work = Path(folder) / ("listed" if with_sitemap else "linked")
            count = render(articles, work / "site", with_sitemap=with_sitemap)
            how = "a sitemap" if with_sitemap else "links alone"
            print(f"{count} articles, found by {how}:")
            with served(work / "site", with_sitemap=with_sitemap) as site:
                slowest = max(slowest, _walk(site.url, work / "project"))
                print(f"  {len(site.asked)} requests so far")
                _run(["sync"], work / "project", "sync again, nothing changed")
                print(f"  {len(site.asked)} requests in all")
    print(f"slowest way to the first answer: {slowest:.0f} s (promise: {_PROMISE_SECONDS} s)")
    return int(slowest > _PROMISE_SECONDS)


def _walk(url: str, project: Path) -> float:
    started = time.monotonic()
    _run(["init", str(project), "--url", url, "--private"], None, "init")
    synced = _run(["sync", "--json"], project, "sync")
    report = json.loads(synced)
    print(f"  {len(report['added'])} added, {len(report['skipped'])} left out")
    for question in _QUESTIONS:
        said = json.loads(_run(["ask", question, "--json"], project, "ask"))
        print(f"    {question!r}: {said['outcome']} {said['reply'][:90]!r}")
        if said["outcome"] == "answered":
            break
    took = time.monotonic() - started
    print(f"  from init to the first answer: {took:.0f} s")
    around = [text for text in AROUND if text in _all_text(project)]
    print(f"  around the articles, taken in all the same: {around or 'nothing'}")
    return took


def _all_text(project: Path) -> str:
    found = [_run(["search", text, "--json", "-k", "20"], project, None) for text in AROUND]
    return "\n".join(found)


def _run(words: list[str], project: Path | None, shown: str | None) -> str:
    where = [] if project is None else ["--project", str(project)]
    started = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-m", "handrail", *words, *where],
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode not in {0, 1}:
        raise SystemExit(f"`handrail {' '.join(words)}` failed: {ended.stderr}")
    if shown is not None:
        print(f"  {shown}: {time.monotonic() - started:.1f} s")
    return ended.stdout


if __name__ == "__main__":
    sys.exit(main())
