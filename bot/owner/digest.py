"""The digest: what an owner hears about a week or a month that is over."""

from collections.abc import Iterable

from actions.shop.digest import Digest
from actions.shop.stats import ACTIVE_DAYS
from bot.turn import Choice, Reply
from loyalty.campaigns.frequency_cap import DIGEST
from words.campaigns.kind_names import kind_name
from words.language import Words
from words.shop.business import spent


def word_digest(say: Words, digest: Digest, troubles: Iterable[str] = ()) -> Reply:
    """Word a period's figures, each beside the one before, and what troubles the shop's messages."""
    shop, this, before = digest.shop, digest.this, digest.before
    first, last = say.date(digest.first), say.date(digest.last)
    head = (
        say.t("{shop}: your week, {first} – {last}", shop=shop.name, first=first, last=last)
        if digest.period == "week"
        else say.t("{shop}: your month, {first} – {last}", shop=shop.name, first=first, last=last)
    )
    members = say.tn("{n} member", "{n} members", digest.members)
    new = say.tn("{n} new", "{n} new", this.new)
    lines = [
        head,
        "✔ " + say.tn("{n} visit", "{n} visits", this.visits) + _before(say, digest, before.visits),
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
    lines += [
        say.t("⚖ {name}: paused, as it is of no use", name=kind_name(say, kind)) for kind in digest.paused
    ]
    lines += troubles
    again = tuple(
        (Choice(say.t("{name}: turn on again", name=kind_name(say, kind)), "switch", f"{shop.id}:{kind}:1"),)
        for kind in digest.paused
    )
    rows = (
        *again,
        (Choice(say.t("📊 How is business?"), "stats", str(shop.id)),),
        (Choice(say.t("✉ Messages to customers"), "campaigns", str(shop.id)),),
        (Choice(say.t("No more of these"), "nokind", DIGEST),),
    )
    return Reply("\n".join(lines), rows)


def _sales(say: Words, digest: Digest) -> list[str]:
    if not digest.takes_amounts:
        return []
    currency = digest.shop.currency
    before = say.money(digest.before.sales.spent_minor, currency)
    return [f"💰 {spent(digest.this.sales, currency, say)}{_before(say, digest, before)}"]


def _before(say: Words, digest: Digest, figure: int | str) -> str:
    n = figure if isinstance(figure, str) else say.number(figure)
    if digest.period == "week":
        return " (" + say.t("the week before: {n}", n=n) + ")"
    return " (" + say.t("the month before: {n}", n=n) + ")"
