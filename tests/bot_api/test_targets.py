import socket
from ipaddress import ip_address

import pytest

from apps.bot_api.targets import Refused, check_url, is_public, resolve

INWARDS = """
127.0.0.1 127.8.9.1 0.0.0.0 10.0.0.1 172.16.5.4 192.168.1.1 169.254.169.254 100.64.0.1 100.127.255.254 192.0.0.8
192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
::1 :: fe80::1 fc00::1 fd12:3456::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
64:ff9b::a9fe:a9fe 64:ff9b:1::a00:1
2002:7f00:1:: 2002:a00:1::1 2001:0:7f00:1::1 2001:db8::1 ::7f00:1
fec0::1 100::1 3fff::1 192.88.99.1
""".split()  # noqa: SIM905


@pytest.mark.parametrize("address", INWARDS)
def test_no_way_in(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_out_is_out(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "https://",
        "https://user:secret@example.com/",
        "https://example.com:99999/",
        "https://[::1/",
        "example.com/hook",
        "",
    ],
)
def test_not_an_address_for_a_webhook(url):
    with pytest.raises(Refused):
        check_url(url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:7f00:1]"]
)
def test_however_loopback_is_written(host, settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    with pytest.raises(Refused):
        resolve(f"https://{host}/hook")


def test_the_operator_may_allow_a_network(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    target = resolve("http://127.0.0.1:8080/hook?x=1#frag")
    assert target.connect_to == "http://127.0.0.1:8080/hook?x=1"
    assert target.host == "127.0.0.1:8080"
    settings.WEBHOOK_ALLOWED_NETWORKS = ["10.0.0.0/8"]
    with pytest.raises(Refused):
        resolve("http://127.0.0.1:8080/hook")


def test_one_address_inside_among_those_of_a_name_is_enough_to_refuse_it(settings, monkeypatch):
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    found = [(None, None, None, "", (address, 443)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *about, **more: found)
    with pytest.raises(Refused, match=r"10\.0\.0\.1"):
        resolve("https://bot.example.com/hook")


def test_plain_http_stays_inside(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    with pytest.raises(Refused, match="https"):
        resolve("http://8.8.8.8/hook")


def test_the_name_is_kept_and_the_address_is_connected_to(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.0/8", "::1/128"]
    target = resolve("http://localhost:8080/hook")
    assert target.host == "localhost:8080"
    assert target.connect_to in ("http://127.0.0.1:8080/hook", "http://[::1]:8080/hook")
