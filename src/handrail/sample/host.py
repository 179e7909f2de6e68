"""What the sample company's own web server does: it says who has signed in to the shop."""

from datetime import datetime, timedelta

import jwt

from handrail.kernel.ids import Ids

CUSTOMER = "cus-1001"
"""Who talks to the assistant in the demo."""
_LASTS = timedelta(minutes=5)


def identity_token(secret: str, customer: str, now: datetime, ids: Ids) -> str:
    """Return a token for one customer, as a host's server signs it."""
    claims = {
        "sub": customer,
        "aud": "handrail",
        "iat": int(now.timestamp()),
        "exp": int((now + _LASTS).timestamp()),
        "jti": ids.new("nonce"),
    }
    return jwt.encode(claims, secret, algorithm="HS256")
