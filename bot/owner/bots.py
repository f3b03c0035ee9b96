"""A shop's own bot or number: shown to its owner, added by what opens it, taken away again."""

from collections.abc import Mapping

from actions.access import NotAllowed
from actions.allowances import TooOften
from actions.delivery.removed_bots import BotRemoved, NoBot, SeenBot, remove_bot
from actions.shop.bots import BotAdded, BotTaken, HasAnother, KeptBot, NewBot, add_bot, bots_of
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Entrusted, Reply, Turn
from channels.introductions import NotIntroduced
from channels.platforms import address_of
from loyalty.records import Shop
from loyalty.roles import Role
from words.language import N_, Words
from words.people.channels import channel_name
from words.waiting import once_more

TELEGRAM, WHATSAPP = "telegram", "whatsapp"
# As the platform's own pages call them, in every language.
_LABELS: Mapping[str, str] = {
    "phone_number_id": "Phone number ID",
    "business_account_id": "WhatsApp Business Account ID",
    "access_token": "Access token",
    "app_secret": "App secret",
}
_HOW_ANEW: Mapping[str, str] = {
    TELEGRAM: N_("Copy the token anew from @BotFather and send it to me."),
    WHATSAPP: N_("Make a new access token at Meta, and send me all four lines once more."),
}


