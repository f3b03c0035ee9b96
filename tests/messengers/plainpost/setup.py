"""Plainpost as an operator sets it up: one mailbox, whose letters are brought to our address."""

import hmac
from collections.abc import Sequence

from pydantic import Field, SecretStr

from channels.channel import Channel
from channels.setup import ChannelAccount, PlatformSetup
from channels.webhooks import Headers, Webhook
from tests.messengers.plainpost.channel import Plainpost

_LARGEST_LETTER = 64 * 1024


class Setup(PlatformSetup):
    """A mailbox's key, which also proves that a letter comes from Plainpost."""

    name = "plainpost"
    how = "ask Plainpost for a mailbox, then write PLAINPOST_KEY=… into .env"

    key: SecretStr = Field(SecretStr(""), alias="PLAINPOST_KEY")
    api_url: str = Field("https://plainpost.example", alias="PLAINPOST_API_URL")

    @property
    def is_set_up(self) -> bool:
        """Say whether there is a mailbox."""
        return bool(self.key.get_secret_value())

    def accounts(self) -> Sequence[ChannelAccount]:
        """Make the mailbox."""
        return [Plainpost(self.key.get_secret_value(), api_url=self.api_url)]

    def webhooks(self, channels: Sequence[Channel], /) -> Sequence[Webhook]:
        """Take what is brought for the mailbox."""
        return [
            Webhook(self.name, "/plainpost/webhook", _LARGEST_LETTER, self._shows_key, mailbox.read)
            for mailbox in channels
            if isinstance(mailbox, Plainpost)
        ]

    def _shows_key(self, headers: Headers) -> bool:
        given, key = headers.get("x-plainpost-key", ""), self.key.get_secret_value()
        return hmac.compare_digest(given.encode(), key.encode())
