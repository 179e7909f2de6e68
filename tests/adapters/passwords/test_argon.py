"""Passwords are hashed slowly, and a name without one takes as long as any other."""

from handrail.adapters.passwords.argon import ArgonPasswords

QUICK = ArgonPasswords(kibibytes=64, passes=1)


def test_the_parameters_are_those_that_are_recommended() -> None:
    held = ArgonPasswords().hashed("four words in a row")

    assert held.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_the_password_is_right_and_no_other_is() -> None:
    held = QUICK.hashed("four words in a row")

    assert QUICK.is_right(held, "four words in a row")
    assert not QUICK.is_right(held, "four words in a raw")
    assert held != QUICK.hashed("four words in a row")


def test_nobody_has_a_password_that_is_right() -> None:
    assert not QUICK.is_right(None, "")
    assert not QUICK.is_right(None, "four words in a row")
    assert not QUICK.is_right("no hash at all", "four words in a row")


def test_a_hash_of_other_parameters_is_outdated() -> None:
    held = QUICK.hashed("four words in a row")

    assert not QUICK.is_outdated(held)
    assert ArgonPasswords(kibibytes=128, passes=1).is_outdated(held)


def test_a_password_of_any_characters_is_hashed() -> None:
    held = QUICK.hashed("\ud800 naïve 🎻")

    assert QUICK.is_right(held, "\ud800 naïve 🎻")