def bot(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /bot: the shop's own bot and number, or how it gets one."""
    place = place_for(turn, Role.OWNER, "bot", arg)
    if isinstance(place, Reply):
        return place
    shop = place.shop
    turn.wait_for("bot_token", shop=shop.id)
    own = bots_of(turn.tx, turn.actor, shop.id)
    return _own(turn, shop, own) if own else _none(turn, shop)


def _own(turn: Turn, shop: Shop, own: list[KeptBot]) -> Reply:
    lines = [line for one in own for line in _standing(turn, shop, one)]
    away = Choice(turn.t("Take it away"), "botaway", str(shop.id))
    rows = [(_away(turn, shop, one) if len(own) > 1 else away,) for one in own]
    lacking = {TELEGRAM, WHATSAPP} - {one.channel for one in own}
    if TELEGRAM in lacking:
        lines.append(turn.t("For a bot on Telegram too, send me its token, from @BotFather."))
    if WHATSAPP in lacking:
        rows.append((_number_choice(turn, shop),))
    return Reply("\n".join(lines), (*rows, (Choice(turn.t("🏠 Menu"), "home"),)))


def _standing(turn: Turn, shop: Shop, own: KeptBot) -> list[str]:
    link = address_of(own.channel, own.name)
    lines = [turn.t("{bot} is the own bot of {shop}: {link}", bot=called(own), shop=shop.name, link=link)]
    if own.refused:
        channel = channel_name(own.channel, turn.words)
        lines.append(turn.t("{channel} does not let it in.", channel=channel))
        lines.append(turn.t(_HOW_ANEW[own.channel]))
    elif own.channel == TELEGRAM:
        lines.append(turn.t("If its token changed, send me the new one."))
    return lines


def _away(turn: Turn, shop: Shop, own: KeptBot) -> Choice:
    return Choice(turn.t("Take away {bot}", bot=called(own)), "botaway", f"{shop.id}:{own.channel}")


def _number_choice(turn: Turn, shop: Shop) -> Choice:
    return Choice(turn.t("A number on WhatsApp"), "botnumber", str(shop.id))


def called(own: KeptBot) -> str:
    """Call a bot by its name, and a number as it is dialled."""
    return f"+{own.name}" if own.name.isdecimal() else f"@{own.name}"


def _none(turn: Turn, shop: Shop) -> Reply:
    text = turn.t(
        "{shop} can have a bot of its own, with your name and picture:\n"
        "1. Open @BotFather, send /newbot and choose a name.\n"
        "2. Copy the token that it answers with, and send it to me here. I keep it locked away.",
        shop=shop.name,
    )
    father = Choice(turn.t("Open {channel}", channel="@BotFather"), url="https://t.me/BotFather")
    return Reply(text, ((father,), (_number_choice(turn, shop),), (Choice(turn.t("✖ Cancel"), "cancel"),)))


def ask_number(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say how a shop gets a number of its own, and what to send."""
    place = place_for(turn, Role.OWNER, "botnumber", arg)
    if isinstance(place, Reply):
        return place
    turn.wait_for("bot_token", shop=place.shop.id, channel=WHATSAPP)
    text = turn.t(
        "{shop} can have a number of its own on WhatsApp. At developers.facebook.com make an app for WhatsApp and add the "
        "number to it; at business.facebook.com make a token that never ends. Then send me these four in one message, "
        "a line each, in this order; I keep them locked away:",
        shop=place.shop.name,
    )
    lines = [text, *_LABELS.values()]
    return Reply("\n".join(lines), ((Choice(turn.t("✖ Cancel"), "cancel"),),))


def no_token(turn: Turn, _text: str) -> Reply:
    """Answer words where a token was waited for."""
    shop, channel = int(turn.data["shop"]), turn.data.get("channel", TELEGRAM)
    turn.wait_for("bot_token", shop=shop, channel=channel)
    if channel == WHATSAPP:
        text = turn.t(
            "I find neither a token nor an app's secret in that. Please send all four in one message:"
        )
        text = "\n".join((text, *_LABELS.values()))
    else:
        text = turn.t(
            "That is no bot's token. It reads like 123456789:ABC-DEF…; copy all of it from @BotFather."
        )
    return Reply(text, ((Choice(turn.t("✖ Cancel"), "cancel"),),))


def entrusted(turn: Turn, given: Entrusted) -> Reply | list[Reply]:
    """Take the token that an owner sent: its bot is the shop's from now on."""
    shop = _meant(turn)
    if isinstance(shop, Reply):
        return _with_care(turn, shop, given)
    turn.stop_waiting()
    if not isinstance(given.bot, NewBot):
        return _with_care(turn, _unfit(turn, shop, given.bot), given)
    match add_bot(turn.tx, turn.actor, shop.id, given.bot, now=turn.now):
        case BotAdded() as added:
            return _with_care(turn, _added(turn, shop, added), given)
        case HasAnother(name):
            own = next(one for one in bots_of(turn.tx, turn.actor, shop.id) if one.name == name)
            text = turn.t("{shop} has {bot} already. Take that away first:", shop=shop.name, bot=called(own))
            return _with_care(turn, Reply(text, ((_away(turn, shop, own),),)), given)
        case BotTaken():
            text = turn.t("This one is another shop's already: your shop needs one of its own.")
            return _with_care(turn, Reply(text), given)
        case NotAllowed():
            return _with_care(turn, not_allowed(turn), given)


def _meant(turn: Turn) -> Shop | Reply:
    """Return the shop that was asked about, or the only one."""
    waiting, owned = turn.waiting(), [place.shop for place in turn.workplaces(Role.OWNER)]
    if waiting and waiting[0] == "bot_token":
        owned = [shop for shop in owned if shop.id == waiting[1]["shop"]]
    if not owned:
        return Reply(turn.t("That looks like a bot's token. Only a shop's owner can give me one."))
    if len(owned) > 1:
        rows = tuple((Choice(shop.name, "bot", str(shop.id)),) for shop in owned)
        return Reply(turn.t("For which shop is it? Tap, and then send the token once more."), rows)
    return owned[0]


def _added(turn: Turn, shop: Shop, added: BotAdded) -> Reply:
    own, link = called(added.bot), address_of(added.bot.channel, added.bot.name)
    if added.anew:
        text = turn.t("{bot} has its new token, and answers in a few seconds.", bot=own)
    else:
        text = turn.t(
            "{bot} is the own bot of {shop} now, and answers in a few seconds: {link}\n"
            "Your poster, links and codes lead there from now on: print the poster anew. Whoever has a card "
            "here keeps it, here too.",
            bot=own,
            shop=shop.name,
            link=link,
        )
    lines = [text]
    if added.to_tell:
        lines.append(
            turn.t(
                "One thing is yours to do: in your app at Meta, WhatsApp → Configuration, enter these two once it answers, "
                "and subscribe to the field “messages”. Until then nothing that customers write arrives.\n"
                "Callback URL: {address}\n"
                "Verify token: {word}",
                address=added.to_tell.address,
                word=added.to_tell.word,
            )
        )
    return Reply("\n\n".join(lines), ((Choice(turn.t("🖨 Poster"), "poster", str(shop.id)),),))


def _unfit(turn: Turn, shop: Shop, why: NotIntroduced | TooOften | None) -> Reply:
    if isinstance(why, TooOften):
        return Reply(once_more(why.until, turn.words, now=turn.now))
    verb = "botnumber" if why and why.channel == WHATSAPP else "bot"
    return Reply(_why_not(turn, why), ((Choice(turn.t("Try again"), verb, str(shop.id)),),))


def _why_not(turn: Turn, why: NotIntroduced | None) -> str:
    channel = channel_name(why.channel if why else TELEGRAM, turn.words)
    match why.why if why else "unreachable":
        case "refused":
            return turn.t(
                "{channel} does not know this. Copy it once more from where it was made.", channel=channel
            )
        case "shared":
            return turn.t("That is the one we are talking in: it serves every shop. Make one of your own.")
        case "incomplete":
            missing = turn.words.listing(_LABELS.get(one, one) for one in (why.missing if why else ()))
            return turn.t(
                "That is not all of it: {missing} is missing. Please send all in one message.",
                missing=missing,
            )
        case _:
            return turn.t(
                "I could not ask {channel} about this. Please send it again in a moment.", channel=channel
            )


def _with_care(turn: Turn, reply: Reply, given: Entrusted) -> Reply:
    """Say what became of the message that held a token, for whoever has it speaks as the bot."""
    if given.taken_away:
        care = turn.t("I took your message with the token out of this chat.")
    else:
        care = turn.t("Please delete your message with the token: whoever reads it can speak as your bot.")
    return Reply(f"{reply.text}\n\n{care}", reply.choices)


def ask_away(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say what taking the bot away means, and ask once."""
    place = place_for(turn, Role.OWNER, "botaway", arg)
    if isinstance(place, Reply):
        return place
    shop, channel = place.shop, split(arg)[1]
    own = [one for one in bots_of(turn.tx, turn.actor, shop.id) if channel in ("", one.channel)]
    if not own:
        return Reply(turn.t("Your shop has no bot of its own."))
    text = turn.t(
        "Take {bot} away from {shop}? Cards and stamps stay. Who has a card in the shared chat too is written to "
        "there; everybody else finds their card there as soon as they write.",
        bot=called(own[0]),
        shop=shop.name,
    )
    yes = Choice(turn.t("Yes, take it away"), "botgone", f"{shop.id}:{own[0].id}.{own[0].version}")
    turn.wait_for("yes", yes=yes)
    return Reply(text, ((yes,), (Choice(turn.t("✖ Cancel"), "cancel"),)))


def take_away(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take away the shop's own bot that was asked about, and no other that it has by now."""
    shop_id, seen = split(arg)
    match remove_bot(turn.tx, turn.actor, shop_id, _seen(seen), now=turn.now):
        case BotRemoved(gone):
            text = turn.t("{bot} is not your shop's bot any more. Its token is forgotten.", bot=called(gone))
            return Reply(text, ((Choice(turn.t("🖨 Poster"), "poster", str(shop_id)),),))
        case NotAllowed():
            return not_allowed(turn)
        case NoBot():
            late = Reply(turn.t("That button is out of date. Here is what you can do now:"))
            now = bot(turn, str(shop_id))
            return [late, *(now if isinstance(now, list) else [now])]


def _seen(written: str) -> SeenBot:
    """Read which bot a button is about; one of no bot, from before they named one, is out of date."""
    bot_id, _, version = written.partition(".")
    return SeenBot(*(int(one) if one.isdecimal() else 0 for one in (bot_id, version)))


def word_refused(say: Words, shop: Shop, own: KeptBot) -> Reply:
    """Tell an owner that the shop's own bot is refused."""
    text = say.t(
        "⚠ {shop}: {channel} does not let {bot} in any more, so it is silent. Everything else goes on, and messages "
        "to your customers go by another chat where they have one.",
        shop=shop.name,
        channel=channel_name(own.channel, say),
        bot=called(own),
    )
    verb = "botnumber" if own.channel == WHATSAPP else "bot"
    lines = f"{text} {say.t(_HOW_ANEW[own.channel])}"
    return Reply(lines, ((Choice(say.t("Send the token"), verb, str(shop.id)),),))


def refusals(turn: Turn) -> list[str]:
    """Say to an owner, whenever they write, which of the shop's own bots is silent."""
    shops = [place.shop for place in turn.workplaces(Role.OWNER)]
    found = ((shop, own) for shop in shops for own in bots_of(turn.tx, turn.actor, shop.id) if own.refused)
    return [word_refused(turn.words, shop, own).text for shop, own in found]
