"""What a campaign says to a customer, kind by kind, from the facts of the moment it is sent at."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from actions.occasions import Occasion
from bot.customer.away import answers
from bot.customer.cards import balance, to_go
from bot.customer.forecast import forecast_lines
from bot.customer.goals import goal_lines, goal_name
from bot.customer.messages import question
from bot.own_words import fill, signed
from bot.turn import Choice, Filled, Reply
from bot.words import Words
from loyalty.campaigns import last_day
from loyalty.contact import MANNERS, Kind, Purpose
from loyalty.dates import birthday, day_of, next_kept
from loyalty.goals import distance
from loyalty.people import first_name
from loyalty.programme import Reward, StampProgramme
from loyalty.records import Voucher

_SOON_DAYS = 60  # a birthday farther away than this has just been
_Wording = Callable[[Occasion, Words], Reply]


def word_occasion(one: Occasion, say: Words) -> Reply:
    """Word one message; a shop's own words take the place of ours, the buttons stay."""
    reply = _KINDS[one.kind](one, say)
    own = fill(one.wording, _values(one, say)) if one.wording else None
    if own:
        reply = replace(reply, text=signed(own, one.shop.name))
    if one.kind is Kind.WELCOME and not one.consents & {Purpose.REMINDERS, Purpose.OFFERS}:
        asking, rows = question(say)
        reply = replace(reply, text=f"{reply.text}\n\n{asking}", choices=rows)
    if MANNERS[one.kind].purpose is Purpose.SERVICE:
        return reply
    return replace(
        reply, choices=(*reply.choices, (Choice(say.t("Why this?"), "why", f"{one.kind}:{one.id}"),))
    )


def _values(one: Occasion, say: Words) -> dict[str, str]:
    """Give the placeholders of a shop's own words what is true for this customer."""
    state, today = one.state, one.state.today
    values = {"name": _name(one, say), "shop": one.shop.name, "balance": balance(state, say)}
    values |= {"reward": state.progress.next_reward.text, "to_go": say.number(state.progress.to_go)}
    values["years"] = say.number(_years(one))
    if one.kind is Kind.GOAL and state.goal:
        left = distance(state.goal, state.standing)
        values |= {"goal": goal_name(say, state, state.goal), "to_go": say.number(left)}
    if one.voucher:
        values |= {"reward": one.voucher.reward, "gift": one.voucher.reward}
    if day := _day(one):
        values |= {"date": say.date(day, today=today), "days": say.number((day - today).days)}
    return values


def _day(one: Occasion) -> date | None:
    """Find the day that a message is about: the last one of something, or when a goal is reached."""
    if one.kind is Kind.GOAL:
        return one.outlook.reached_on if one.outlook else None
    ends = (
        one.state.expires_at if one.kind is Kind.BALANCE_EXPIRING else one.voucher and one.voucher.expires_at
    )
    return last_day(ends, one.shop.zone) if ends else None


def _goal(one: Occasion, say: Words) -> Reply:
    lines = goal_lines(say, one.state)
    goal, outlook, today = one.state.goal, one.outlook, one.state.today
    if goal is None or outlook is None:
        return Reply("\n".join(lines), (_card(one, say),))
    if outlook.hopeless:
        nearer = _nearer(one, say, outlook.nearer)
        lines += [say.t("At your pace that is too far away."), *(text for text, _ in nearer)]
        return Reply("\n".join(lines), (*(row for _, row in nearer), _card(one, say)))
    lines += forecast_lines(say, outlook, today=today)
    overdue = goal.by is not None and goal.by < today
    date_row = ((Choice(say.t("Another date"), "goalask", str(one.state.card.id)),),) if overdue else ()
    return Reply("\n".join(lines), (*date_row, _card(one, say)))


def _nearer(one: Occasion, say: Words, nearer: Reward | int | None) -> list[tuple[str, tuple[Choice, ...]]]:
    """Offer, by a button, what can be had in time."""
    card_id = one.state.card.id
    match nearer:
        case None:
            return []
        case Reward():
            left = nearer.at - one.state.standing.balance
            text = say.tn(
                "Nearer: {reward}, {n} to go.", "Nearer: {reward}, {n} to go.", left, reward=nearer.text
            )
            return [
                (
                    text,
                    (
                        Choice(
                            say.t("Save for: {goal}", goal=nearer.text), "goalset", f"{card_id}:{nearer.key}"
                        ),
                    ),
                )
            ]
        case int():
            number = say.number(nearer)
            text = say.t("A goal of {number} would be within reach.", number=number)
            return [
                (text, (Choice(say.t("Save for: {goal}", goal=number), "goalto", f"{card_id}:{nearer}"),))
            ]


def _almost_there(one: Occasion, say: Words) -> Reply:
    way, shop = one.state.progress, one.shop.name
    if isinstance(one.state.standing.terms.programme, StampProgramme):
        text = say.tn(
            "{shop}: only {n} stamp to go: {reward}!", "{shop}: only {n} stamps to go: {reward}!",
            way.to_go, shop=shop, reward=way.next_reward.text,
        )  # fmt: skip
    else:
        text = say.tn(
            "{shop}: only {n} point to go: {reward}!", "{shop}: only {n} points to go: {reward}!",
            way.to_go, shop=shop, reward=way.next_reward.text,
        )  # fmt: skip
    return Reply(text, (_card(one, say),))


def _voucher_waiting(one: Occasion, say: Words) -> Reply:
    voucher = _held(one)
    text = say.t("🎁 {shop}: “{reward}” is still waiting for you.", shop=one.shop.name, reward=voucher.reward)
    return Reply("\n".join([text, *_until(one, say)]), (_use(voucher, say),))


