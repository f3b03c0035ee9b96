"""Bringing a friend: the link that a customer passes on, and what whoever follows it reads."""

from dataclasses import replace

from actions.campaigns.consents import note_asked, to_ask
from actions.cards.friends import (
    Invitation,
    Met,
    NoInvitation,
    invitation,
    join_by_friend,
    referral_of,
    shop_of_friend,
)
from actions.cards.join import NoShop
from actions.people.identify import cards_of
from bot.customer.asking import asking
from bot.customer.cards import card_reply, show_no_card
from bot.customer.joining import elsewhere, nowhere
from bot.turn import Choice, Reply, Turn
from loyalty.campaigns.frequency_cap import Purpose
from loyalty.codes import LENGTH
from loyalty.names import first_name
from loyalty.tokens import Forged, friend_code, read_friend_code
from words.cards.friends import about_news, no_friend, no_invitation, promised, to_pass_on, told
from words.cards.welcome import word_welcome


def friend(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /friend: how it works, and a message to pass on; with a code, that of who invites, follow it."""
    if arg and not arg.isdecimal():
        return follow(turn, arg)
    cards = cards_of(turn.tx, turn.person_id, only_shop=turn.only_shop)
    if not cards:
        return show_no_card(turn)
    found = [(card, invitation(turn.tx, turn.person_id, card, now=turn.now)) for card in cards]
    asked = [one for one in found if str(one[0].id) == arg]
    open_ = [one for one in found if isinstance(one[1], Invitation)]
    early = [one for one in found if isinstance(one[1], NoInvitation) and one[1].why == "early"]
    card, offer = (asked or open_ or early or found)[0]
    if isinstance(offer, NoInvitation):
        return Reply(no_invitation(offer, turn.words))
    others = tuple(
        (Choice(one.state.shop.name, "friend", str(other.id)),)
        for other, one in open_
        if other.id != card.id and isinstance(one, Invitation)
    )
    code = friend_code(turn.links.secret, card.code)
    spaced = f"{code[:LENGTH]}-{code[LENGTH:]}"
    return [
        Reply(told(offer, turn.words), others),
        Reply(to_pass_on(offer, turn.words, link=turn.links.friend(card), code=spaced)),
    ]


def follow(turn: Turn, code: str) -> Reply | list[Reply]:
    """Follow a friend's link or code: a card in one tap, and what the first visit brings."""
    card_code = read_friend_code(turn.links.secret, code)
    shop = None if isinstance(card_code, Forged) else shop_of_friend(turn.tx, card_code)
    if shop is None or isinstance(card_code, Forged):
        return nowhere(turn)
    led = elsewhere(turn, shop, "f" + friend_code(turn.links.secret, card_code))
    if led:
        return led
    match join_by_friend(turn.tx, turn.person_id, card_code, now=turn.now):
        case NoShop():
            return nowhere(turn)
        case Met() as met:
            reply = card_reply(met.states, turn.words, turn.links, now=turn.now, note=_note(turn, met))
            return _asked_for_news(turn, met, reply)


def _asked_for_news(turn: Turn, met: Met, reply: Reply) -> Reply:
    """Ask a friend whether they want the shop's news, where that brings something to who invited them."""
    part = referral_of(met.version) if met.version else None
    occasion = f"friend:{met.state.account.id}"
    if part is None or not part.for_news:
        return reply
    if Purpose.OFFERS not in to_ask(turn.tx, turn.person_id, occasion, now=turn.now):
        return reply
    note_asked(turn.tx, turn.person_id, [Purpose.OFFERS], occasion, now=turn.now)
    said = replace(reply, text=f"{reply.text}\n\n{about_news(met, part, turn.words)}")
    return asking(said, turn.words, (Purpose.OFFERS,), occasion)


def _note(turn: Turn, met: Met) -> str:
    """Say what the first visit brings, or why nothing; before it the welcome, where the card is new."""
    part = referral_of(met.version) if met.version else None
    said = (
        promised(met, part, first_name(met.inviter), turn.words)
        if part
        else no_friend(met.why or "over", met.state.shop.name, turn.words)
    )
    if not met.new:
        return said
    welcome = word_welcome(met.states, turn.words, knows_number=turn.incoming.may_pass_on)
    return f"{welcome}{said}\n"
