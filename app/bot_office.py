"""What an operator does with the bots of shops' own: adds, lists, removes and checks them, and changes the keys."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from actions.delivery.removed_bots import BotRemoved, NoBot, remove_bot
from actions.shop import bots
from actions.shop.bots import BotAdded, BotTaken, HasAnother, KeptBot, Resealed, ToTell
from app.clock import read_clock
from app.office import shop_of
from app.own_bots import introduced, open_own
from app.settings import Settings, folder_of, token_keys
from app.side_door import BadOptionError, OfficeCommand, knock
from app.token_keys import TokenKeys, WrongKeyError
from channels.introductions import NotIntroduced
from channels.platforms import address_of
from channels.setup import PlatformSetup, SetupError
from loyalty.actor import Operator
from storage.engine.database import Database, open_database, read_database
from words.language import ENGLISH, words
from words.people.channels import channel_name


def bot_commands(
    db: Database, settings: Settings, changed: Callable[[], None] = lambda: None
) -> dict[str, OfficeCommand]:
    """Name what can be asked about bots of a Stempel that has its database open; `changed` is told of each change."""
    keys = keys_of(settings)
    return {
        "bot add": partial(_add, db, settings, keys, changed),
        "bot list": partial(_list, db, keys),
        "bot remove": partial(_remove, db, changed),
        "bot check": partial(_check, db, settings, keys),
        "bot sealed": partial(_sealed, db),
        "bot opens": partial(_opens, keys),
        "bot reseal": partial(_reseal, db),
    }


async def ask_about_bots(settings: Settings, command: str, **options: Any) -> Any:
    """Carry out a command: in the Stempel that runs, or here when none does."""
    url = settings.database_url.get_secret_value()
    answered = await knock(url, command, options)
    if answered:
        return answered[0]
    async with open_database(url) as db:
        return await bot_commands(db, settings)[command](**options)


def keys_of(settings: Settings) -> TokenKeys:
    """Return the keys that belong to the database that is set."""
    return token_keys(settings, beside=folder_of(settings.database_url.get_secret_value()))


def platform_named(settings: Settings, channel: str) -> PlatformSetup:
    """Return a platform on which a shop may have a bot of its own."""
    platform = settings.named_platforms.get(channel)
    if platform is None or not platform.opens:
        known = ", ".join(one.name for one in settings.platforms if one.opens)
        raise BadOptionError(f"--channel: a shop may have a bot of its own on {known}.")
    return platform


async def _add(
    db: Database,
    settings: Settings,
    keys: TokenKeys,
    changed: Callable[[], None],
    *,
    shop_id: int,
    channel: str,
    opens: Mapping[str, str],
) -> dict[str, Any]:
    """Give a shop a bot of its own, once its platform has said who that is."""
    platform = platform_named(settings, channel)
    await shop_of(db, shop_id)
    new = await introduced(platform, keys, opens)
    if isinstance(new, NotIntroduced):
        raise BadOptionError(_unfit(new, channel))
    match await db.write(bots.add_bot, Operator(), shop_id, new, now=read_clock()):
        case BotAdded(bot, anew, to_tell):
            changed()
            return {**_facts(bot), "anew": anew, **_to_tell(to_tell)}
        case HasAnother(name):
            raise BadOptionError(
                f"Shop {shop_id} has {name} already. `stempel bot remove --shop {shop_id}` makes room."
            )
        case BotTaken():
            raise BadOptionError(f"{new.name} is another shop's: `stempel bot list` shows whose.")
        case other:
            raise BadOptionError(str(other))


def _to_tell(to_tell: ToTell | None) -> dict[str, str]:
    return {"callback_url": to_tell.address, "verify_token": to_tell.word} if to_tell else {}


def _unfit(who: NotIntroduced, channel: str) -> str:
    name = channel_name(channel, words(ENGLISH))
    match who.why:
        case "refused":
            return f"{name} does not know it: copy the token again, from where it was made. ({who.says})"
        case "unreachable":
            return f"Nothing was kept: {who.says} Try again in a moment."
        case "incomplete":
            return f"{name} wants {', '.join(who.missing)} too."
        case "shared":
            return "That is the shared one, which the settings name: make another one for the shop."


async def _list(db: Database, keys: TokenKeys) -> list[dict[str, Any]]:
    """Return every bot of a shop's own, and how it stands."""
    return [{**_facts(bot), "standing": standing_of(bot, keys)} for bot in await db.read(bots.all_bots)]


