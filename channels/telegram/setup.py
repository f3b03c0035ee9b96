"""Telegram as an operator sets it up: one bot, which Telegram calls at our address or which asks for its messages."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated

from pydantic import Field, Secret, SecretStr

from channels.accounts import first_of_each, key_of
from channels.channel import Channel
from channels.setup import ChannelAccount, OwnBot, PlatformSetup, Poll
from channels.telegram.channel import Telegram, link_to
from channels.telegram.errors import TokenRefusedError
from channels.telegram.webhook import PATH, webhook
from channels.webhooks import Webhook

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
# As Telegram makes them, and long enough that no time of day or score of a game reads like one.
_TOKEN_IN_TEXT = re.compile(r"(?<![0-9])[0-9]{6,}:[A-Za-z0-9_-]{30,}")
# What Telegram lets a webhook's secret be; pydantic checks no pattern on a `SecretStr`.
_HeaderWord = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,256}$")]


class Setup(PlatformSetup):
    """A bot's token, and whether Telegram calls us."""

    name = "telegram"
    how = "talk to @BotFather, then write TELEGRAM_BOT_TOKEN=… into .env"
    renewal = "Copy it again from @BotFather into TELEGRAM_BOT_TOKEN."
    opens = ("token",)

    token: SecretStr | None = Field(None, alias="TELEGRAM_BOT_TOKEN")
    provider_token: SecretStr | None = Field(None, alias="TELEGRAM_PROVIDER_TOKEN")
    api_url: str = Field("https://api.telegram.org", alias="TELEGRAM_API_URL")
    webhook_secret: Secret[_HeaderWord] | None = Field(None, alias="TELEGRAM_WEBHOOK_SECRET")

    @property
    def is_set_up(self) -> bool:
        """Say whether there is a bot."""
        return self.token is not None

    def accounts(self) -> Sequence[ChannelAccount]:
        """Make the bot."""
        if self.token is None:
            return []
        pays = self.provider_token.get_secret_value().strip() if self.provider_token else ""
        return [Telegram(self.token.get_secret_value(), provider_token=pays, api_url=self.api_url)]

    def webhooks(self, channels: Sequence[Channel], /) -> Sequence[Webhook]:
        """Give each bot an address, where Telegram calls us."""
        return [
            webhook(bot.to_incoming, self._secret, path=_path(bot, channels))
            for bot in self._called(channels)
        ]

    async def announce(self, channels: Sequence[Channel], /) -> None:
        """Tell Telegram where to bring what each bot hears."""
        for bot in self._called(channels):
            await bot.set_webhook(self.public_url + _path(bot, channels), self._secret)

    def polls(self, channels: Sequence[Channel], /) -> Sequence[Poll]:
        """Let each bot ask, where Telegram does not call us."""
        return [] if self._by_webhook else [Poll(key_of(bot), bot.poll) for bot in _bots(channels)]

    def is_shared(self, account: str, /) -> bool:
        """Say so of the bot whose token is in the settings."""
        return self.token is not None and self.token.get_secret_value().strip().partition(":")[0] == account

    @classmethod
    def opens_in(cls, text: str, /) -> Mapping[str, str]:
        """Find a bot's token."""
        found = _TOKEN_IN_TEXT.search(text)
        return {"token": found[0]} if found else {}

    def own_bot(self, opens: Mapping[str, str], /, *, hook: str, word: str) -> OwnBot:
        """Make a shop's own bot, heard in the way of the shared one."""
        if not _TOKEN.fullmatch(opens["token"]):
            raise TokenRefusedError("A bot's token reads like 123456:ABC-DEF1234ghIkl: copy all of it.")
        bot = Telegram(opens["token"], api_url=self.api_url)
        if not self._by_webhook:
            return OwnBot(bot, poll=bot.poll)
        path = f"{PATH}/{hook}"
        called = partial(bot.set_webhook, self.public_url + path, word)
        return OwnBot(bot, webhook(bot.to_incoming, word, path=path), called)

    @classmethod
    def own_link(cls, name: str, payload: str, /) -> str:
        """Return the link to a bot."""
        return link_to(name, payload)

    @property
    def _by_webhook(self) -> bool:
        return bool(self.public_url and self.webhook_secret)

    @property
    def _secret(self) -> str:
        return self.webhook_secret.get_secret_value() if self.webhook_secret else ""

    def _called(self, channels: Sequence[Channel]) -> list[Telegram]:
        return _bots(channels) if self._by_webhook else []


def _bots(channels: Sequence[Channel]) -> list[Telegram]:
    return [channel for channel in channels if isinstance(channel, Telegram)]


def _path(bot: Telegram, channels: Sequence[Channel]) -> str:
    """Return where a bot is called: the first where a lone one always was, any other where its name is."""
    return PATH if first_of_each(channels)[bot.name] is bot else f"{PATH}/{bot.account}"
