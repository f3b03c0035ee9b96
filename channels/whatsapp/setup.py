"""WhatsApp as an operator sets it up: one number, whose messages Meta brings to our address."""

import logging
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator

from channels.channel import Channel
from channels.messages import Event
from channels.setup import ChannelAccount, Check, OwnBot, PlatformSetup, SetupError
from channels.webhooks import Webhook
from channels.whatsapp.channel import WhatsApp, link_to
from channels.whatsapp.checks import see_subscribed, see_who_answers
from channels.whatsapp.errors import WhatsAppRefusedError, WhatsAppUnreachableError
from channels.whatsapp.prices import MostPrice, Price
from channels.whatsapp.session import open_graph
from channels.whatsapp.subscription import subscribe, subscribers
from channels.whatsapp.webhook import PATH, webhook

_LOG = logging.getLogger(__name__)
# As Meta makes them: ids of fifteen digits or so, a token that begins with its app's letters, a secret in hexadecimals.
_ID_IN_TEXT = re.compile(r"(?<!\d)\d{12,20}(?!\d)")
_TOKEN_IN_TEXT = re.compile(r"(?<![A-Za-z0-9])EAA[A-Za-z0-9]{30,}")
_SECRET_IN_TEXT = re.compile(r"(?<![A-Za-z0-9])[0-9a-f]{32}(?![A-Za-z0-9])")
_GraphId = Annotated[str, Field(pattern=r"^[0-9]*$")]  # a number in a path of Meta's, never a phone number


