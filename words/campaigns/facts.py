"""What a campaign's message is filled with: the facts for an owner's own words, and for the templates of a platform."""

from datetime import date

from actions.campaigns.campaign_kind import Fact
from actions.campaigns.kinds import BY_KIND
from actions.campaigns.message_facts import Occasion
from loyalty.cards.endings import last_day
from loyalty.cards.goals import distance
from loyalty.dates import day_of
from loyalty.names import first_name
from loyalty.records import Voucher
from words.campaigns.events import when
from words.campaigns.questions import question_text
from words.cards.card import balance
from words.cards.goals import goal_name
from words.cards.levels import held_of, next_of, to_keep, to_reach
from words.language import Words


def values_of(one: Occasion, say: Words) -> dict[str, str]:
    """Give the placeholders of a shop's own words what is true for this customer."""
    state, today = one.state, one.state.today
    values = {"name": name_of(one, say), "shop": one.shop.name, "balance": balance(state, say)}
    values |= {"reward": state.progress.next_reward.text, "to_go": say.number(state.progress.to_go)}
    values["years"] = say.number(years_of(one))
    if _tells(one, Fact.OUTLOOK) and state.goal:
        left = distance(state.goal, state.standing)
        values |= {"goal": goal_name(state, state.goal, say), "to_go": say.number(left)}
    if _tells(one, Fact.OUTLOOK) and one.outlook and one.outlook.between:
        values["date"] = " – ".join(say.date(day, today=today) for day in one.outlook.between)
    if _tells(one, Fact.NEXT_LEVEL):
        ahead = next_of(state)
        values |= {"level": say.known(ahead.level.name), "to_go": to_reach(state, ahead, say)}
    if _tells(one, Fact.LEVEL_END):
        held = held_of(state)
        values |= {"level": say.known(held.level.name), "to_go": to_keep(state, held, say)}
    if one.voucher:
        values["reward"] = one.voucher.reward
    if one.membership:
        values["reward"] = say.known(one.membership.name)
    if brings := gift_named(one, say):
        values["gift"] = brings
    values |= _of_the_voice(one, say)
    if day := day_of_message(one):
        values |= {"date": say.date(day, today=today), "days": say.number((day - today).days)}
    return values


def _of_the_voice(one: Occasion, say: Words) -> dict[str, str]:
    """Give what came of letters, what is asked, and which event it is."""
    values = {"text": one.text} if _tells(one, Fact.IMPROVEMENT) else {}
    if one.event:
        values |= {"title": one.event.title, "when": when(one.event.starts_at, one.shop, say)}
    return values | ({"question": question_text(one.asked, one.shop, say)} if one.asked else {})


def day_of_message(one: Occasion) -> date | None:
    """Find the day that a message is about: the last one of something, or when a goal is reached, where one day is told."""
    if _tells(one, Fact.OUTLOOK):
        told = one.outlook and not one.outlook.hopeless and not one.outlook.between
        return one.outlook.reached_on if one.outlook and told else None
    if _tells(one, Fact.LEVEL_END):
        return held_of(one.state).until
    ends = one.state.expires_at if _tells(one, Fact.BALANCE_END) else one.voucher and one.voucher.expires_at
    ends = one.membership.ends_at if one.membership else ends
    return last_day(ends, one.shop.zone) if ends else None


def _tells(one: Occasion, fact: Fact) -> bool:
    return fact in BY_KIND[one.kind].facts


def gift_named(one: Occasion, say: Words) -> str:
    """Name what a message brings, or what it is about: "Free cake and 2 stamps"; "" for nothing."""
    vouchers = [one.voucher.reward] if one.voucher else []
    counted = [say.counted(one.booked.unit, one.booked.amount)] if one.booked else []
    return say.listing([*vouchers, *counted])


def name_of(one: Occasion, say: Words) -> str:
    """Name whom a message is to."""
    return first_name(one.person.name) or say.t("dear guest")


def years_of(one: Occasion) -> int:
    """Count the years since somebody joined."""
    return one.state.today.year - day_of(one.state.account.created_at, one.shop.zone).year


def rewards_named(one: Occasion) -> tuple[Voucher, ...]:
    """Return the reward that a message is about anyhow."""
    return (one.voucher,) if one.voucher else ()
