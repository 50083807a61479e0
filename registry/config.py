"""Settings, parsed once from the environment. No other module reads it. docs/running.md lists every setting."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self
from urllib.parse import urlsplit

from measures.errors import InvalidError


class BadSettingError(InvalidError):
    """A setting holds something that cannot be used."""

    code = "BAD_SETTING"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data lies, which database serves, and on which address."""

    data_dir: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8000
    database_url: str | None = None
    database_serving_url: str | None = None
    signing_key_file: Path | None = None
    token: str | None = None
    public_url: str | None = None
    smtp_url: str | None = None
    mail_from: str | None = None

    NAMES: ClassVar[Mapping[str, str]] = {
        "DATA_DIR": "directory of everything that this registry keeps (default: var)",
        "HOST": "address to serve on (default: 127.0.0.1)",
        "PORT": "port to serve on (default: 8000)",
        "DATABASE_URL": "a PostgreSQL server to use instead of the embedded one; its user owns the tables",
        "DATABASE_SERVING_URL": "a second login for serving, which owns no table; without it the owner steps down",
        "SIGNING_KEY_FILE": "the private signing key (default: DATA_DIR/signing-key.pem)",
        "PUBLIC_URL": "the address that people open, such as https://registry.example.gov (default: http://HOST:PORT)",
        "SMTP_URL": "the mail server, such as smtp://user:password@mail.example.gov:587; without it no mail is sent",
        "MAIL_FROM": "the address that mail comes from",
        "VALUE_REGISTRY_TOKEN": "the token that names you on the command line",
    }

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the settings.

        Raises:
            BadSettingError: the port is no number from 1 to 65535, or an address is none.
        """
        port = environment.get("PORT") or "8000"
        if not port.isascii() or not port.isdigit() or not 0 < int(port) < 2**16:
            raise BadSettingError(f"PORT is {port!r}; it must be a number from 1 to 65535.")
        key_file = environment.get("SIGNING_KEY_FILE")
        return cls(
            data_dir=Path(environment.get("DATA_DIR") or "var").absolute(),
            host=environment.get("HOST") or "127.0.0.1",
            port=int(port),
            database_url=environment.get("DATABASE_URL") or None,
            database_serving_url=environment.get("DATABASE_SERVING_URL") or None,
            signing_key_file=Path(key_file).absolute() if key_file else None,
            token=environment.get("VALUE_REGISTRY_TOKEN") or None,
            public_url=_address(environment, "PUBLIC_URL", ("http", "https")),
            smtp_url=_address(environment, "SMTP_URL", ("smtp", "smtps")),
            mail_from=environment.get("MAIL_FROM") or None,
        )

    @property
    def base_url(self) -> str:
        """The address that people open, without a slash at its end."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def signing_key_path(self) -> Path:
        """Where the private signing key lies."""
        return self.signing_key_file or self.data_dir / "signing-key.pem"

    @property
    def vote_keys_dir(self) -> Path:
        """Where the keys of running votes lie, outside the database."""
        return self.data_dir / "vote-keys"

    @property
    def mirror_dir(self) -> Path:
        """Where a mirror keeps the files of the export that it was made from."""
        return self.data_dir / "mirror"

    @property
    def exports_dir(self) -> Path:
        """Where bundles are written."""
        return self.data_dir / "exports"


def _address(environment: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    text = environment.get(name) or ""
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in schemes or not parts.hostname:
        begins = " or ".join(f"{scheme}://" for scheme in schemes)
        raise BadSettingError(f"{name} cannot be used; it must be an address that begins with {begins}.")
    return text.rstrip("/")
