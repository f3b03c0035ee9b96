"""What a campaign's message is filled with: the facts for an owner's own words, and for the forms of a platform."""

from datetime import date

from actions.campaigns.message_facts import Occasion
from bot.own_words import fill
from bot.turn import Choice, Filled
from loyalty.campaigns.frequency_cap import MESSAGE_POLICIES, Gift, MessageKind
from loyalty.cards.endings import last_day
from loyalty.cards.goals import distance
from loyalty.dates import day_of
from loyalty.names import first_name
from loyalty.records import Voucher
from words.cards.card import balance
from words.cards.goals import goal_name
from words.cards.presents import waiting
from words.language import Words

# Where a form has a place for figures of the card, what waits is named beside them.
_FIGURES = {
    MessageKind.GOAL: "to_go",
    MessageKind.ALMOST_THERE: "to_go",
    MessageKind.BALANCE_EXPIRING: "balance",
    MessageKind.WIN_BACK: "balance",
}


def values_of(one: Occasion, say: Words) -> dict[str, str]:
    """Give the placeholders of a shop's own words what is true for this customer."""
    state, today = one.state, one.state.today
    values = {"name": name_of(one, say), "shop": one.shop.name, "balance": balance(state, say)}
    values |= {"reward": state.progress.next_reward.text, "to_go": say.number(state.progress.to_go)}
    values["years"] = say.number(years_of(one))
    if one.kind is MessageKind.GOAL and state.goal:
        left = distance(state.goal, state.standing)
        values |= {"goal": goal_name(state, state.goal, say), "to_go": say.number(left)}
    if one.kind is MessageKind.GOAL and one.outlook and one.outlook.between:
        values["date"] = " – ".join(say.date(day, today=today) for day in one.outlook.between)
    if one.voucher:
        values |= {"reward": one.voucher.reward, "gift": one.voucher.reward}
    if day := day_of_message(one):
        values |= {"date": say.date(day, today=today), "days": say.number((day - today).days)}
    return values


def day_of_message(one: Occasion) -> date | None:
    """Find the day that a message is about: the last one of something, or when a goal is reached, where one day is told."""
    if one.kind is MessageKind.GOAL:
        told = one.outlook and not one.outlook.hopeless and not one.outlook.between
        return one.outlook.reached_on if one.outlook and told else None
    ends = (
        one.state.expires_at
        if one.kind is MessageKind.BALANCE_EXPIRING
        else one.voucher and one.voucher.expires_at
    )
    return last_day(ends, one.shop.zone) if ends else None


def name_of(one: Occasion, say: Words) -> str:
    """Name whom a message is to."""
    return first_name(one.person.name) or say.t("dear guest")


def years_of(one: Occasion) -> int:
    """Count the years since somebody joined."""
    return one.state.today.year - day_of(one.state.card.created_at, one.shop.zone).year


def card_button(one: Occasion, say: Words) -> tuple[Choice, ...]:
    """Lead to the card."""
    return (Choice(say.t("💳 My card"), "card", str(one.state.card.id)),)


def template_of(one: Occasion, say: Words) -> Filled:
    """Return what is said instead where only approved words get through."""
    values = values_of(one, say)
    if one.kind is MessageKind.BROADCAST:
        values["text"] = fill(one.text, values) or one.text
    held = held_instead(one)
    if held:
        values["gift"] = waiting(one.state, say)
    elif (more := waiting(one.state, say, besides=named(one))) and one.kind in _FIGURES:
        values[_FIGURES[one.kind]] += f" ({say.t('waiting for you: {rewards}', rewards=more)})"
    args = {"away": str(one.id)} if one.step == "ask" else {}
    gives = one.voucher is not None or held is not None
    return Filled(form_name(one.kind, one.step, gives=gives), values, args)


def named(one: Occasion) -> tuple[Voucher, ...]:
    """Return the reward that a message is about anyhow."""
    return (one.voucher,) if one.voucher else ()


def held_instead(one: Occasion) -> Voucher | None:
    """Return the reward that calls a customer back: with one waiting, nobody is told how far the next is."""
    reminds = one.kind is MessageKind.WIN_BACK and one.step == "remind"
    return one.state.vouchers[0] if reminds and one.state.vouchers else None


def form_name(kind: MessageKind, step: str, *, gives: bool) -> str:
    """Name the form of bot/templates/ that a campaign's message takes, at a step of a ladder, with a gift or without."""
    if step == "ask":
        return "win_back_ask"
    gift = gives and MESSAGE_POLICIES[kind].gift is not Gift.NONE
    return f"{kind}_gift" if gift else str(kind)
