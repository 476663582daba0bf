"""The form of a key: `hck_` + 32 random characters + 6 of checksum, so that a mistyped or leaked one is recognised.

A key has about 190 bits of chance in it, so a plain SHA-256 is enough to store: there is nothing to guess.
"""

import hashlib
import secrets
import string
import zlib

PREFIX = "hck_"
ALPHABET = string.digits + string.ascii_letters
LENGTH = 32
CHECK = 6
SHOWN = 10  # characters that may be shown afterwards


def new_key() -> str:
    body = PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return body + _checksum(body)


def is_well_formed(key: str) -> bool:
    """Whether it could be one of ours at all: prefix, length and checksum."""
    body, check = key[:-CHECK], key[-CHECK:]
    return key.startswith(PREFIX) and len(body) == len(PREFIX) + LENGTH and check == _checksum(body)


def digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _checksum(body: str) -> str:
    """CRC-32 in base 62, as many key formats have it."""
    number, digits = zlib.crc32(body.encode()), ""
    while number:
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits.rjust(CHECK, "0")
