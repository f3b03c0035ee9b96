"""A shop's own bot: shown to its owner, added by its token, taken away again."""

from actions.access import NotAllowed
from actions.allowances import TooOften
from actions.delivery.removed_bots import BotRemoved, remove_bot
from actions.shop.bots import BotAdded, BotTaken, HasAnother, KeptBot, NewBot, add_bot, bots_of
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Entrusted, Reply, Turn
from channels.introductions import NotIntroduced
from loyalty.records import Shop
from loyalty.roles import Role
from words.language import Words
from words.waiting import once_more

TELEGRAM = "telegram"  # where a bot is added by a token alone; numbers are the operator's to add


def bot(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /bot: the shop's own bot, or how it gets one."""
    place = place_for(turn, Role.OWNER, "bot", arg)
    if isinstance(place, Reply):
        return place
    shop = place.shop
    turn.wait_for("bot_token", shop=shop.id)
    own = [one for one in bots_of(turn.tx, turn.actor, shop.id) if one.channel == TELEGRAM]
    return _own(turn, shop, own[0]) if own else _none(turn, shop)


def _own(turn: Turn, shop: Shop, own: KeptBot) -> Reply:
    lines = [turn.t("@{bot} is the own bot of {shop}: https://t.me/{bot}", bot=own.name, shop=shop.name)]
    if own.refused:
        lines.append(turn.t("Telegram does not let it in. Send me its new token, from @BotFather."))
    else:
        lines.append(turn.t("If its token changed, send me the new one."))
    away = Choice(turn.t("Take it away"), "botaway", str(shop.id))
    return Reply("\n".join(lines), ((away,), (Choice(turn.t("🏠 Menu"), "home"),)))


def _none(turn: Turn, shop: Shop) -> Reply:
    text = turn.t(
        "{shop} can have a bot of its own, with your name and picture:\n"
        "1. Open @BotFather, send /newbot and choose a name.\n"
        "2. Copy the token that it answers with, and send it to me here. I keep it locked away.",
        shop=shop.name,
    )
    father = Choice(turn.t("Open {channel}", channel="@BotFather"), url="https://t.me/BotFather")
    return Reply(text, ((father,), (Choice(turn.t("✖ Cancel"), "cancel"),)))


def no_token(turn: Turn, _text: str) -> Reply:
    """Answer words where a token was waited for."""
    turn.wait_for("bot_token", shop=int(turn.data["shop"]))
    return Reply(
        turn.t("That is no bot's token. It reads like 123456789:ABC-DEF…; copy all of it from @BotFather."),
        ((Choice(turn.t("✖ Cancel"), "cancel"),),),
    )


def entrusted(turn: Turn, given: Entrusted) -> Reply | list[Reply]:
    """Take the token that an owner sent: its bot is the shop's from now on."""
    shop = _meant(turn)
    if isinstance(shop, Reply):
        return _with_care(turn, shop, given)
    turn.stop_waiting()
    if not isinstance(given.bot, NewBot):
        return _with_care(turn, _unfit(turn, shop, given.bot), given)
    match add_bot(turn.tx, turn.actor, shop.id, given.bot, now=turn.now):
        case BotAdded(own, anew):
            return _with_care(turn, _added(turn, shop, own, anew=anew), given)
        case HasAnother(name):
            text = turn.t("{shop} has @{bot} already. Take that away first:", shop=shop.name, bot=name)
            away = ((Choice(turn.t("Take it away"), "botaway", str(shop.id)),),)
            return _with_care(turn, Reply(text, away), given)
        case BotTaken():
            text = turn.t("This bot is another shop's already. Make one of your own at @BotFather.")
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


def _added(turn: Turn, shop: Shop, own: KeptBot, *, anew: bool) -> Reply:
    if anew:
        text = turn.t("@{bot} has its new token, and answers again in a few seconds.", bot=own.name)
    else:
        text = turn.t(
            "@{bot} is the own bot of {shop} now, and answers in a few seconds: https://t.me/{bot}\n"
            "Your poster, links and codes lead there from now on: print the poster anew. Whoever has a card "
            "here keeps it, here too.",
            bot=own.name,
            shop=shop.name,
        )
    return Reply(text, ((Choice(turn.t("🖨 Poster"), "poster", str(shop.id)),),))


def _unfit(turn: Turn, shop: Shop, why: NotIntroduced | TooOften | None) -> Reply:
    if isinstance(why, TooOften):
        return Reply(once_more(why.until, turn.words, now=turn.now))
    again = ((Choice(turn.t("Try again"), "bot", str(shop.id)),),)
    match why.why if why else "unreachable":
        case "refused":
            text = turn.t("Telegram does not know this token. Copy it once more from @BotFather.")
        case "shared":
            text = turn.t("That is the bot we are talking in: it serves every shop. Make one of your own.")
        case _:
            text = turn.t("I could not ask Telegram about this token. Please send it again in a moment.")
    return Reply(text, again)


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
    text = turn.t(
        "Take the own bot away from {shop}? Cards and stamps stay. Who has a card in the shared chat too is written to "
        "there; everybody else finds their card there as soon as they write.",
        shop=place.shop.name,
    )
    yes = Choice(turn.t("Yes, take it away"), "botgone", str(place.shop.id))
    turn.wait_for("yes", yes=yes)
    return Reply(text, ((yes,), (Choice(turn.t("✖ Cancel"), "cancel"),)))


def take_away(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take the shop's own bot away."""
    shop_id, _ = split(arg)
    match remove_bot(turn.tx, turn.actor, shop_id, TELEGRAM, now=turn.now):
        case BotRemoved(gone):
            text = turn.t("@{bot} is not your shop's bot any more. Its token is forgotten.", bot=gone.name)
            return Reply(text, ((Choice(turn.t("🖨 Poster"), "poster", str(shop_id)),),))
        case NotAllowed():
            return not_allowed(turn)
        case _:
            return Reply(turn.t("Your shop has no bot of its own."))


def word_refused(say: Words, shop: Shop, own: KeptBot) -> Reply:
    """Tell an owner that the shop's own bot is refused."""
    text = say.t(
        "⚠ {shop}: Telegram does not let @{bot} in any more, so it is silent. Everything else goes on, and messages "
        "to your customers go by this chat where they have it. Copy the token anew from @BotFather and send it to me.",
        shop=shop.name,
        bot=own.name,
    )
    return Reply(text, ((Choice(say.t("Send the token"), "bot", str(shop.id)),),))
