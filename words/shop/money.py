"""A shop's month in money and people, in words: each figure with what it was by then, and what of it is an estimate."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from actions.shop.money import Money, PartOfMonth
from loyalty.dates import months_later
from loyalty.shop.basis import PERMILLE
from loyalty.shop.chances import Chance
from loyalty.shop.money import USUAL_LOSS_PERMILLE, HandedOut, Stayed, Takings, share_of_margin, without
from loyalty.shop.sums import NOTHING, Range, rounded
from words.direction import set_apart
from words.language import Words
from words.shop.business import gift_lines
from words.shop.share_of_sales import share_of_sales
from words.shop.targets import target_lines


def money_lines(money: Money, words: Words) -> list[str]:
    """Say how a month is going, a line for each figure."""
    return [
        _head(money, words),
        _legend(money, words),
        *_sales(money, words),
        *_people(money, words),
        *share_of_sales(money, words),
        *_memberships(money, words),
        *_rewards(money, words),
        *target_lines(money.targets, money.shop, words),
    ]


def _head(money: Money, words: Words) -> str:
    name = set_apart(money.shop.name) + (f" · {money.branch.name}" if money.branch else "")
    month = words.month(money.today.month)
    return "💶 " + words.t("{shop}: {month} so far", shop=name, month=month)


def _legend(money: Money, words: Words) -> str:
    """Say what stands in brackets."""
    before = months_later(money.today.replace(day=1), -1)
    last = words.month(before.month)
    if money.last is None:
        return words.t("There is nothing earlier to compare it with yet.")
    if money.year_ago is None:
        return words.t("In brackets: {last} by the same day.", last=last)
    year_ago = f"{words.month(money.today.month)} {money.today.year - 1}"
    return words.t(
        "In brackets: {last} by the same day; {year_ago} by the same day.", last=last, year_ago=year_ago
    )


def _before(money: Money, said: Callable[[PartOfMonth], str]) -> str:
    """Say what a figure was by then, in brackets."""
    parts = [said(part) for part in (money.last, money.year_ago) if part]
    return f" ({'; '.join(parts)})" if parts else ""


def _sales(money: Money, words: Words) -> Iterator[str]:
    """Say what members spent, what a visit brings, and how many there were."""
    now, currency = money.this.takings, money.shop.currency

    def spent(part: PartOfMonth) -> str:
        total = part.takings.in_all(money.basis)
        return "–" if total is None else words.money(rounded(total), currency)

    def basket(part: PartOfMonth) -> str:
        average = part.takings.average_minor
        return "–" if average is None else words.money(rounded(average), currency)

    yield f"💰 {_spent(now, spent(money.this), _before(money, spent), words)}"
    if now.told < now.visits and not any(one.programme.needs_amount for one in money.programmes):
        yield "   " + words.t("What was spent can be typed right after each scan: then it is no estimate.")
    if now.average_minor is not None:
        basket_said = words.t("Average sale: {amount}", amount=basket(money.this))
        yield f"🧺 {basket_said}{_before(money, basket)}"
    yield from _odd(money, words)
    visits = words.tn("{n} visit", "{n} visits", now.visits)
    yield f"✔ {visits}{_before(money, lambda part: words.number(part.takings.visits))}"


def _spent(now: Takings, total: str, before: str, words: Words) -> str:
    """Say what members spent, with what it was by then right behind it, and what of it is an estimate."""
    if total == "–":
        return words.t(
            "No amounts are typed at the till, so I can't say what members spent. /calculator takes your average sale."
        )
    if now.told == now.visits:
        return words.t("{amount} spent by members", amount=total + before)
    if not now.told:
        return words.t(
            "about {amount} spent by members, an estimate by your average sale", amount=total + before
        )
    return words.t(
        "about {amount} spent by members: the till was told in {told} of {visits} visits, the others are an estimate",
        amount=total + before, told=words.number(now.told), visits=words.number(now.visits),
    )  # fmt: skip


def _odd(money: Money, words: Words) -> Iterator[str]:
    """Name amounts that stand far from what is usual, and what a visit brings without them."""
    currency = money.shop.currency
    for one in money.odd:
        seen = sorted({one.smallest_minor, one.largest_minor})
        yield "⚠ " + words.tn(
            "{n} amount typed by {name} looks odd: {amounts}",
            "{n} amounts typed by {name} look odd: {amounts}",
            one.count, name=words.name(one.name), amounts=" … ".join(words.money(a, currency) for a in seen),
        )  # fmt: skip
    for who in money.typists:
        yield "⚠ " + words.t(
            "{name} usually types {usual}, all others {others}: please look whether it is cents.",
            name=words.name(who.name), usual=words.money(who.usual_minor, currency),
            others=words.money(who.others_minor, currency),
        )  # fmt: skip
    average = without(money.this.takings, money.odd).average_minor if money.odd else None
    if average is not None:
        yield "   " + words.t(
            "Without: {amount} a visit. Please look whether it was cents.",
            amount=words.money(rounded(average), currency),
        )


def _memberships(money: Money, words: Words) -> Iterator[str]:
    """Say what memberships brought, where any did."""
    parts = [part.memberships for part in (money.this, money.last, money.year_ago) if part]
    if not any(one.sold or one.back_minor for one in parts):
        return

    def brought(part: PartOfMonth) -> str:
        return words.money(part.memberships.minor, money.shop.currency)

    yield "⭐ " + words.tn(
        "{amount} from {n} membership sold", "{amount} from {n} memberships sold", money.this.memberships.sold,
        amount=brought(money.this),
    ) + _before(money, brought)  # fmt: skip


def _people(money: Money, words: Words) -> Iterator[str]:
    """Say who came, came back, stayed away, and what a year of that is."""
    this, flow = money.this.visitors, money.flow

    def repeat(part: PartOfMonth) -> str:
        share = part.visitors.repeat_permille
        return "–" if share is None else words.percent(share)

    if this.all:
        yield "🔁 " + words.tn(
            "{share} of {n} customer had come before this month",
            "{share} of {n} customers had come before this month",
            this.all, share=repeat(money.this),
        ) + _before(money, repeat)  # fmt: skip
    yield "👥 " + words.t(
        "Customers: {start} when the month began, {new} new, {back} back after long, {lost} lost: {end} (net {net})",
        start=words.number(flow.start), new=words.number(flow.new), back=words.number(flow.back),
        lost=words.number(flow.lost), end=words.number(flow.end),
        net=f"{'+' if flow.net > 0 else ''}{words.number(flow.net)}",
    )  # fmt: skip
    if money.last:
        new = _before(money, lambda part: words.number(part.visitors.new))
        lost = _before(money, lambda part: words.number(part.lost))
        yield "   " + words.t(
            "New: {new}. Lost: {lost}. Kept: {kept}.",
            new=words.number(flow.new) + new, lost=words.number(flow.lost) + lost, kept=words.number(flow.kept),
        )  # fmt: skip
    yield "📉 " + _year(money.stayed, flow.end, flow.new, words)


def _year(stayed: Stayed | None, customers: int, new: int, words: Words) -> str:
    """Say what share of the customers a year takes, and how many new ones make up for them."""
    if stayed is None or not stayed.customers:
        return words.t("How many customers a year costs you can be told after half a year of visits.")
    low, high = (words.percent(share) for share in USUAL_LOSS_PERMILLE)
    seen = words.tn(
        "{still} of {n} customer is still there after {days} days",
        "{still} of {n} customers are still there after {days} days",
        stayed.customers, still=words.number(stayed.still), days=words.number(stayed.days),
    )  # fmt: skip
    return words.t(
        "A year costs you {about} of your customers ({low} to {high}; {seen}). Usual is {usual_low} to {usual_high}. "
        "To stand still takes {needed} new ones a month; {new} came so far.",
        **_shares(stayed.yearly_loss, words), seen=seen, usual_low=low, usual_high=high,
        needed=words.number(stayed.new_a_month(customers)), new=words.number(new),
    )  # fmt: skip


def _shares(chance: Chance, words: Words) -> dict[str, str]:
    named = {"low": chance.low, "about": chance.about, "high": chance.high}
    return {name: whole_percent(share, words) for name, share in named.items()}


def whole_percent(share: float, words: Words) -> str:
    """Write a share without decimals: more would say more than is known."""
    return words.percent(10 * round(100 * share))


def _rewards(money: Money, words: Words) -> Iterator[str]:
    """Say what the rewards cost that were handed out, beside what the sales leave."""
    now = money.this.handed_out

    def cost(part: PartOfMonth) -> str:
        return cost_said(part.handed_out, money, words)

    yield "🎁 " + words.tn(
        "{n} reward handed out, cost: {cost}", "{n} rewards handed out, cost: {cost}", now.count, cost=cost(money.this)
    ) + _before(money, cost)  # fmt: skip
    yield from _of_margin(money, now, words)
    yield from _gifts(money, words)


def _gifts(money: Money, words: Words) -> Iterator[str]:
    """Say what was given without a visit, and what that comes to at most."""
    gifts = money.this.gifts

    def before(programme: int) -> str:
        return _before(money, lambda part: words.number(part.gifts.get(programme, 0)))

    yield from gift_lines(money.programmes, gifts, words, before)
    total = NOTHING
    for programme, cost in money.unit_costs.items():
        total = total.plus(cost.times(gifts.get(programme, 0)))
    if total.high:
        yield "   " + words.t(
            "They cost up to {cost} once they are rewards.",
            cost=range_said(total, money.shop.currency, words),
        )


def cost_said(handed_out: HandedOut, money: Money, words: Words) -> str:
    """Write what rewards cost: a range where a cost is not known, never nothing."""
    cost, currency = handed_out.cost(money.basis), money.shop.currency
    if cost:
        return range_said(cost, currency, words)
    unknown = words.tn("unknown for {n}", "unknown for {n}", handed_out.unpriced)
    known = words.money(handed_out.cost_minor, currency)
    return f"{known} + {unknown}" if handed_out.cost_minor else unknown


def range_said(cost: Range, currency: str, words: Words) -> str:
    """Write an amount, or from which to which one it is."""
    low, high = (words.money(rounded(end), currency) for end in (cost.low, cost.high))
    return low if low == high else words.t("{low} to {high}", low=low, high=high)


def _of_margin(money: Money, now: HandedOut, words: Words) -> Iterator[str]:
    cost, sales = now.cost(money.basis), money.this.takings.in_all(money.basis)
    if not money.basis or cost is None or not sales:
        return
    margin = words.percent(money.basis.margin_permille)
    share = share_of_margin(cost, sales, money.basis)
    if share is None:
        yield "   " + words.t(
            "With a margin of {margin} these sales leave nothing to pay them from.", margin=margin
        )
        return
    said = _share_said(share, words)
    if money.basis.margin_from == "typed":
        yield "   " + words.t(
            "That is {share} of what these sales leave at a margin of {margin}.", share=said, margin=margin
        )
    else:
        yield "   " + words.t(
            "That is {share} of what these sales leave at a margin of {margin}, an estimate until you type yours.",
            share=said, margin=margin,
        )  # fmt: skip
    if share.low >= 1:
        yield "   " + words.t("⚠ Rewards cost more than these sales leave.")


def _share_said(share: Range, words: Words) -> str:
    low, high = (words.percent(rounded(Fraction(end) * PERMILLE)) for end in (share.low, share.high))
    return low if low == high else words.t("{low} to {high}", low=low, high=high)
