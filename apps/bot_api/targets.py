"""Where a webhook may go. Resolve once, check every address, connect to that very address.

`is_global` alone is not enough: addresses that carry another address inside them (NAT64, 6to4, Teredo,
IPv4-mapped) would lead back in.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

Address = IPv4Address | IPv6Address

# What `is_global` of some Python lets pass: protocol assignments, the old 6to4 relay, documentation, Teredo, 6to4.
NOT_PUBLIC = [ip_network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "2001::/32", "2002::/16")]
UNICAST = ip_network("2000::/3")  # all of IPv6 that is handed out; NAT64 and site-local lie outside


class Refused(Exception):
    """The address is not one a webhook may go to. The message says why."""


@dataclass(frozen=True)
class Target:
    url: SplitResult
    address: Address

    @property
    def host(self) -> str:
        """As it stands in the Host header."""
        return self.url.netloc

    @property
    def connect_to(self) -> str:
        """The same URL with the checked address in place of the name."""
        host = f"[{self.address}]" if self.address.version == 6 else str(self.address)
        port = f":{self.url.port}" if self.url.port else ""
        return self.url._replace(netloc=host + port, fragment="").geturl()


def check_url(url: str) -> SplitResult:
    """What can be said without asking the name service. Raises Refused."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(_("This is no address: %(why)s.") % {"why": error}) from error
    if parts.scheme not in ("https", "http") or not parts.hostname or port == 0:
        raise Refused(_("It must be a full https URL."))
    if parts.username or parts.password:
        raise Refused(_("It must not carry a user name or password; webhooks are signed."))
    return parts


def resolve(url: str) -> Target:
    """The address to connect to. Raises Refused, or OSError when the name service has no answer."""
    parts = check_url(url)
    assert parts.hostname
    default = 443 if parts.scheme == "https" else 80
    found = socket.getaddrinfo(parts.hostname, parts.port or default, type=socket.SOCK_STREAM)
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    for address in addresses:
        if is_allowed_privately(address):
            continue
        if not is_public(address):
            where = {"host": parts.hostname, "address": address}
            raise Refused(_("%(host)s is at %(address)s, which is not a public address.") % where)
        if parts.scheme != "https":
            raise Refused(_("It must be https outside the operator's own networks."))
    return Target(parts, addresses[0])


def is_allowed_privately(address: Address) -> bool:
    """Whether the operator has put this address on the list."""
    inner = _unwrap(address)
    networks = [ip_network(network, strict=False) for network in settings.WEBHOOK_ALLOWED_NETWORKS]
    return any(inner in network for network in networks if network.version == inner.version)


def is_public(address: Address) -> bool:
    inner = _unwrap(address)
    if inner.is_multicast or inner.is_reserved or inner.is_unspecified or not inner.is_global:
        return False
    if inner.version == 6 and inner not in UNICAST:
        return False
    return not any(inner in network for network in NOT_PUBLIC if network.version == inner.version)


def _unwrap(address: Address) -> Address:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
