"""What an owner prints: the poster for the counter, and cards to give away."""

from collections.abc import Mapping

from actions.programme import Rules, see_rules
from actions.shops import MOST_PRINTED, Printed, TooMany, order_cards
from actions.staff import NotAllowed
from bot.owner.places import not_allowed, place_for
from bot.pictures.specs import Poster, Sheet
from bot.turn import Choice, Paper, Reply, Turn
from bot.words import N_, Words, words
from loyalty.amounts import parse_whole
from loyalty.programme import StampProgramme
from loyalty.staff import Role

# Where a poster's code leads, by the channels behind it: each wants one more tap.
_HINTS: Mapping[frozenset[str], str] = {
    frozenset({"telegram"}): N_("No app, no form: it opens in Telegram. Tap Start."),
    frozenset({"whatsapp"}): N_("No app, no form: it opens in WhatsApp. Tap Send."),
    frozenset({"telegram", "whatsapp"}): N_(
        "No app, no form: it opens in Telegram or WhatsApp. Tap Start or Send."
    ),
}
_ANY_CHAT = N_("No app, no form: it opens in your chat.")


def poster(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /poster: the A4 page as PDF, the same as a picture, and the link that is in its code."""
    place = place_for(turn, Role.OWNER, "poster", arg)
    if isinstance(place, Reply):
        return place
    seen = see_rules(turn.tx, turn.person_id, place.shop.id)
    if isinstance(seen, NotAllowed):
        return not_allowed(turn)
    what = poster_of(turn, seen)
    cards = Choice(turn.t("🖨 Printed cards"), "cards", str(place.shop.id))
    return [
        Reply(
            turn.t("Your poster. Whoever scans it has a card at once; this link does the same:\n{link}",
                   link=what.qr),
            picture=what,
        ),
        Reply(
            turn.t("The same to print, A4."), ((cards,),), document=Paper(what, "poster.pdf"),
            otherwise=turn.t("⚠ The file can't be sent in this chat. The picture above can be printed too."),
        ),
    ]  # fmt: skip


def poster_of(turn: Turn, seen: Rules) -> Poster:
    """Describe a shop's poster, in the shop's language."""
    say = words(seen.shop.language)
    return Poster(
        shop=seen.shop.name,
        colour=seen.shop.colour,
        line=_promise(say, seen),
        hint=say.t(_HINTS.get(frozenset(turn.links.channels), _ANY_CHAT)),
        qr=turn.links.join(seen.shop),
    )


def _promise(say: Words, seen: Rules) -> str:
    programme = seen.terms.programme
    best = programme.rewards[-1]
    if isinstance(programme, StampProgramme):
        return say.tn(
            "Scan and collect! {n} stamp: {reward}",
            "Scan and collect! {n} stamps: {reward}",
            best.at,
            reward=best.text,
        )
    first = programme.rewards[0]
    return say.tn(
        "Scan and collect! {n} point: {reward}",
        "Scan and collect! {n} points: {reward}",
        first.at,
        reward=first.text,
    )


def cards(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /cards 20: that many printed cards; without a number, ask for one."""
    tapped = turn.shown_at is not None  # then the argument is a shop, else a number
    place = place_for(turn, Role.OWNER, "cards", arg if tapped else "")
    if isinstance(place, Reply):
        return place
    if arg and not tapped:
        return _print(turn, place.shop.id, arg)
    turn.wait_for("cards", shop=place.shop.id)
    return Reply(
        turn.t("How many cards? Type a number from 1 to {most}. Ten fit on a page.", most=MOST_PRINTED)
    )


def number_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Print as many cards as were typed."""
    return _print(turn, int(turn.data["shop"]), text)


def _print(turn: Turn, shop_id: int, text: str) -> Reply:
    made = order_cards(turn.tx, turn.person_id, shop_id, parse_whole(text) or 0, now=turn.now)
    match made:
        case NotAllowed():
            return not_allowed(turn)
        case TooMany(most):
            turn.wait_for("cards", shop=shop_id)
            return Reply(
                turn.t("I can make 1 to {most} cards at a time. How many? Type a number.", most=most)
            )
        case Printed(shop, made_cards):
            turn.stop_waiting()
            sheet = Sheet(
                shop=shop.name,
                colour=shop.colour,
                line=words(shop.language).t("Scan me with your phone to keep what you collect."),
                cards=tuple((turn.links.printed(card), card.code) for card in made_cards),
            )
            text = turn.tn(
                "{n} card to print and cut out. Staff can stamp it at once; whoever scans it makes it theirs, "
                "and only then can it be redeemed.",
                "{n} cards to print and cut out. Staff can stamp them at once; whoever scans one makes it theirs, "
                "and only then can it be redeemed.",
                len(made_cards),
            )
            fewer = turn.t("⚠ The file can't be sent in this chat. Try it with fewer cards: /cards 8")
            return Reply(text, document=Paper(sheet, "cards.pdf"), otherwise=fewer)
