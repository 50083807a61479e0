"""Where a webhook may be called."""

from ipaddress import ip_address

import pytest

from governance.webhook_addresses import BadWebhookAddressError, is_public, require_webhook_address


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("64:ff9b::5db8:d822", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::1", False),
        ("::127.0.0.1", False),
        ("::ffff:0:10.0.0.1", False),
        ("64:ff9b:1::a00:1", False),
    ],
)
def test_only_addresses_of_the_public_internet_are_called(text, public):
    assert is_public(ip_address(text)) is public


@pytest.mark.parametrize(
    "text",
    [
        "http://hooks.example.org/x",
        "https://",
        "https:///path",
        "ftp://hooks.example.org",
        "https://user:password@hooks.example.org/",
        "https://user@hooks.example.org/",
        "https://hooks.example.org/#part",
        "https://hooks.example.org:99999/",
        "https://hooks.example.org:0/",
        "https://hooks.example.org/a b",
        "https://hooks.example.org/\r\nx: y",
        "https://höoks.example.org/",
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://[fe80::1/",
        "https://hooks.example.org/" + "a" * 500,
        "",
    ],
)
def test_an_address_that_cannot_be_a_webhook_is_refused(text):
    with pytest.raises(BadWebhookAddressError):
        require_webhook_address(text, demonstration=False)


@pytest.mark.parametrize("text", ["https://hooks.example.org/registry?of=us", "https://hooks.example.org:8443"])
def test_an_address_of_the_public_internet_is_taken(text):
    assert require_webhook_address(text, demonstration=False) == text


def test_only_a_demonstration_may_call_its_own_machine():
    assert require_webhook_address("http://localhost:9000/", demonstration=True)
    with pytest.raises(BadWebhookAddressError):
        require_webhook_address("http://localhost:9000/", demonstration=False)
    with pytest.raises(BadWebhookAddressError):
        require_webhook_address("http://hooks.example.org/", demonstration=True)
