"""The numbers on WhatsApp that this Stempel speaks for: the shared one of the settings, and shops' own."""

import logging
from contextlib import suppress
from dataclasses import dataclass, field

from actions.shop.bots import KeptBot, all_bots
from app.bot_office import keys_of
from app.settings import Settings
from app.token_keys import WrongKeyError
from channels.whatsapp.prices import Most
from channels.whatsapp.setup import Setup as WhatsAppSetup
from loyalty.delivery.message_costs import Prices
from storage.engine.database import Reading, read_database
from storage.engine.errors import StorageError

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and what opens it."""

    phone_number_id: str
    business_account_id: str
    access_token: str = field(repr=False)
    api_url: str
    most_price: Most | None
    renewal: str  # what to do where Meta refuses what opens it
    shop_id: int | None = None  # whose own it is

    def __str__(self) -> str:
        """Name it for an operator."""
        whose = "the shared number" if self.shop_id is None else f"the own number of shop {self.shop_id}"
        return f"{whose} ({self.phone_number_id})"


async def numbers(settings: Settings, db: Reading) -> list[Number]:
    """Return every number that can be opened, the shared one first."""
    found = [shared_number(settings)]
    for bot in await db.read(all_bots):
        try:
            found.append(number_of(settings, bot))
        except WrongKeyError as error:
            _LOG.warning("%s %s is passed over: %s", bot.channel, bot.name, error)
    return [number for number in found if number]


async def numbers_of(settings: Settings) -> list[Number]:
    """Return the shared number and those of shops' own, where the database can be read."""
    url = settings.database_url.get_secret_value()
    with suppress(StorageError):  # nothing is kept yet: then there is the shared one, or none
        async with read_database(url) as db:
            return await numbers(settings, db)
    return [shared] if (shared := shared_number(settings)) else []


def shared_number(settings: Settings) -> Number | None:
    """Return the number of the settings; None where there is none."""
    setup = settings.of(WhatsAppSetup)
    if not setup.is_set_up:
        return None
    return Number(
        setup.phone_number_id,
        setup.business_account_id,
        setup.access_token.get_secret_value(),
        setup.api_url,
        setup.most_price_marketing,
        "They are WHATSAPP_ACCESS_TOKEN and WHATSAPP_BUSINESS_ACCOUNT_ID.",
    )


def number_of(settings: Settings, bot: KeptBot) -> Number | None:
    """Return a shop's own bot where it is a number, or raise `WrongKeyError`; None for any other, and one that is refused."""
    setup = settings.of(WhatsAppSetup)
    if bot.channel != setup.name or bot.refused:
        return None
    opens = keys_of(settings).read(bot.sealed)
    return Number(
        opens["phone_number_id"],
        opens["business_account_id"],
        opens["access_token"],
        setup.api_url,
        setup.most_price_marketing,
        f"`stempel bot add --shop {bot.shop_id} --channel whatsapp` takes them anew, and so does its owner's chat.",
        bot.shop_id,
    )


def prices(settings: Settings) -> Prices:
    """Return what a message costs."""
    setup = settings.of(WhatsAppSetup)
    return Prices(setup.price_marketing_micros, setup.price_utility_micros)
