"""What an operator does with shops at the command line: open them, list them, invite people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from actions.delivery import templates
from actions.shop import calculator, side_by_side, team
from actions.shop import invitations as staff_actions
from actions.shop import open_shop as shop_actions
from actions.shop.bots import KeptBot, all_bots
from actions.shop.open_shop import BadShop, NewShop, bad_shop
from actions.shop.side_by_side import BadProgrammeName, TooManyProgrammes
from actions.shop.sums import SecondYes
from app.clock import read_clock
from app.office_refusals import at_a_loss, bad_rules, bad_shop_said, no_channel, no_shop, refuse_loss
from app.programme_options import programme_of, told_of
from app.settings import Settings
from app.side_door import BadOptionError, OfficeCommand, knock
from channels.accounts import first_of_each
from channels.channel import Channel
from channels.platforms import PLATFORMS
from channels.setup import open_accounts
from loyalty.actor import Operator
from loyalty.cards.programme import ProgrammeVersion
from loyalty.cards.programme_check import Invalid
from loyalty.records import Shop
from loyalty.shop.basis import BadFigure
from storage.engine.database import Database, open_database
from words.cards.rules import ProgrammeWording
from words.language import ENGLISH, LANGUAGES, words
from words.shop.basis import bad_figure
from words.shop.calculations import calculation_lines
from words.shop.side_by_side import bad_programme_name, too_many_programmes
from words.units import programme_name

Channels = Sequence[Channel]


def commands(db: Database, channels: Channels) -> dict[str, OfficeCommand]:
    """Name what can be asked of a Stempel that has its database and channels open."""
    found: dict[str, OfficeCommand] = {
        "shop create": create_shop,
        "shop list": list_shops,
        "shop sums": shop_sums,
        "programme add": add_programme,
        "staff invite": invite_staff,
        "staff list": list_staff,
        "staff remove": remove_staff,
        "templates keep": keep_templates,
    }
    return {name: partial(command, db, channels) for name, command in found.items()}


async def ask(
    settings: Settings,
    command: str,
    among: Callable[[Database, Channels], Mapping[str, OfficeCommand]] = commands,
    **options: Any,
) -> Any:
    """Carry out a command: in the Stempel that runs, or here when none does."""
    url = settings.database_url.get_secret_value()
    answered = await knock(url, command, options)
    if answered:
        return answered[0]
    async with open_accounts(settings.platforms) as channels, open_database(url) as db:
        return await among(db, channels)[command](**options)


async def create_shop(
    db: Database,
    channels: Channels,
    *,
    name: str,
    timezone: str,
    currency: str,
    language: str,
    sums: Mapping[str, Any],
    **rules: Any,
) -> dict[str, Any]:
    """Open a shop and return its id and links, a pair for each channel that is set up.

    `sums` says what its sums are made on (`average_sale`, `margin`, `trade`), and whether a loss is meant (`even_at_a_loss`).
    """
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise BadOptionError(f"“{language}” is no language that Stempel speaks; it speaks {known}.")
    new = NewShop(
        name=name,
        programme=programme_of(rules, currency),
        timezone=timezone,
        currency=currency,
        language=language,
        told=told_of(sums, currency),
    )
    if not (bad_shop(new) or sums["even_at_a_loss"]):
        refuse_loss(new.reckoned.risks, new.programme.unit, currency)
    chats = _chats(channels, [])
    opened = await db.write(shop_actions.open_shop, Operator(), new, invites=bool(chats), now=read_clock())
    if isinstance(opened, BadShop):
        raise BadOptionError(bad_shop_said(opened, new))
    links = {
        name: {**join_link(link, opened.shop), "owner": link("i" + opened.owner_token)}
        for name, link in chats.items()
    }
    return {"shop": opened.shop.id, "links": links}


async def shop_sums(
    db: Database, _channels: Channels, *, shop_id: int, average_sale: str | None, margin: str | None
) -> dict[str, Any]:
    """Keep what a shop's sums are made on, as far as it is given, and return it with the sums of its cards in words."""
    shop, now = await shop_of(db, shop_id), read_clock()
    new = told_of({"average_sale": average_sale, "margin": margin, "trade": None}, shop.currency)
    told = await db.write(calculator.tell_by_operator, Operator(), shop_id, new, now=now)
    english = words(ENGLISH)
    if isinstance(told, BadFigure):  # its money became another meanwhile
        raise BadOptionError(bad_figure(told, shop.currency, english))
    cards = await db.read(calculator.calculate_for_operator, Operator(), shop_id, now=now)
    return {
        "shop": shop_id,
        **asdict(told),
        "cards": [
            {"name": programme_name(one.rules.version, english), "sums": calculation_lines(one, english)}
            for one in cards
        ],
    }


