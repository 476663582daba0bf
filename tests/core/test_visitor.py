import pytest

from apps.core import visitor


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (False, "203.0.113.7", "127.0.0.1"),  # anyone may write this header when nobody in front rewrites it
        (True, "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (True, "2001:db8::7", "2001:db8::7"),
        (True, "unknown", None),
        (True, "", "127.0.0.1"),
    ],
)
def test_an_address_is_what_our_own_proxy_saw(rf, settings, behind_proxy, forwarded, address):
    settings.BEHIND_PROXY = behind_proxy
    assert visitor.address_of(rf.get("/", headers={"X-Forwarded-For": forwarded})) == address
