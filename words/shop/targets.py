"""What a shop or one of its branches means to reach, in words: how far it is, whether it keeps pace, and what to change where it doesn't."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from loyalty.records import Branch, Shop
from loyalty.shop.sums import rounded
from loyalty.shop.targets import BadTarget, Metric, TargetProgress
from words.language import Words


def metric_name(metric: Metric, words: Words) -> str:
    """Name what is counted."""
    return {
        "sales": words.t("Sales of members"),
        "visits": words.t("Visits"),
        "new": words.t("New customers"),
        "customers": words.t("Customers"),
    }[metric]


def target_lines(progress: Iterable[TargetProgress], shop: Shop, words: Words) -> Iterator[str]:
    """Say how far each target is, and what could be changed for one that is behind."""
    for one in progress:
        yield f"🎯 {_line(one, shop, words)}"
        if one.behind and not one.over:
            yield "   " + _gap(one, shop, words)
            yield "   " + _hint(one, words)


def target_question(metric: Metric, shop: Shop, branch: Branch | None, words: Words) -> str:
    """Ask how much it shall be, of a shop or one of its branches."""
    return (f"📍 {branch.name}\n" if branch else "") + _question(metric, shop, words)


def _question(metric: Metric, shop: Shop, words: Words) -> str:
    if metric == "sales":
        example = words.amount_example(shop.currency)
        return words.t(
            "How much shall members spend from now on? Type an amount, for example {example}.",
            example=example,
        )
    return {
        "visits": words.t("How many visits shall there be from now on? Type a number."),
        "new": words.t("How many new customers shall come from now on? Type a number."),
        "customers": words.t(
            "How many customers shall there be on that day? Type a number. Who came within 90 days counts."
        ),
    }[metric]


def bad_target(bad: BadTarget, words: Words) -> str:
    """Say why something can't be a target."""
    return {
        "value": words.t("A target is a number above nothing, such as 200. Type it again as a whole number."),
        "too_much": words.t("That is more than any shop reaches. Type a smaller number."),
        "past_date": words.t("That day is not ahead of us."),
        "too_far": words.t("That is far away: choose a day within three years."),
    }[bad.why]


def _line(one: TargetProgress, shop: Shop, words: Words) -> str:
    facts = {
        "what": (f"{one.branch.name} · " if one.branch else "") + metric_name(one.target.metric, words),
        "value": _counted(one.target.metric, one.target.value, shop, words),
        "day": words.date(one.target.by, today=one.today),
    }
    if one.reached is None:
        return words.t("{what}: {value} by {day}. How far it is I can't tell: no amounts are typed.", **facts)
    facts["reached"] = _counted(one.target.metric, one.reached, shop, words)
    facts["share"] = words.percent(one.permille)
    if one.done:
        return words.t("{what}: {reached} of {value} by {day}, reached ✔", **facts)
    if one.over:
        return words.t("{what}: {reached} of {value} ({share}), it ended on {day}", **facts)
    if one.behind:
        pace = _counted(one.target.metric, one.on_pace, shop, words)
        return words.t(
            "{what}: {reached} of {value} by {day} ({share}), behind: {pace} would keep pace",
            pace=pace,
            **facts,
        )
    return words.t("{what}: {reached} of {value} by {day} ({share}), keeps pace", **facts)


def _counted(metric: Metric, n: int, shop: Shop, words: Words) -> str:
    return words.money(n, shop.currency) if metric == "sales" else words.number(n)


def _gap(one: TargetProgress, shop: Shop, words: Words) -> str:
    """Say how much a day would still reach it, beside how much it was."""
    came = one.came_a_day
    if one.target.metric == "sales":
        so_far = words.money(rounded(came), shop.currency)
    else:
        so_far = words.number(Decimal(str(round(float(came), 1) + 0.0)))  # never "-0"
    return words.t(
        "It takes {needed} a day from now on; so far it was {so_far}.",
        needed=_counted(one.target.metric, one.needed_a_day, shop, words), so_far=so_far,
    )  # fmt: skip


def _hint(one: TargetProgress, words: Words) -> str:
    """Say what could be changed: rules and campaigns are the whole shop's, what reaches a branch's own customers is not."""
    if one.branch:
        return _hint_there(one.target.metric, one.branch.name, words)
    return {
        "sales": words.t("More a visit: give more for a larger bill, /programme, ✨ Bonuses."),
        "visits": words.t(
            "More visits: a bonus time at quiet hours, /programme, ✨ Bonuses, or a reminder, /campaigns."
        ),
        "new": words.t(
            "More new ones: Bring a friend, /programme, ✨ Bonuses, and a /poster where people pass."
        ),
        "customers": words.t("Fewer lost: the message that wins back who stays away, /campaigns."),
    }[one.target.metric]


def _hint_there(metric: Metric, branch: str, words: Words) -> str:
    """Say what could be changed for one branch alone."""
    return {
        "sales": words.t(
            "More a visit there: a word at the till of {branch}. More for a larger bill, /programme, ✨ Bonuses, holds in the "
            "whole shop.",
            branch=branch,
        ),
        "visits": words.t(
            "More visits there: a message to those who come to {branch}, /broadcast. A bonus time, /programme, "
            "✨ Bonuses, holds in the whole shop.",
            branch=branch,
        ),
        "new": words.t(
            "More new ones there: a /poster where people pass {branch}, and a word at its till.",
            branch=branch,
        ),
        "customers": words.t(
            "Fewer lost there: a message to those who come to {branch}, /broadcast.", branch=branch
        ),
    }[metric]
