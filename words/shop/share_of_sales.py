"""What of all that was taken in a month members spent, in words."""

from collections.abc import Iterator

from actions.shop.money import Money
from actions.shop.till_totals import ShareOfSales
from loyalty.shop.basis import PERMILLE
from words.language import Words


def share_of_sales(money: Money, words: Words) -> Iterator[str]:
    """Say what of all that was taken in a whole month members spent, where it is known what was taken."""
    last, *before = money.shares
    if last.total_minor is None:
        yield from _branches_told(last, words)
        return
    if last.permille is None:
        yield "🧾 " + words.t(
            "{month}: what of all sales members spent I can't say, as no amounts are typed at the till.",
            month=words.month(last.month.month),
        )
        return
    earlier = [
        f"{_month(one, last, words)} {words.percent(one.permille)}"
        for one in before
        if one.permille is not None
    ]
    yield f"🧾 {_took(last, money, words)}" + (f" ({'; '.join(earlier)})" if earlier else "")
    if last.permille > PERMILLE:
        yield "   " + words.t("⚠ That is more than all. Please look whether what was taken is right.")
    if last.branches_took_more:
        sum_ = words.money(last.of_branches.sum_minor, money.shop.currency)
        yield "   " + words.t(
            "⚠ Its branches took {sum}, which is more. Please look which is right.", sum=sum_
        )
    if last.elsewhere:
        yield "   " + words.tn(
            "{n} visit that was booked at no branch is not in it.",
            "{n} visits that were booked at no branch are not in it.",
            last.elsewhere,
        )  # fmt: skip


def _took(last: ShareOfSales, money: Money, words: Words) -> str:
    """Say which share of what the whole shop, a branch, or all branches together took members spent."""
    said = {
        "month": words.month(last.month.month),
        "share": words.percent(last.permille or 0),
        "total": words.money(last.total_minor or 0, money.shop.currency),
    }
    if money.branch:
        return words.t(
            "{month}: members spent {share} of the {total} that {branch} took",
            branch=money.branch.name,
            **said,
        )
    if last.is_sum:
        return words.t(
            "{month}: members spent {share} of the {total} that the branches took together", **said
        )
    return words.t("{month}: members spent {share} of the {total} that the shop took", **said)


def _branches_told(last: ShareOfSales, words: Words) -> Iterator[str]:
    """Say of how many branches it is known what they took, where it is of some."""
    known = last.of_branches
    if 0 < known.told < known.branches:
        yield "🧾 " + words.t(
            "{month}: what the till took is told of {told} of {n} branches. Once it is of each, or of the whole "
            "shop, I say which share members spent.",
            month=words.month(last.month.month), told=words.number(known.told), n=words.number(known.branches),
        )  # fmt: skip


def _month(one: ShareOfSales, last: ShareOfSales, words: Words) -> str:
    name = words.month(one.month.month)
    return name if one.month.month != last.month.month else f"{name} {one.month.year}"
