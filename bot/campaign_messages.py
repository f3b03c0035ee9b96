"""What a campaign says to a customer, from the facts of the moment it is sent at: freely, or in a platform's template."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from actions.campaigns.kinds import BY_KIND
from actions.campaigns.message_facts import Occasion
from bot.customer.asking import asking
from bot.customer.away import answers
from bot.customer.counters import place_of
from bot.customer.events import seat_choices
from bot.customer.opinions import opinion_choices, place_of_opinion
from bot.customer.rewards import use_button
from bot.customer.room import room_answers
from bot.templates.book import Gives, template_name
from bot.turn import Choice, Filled, Reply
from loyalty.campaigns.frequency_cap import Purpose
from words.campaigns.facts import rewards_named, values_of
from words.campaigns.kind_words import (
    ChooseDate,
    Follow,
    GiveOpinion,
    SaveFor,
    ShowCard,
    TakeSeat,
    TellRoom,
    TellWhyAway,
    UseVoucher,
)
from words.campaigns.kinds import WORDING
from words.campaigns.own_words import fill, signed
from words.cards.presents import waiting, waiting_line
from words.language import Words


def word_occasion(one: Occasion, say: Words) -> Reply:
    """Word one message; a shop's own words take the place of ours, the buttons stay."""
    said = WORDING[one.kind].word(one, say)
    reply = Reply(said.text, _choices(said.follows, one, say))
    own = fill(one.wording, values_of(one, say)) if one.wording else None
    if own:
        reply = replace(reply, text=signed(own, one.shop.name))
    if said.stays:
        reply = replace(reply, text=f"{reply.text}\n{said.stays}")
    if not ordered(one):  # whatever brings it, a message names what waits
        lines = waiting_line(one.state, say, besides=rewards_named(one))
        reply = replace(reply, text="\n".join([reply.text, *lines]))
    if one.discreet:
        quiet = say.t("{shop}: something for you", shop=one.shop.name)
        reply = replace(reply, text=f"{quiet}\n\n{reply.text}")
    if one.to_ask:  # its answers take the place of the button
        reply = asking(replace(reply, choices=()), say, one.to_ask, one.key)
    if one.kind.policy.purpose is Purpose.SERVICE:
        return reply
    return replace(
        reply, choices=(*reply.choices, (Choice(say.t("Why this?"), "why", f"{one.kind}:{one.id}"),))
    )


def _choices(follows: Iterable[Follow], one: Occasion, say: Words) -> tuple[tuple[Choice, ...], ...]:
    return tuple(row for follow in follows for row in _rows(follow, one, say))


def _rows(follow: Follow, one: Occasion, say: Words) -> tuple[tuple[Choice, ...], ...]:
    card_id = one.state.account.id
    match follow:
        case ShowCard():
            return ((Choice(say.t("💳 My card"), "card", str(card_id)),),)
        case UseVoucher(voucher):
            return (use_button(voucher, say),)
        case TellWhyAway():
            return answers(say, one.id)
        case TellRoom():
            return room_answers(say, one.id)
        case SaveFor(target, name):
            verb = "goalset" if isinstance(target, str) else "goalto"
            return ((Choice(say.t("Save for: {goal}", goal=name), verb, f"{place_of(one.state)}:{target}"),),)
        case GiveOpinion(asked):
            return opinion_choices(asked, say)
        case TakeSeat(event_id, gives_back):
            return seat_choices(event_id, say, gives_back=gives_back)
        case ChooseDate():
            return ((Choice(say.t("Another date"), "goalask", place_of(one.state)),),)
        case _:
            assert_never(follow)


def template_of(one: Occasion, say: Words) -> Filled:
    """Return what is said instead where only approved words get through."""
    values = values_of(one, say)
    if ordered(one):
        values["text"] = fill(one.text, values) or one.text
    said = WORDING[one.kind]
    held = said.instead(one)
    if held:
        values["gift"] = waiting(one.state, say)
    elif (more := waiting(one.state, say, besides=rewards_named(one))) and said.figure:
        values[said.figure] += f" ({say.t('waiting for you: {rewards}', rewards=more)})"
    follows = said.word(one, say).follows
    asks = {"away": TellWhyAway() in follows, "room": TellRoom() in follows}
    args = {verb: str(one.id) for verb, asked in asks.items() if asked}
    if one.asked:
        args["opinion"] = place_of_opinion(one.asked)
    if one.event:
        args |= {"seat": str(one.event.id), "seatno": str(one.event.id)}
    shown = one.voucher is not None or held is not None
    gives: Gives = "gift" if shown else "booked" if one.booked else ""
    return Filled(template_name(one.kind, one.step, gives=gives), values, args)


def ordered(one: Occasion) -> bool:
    """Say whether an owner wrote it, rather than a rule."""
    return BY_KIND[one.kind].ordered