def standing_of(bot: KeptBot, keys: TokenKeys) -> str:
    """Say whether a bot can be at work: "ok", "refused" by its platform, or "locked" where no key opens it."""
    try:
        keys.read(bot.sealed)
    except WrongKeyError:
        return "locked"
    return "refused" if bot.refused else "ok"


async def _remove(db: Database, changed: Callable[[], None], *, shop_id: int, channel: str) -> dict[str, Any]:
    """Take a shop's own bot from it."""
    await shop_of(db, shop_id)
    match await db.write(remove_bot, Operator(), shop_id, channel, now=read_clock()):
        case BotRemoved(bot):
            changed()
            return {"shop": shop_id, "channel": channel, "name": bot.name}
        case NoBot():
            raise BadOptionError(f"Shop {shop_id} has no bot of its own there. `stempel bot list` shows all.")
        case other:
            raise BadOptionError(str(other))


async def _check(db: Database, settings: Settings, keys: TokenKeys) -> list[dict[str, Any]]:
    """Ask each platform whether it knows each bot."""
    return [{**_facts(bot), **await _looked_at(bot, settings, keys)} for bot in await db.read(bots.all_bots)]


async def _looked_at(bot: KeptBot, settings: Settings, keys: TokenKeys) -> dict[str, Any]:
    try:
        own = open_own(settings.named_platforms, keys, bot)
        await own.account.start()
    except SetupError as error:
        return {"ok": False, "says": str(error)}
    await own.account.stop()
    return {"ok": True, "says": f"{own.account.handle} answers"}


async def rotate_keys(settings: Settings) -> dict[str, Any]:
    """Seal every token with the newest key that is set here, once a Stempel that runs knows it too."""
    keys, resealed, locked = keys_of(settings), [], []
    if not await ask_about_bots(settings, "bot opens", sealed=keys.seal({})):
        raise BadOptionError(
            "The Stempel that runs does not know the newest key yet, and would open no bot with it. Nothing was changed: "
            "start `stempel serve` anew, every process of it, and then do this again."
        )
    for bot_id, name, sealed in await ask_about_bots(settings, "bot sealed"):
        try:
            resealed.append([bot_id, sealed, keys.reseal(sealed)])
        except WrongKeyError:
            locked.append(name)
    done = await ask_about_bots(settings, "bot reseal", resealed=resealed)
    return {"sealed": done, "locked": locked}


async def locked_bots(settings: Settings) -> list[str]:
    """Name the bots that no key opens that is set here."""
    keys = keys_of(settings)
    async with read_database(settings.database_url.get_secret_value()) as db:
        return [bot.name for bot in await db.read(bots.all_bots) if standing_of(bot, keys) == "locked"]


async def _sealed(db: Database) -> list[tuple[int, str, str]]:
    return [(bot.id, f"{bot.channel}: {bot.name}", bot.sealed) for bot in await db.read(bots.all_bots)]


async def _opens(keys: TokenKeys, *, sealed: str) -> bool:
    """Say whether one of the keys that are known here opens what was sealed elsewhere."""
    try:
        keys.read(sealed)
    except WrongKeyError:
        return False
    return True


async def _reseal(db: Database, *, resealed: Sequence[tuple[int, str, str]]) -> int:
    return await db.write(bots.reseal, [Resealed(*one) for one in resealed])


def _facts(bot: KeptBot) -> dict[str, Any]:
    return {
        "shop": bot.shop_id,
        "channel": bot.channel,
        "name": bot.name,
        "link": address_of(bot.channel, bot.name),
    }
