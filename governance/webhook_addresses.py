"""Where a webhook may be called: the public internet, by https, and nowhere in a network of our own."""

from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from measures.errors import InvalidError

Address = IPv4Address | IPv6Address
NAT64: Final = IPv6Network("64:ff9b::/96")
"""RFC 6052: the last four bytes are an address of IPv4."""
OUTDATED: Final = (IPv6Network("::/96"), IPv6Network("::ffff:0:0:0/96"), IPv6Network("64:ff9b:1::/48"))
"""Ways to carry an address of IPv4 (RFC 4291 §2.5.5.1, RFC 2765, RFC 8215) that nothing on the internet uses, and a
network of one's own may."""
LOCAL_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})
LONGEST_ADDRESS: Final = 500


class BadWebhookAddressError(InvalidError):
    """The address cannot be that of a webhook."""

    code = "BAD_WEBHOOK_ADDRESS"


def require_webhook_address(text: str, *, demonstration: bool) -> str:
    """An address that may be called: https, a host, no user, no fragment. A demonstration may call its own machine.

    Where a name leads is looked at before each call, for it may lead elsewhere by then.

    Raises:
        BadWebhookAddressError: it is something else, or names an address that is not public.
    """
    parts = _parts(text)
    if parts is None or not _may_be_called(parts, demonstration=demonstration):
        raise BadWebhookAddressError(
            "A webhook needs an address of the public internet such as https://hooks.example.org/registry: https, "
            "without a user name, a password or a #."
        )
    return text


def is_public(address: Address) -> bool:
    """Whether an address is of the public internet, also where it carries another one inside it.

    IPv6 carries addresses of IPv4 in several ways (mapped, 6to4, Teredo, NAT64); each could lead into our own network.
    """
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    if any(address in network for network in OUTDATED):
        return False
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        inside.append(IPv4Address(int(address) & 0xFFFFFFFF))
    if not all(each is None or is_public(each) for each in inside):
        return False
    if address.ipv4_mapped is not None or address in NAT64:
        return True
    return address.is_global and not address.is_multicast and not address.is_site_local


def _parts(text: str) -> SplitResult | None:
    if not (text.isascii() and text.isprintable() and len(text) <= LONGEST_ADDRESS) or " " in text:
        return None
    with suppress(ValueError):  # a port that is none, or half an address of IPv6
        parts = urlsplit(text)
        if parts.hostname and parts.port != 0 and not (parts.username or parts.password or "#" in text):
            return parts
    return None


def _may_be_called(parts: SplitResult, *, demonstration: bool) -> bool:
    assert parts.hostname is not None
    if demonstration and parts.hostname in LOCAL_HOSTS:
        return parts.scheme in ("http", "https")
    with suppress(ValueError):  # a name, which is looked up when it is called
        if not is_public(ip_address(parts.hostname)):
            return False
    return parts.scheme == "https"
