"""A git repository as a source: fetched by the git command, then read as a folder.

What a repository brings along is never run: no hooks, no filters, no submodules, no configuration
but ours. Every commit that is fetched tells when the files it changed were last touched.
"""

import base64
import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from handrail.adapters.sources.articles import ArticleFolder
from handrail.adapters.sources.folder import SourceUnavailable
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import ArticleId, Skipped, SourceName
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.fetch_ports import Doorkeeper
from handrail.flow.ports import SourceDocument
from handrail.kernel.errors import BadInput

_SECONDS = 600
_CONFIGURATION = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.protectHFS": "true",
    "core.protectNTFS": "true",
    "core.attributesFile": os.devnull,
    "core.bigFileThreshold": "20m",
    "credential.helper": "",
    "fetch.fsckObjects": "true",
    "fetch.fsck.missingSpaceBeforeDate": "ignore",
    "fetch.fsck.zeroPaddedFilemode": "ignore",
    "fetch.fsck.badTimezone": "ignore",
    "fetch.recurseSubmodules": "false",
    "submodule.recurse": "false",
    "gc.auto": "0",
    "http.followRedirects": "false",
    "http.proxy": "",
    "http.lowSpeedLimit": "1000",
    "http.lowSpeedTime": "30",
    "protocol.allow": "never",
    "uploadpack.packObjectsHook": "",
    "safe.directory": "*",
    "advice.detachedHead": "false",
}
_TIP = "refs/handrail/tip"


@dataclass(frozen=True, slots=True, kw_only=True)
class GitPlan:
    """Say which repository is read, and what of it."""

    repository: str
    checkout: Path
    """Where it is kept between two syncs."""
    branch: str | None = None
    folder: str = "."
    history: int = 1_000
    """Commits that are fetched; what none of them changed has no date."""
    user: str = "git"
    token: str | None = None
    seconds: float = _SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class GitSource:
    """Yield the articles of a repository."""

    plan: GitPlan
    defaults: SourceDefaults
    doorkeeper: Doorkeeper
    base_url: str | None = None
    max_bytes: int = 5_000_000

    @property
    def name(self) -> SourceName:
        """Return the first part of every article id of this source."""
        return self.defaults.source

    def documents(self) -> Iterator[SourceDocument | Skipped]:
        """Fetch, and yield each article; raises SourceUnavailable."""
        with _alone(self.plan.checkout):
            command = _Git(self.name, self.plan, self.doorkeeper)
            command.bring_up_to_date()
            root = self.plan.checkout / self.plan.folder
            if not root.resolve().is_relative_to(self.plan.checkout.resolve()):
                raise command.unavailable("the folder leads out of the repository")
            days = command.days()
            folder = ArticleFolder(
                path=root,
                defaults=self.defaults,
                base_url=self.base_url,
                max_bytes=self.max_bytes,
                day_of=days.get,
            )
            yield from folder.documents()

    def absences(self, unlisted: Sequence[ArticleId]) -> dict[ArticleId, Absence]:
        """Return that they are gone: a commit that was fetched does not hold them."""
        return dict.fromkeys(unlisted, Absence.GONE)


