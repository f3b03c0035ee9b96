"""Seals what opens the bots of shops' own: the database alone, its backup or its export opens none of them.

The keys are the operator's: the newest seals, and older ones are still read until `stempel bot rotate-keys` was run.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.setup import SetupError

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

_FOR = b"stempel: what opens a shop's own bot"


class WrongKeyError(SetupError):
    """None of the keys that are set opens what was sealed."""


@dataclass(frozen=True, slots=True, repr=False)
class TokenKeys:
    """Keys, the newest first; each is a secret of any length, which may serve other ends too."""

    secrets: tuple[bytes, ...]

    def seal(self, opens: Mapping[str, str]) -> str:
        """Make what opens a bot unreadable for whoever has no key."""
        return self._locks().encrypt(json.dumps(dict(opens)).encode()).decode()

    def read(self, sealed: str) -> dict[str, str]:
        """Return what was sealed, or raise `WrongKeyError`."""
        from cryptography.fernet import InvalidToken

        try:
            found: dict[str, str] = json.loads(self._locks().decrypt(sealed))
        except InvalidToken:
            raise _wrong_key() from None
        return found

    def reseal(self, sealed: str) -> str:
        """Seal the same with the newest key, or raise `WrongKeyError`."""
        from cryptography.fernet import InvalidToken

        try:
            return self._locks().rotate(sealed).decode()
        except InvalidToken:
            raise _wrong_key() from None

    def _locks(self) -> "MultiFernet":
        from cryptography.fernet import Fernet, MultiFernet

        return MultiFernet([Fernet(_key_of(secret)) for secret in self.secrets])


def _key_of(secret: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return base64.urlsafe_b64encode(HKDF(SHA256(), length=32, salt=None, info=_FOR).derive(secret))


def _wrong_key() -> WrongKeyError:
    return WrongKeyError(
        "None of the keys that are set opens its token. Set STEMPEL_TOKEN_KEYS (or STEMPEL_SECRET, or the file"
        " .stempel-secret) to what it was when the token was added, or add the token again with `stempel bot add`."
    )