async def add_programme(
    db: Database, _channels: Channels, *, shop_id: int, name: str, even_at_a_loss: bool = False, **rules: Any
) -> dict[str, Any]:
    """Let a shop have one more programme, and return its number and what it is called."""
    shop = await shop_of(db, shop_id)
    new = programme_of(rules, shop.currency)
    added = await db.write(
        side_by_side.add_for_shop,
        Operator(),
        shop_id,
        new,
        name=name,
        now=read_clock(),
        knowing=even_at_a_loss,
    )
    english = words(ENGLISH)
    match added:
        case ProgrammeVersion():
            called = programme_name(added, english)
            return {"shop": shop_id, "programme": added.programme_id, "name": called}
        case BadProgrammeName():
            raise BadOptionError(f"--name: {bad_programme_name(added, english)}")
        case TooManyProgrammes():
            raise BadOptionError(too_many_programmes(added, english))
        case SecondYes(risks):
            raise at_a_loss(risks, new.unit, shop.currency)
        case Invalid():
            raise BadOptionError(bad_rules(added, ProgrammeWording(english, new.unit, shop.currency)))


async def shop_of(db: Database, shop_id: int) -> Shop:
    """Return the shop that a command is about."""
    for shop in await db.read(shop_actions.all_shops):
        if shop.id == shop_id:
            return shop
    raise BadOptionError(no_shop(shop_id))


async def list_shops(db: Database, channels: Channels) -> list[dict[str, Any]]:
    """Return every shop with its programmes and its join links."""
    own = await db.read(all_bots)
    return [
        {
            "shop": shop.id,
            "name": shop.name,
            "kind": every[0].programme.unit,  # of its first programme
            "programmes": [
                {"programme": one.programme_id, "kind": one.programme.unit, "name": one.name} for one in every
            ],
            "timezone": shop.timezone,
            "currency": shop.currency,
            "language": shop.language,
            "links": {
                name: join_link(link, shop)
                for name, link in _chats(channels, [bot for bot in own if bot.shop_id == shop.id]).items()
            },
        }
        for shop, every in await db.read(shop_actions.all_shops_with_programmes)
    ]


async def invite_staff(db: Database, channels: Channels, *, shop_id: int | None, role: str) -> dict[str, Any]:
    """Return links that give one person a role in a shop, or the right to open one."""
    if shop_id is not None:
        await shop_of(db, shop_id)
    own = [bot for bot in await db.read(all_bots) if bot.shop_id == shop_id]
    chats = _chats(channels, own)
    if not chats:  # a link that nobody is shown would wait for a week, for whoever finds it
        raise BadOptionError(no_channel(shop_id))
    token = await db.write(staff_actions.invite, Operator(), shop_id, role, now=read_clock())
    links = {name: link("i" + token) for name, link in chats.items()}
    return {"role": role, "shop": shop_id, "days": staff_actions.INVITE_DAYS, "links": links}


async def list_staff(db: Database, _channels: Channels, *, shop_id: int) -> list[dict[str, Any]]:
    """Return who works in a shop: the number of each, their name and role."""
    await shop_of(db, shop_id)
    found = await db.read(team.team_for_operator, Operator(), shop_id, now=read_clock())
    return [
        {"member": one.member.id, "name": one.member.name, "role": one.member.role}
        for one in found.colleagues
    ]


async def remove_staff(db: Database, _channels: Channels, *, shop_id: int, member_id: int) -> dict[str, Any]:
    """Take somebody off a shop's staff at once, and let the links that they made lead nowhere."""
    await shop_of(db, shop_id)
    match await db.write(team.remove_by_operator, Operator(), shop_id, member_id, now=read_clock()):
        case team.Changed(_, member):
            return {"member": member.id, "name": member.name, "shop": shop_id}
        case team.LastOwner():
            raise BadOptionError(
                "They are the only owner. First: stempel staff invite --role owner, and let somebody follow the link."
            )
        case _:
            raise BadOptionError("Nobody there has this number: see `stempel staff list`.")


async def keep_templates(
    db: Database, _channels: Channels, *, account: str, states: Sequence[Mapping[str, str]]
) -> None:
    """Write down what a platform thinks of our templates."""
    await db.write(templates.keep_all, account, states, now=read_clock())


def shared_chats(channels: Channels) -> dict[str, Callable[[str], str]]:
    """Return where links lead in the chats that all shops share, by channel."""
    return {name: channel.link for name, channel in first_of_each(channels).items()}


def _chats(channels: Channels, own: Sequence[KeptBot]) -> Mapping[str, Callable[[str], str]]:
    """Return where links lead, by channel: to a shop's own chat where it has one."""
    platforms = {one.name: one for one in PLATFORMS}
    return shared_chats(channels) | {
        bot.channel: partial(platforms[bot.channel].own_link, bot.name) for bot in own
    }


def join_link(link: Callable[[str], str], shop: Shop) -> Mapping[str, str]:
    """Return the link by which customers get a shop's card."""
    return {"join": link("j" + shop.code)}