class Setup(PlatformSetup):
    """What Meta wants to know of who sends, and what the operator pays."""

    name = "whatsapp"
    how = "docs/whatsapp.md leads you there"
    advice = "WhatsApp Manager → Account quality says what to do"
    renewal = "Copy WHATSAPP_ACCESS_TOKEN and WHATSAPP_PHONE_NUMBER_ID again from the app's page of Meta."
    opens = ("phone_number_id", "business_account_id", "access_token", "app_secret")

    phone_number_id: _GraphId = Field("", alias="WHATSAPP_PHONE_NUMBER_ID")
    business_account_id: _GraphId = Field("", alias="WHATSAPP_BUSINESS_ACCOUNT_ID")
    access_token: SecretStr = Field(SecretStr(""), alias="WHATSAPP_ACCESS_TOKEN")
    app_secret: SecretStr = Field(SecretStr(""), alias="WHATSAPP_APP_SECRET")
    verify_token: SecretStr = Field(SecretStr(""), alias="WHATSAPP_VERIFY_TOKEN")
    api_url: str = Field("https://graph.facebook.com", alias="WHATSAPP_API_URL")
    price_marketing_micros: Price | None = Field(None, alias="WHATSAPP_PRICE_MARKETING")
    price_utility_micros: Price | None = Field(None, alias="WHATSAPP_PRICE_UTILITY")
    # Meta's "max price": optional in 2026, required from the second quarter of 2027.
    most_price_marketing: MostPrice | None = Field(None, alias="WHATSAPP_MOST_PRICE_MARKETING")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Let WhatsApp be set up as a whole or not at all: with half of it, messages would get lost in silence."""
        needed = self._needs()
        missing = [name for name, given in needed.items() if not given]
        if missing and len(missing) < len(needed):
            raise ValueError(f"WhatsApp needs {', '.join(missing)} too (docs/whatsapp.md leads you there)")
        if self.is_set_up and not self.public_url:
            raise ValueError("WhatsApp needs STEMPEL_PUBLIC_URL too: Meta brings messages to that address")
        return self

    def _needs(self) -> dict[str, str]:
        return {
            "WHATSAPP_PHONE_NUMBER_ID": self.phone_number_id,
            "WHATSAPP_BUSINESS_ACCOUNT_ID": self.business_account_id,
            "WHATSAPP_ACCESS_TOKEN": self.access_token.get_secret_value(),
            "WHATSAPP_APP_SECRET": self.app_secret.get_secret_value(),
            "WHATSAPP_VERIFY_TOKEN": self.verify_token.get_secret_value(),
        }

    @classmethod
    def is_number(cls, external_id: str, /) -> bool:
        """Say so of an id of digits: whoever hides their number has another."""
        return external_id.isdecimal()

    @property
    def is_set_up(self) -> bool:
        """Say whether there is a number."""
        return all(self._needs().values())

    def accounts(self) -> Sequence[ChannelAccount]:
        """Make the number."""
        token = self.access_token.get_secret_value()
        return [WhatsApp(self.phone_number_id, self.business_account_id, token, api_url=self.api_url)]

    def webhooks(self, channels: Sequence[Channel], /) -> Sequence[Webhook]:
        """Give all numbers one address: what Meta brings says which it is for."""
        numbers = _numbers(channels)

        def read(payload: object) -> list[Event]:
            return [event for number in numbers for event in number.read(payload)]

        proof, secret = self.verify_token.get_secret_value(), self.app_secret.get_secret_value()
        return [webhook(read, secret, proof)] if numbers else []

    def is_shared(self, account: str, /) -> bool:
        """Say so of the number in the settings."""
        return self.phone_number_id == account

    @classmethod
    def opens_in(cls, text: str, /) -> Mapping[str, str]:
        """Find what Meta's pages show, with or without its names; the ids in the order in which they stand there."""
        token, secret = _TOKEN_IN_TEXT.search(text), _SECRET_IN_TEXT.search(text)
        if not token and not secret:
            return {}
        ids = _ID_IN_TEXT.findall(text)[:2]
        named = dict(zip(("phone_number_id", "business_account_id"), ids, strict=False))
        return {
            **named,
            **({"access_token": token[0]} if token else {}),
            **({"app_secret": secret[0]} if secret else {}),
        }

    def own_bot(self, opens: Mapping[str, str], /, *, hook: str, word: str) -> OwnBot:
        """Make a shop's own number; whoever gave it tells its app at Meta where to call, and the word."""
        if not self.public_url:
            raise SetupError("A number needs STEMPEL_PUBLIC_URL: Meta brings messages to that address.")
        if not opens["phone_number_id"].isdecimal() or not opens["business_account_id"].isdecimal():
            raise WhatsAppRefusedError("phone_number_id and business_account_id are numbers of Meta's.")
        number = WhatsApp(
            opens["phone_number_id"],
            opens["business_account_id"],
            opens["access_token"],
            api_url=self.api_url,
        )
        called = webhook(number.read, opens["app_secret"], word, path=f"{PATH}/{hook}")
        asked = partial(self._see_account, number, opens["access_token"])
        return OwnBot(number, called, partial(self._subscribe, number, opens["access_token"]), asked)

    @classmethod
    def own_link(cls, handle: str, payload: str, /) -> str:
        """Return the link to a number."""
        return link_to(handle, payload)

    async def announce(self, channels: Sequence[Channel], /) -> None:
        """Have Meta bring us what concerns the account of each number."""
        for number in _numbers(channels):
            await self._subscribe(number, self.access_token.get_secret_value())

    async def _see_account(self, number: WhatsApp, access_token: str) -> None:
        """See that the token may look after the account: it is named beside the number, and nothing else asks for it."""
        async with open_graph(self.api_url, access_token) as graph:
            await subscribers(graph, number.business_account_id)

    async def _subscribe(self, number: WhatsApp, access_token: str) -> None:
        try:
            async with open_graph(self.api_url, access_token) as graph:
                await subscribe(graph, number.business_account_id)
        except (WhatsAppRefusedError, WhatsAppUnreachableError) as error:
            _LOG.warning("the app was not subscribed to the account's messages; it may be already: %s", error)

    def describe(self, channels: Sequence[Channel], /) -> str:
        """Say which number it is, and to how many it may write."""
        return ", ".join(map(_described, _numbers(channels)))

    def checks(self) -> Mapping[str, Check]:
        """Look whether Meta's calls reach us, and whether it makes any."""
        return {"address": self._see_address, "webhooks": self._see_webhooks}

    async def _see_address(self) -> str:
        if not self.public_url.startswith("https:"):
            raise SetupError(f"Meta wants an address with https; STEMPEL_PUBLIC_URL is {self.public_url}")
        return await see_who_answers(self.public_url + PATH, self.verify_token.get_secret_value())

    async def _see_webhooks(self) -> str:
        async with open_graph(self.api_url, self.access_token.get_secret_value()) as graph:
            return await see_subscribed(graph, self.business_account_id)


def _described(number: WhatsApp) -> str:
    most = number.daily_limit
    people = "any number of people" if most is None else f"{most} people"
    return f"+{number.number}; it may begin to write to {people} a day"


def _numbers(channels: Sequence[Channel]) -> list[WhatsApp]:
    return [channel for channel in channels if isinstance(channel, WhatsApp)]
