"""A week or a month that is over, in words: its figures, each beside the one before."""

from collections.abc import Iterable

from actions.shop.digest import Digest, UnsaidFigures
from actions.shop.stats import ACTIVE_DAYS
from words.campaigns.kind_names import kind_name
from words.language import Words
from words.shop.business import gift_lines, given_lines, spent
from words.shop.customer_alerts import alert_line, lazily_loyal_lines
from words.shop.targets import target_lines

_MOST_NAMED = 2  # rewards; of more it is said that it is each


def digest_lines(digest: Digest, say: Words) -> list[str]:
    """Say how a period was, a line for each figure, and which campaigns were paused in it."""
    shop, this, before = digest.shop, digest.this, digest.before
    members = say.tn("{n} member", "{n} members", digest.members)
    new = say.tn("{n} new", "{n} new", this.new)
    lines = [
        _head(digest, say),
        "✔ " + say.tn("{n} visit", "{n} visits", this.visits) + _before(say, digest, before.visits),
        *_given(say, digest),
        *gift_lines(
            digest.programmes, this.gifts, say, lambda one: _before(say, digest, before.gifts.get(one, 0))
        ),
        *_sales(say, digest),
        f"👥 {members}, {new}" + _before(say, digest, before.new),
        "🔁 "
        + say.tn(
            "{n} came in the last {days} days", "{n} came in the last {days} days",
            digest.active, days=say.number(ACTIVE_DAYS),
        ),
        "🎁 " + say.tn("{n} reward waits", "{n} rewards wait", digest.waiting.count),
    ]  # fmt: skip
    if digest.best_day:
        day = say.weekday(digest.best_day.weekday(), short=False)
        lines.append("🕘 " + say.t("Best day: {day}", day=f"{day}, {say.date(digest.best_day)}"))
    lines += target_lines(digest.targets, shop, say)
    if any(one.over for one in digest.targets):
        lines.append("   " + say.t("That was that. What shall it be next? /target"))
    return [*lines, *_worth_a_look(digest, say)]


def asked_for_sums(unsaid: UnsaidFigures, say: Words) -> str:
    """Ask an owner for what they never said, and for that alone."""
    costs = [say.t("what {reward} costs you", reward=one) for one in unsaid.costs_of]
    wanted = [
        *([say.t("what a visit brings")] if unsaid.average_sale else ()),
        *([say.t("what is left of a sale")] if unsaid.margin else ()),
        *(costs if len(costs) <= _MOST_NAMED else [say.t("what each reward costs you")]),
    ]
    return say.t(
        "Do your rewards pay? I can tell when I know {what}. I ask only this once.", what=say.listing(wanted)
    )


def _head(digest: Digest, say: Words) -> str:
    first, last = say.date(digest.first), say.date(digest.last)
    if digest.period == "week":
        return say.t("{shop}: your week, {first} – {last}", shop=digest.shop.name, first=first, last=last)
    return say.t("{shop}: your month, {first} – {last}", shop=digest.shop.name, first=first, last=last)


def _worth_a_look(digest: Digest, say: Words) -> list[str]:
    """Say which campaigns were paused, what is odd in the bookings, and which customer wants a word."""
    paused = [
        say.t("⚖ {name}: paused, as it is of no use", name=kind_name(say, kind)) for kind in digest.paused
    ]
    look = [
        "🔎 "
        + say.tn(
            "{n} thing in the bookings is worth a look", "{n} things in the bookings are worth a look", n
        )
        for n in filter(None, [digest.worth_a_look])
    ]
    one = [alert_line(digest.alert, digest.last, say)] if digest.alert else []
    many = lazily_loyal_lines(digest.lazily_loyal, say) if digest.lazily_loyal else ()
    return [*paused, *look, *one, *many]


def _given(say: Words, digest: Digest) -> Iterable[str]:
    """Say what each of several programmes gave; of one alone the visits say enough."""
    if len(digest.programmes) == 1:
        return ()
    before = digest.before.given
    return given_lines(
        digest.programmes, digest.this, say, lambda this: _before(say, digest, before.get(this, 0))
    )


def _sales(say: Words, digest: Digest) -> list[str]:
    if not digest.takes_amounts:
        return []
    currency = digest.shop.currency
    before = say.money(digest.before.sales.spent_minor, currency)
    return [
        f"💰 {spent(digest.this.sales, currency, say, visits=digest.this.visits)}{_before(say, digest, before)}"
    ]


def _before(say: Words, digest: Digest, figure: int | str) -> str:
    n = figure if isinstance(figure, str) else say.number(figure)
    if digest.period == "week":
        return " (" + say.t("the week before: {n}", n=n) + ")"
    return " (" + say.t("the month before: {n}", n=n) + ")"
