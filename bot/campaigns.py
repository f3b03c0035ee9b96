"""What a campaign says to a customer, kind by kind, from the facts of the moment it is sent at."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from actions.campaigns.message_facts import Occasion
from bot.customer.asking import asking
from bot.customer.away import answers
from bot.customer.rewards import use_button
from bot.goal_reminders import goal_reminder
from bot.occasion_facts import (
    card_button,
    day_of_message,
    held_instead,
    name_of,
    named,
    values_of,
    years_of,
)
from bot.own_words import fill, signed
from bot.turn import Choice, Reply
from loyalty.campaigns.frequency_cap import MESSAGE_POLICIES, MessageKind, Purpose
from loyalty.dates import birthday, next_kept
from loyalty.records import Voucher
from words.cards.card import balance, to_go
from words.cards.presents import waiting_line
from words.cards.rewards import offered
from words.language import Words
from words.units import almost_there

_SOON_DAYS = 60  # a birthday farther away than this has just been
_Wording = Callable[[Occasion, Words], Reply]


def word_occasion(one: Occasion, say: Words) -> Reply:
    """Word one message; a shop's own words take the place of ours, the buttons stay."""
    reply = _KINDS[one.kind](one, say)
    own = fill(one.wording, values_of(one, say)) if one.wording else None
    if own:
        reply = replace(reply, text=signed(own, one.shop.name))
    if one.kind is not MessageKind.BROADCAST:  # whatever brings it, a message names what waits
        lines = waiting_line(one.state, say, besides=named(one))
        reply = replace(reply, text="\n".join([reply.text, *lines]))
    if one.to_ask:  # its answers take the place of the button
        reply = asking(replace(reply, choices=()), say, one.to_ask, one.key)
    if MESSAGE_POLICIES[one.kind].purpose is Purpose.SERVICE:
        return reply
    return replace(
        reply, choices=(*reply.choices, (Choice(say.t("Why this?"), "why", f"{one.kind}:{one.id}"),))
    )


def _almost_there(one: Occasion, say: Words) -> Reply:
    way, unit = one.state.progress, one.state.standing.terms.programme.unit
    text = almost_there(unit, way.to_go, say, shop=one.shop.name, reward=way.next_reward.text)
    return Reply(text, (card_button(one, say),))


def _voucher_waiting(one: Occasion, say: Words) -> Reply:
    voucher = _held(one)
    text = say.t("🎁 {shop}: “{reward}” is still waiting for you.", shop=one.shop.name, reward=voucher.reward)
    return Reply("\n".join([text, *_until(one, say)]), (use_button(voucher, say),))


def _voucher_expiring(one: Occasion, say: Words) -> Reply:
    voucher = _held(one)
    text = say.t("⏳ {shop}: “{reward}” runs out.", shop=one.shop.name, reward=voucher.reward)
    return Reply("\n".join([text, *_until(one, say)]), (use_button(voucher, say),))


def _balance_expiring(one: Occasion, say: Words) -> Reply:
    held = balance(one.state, say)
    text = say.t("⏳ {shop}: what is on your card runs out: {balance}.", shop=one.shop.name, balance=held)
    lines = [text, *_until(one, say), say.t("One visit until then keeps it.")]
    return Reply("\n".join(lines), (card_button(one, say),))


def _birthday(one: Occasion, say: Words) -> Reply:
    name, shop = name_of(one, say), one.shop.name
    day = birthday(one.person.birthday) if one.person.birthday else None
    ahead = (next_kept(day, today=one.state.today) - one.state.today).days if day else 0
    if ahead == 0:
        text = say.t("🎂 Happy birthday, {name}! Yours, {shop}.", name=name, shop=shop)
    elif ahead <= _SOON_DAYS:
        text = say.t(
            "🎂 Your birthday is coming, {name}. {shop} wishes you a happy one!", name=name, shop=shop
        )
    else:
        text = say.t("🎂 Belated happy birthday, {name}! Yours, {shop}.", name=name, shop=shop)
    return _with_gift(one, say, text)