def _voucher_expiring(one: Occasion, say: Words) -> Reply:
    voucher = _held(one)
    text = say.t("⏳ {shop}: “{reward}” runs out.", shop=one.shop.name, reward=voucher.reward)
    return Reply("\n".join([text, *_until(one, say)]), (_use(voucher, say),))


def _balance_expiring(one: Occasion, say: Words) -> Reply:
    held = balance(one.state, say)
    text = say.t("⏳ {shop}: what is on your card runs out: {balance}.", shop=one.shop.name, balance=held)
    lines = [text, *_until(one, say), say.t("One visit until then keeps it.")]
    return Reply("\n".join(lines), (_card(one, say),))


def _birthday(one: Occasion, say: Words) -> Reply:
    name, shop = _name(one, say), one.shop.name
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
    years = _years(one)
    text = say.tn(
        "🎉 {n} year with {shop}: thank you, {name}!", "🎉 {n} years with {shop}: thank you, {name}!",
        years, shop=one.shop.name, name=_name(one, say),
    )  # fmt: skip
    return _with_gift(one, say, text)


def _win_back(one: Occasion, say: Words) -> Reply:
    shop, name = one.shop.name, _name(one, say)
    if one.step == "ask":
        text = say.t(
            "{name}, we haven't seen you at {shop} for a while. What keeps you away?", name=name, shop=shop
        )
        return Reply(text, answers(say, one.id))
    if one.voucher:
        return _with_gift(
            one, say, say.t("{name}, {shop} would like to see you again.", name=name, shop=shop)
        )
    held, left = balance(one.state, say), to_go(one.state, say)
    text = say.t("{name}, your card at {shop} is still here: {balance}.", name=name, shop=shop, balance=held)
    return Reply(f"{text}\n{left}", (_card(one, say),))


def _welcome(one: Occasion, say: Words) -> Reply:
    programme = one.state.standing.terms.programme
    stamps = isinstance(programme, StampProgramme)
    lines = [
        say.t(
            "That was your first visit at {shop}, thank you! Your card is here from now on:",
            shop=one.shop.name,
        )
    ]
    for reward in programme.rewards:
        if stamps:
            line = say.tn("{n} stamp: {reward}", "{n} stamps: {reward}", reward.at, reward=reward.text)
        else:
            line = say.tn("{reward}: {n} point", "{reward}: {n} points", reward.at, reward=reward.text)
        lines.append(f"🎁 {line}")
    lines.append(say.t("/card shows it at the till, /goal is for what you save for."))
    return Reply("\n".join(lines), (_card(one, say),))


def _broadcast(one: Occasion, say: Words) -> Reply:
    text = fill(one.text, {"name": _name(one, say), "shop": one.shop.name}) or one.text
    return Reply(signed(text, one.shop.name), (_card(one, say),))


def _with_gift(one: Occasion, say: Words, text: str) -> Reply:
    """Greet, and hand over the gift where the shop gives one."""
    voucher = one.voucher
    if voucher is None:
        return Reply(text, (_card(one, say),))
    lines = [text, say.t("🎁 For you: {gift}.", gift=voucher.reward), *_until(one, say)]
    return Reply("\n".join(lines), (_use(voucher, say),))


def _held(one: Occasion) -> Voucher:
    if one.voucher is None:
        raise LookupError(f"occurrence {one.id}: no voucher")
    return one.voucher


def _until(one: Occasion, say: Words) -> list[str]:
    """Say on which day it ends, where it does."""
    day, today = _day(one), one.state.today
    if day is None:
        return []
    left, said = (day - today).days, say.date(day, today=today)
    if left <= 0:
        return [say.t("Today is the last day.")]
    if left == 1:
        return [say.t("Tomorrow, {day}, is the last day.", day=said)]
    return [say.tn("Until {day}: {n} day left.", "Until {day}: {n} days left.", left, day=said)]


def _name(one: Occasion, say: Words) -> str:
    return first_name(one.person.name) or say.t("dear guest")


def _years(one: Occasion) -> int:
    return one.state.today.year - day_of(one.state.card.created_at, one.shop.zone).year


def _card(one: Occasion, say: Words) -> tuple[Choice, ...]:
    return (Choice(say.t("💳 My card"), "card", str(one.state.card.id)),)


def _use(voucher: Voucher, say: Words) -> tuple[Choice, ...]:
    return (Choice(say.t("Use: {reward}", reward=voucher.reward), "show", str(voucher.id)),)


_KINDS: Mapping[Kind, _Wording] = {
    Kind.GOAL: _goal,
    Kind.ALMOST_THERE: _almost_there,
    Kind.VOUCHER_WAITING: _voucher_waiting,
    Kind.VOUCHER_EXPIRING: _voucher_expiring,
    Kind.BALANCE_EXPIRING: _balance_expiring,
    Kind.BIRTHDAY: _birthday,
    Kind.ANNIVERSARY: _anniversary,
    Kind.WIN_BACK: _win_back,
    Kind.WELCOME: _welcome,
    Kind.BROADCAST: _broadcast,
}


def template_of(one: Occasion, say: Words) -> Filled:
    """Return what is said instead where only approved words get through."""
    values = _values(one, say)
    if one.kind is Kind.BROADCAST:
        values["text"] = fill(one.text, values) or one.text
    args = {"away": str(one.id)} if one.step == "ask" else {}
    return Filled(form_name(one.kind, one.step, gives=one.voucher is not None), values, args)


def form_name(kind: Kind, step: str, *, gives: bool) -> str:
    """Name the form of bot/templates/ that a campaign's message takes, at a step of a ladder, with a gift or without."""
    if step == "ask":
        return "win_back_ask"
    gift = gives and kind in {Kind.BIRTHDAY, Kind.ANNIVERSARY, Kind.WIN_BACK}
    return f"{kind}_gift" if gift else str(kind)
