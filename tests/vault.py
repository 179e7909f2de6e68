"""A vault for tests: one wrapping key for the whole run, and for the processes that it starts."""

import os
from functools import cache

from handrail.adapters.vault.encryption import KeyedCipher, keys_in_settings, new_line

_VARIABLE = "TESTS_VAULT_KEY"


@cache
def a_cipher() -> KeyedCipher:
    """Return the cipher with the run's key."""
    return KeyedCipher(keys_in_settings(os.environ[_VARIABLE]))


os.environ.setdefault(_VARIABLE, new_line().decode())
