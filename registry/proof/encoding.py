"""Base64 in one spelling only, so that a text cannot be changed without its bytes changing."""

import base64
import binascii


def base64_text(raw: bytes) -> str:
    """Standard base64 with padding (RFC 4648 §4), as every C2SP format uses it."""
    return base64.b64encode(raw).decode("ascii")


def from_base64(text: str) -> bytes | None:
    """The bytes, or none if the text is not their one canonical spelling."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if base64_text(raw) == text else None
