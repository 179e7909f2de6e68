"""One customer is one address of IPv4, or one network of IPv6."""

import pytest

from handrail.kernel.networks import network_of


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:2", "2001:db8::/64"),
        ("2001:db8:0:1::2", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("a pipe", "a pipe"),
    ],
)
def test_an_address_stands_for_one_customer(address: str, whose: str) -> None:
    assert network_of(address) == whose