class _Git:
    """Run git on one checkout, with our configuration and no other."""

    def __init__(self, source: SourceName, plan: GitPlan, doorkeeper: Doorkeeper) -> None:
        self._source = source
        self._plan = plan
        self._doorkeeper = doorkeeper

    def unavailable(self, why: str) -> SourceUnavailable:
        """Return the error that the repository cannot be read now."""
        return SourceUnavailable(
            f"Source {self._source!r}: the repository cannot be read: {why}.",
            hint="Nothing was changed; check the address, the branch and the token.",
        )

    def bring_up_to_date(self) -> None:
        """Fetch the branch and put its files into the checkout."""
        plan = self._plan
        if not (plan.checkout / ".git").is_dir():
            shutil.rmtree(plan.checkout, ignore_errors=True)
            plan.checkout.mkdir(parents=True)
            self._run("init", "--quiet", "--template=")
        reached, configuration = self._reached()
        wanted = f"+{plan.branch or 'HEAD'}:{_TIP}"
        self._run(
            *("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--update-shallow"),
            *(f"--depth={plan.history}", "--end-of-options", reached, wanted),
            configuration=configuration,
        )
        self._run("checkout", "--quiet", "--force", "--detach", _TIP)
        self._run("clean", "--quiet", "-ffdx")

    def days(self) -> dict[str, date]:
        """Return the day of the last commit of each file below the folder, by its path there."""
        shallow = self._plan.checkout / ".git/shallow"
        roots = set(shallow.read_text().split()) if shallow.exists() else set()
        said = self._run(
            *("log", "--format=%x01%H %cI", "--name-only", "-z", "--no-renames", "-m"),
            *("--first-parent", f"--relative={self._plan.folder}", _TIP, "--", self._plan.folder),
        )
        days: dict[str, date] = {}
        for commit in said.split("\x01")[1:]:
            head, _, files = commit.partition("\x00")
            number, _, moment = head.partition(" ")
            if number in roots:
                continue  # what came before it was not fetched, so it seems to have made every file
            day = datetime.fromisoformat(moment.strip()).date()
            for path in files.strip("\n\x00").split("\x00"):
                days.setdefault(path.lstrip("\n"), day)
        return days

    def _reached(self) -> tuple[str, Mapping[str, str]]:
        """Return where to fetch from, and how: a web address is vetted and pinned."""
        said = self._plan.repository
        if "://" not in said:
            place = Path(said).resolve()
            if not place.is_dir():
                raise self.unavailable(f"there is no folder {place}")
            return place.as_uri(), {"protocol.file.allow": "always"}
        parts = urlsplit(said)
        if parts.scheme not in {"http", "https"}:
            raise self.unavailable(f"{parts.scheme}:// is not spoken; use https://")
        try:
            door = self._doorkeeper.admit(said)
        except BadInput as error:
            raise self.unavailable(error.message.rstrip(".")) from error
        address = ",".join(f"[{ip}]" if ":" in ip else ip for ip in door.addresses)
        pinned = {
            f"protocol.{parts.scheme}.allow": "always",
            "http.curloptResolve": f"{door.host}:{door.port}:{address}",
        }
        if self._plan.token is not None:
            if parts.scheme != "https":
                raise self.unavailable("a token is only sent over https://")
            login = base64.b64encode(f"{self._plan.user}:{self._plan.token}".encode()).decode()
            pinned[f"http.{parts.scheme}://{parts.netloc}/.extraHeader"] = (
                f"Authorization: Basic {login}"
            )
        return said, pinned

    def _run(self, *words: str, configuration: Mapping[str, str] | None = None) -> str:
        plan = self._plan
        try:
            ended = subprocess.run(  # noqa: S603 - no shell; what the settings say stands behind options
                ["git", "-C", str(plan.checkout), *words],  # noqa: S607 - the git of the system
                env=_environment({**_CONFIGURATION, **(configuration or {})}),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=plan.seconds,
                check=False,
            )
        except FileNotFoundError as error:
            raise self.unavailable("the command `git` is not installed") from error
        except subprocess.TimeoutExpired as error:
            raise self.unavailable(f"git took longer than {plan.seconds:g} s") from error
        if ended.returncode != 0:
            said = ended.stderr.decode("utf-8", "replace").strip().splitlines()
            raise self.unavailable(f"git said: {said[0][:300] if said else ended.returncode}")
        return ended.stdout.decode("utf-8", "surrogateescape")


def _environment(configuration: Mapping[str, str]) -> dict[str, str]:
    """Return what git may know: our configuration, and neither the user's nor the system's."""
    pairs = list(configuration.items())
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": os.devnull,
        "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_CONFIG_COUNT": str(len(pairs)),
        **{f"GIT_CONFIG_KEY_{n}": key for n, (key, _) in enumerate(pairs)},
        **{f"GIT_CONFIG_VALUE_{n}": value for n, (_, value) in enumerate(pairs)},
    }


@contextmanager
def _alone(checkout: Path) -> Iterator[None]:
    """Wait until no other sync is at work on this checkout."""
    try:
        checkout.parent.mkdir(parents=True, exist_ok=True)
        lock: IO[str] = checkout.with_name(f"{checkout.name}.lock").open("w")
    except OSError as error:
        raise SourceUnavailable(
            f"{checkout.parent} cannot be written: {error.strerror}.", hint="Check the folder."
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
