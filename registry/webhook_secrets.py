"""The secrets of webhooks: each is made from a salt in the database and a key outside it, and kept nowhere."""

import base64
from typing import Final

from governance.subscriptions import Subscription
from registry.signing_in import SignInKey

PREFIX: Final = "whsec_"
"""How secrets begin in Standard Webhooks; scanners find lost ones by it."""
PURPOSE: Final = "webhook"


def secret_of(key: SignInKey, subscription: Subscription, salt: bytes) -> bytes:
    """The 32 bytes that messages over a subscription are signed with, of one of its salts."""
    return key.sign(PURPOSE, subscription.id.bytes, salt)


def secret_text(key: SignInKey, subscription: Subscription) -> str | None:
    """The newest secret of a subscription, as it is copied into a receiver; none where it goes by e-mail."""
    if subscription.salts is None:
        return None
    return PREFIX + base64.b64encode(secret_of(key, subscription, subscription.salts.current)).decode()
