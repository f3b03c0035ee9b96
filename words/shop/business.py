"""How business is, in words: a shop's figures beside those before."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from actions.shop.stats import ACTIVE_DAYS, Rewards, Sales, Stats, Week
from loyalty.cards.programme import ProgrammeVersion
from loyalty.dates import months_later
from loyalty.records import Shop
from loyalty.shop.coverage import NEWEST, Coverage, Known
from words.language import Words
from words.shop.booked import shared_lines
from words.shop.on_levels import on_levels
from words.units import given, programme_name

_KNOWN: tuple[Known, ...] = ("birthday", "reminders", "offers")


def business_lines(stats: Stats, words: Words) -> list[str]:
    """Say how the week so far compares with the one before, a line for each figure."""
    now, before, shop = stats.this_week, stats.last_week, stats.shop
    visits = words.tn("{n} visit", "{n} visits", now.visits)
    lines = [
        words.t("{shop}: this week so far, since {day}", shop=shop.name, day=words.date(stats.monday)),
        "👥 "
        + words.tn("{n} member", "{n} members", stats.members)
        + ", "
        + words.tn("{n} new", "{n} new", now.new)
        + _compared(before.new, words),
        "🔁 "
        + words.tn(
            "{n} came in the last {days} days", "{n} came in the last {days} days",
            stats.active, days=words.number(ACTIVE_DAYS),
        ),
        f"✔ {visits}{_compared(before.visits, words)}",
        *given_lines(
            stats.programmes, now, words, lambda this: _compared(before.given.get(this, 0), words)
        ),
        *gift_lines(
            stats.programmes, now.gifts, words, lambda this: _compared(before.gifts.get(this, 0), words)
        ),
        *_sales(stats, words),
        "🎁 " + words.tn("{n} reward waits", "{n} rewards wait", stats.waiting.count)
        + cost_said(stats.waiting, shop, words),
        "✅ " + words.tn("{n} reward used this week", "{n} rewards used this week", stats.used.count)
        + cost_said(stats.used, shop, words),
        *shared_lines(stats.shared, words),
    ]  # fmt: skip
    lines += [on_levels(one, words, named=len(stats.programmes) > 1) for one in stats.levels]
    if stats.friends.joined:
        lines.append("👋 " + words.t("Friends whom customers brought: {joined} joined, {came} came, {again} came again",
                     joined=words.number(stats.friends.joined), came=words.number(stats.friends.came),
                     again=words.number(stats.friends.again)))  # fmt: skip
    lines += _memberships(stats, words)
    if stats.busiest:
        hours = words.listing(f"{hour}–{(hour + 1) % 24}" for hour in stats.busiest)
        lines.append("🕘 " + words.t("Busiest hours in two weeks: {hours}", hours=hours))
    return [*lines, *_coverage(stats.coverage, words)]


def _coverage(seen: Coverage, words: Words) -> Iterator[str]:
    """Say of whom is known what messages need, and what to ask for next."""
    if seen.next_to_ask is None:
        return
    shares = {what: words.percent(seen.permille(what)) for what in _KNOWN}
    if seen.members < NEWEST:
        yield "🧭 " + words.t(
            "Birthday known of {birthday}; reminders agreed by {reminders}, offers by {offers}.", **shares
        )
    else:
        yield "🧭 " + words.t(
            "Of the newest {n} members: birthday known of {birthday}; reminders agreed by {reminders}, offers by {offers}.",
            n=words.number(NEWEST), **shares,
        )  # fmt: skip
    yield (
        "   "
        + {
            "birthday": words.t(
                "Ask for next: the birthday. Say at the till that /birthday brings a greeting."
            ),
            "reminders": words.t(
                "Ask for next: a yes to reminders. Say at the till that /messages has them."
            ),
            "offers": words.t(
                "Ask for next: a yes to offers. Say at the till what one hears first, by /messages."
            ),
        }[seen.next_to_ask]
    )


def given_lines(
    programmes: Sequence[ProgrammeVersion], now: Week, words: Words, compared: Callable[[int], str]
) -> Iterator[str]:
    """Say what each programme gave, by its name where there are several; `compared` says what it gave before."""
    for one in programmes:
        name = f"{programme_name(one, words)}: " if len(programmes) > 1 else ""
        said = given(one.programme.unit, now.given.get(one.programme_id, 0), words)
        yield f"➕ {name}{said}{compared(one.programme_id)}"


def gift_lines(
    programmes: Sequence[ProgrammeVersion],
    now: Mapping[int, int],
    words: Words,
    compared: Callable[[int], str],
) -> Iterator[str]:
    """Say what each programme gave without a visit, where it gave any; `compared` says what it gave before."""
    for one in programmes:
        if units := now.get(one.programme_id, 0):
            name = f"{programme_name(one, words)}: " if len(programmes) > 1 else ""
            gifts = words.t("and {units} more as gifts", units=words.counted(one.programme.unit, units))
            yield f"🎀 {name}{gifts}{compared(one.programme_id)}"


def _compared(before: int | str, words: Words) -> str:
    n = before if isinstance(before, str) else words.number(before)
    return " (" + words.t("last week by now: {n}", n=n) + ")"


def _sales(stats: Stats, words: Words) -> list[str]:
    """Say what members spent, where the till is told."""
    if not stats.takes_amounts:
        return []
    currency, today = stats.shop.currency, stats.today
    before = words.money(stats.last_week.sales.spent_minor, currency)
    this, last = (words.month(day.month) for day in (today, months_later(today, -1)))
    total, week = words.money(stats.last_month.spent_minor, currency), stats.this_week
    always = all(one.programme.needs_amount for one in stats.programmes)
    in_month = (
        stats.this_month.visits if always else None
    )  # a month's visits without an amount are not counted here
    return [
        f"💰 {spent(week.sales, currency, words, visits=week.visits)}{_compared(before, words)}",
        f"📆 {this}: {spent(stats.this_month, currency, words, visits=in_month)} ({last}: {total})",
    ]


def _memberships(stats: Stats, words: Words) -> list[str]:
    """Say what memberships brought this month, and the last one, where there are some."""
    held = stats.memberships
    this, last = held.this_month, held.last_month
    if not (held.running or this.sold or last.sold or this.back_minor):
        return []
    currency, today = stats.shop.currency, stats.today
    running = words.tn("{n} membership runs", "{n} memberships run", held.running)
    months = [words.month(day.month) for day in (today, months_later(today, -1))]
    brought = words.tn(
        "{month}: {amount} of {n} sold", "{month}: {amount} of {n} sold", this.sold,
        month=months[0], amount=words.money(this.minor, currency),
    )  # fmt: skip
    return [f"⭐ {running} · {brought} ({months[1]}: {words.money(last.minor, currency)})"]


def spent(sales: Sales, currency: str, words: Words, *, visits: int | None) -> str:
    """Word what was spent: "€120.00 spent by members, €12.00 a visit"; at how many where not all `visits` have an amount, or nobody counted all."""
    total = words.money(sales.spent_minor, currency)
    if not sales.visits:
        return words.t("{amount} spent by members", amount=total)
    if visits is None:
        return words.tn(
            "{amount} spent by members, as typed at {n} visit",
            "{amount} spent by members, as typed at {n} visits",
            sales.visits, amount=total,
        )  # fmt: skip
    average = words.money(sales.average_minor, currency)
    if sales.visits < visits:
        return words.tn(
            "{amount} spent by members, as typed at {n} visit of {all}",
            "{amount} spent by members, as typed at {n} visits of {all}, {average} each",
            sales.visits, amount=total, average=average, all=words.number(visits),
        )  # fmt: skip
    return words.t("{amount} spent by members, {average} a visit", amount=total, average=average)


def cost_said(rewards: Rewards, shop: Shop, words: Words) -> str:
    """Write in brackets what rewards cost, and of how many it is not known; "" where there were none."""
    if not rewards.count:
        return ""
    parts = []
    if rewards.count > rewards.unpriced:
        parts.append(words.t("cost: {amount}", amount=words.money(rewards.cost_minor, shop.currency)))
    if rewards.unpriced:
        parts.append(words.tn("cost unknown for {n}", "cost unknown for {n}", rewards.unpriced))
    return " (" + ", ".join(parts) + ")"
