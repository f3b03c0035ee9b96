"""How business is: the week so far, in words and one picture."""

from actions.shop.stats import ACTIVE_DAYS, Rewards, Sales, Stats, shop_stats
from bot.owner.places import not_allowed, place_for
from bot.pictures.specs import Chart
from bot.turn import Choice, Reply, Turn
from loyalty.dates import months_later
from loyalty.records import Shop
from loyalty.roles import Role
from words.language import Words
from words.units import given, given_label


def stats(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /stats."""
    place = place_for(turn, Role.MANAGER, "stats", arg)
    if isinstance(place, Reply):
        return place
    found = shop_stats(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if not isinstance(found, Stats):
        return not_allowed(turn, Role.MANAGER)
    again = Choice(turn.t("🔄 Again"), "stats", str(place.shop.id))
    return Reply("\n".join(_lines(turn.words, found)), ((again,),), picture=_chart(turn.words, found))


def _lines(say: Words, stats: Stats) -> list[str]:
    now, before, shop = stats.this_week, stats.last_week, stats.shop
    visits = say.tn("{n} visit", "{n} visits", now.visits)
    lines = [
        say.t("{shop}: this week so far, since {day}", shop=shop.name, day=say.date(stats.monday)),
        "👥 "
        + say.tn("{n} member", "{n} members", stats.members)
        + ", "
        + say.tn("{n} new", "{n} new", now.new)
        + _compared(say, before.new),
        "🔁 "
        + say.tn(
            "{n} came in the last {days} days", "{n} came in the last {days} days",
            stats.active, days=say.number(ACTIVE_DAYS),
        ),
        f"✔ {visits}{_compared(say, before.visits)}",
        f"➕ {given(shop.unit, now.given, say)}{_compared(say, before.given)}",
        *_sales(say, stats),
        "🎁 " + say.tn("{n} reward waits", "{n} rewards wait", stats.waiting.count)
        + _cost(say, shop, stats.waiting),
        "✅ " + say.tn("{n} reward used this week", "{n} rewards used this week", stats.used.count)
        + _cost(say, shop, stats.used),
    ]  # fmt: skip
    if stats.busiest:
        hours = say.listing(f"{hour}–{(hour + 1) % 24}" for hour in stats.busiest)
        lines.append("🕘 " + say.t("Busiest hours in two weeks: {hours}", hours=hours))
    return lines


def _compared(say: Words, before: int | str) -> str:
    n = before if isinstance(before, str) else say.number(before)
    return " (" + say.t("last week by now: {n}", n=n) + ")"


def _sales(say: Words, stats: Stats) -> list[str]:
    """Say what members spent, where the till is told."""
    if not stats.takes_amounts:
        return []
    currency, today = stats.shop.currency, stats.today
    before = say.money(stats.last_week.sales.spent_minor, currency)
    this, last = (say.month(day.month) for day in (today, months_later(today, -1)))
    total = say.money(stats.last_month.spent_minor, currency)
    return [
        f"💰 {spent(say, stats.this_week.sales, currency)}{_compared(say, before)}",
        f"📆 {this}: {spent(say, stats.this_month, currency)} ({last}: {total})",
    ]


def spent(say: Words, sales: Sales, currency: str) -> str:
    """Word what was spent: "€120.00 spent by members, €12.00 a visit"."""
    total = say.money(sales.spent_minor, currency)
    if not sales.visits:
        return say.t("{amount} spent by members", amount=total)
    average = say.money(sales.average_minor, currency)
    return say.t("{amount} spent by members, {average} a visit", amount=total, average=average)


def _cost(say: Words, shop: Shop, rewards: Rewards) -> str:
    if not rewards.count:
        return ""
    parts = []
    if rewards.count > rewards.unpriced:
        parts.append(say.t("cost: {amount}", amount=say.money(rewards.cost_minor, shop.currency)))
    if rewards.unpriced:
        parts.append(say.tn("cost unknown for {n}", "cost unknown for {n}", rewards.unpriced))
    return " (" + ", ".join(parts) + ")"


def _chart(say: Words, stats: Stats) -> Chart:
    shop, now = stats.shop, stats.this_week
    return Chart(
        shop=shop.name,
        colour=shop.colour,
        title=say.t("This week so far"),
        figures=(
            (say.tn("visit so far", "visits so far", now.visits), say.number(now.visits)),
            (say.t("last week by now"), say.number(stats.last_week.visits)),
            (given_label(shop.unit, now.given, say), say.number(now.given)),
            (say.tn("member", "members", stats.members), say.number(stats.members)),
            (say.t("new this week"), say.number(now.new)),
            (say.tn("reward used", "rewards used", stats.used.count), say.number(stats.used.count)),
        ),
        days_title=say.t("Visits by day"),
        days=tuple((say.weekday(i), this, last) for i, (this, last) in enumerate(stats.days)),
        days_legend=(say.t("This week"), say.t("Last week")),
        hours_title=say.t("Busiest hours, two weeks"),
        hours=stats.hours,
    )
