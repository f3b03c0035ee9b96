"""The first minute: a poster's link, a printed card, a bare hello."""

from datetime import datetime

from actions.cards.join import (
    Claimed,
    Joined,
    NoShop,
    TakenCard,
    claim_card,
    has_card,
    join_shop,
    shop_of_card,
    shop_of_link,
    works_at,
)
from actions.people.identify import cards_of
from actions.shop.open_shop import may_found
from bot.customer.cards import card_reply, show_card
from bot.customer.shared_card import where_good
from bot.owner.bots import refusals
from bot.owner.branches import whereabouts
from bot.staff.hiring import may_open
from bot.staff.scanning import scan_printed
from bot.staff.strange import unknown
from bot.turn import Choice, Reply, Turn
from loyalty.records import Shop
from loyalty.tokens import Forged, read_printed_token
from words.cards.welcome import word_welcome
from words.waiting import once_more


def home(turn: Turn, _arg: str) -> Reply | list[Reply]:
    """Answer a bare hello, or whatever we did not understand, with what this person can do now."""
    if turn.visitor.workplaces:
        return staff_home(turn)
    if cards_of(turn.tx, turn.person_id, only_shop=turn.only_shop):
        return show_card(turn, "")
    if may_found(turn.tx, turn.actor):
        return may_open(turn)
    return Reply(
        turn.t(
            "Hello! I keep your loyalty cards. Scan the poster in a shop and your card is here; "
            "there is nothing to install and nothing to fill in."
        ),
        ((Choice(turn.t("How it works"), "help"),),),
    )


def staff_home(turn: Turn) -> Reply:
    """Greet somebody who works here, with today's most likely wishes."""
    places = turn.words.listing(place.shop.name for place in turn.visitor.workplaces)
    rows: list[tuple[Choice, ...]] = [
        (Choice(turn.t("🔎 Find a customer"), "find"), Choice(turn.t("📅 Today"), "today"))
    ]
    if any(place.member.role == "owner" for place in turn.visitor.workplaces):
        rows.append(
            (Choice(turn.t("📊 How is business?"), "stats"), Choice(turn.t("➕ Invite staff"), "invite"))
        )
        rows.append((Choice(turn.t("📜 Rules"), "programme"), Choice(turn.t("👥 Staff"), "staff")))
        rows.append((Choice(turn.t("✉ Messages to customers"), "campaigns"),))
    elif any(place.member.role == "manager" for place in turn.visitor.workplaces):
        rows.append((Choice(turn.t("📊 How is business?"), "stats"),))
    rows += whereabouts(turn)
    if cards_of(turn.tx, turn.person_id, only_shop=turn.only_shop):
        rows.append((Choice(turn.t("💳 My own card"), "card"),))
    here = turn.t(
        "You work at {places}. Scan a customer's code with your camera, send me a photo of it, "
        "or type its six characters.",
        places=places,
    )
    return Reply("\n\n".join([*refusals(turn), here]), tuple(rows))


def join(turn: Turn, shop_code: str) -> Reply | list[Reply]:
    """Follow a poster's link: a card in one tap."""
    shop = shop_of_link(turn.tx, shop_code)
    led = elsewhere(turn, shop, "j" + shop.code) if shop else None
    if led:
        return led
    match join_shop(turn.tx, turn.person_id, shop_code, now=turn.now):
        case NoShop():
            return nowhere(turn)
        case Joined(states, new):
            note = word_welcome(
                states, turn.words, where_good=where_good(turn, states[0].shop),
                knows_number=turn.incoming.may_pass_on,
            ) if new else turn.t("Here is your card:")  # fmt: skip
            return card_reply(states, turn.words, turn.links, now=turn.now, note=note)


def elsewhere(turn: Turn, shop: Shop, payload: str) -> Reply | None:
    """Lead who has no card yet to the shop's own chat; in such a chat no other shop is known. None where all is well."""
    if turn.only_shop == shop.id:
        return None
    if turn.only_shop:
        return nowhere(turn)
    own = turn.links.own_chat(shop.id, turn.incoming.sender.channel)
    if own is None or has_card(turn.tx, turn.person_id, shop.id):
        return None
    text = turn.t("{shop} has a chat of its own. Your card is a tap away there:", shop=shop.name)
    return Reply(text, ((Choice(turn.t("Open {channel}", channel=shop.name), url=own(payload)),),))


def nowhere(turn: Turn) -> Reply:
    """Answer a link or a code that leads to no shop."""
    return Reply(turn.t("This link leads nowhere any more. Ask in the shop for a new one."))


def printed(turn: Turn, token: str) -> Reply | list[Reply]:
    """Follow a printed card's code: staff stamp it, anybody else makes it theirs."""
    public_id = read_printed_token(turn.links.secret, token)
    if isinstance(public_id, Forged) or turn.only_shop not in (None, shop_of_card(turn.tx, public_id)):
        return unknown(turn)
    if works_at(turn.tx, turn.person_id, public_id):
        return scan_printed(turn, public_id)
    match claim_card(turn.tx, turn.person_id, public_id, now=turn.now):
        case NoShop():
            return unknown(turn)
        case TakenCard(own):
            return (
                show_card(turn, "")
                if own
                else Reply(turn.t("This card is somebody's already. Ask in the shop for another one."))
            )
        case Claimed(states, moved):
            note = turn.t("This card is yours now.")
            if moved:
                note += " " + turn.t("Everything on it came with you.")
            return card_reply(states, turn.words, turn.links, now=turn.now, note=note)


def too_many_photos(turn: Turn, until: datetime) -> Reply:
    """Say that so many photos came from here that no other is looked at for a while; what is typed is."""
    said = once_more(until, turn.words, now=turn.now)
    return Reply(f"{said} {turn.t('The six characters under a code can be typed all the time.')}")


def unreadable(turn: Turn, why: str) -> Reply:
    """Answer a photo without a code that we can read."""
    texts = {
        "too_big": turn.t(
            "This picture is too large for me. Send a photo of the code, or type its six characters."
        ),
        "no_image": turn.t(
            "I can't open this as a picture. Send a photo of the code, or type its six characters."
        ),
        "no_code": turn.t("I see no code on this picture. Come closer, or type the six characters under it."),
    }
    if turn.visitor.workplaces:
        return Reply(texts[why])
    no_code = turn.t(
        "I see no code on this picture. Codes are all that I read on one: type the six characters under it, or say in words "
        "what it is about."
    )
    no_picture = turn.t("I can't open this. Send a code as a photo; all else, say in words what it is about.")
    text = no_code if why == "no_code" else no_picture
    return Reply(text, ((Choice(turn.t("💳 My card"), "card"),),))