def _anniversary(one: Occasion, say: Words) -> Reply:
    years = years_of(one)
    text = say.tn(
        "🎉 {n} year with {shop}: thank you, {name}!", "🎉 {n} years with {shop}: thank you, {name}!",
        years, shop=one.shop.name, name=name_of(one, say),
    )  # fmt: skip
    return _with_gift(one, say, text)


def _win_back(one: Occasion, say: Words) -> Reply:
    shop, name = one.shop.name, name_of(one, say)
    if one.step == "ask":
        text = say.t(
            "{name}, we haven't seen you at {shop} for a while. What keeps you away?", name=name, shop=shop
        )
        return Reply(text, answers(say, one.id))
    if one.voucher:
        return _with_gift(
            one, say, say.t("{name}, {shop} would like to see you again.", name=name, shop=shop)
        )
    held = held_instead(one)
    if held:
        text = say.t("{name}, your card at {shop} is still here.", name=name, shop=shop)
        return Reply(text, (use_button(held, say), card_button(one, say)))
    stands, left = balance(one.state, say), to_go(one.state, say)
    text = say.t(
        "{name}, your card at {shop} is still here: {balance}.", name=name, shop=shop, balance=stands
    )
    return Reply(f"{text}\n{left}", (card_button(one, say),))


def _welcome(one: Occasion, say: Words) -> Reply:
    programme = one.state.standing.terms.programme
    lines = [
        say.t(
            "That was your first visit at {shop}, thank you! Your card is here from now on:",
            shop=one.shop.name,
        )
    ]
    lines += [f"🎁 {offered(programme, reward, say)}" for reward in programme.rewards]
    lines.append(say.t("/card shows it at the till, /goal is for what you save for."))
    return Reply("\n".join(lines), (card_button(one, say),))


def _broadcast(one: Occasion, say: Words) -> Reply:
    text = fill(one.text, {"name": name_of(one, say), "shop": one.shop.name}) or one.text
    return Reply(signed(text, one.shop.name), (card_button(one, say),))


def _with_gift(one: Occasion, say: Words, text: str) -> Reply:
    """Greet, and hand over the gift where the shop gives one."""
    voucher = one.voucher
    if voucher is None:
        return Reply(text, (card_button(one, say),))
    lines = [text, say.t("🎁 For you: {gift}.", gift=voucher.reward), *_until(one, say)]
    return Reply("\n".join(lines), (use_button(voucher, say),))


def _held(one: Occasion) -> Voucher:
    if one.voucher is None:
        raise LookupError(f"occurrence {one.id}: no voucher")
    return one.voucher


def _until(one: Occasion, say: Words) -> list[str]:
    """Say on which day it ends, where it does."""
    day, today = day_of_message(one), one.state.today
    if day is None:
        return []
    left, said = (day - today).days, say.date(day, today=today)
    if left <= 0:
        return [say.t("Today is the last day.")]
    if left == 1:
        return [say.t("Tomorrow, {day}, is the last day.", day=said)]
    return [say.tn("Until {day}: {n} day left.", "Until {day}: {n} days left.", left, day=said)]


_KINDS: Mapping[MessageKind, _Wording] = {
    MessageKind.GOAL: goal_reminder,
    MessageKind.ALMOST_THERE: _almost_there,
    MessageKind.VOUCHER_WAITING: _voucher_waiting,
    MessageKind.VOUCHER_EXPIRING: _voucher_expiring,
    MessageKind.BALANCE_EXPIRING: _balance_expiring,
    MessageKind.BIRTHDAY: _birthday,
    MessageKind.ANNIVERSARY: _anniversary,
    MessageKind.WIN_BACK: _win_back,
    MessageKind.WELCOME: _welcome,
    MessageKind.BROADCAST: _broadcast,
}
