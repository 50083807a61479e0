"""A device that keeps passkeys: the virtual one of Chromium, driven by its DevTools protocol."""

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """A device that keeps passkeys, plugged into the browser of a visit."""

    def __init__(self, session, key):
        self._session = session
        self._key = key

    @classmethod
    async def of(cls, visit):
        session = await visit.page.context.new_cdp_session(visit.page)
        await session.send("WebAuthn.enable")
        made = await session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        return cls(session, made["authenticatorId"])

    async def passkeys(self):
        return (await self._session.send("WebAuthn.getCredentials", {"authenticatorId": self._key}))["credentials"]

    async def knows_its_owner(self, *, knows):
        said = {"authenticatorId": self._key, "isUserVerified": knows}
        await self._session.send("WebAuthn.setUserVerified", said)
