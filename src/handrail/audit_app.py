"""The part of the composition root that seals, verifies and erases; loaded when that is asked for.

Apart from app.py for its size, and because the libraries it needs have no part in a reply.
"""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from pydantic import SecretStr

from handrail.adapters.anchors.files import HeadFile
from handrail.adapters.anchors.http import HeadPost
from handrail.adapters.anchors.mail import HeadMail, Postbox
from handrail.adapters.sql.audit_log import SqlAuditLog
from handrail.adapters.sql.erasure import SqlEraseStore
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.vault.signing import FileSigner, is_signed
from handrail.audit_settings import AuditSettings
from handrail.domain.audit.model import SignedHead
from handrail.domain.audit.ports import SignatureCheck
from handrail.flow.seal_audit import SealPorts, Sink
from handrail.flow.verify_audit import VerifyPorts
from handrail.kernel.clock import Clock


class AuditApp:
    """Hold the audit log of one project with its key and the places of its heads."""

    def __init__(
        self, project: Path, settings: AuditSettings, store: SqlStore, clock: Clock
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._key = project / settings.signing_key
        self.log = SqlAuditLog(store)
        self.erasing = SqlEraseStore(store)
        self.head_file = HeadFile(project / settings.heads)

    @cached_property
    def seal_ports(self) -> SealPorts:
        """Return what sealing needs."""
        return SealPorts(
            log=self.log,
            signer=FileSigner(self._key),
            witness=self.head_file.newest,
            sinks=(self.head_file, *self._other_sinks()),
            clock=self._clock,
            every_seconds=self._settings.seal_every_seconds,
            every_entries=self._settings.seal_every_entries,
        )

    def verify_ports(self) -> VerifyPorts:
        """Return what verifying needs."""
        return VerifyPorts(log=self.log, is_signed=is_signed, own=self._own_log)

    def _own_log(self) -> frozenset[str] | None:
        """Return the log that this project's key signs; None where there is no key yet."""
        return frozenset((FileSigner(self._key).log(),)) if self._key.exists() else None

    def _other_sinks(self) -> Iterator[Sink]:
        if self._settings.http is not None:
            yield HeadPost(self._settings.http, _secret(self._settings.http_token))
        mail = self._settings.mail
        if mail is not None:
            said = mail.model_dump(exclude={"password"})
            yield HeadMail(Postbox(**said, password=_secret(mail.password)))


def signature_check() -> SignatureCheck:
    """Return what checks signatures; needs no project."""
    return is_signed


def heads_of(path: Path) -> tuple[SignedHead, ...]:
    """Return the heads in a file; needs no project."""
    return HeadFile(path).heads()


def _secret(held: SecretStr | None) -> str | None:
    return None if held is None else held.get_secret_value()
