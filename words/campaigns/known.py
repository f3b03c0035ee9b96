"""What a message used of its reader, a line each, for "why this?": nothing that the message did not use."""

from actions.campaigns.message_facts import Occasion
from loyalty.cards.endings import last_day
from words.campaigns.events import when
from words.cards.card import balance
from words.language import Words


def card(one: Occasion, say: Words) -> str:
    """Say that somebody has a card there."""
    return say.t("{shop}: you have a card there", shop=one.shop.name)


def sum_on_card(one: Occasion, say: Words) -> str:
    """Say what is on the card."""
    return f"{one.shop.name}: {balance(one.state, say)}"


def last_visit(one: Occasion, say: Words) -> str:
    """Say when somebody was there last; "" for never."""
    if one.why.last_visit_at is None:
        return ""
    day = say.date(one.why.last_visit_at, one.shop.zone, today=one.state.today)
    return say.t("Your last visit: {day}", day=day)


def reward(one: Occasion, say: Words) -> str:
    """Name the reward, and the day on which it was earned; "" where it is gone."""
    if one.voucher is None:
        return ""
    day = say.date(one.voucher.created_at, one.shop.zone, today=one.state.today)
    return say.t("{reward}, yours since {day}", reward=one.voucher.reward, day=day)


def reward_end(one: Occasion, say: Words) -> str:
    """Say the reward's last day; "" where there is none."""
    if one.voucher is None or one.voucher.expires_at is None:
        return ""
    day = say.date(last_day(one.voucher.expires_at, one.shop.zone), today=one.state.today)
    return say.t("{reward}, until {day}", reward=one.voucher.reward, day=day)


def event(one: Occasion, say: Words) -> str:
    """Name the event, and when it is."""
    if one.event is None:
        return ""
    return f"{one.event.title}, {when(one.event.starts_at, one.shop, say, one.event.branch)}"
