"""Post heads to a server that the database's owner cannot change."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any

from typing_extensions import override

from handrail.domain.audit.heads import head_line
from handrail.domain.audit.model import SignedHead
from handrail.kernel.errors import Unavailable
from handrail.kernel.ids import digest

_SHOWN = 8
_SECONDS = 10.0
_TAKEN = range(200, 300)


class HeadPost:
    """Post heads as JSON lines; any status from 200 to 299 says that they are kept."""

    pause_seconds = 0.0

    def __init__(self, url: str, token: str | None = None) -> None:
        self.name = f"http {digest(url)[:_SHOWN]}"  # another address: another place
        self._url = url
        self._token = token
        self._opener = urllib.request.build_opener(_NoRedirect)

    def send(self, heads: Sequence[SignedHead]) -> None:
        """Post heads in one request."""
        body = "".join(f"{head_line(head)}\n" for head in heads).encode()
        said = {"Content-Type": "application/jsonl"}
        if self._token is not None:
            said["Authorization"] = f"Bearer {self._token}"
        request = urllib.request.Request(self._url, data=body, headers=said, method="POST")  # noqa: S310 - the settings allow http and https only
        try:
            with self._opener.open(request, timeout=_SECONDS) as reply:
                status = int(reply.status)
        except urllib.error.HTTPError as error:
            status = error.code
            error.close()
        except (OSError, http.client.HTTPException) as error:
            raise Unavailable("The head server does not answer.", hint=str(error)) from error
        if status not in _TAKEN:
            raise Unavailable(f"The head server answered {status}.", hint="Look at its log.")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follow nobody elsewhere: the token is for one server."""

    @override
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Return nothing: a redirection is an answer that is no yes."""
        return
