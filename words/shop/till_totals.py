"""What a shop or a branch took in all in a month, in words: how it is asked for."""

from actions.shop.till_totals import NotOpenThen, TotalToTell
from words.language import Words


def total_question(asked: TotalToTell, words: Words) -> str:
    """Ask what the shop or a branch took in a month, and say what each branch was said to."""
    currency = asked.shop.currency
    said = {
        "month": f"{words.month(asked.month.month)} {asked.month.year}",
        "example": words.amount_example(currency),
    }
    if asked.branch:
        question = words.t(
            "What did {branch} take in {month} in all, from members and others? Type the sum, for example {example}. "
            "From it I say which share members spent there.",
            branch=asked.branch.name, **said,
        )  # fmt: skip
    else:
        question = words.t(
            "What did the shop take in {month} in all, from members and others? Type the sum, for example {example}. "
            "From it I say which share members spent.",
            **said,
        )  # fmt: skip
    lines = [question]
    if asked.total_minor is not None:
        lines.append(words.t("So far: {amount}", amount=words.money(asked.total_minor, currency)))
    if len(asked.branches) > 1:
        lines.append(
            words.t("Or tap a branch and type what its till took: once each is told, I add them up.")
        )
    lines += [_branch(branch.name, total, currency, words) for branch, total in asked.branches]
    return "\n".join(lines)


def _branch(name: str, total: int | None, currency: str, words: Words) -> str:
    return f"📍 {name}: " + (words.t("not told yet") if total is None else words.money(total, currency))


def not_open_then(new: NotOpenThen, words: Words) -> str:
    """Say that a branch has no whole month behind it, and from when on its till can be told."""
    return words.t(
        "{branch} was not open yet last month. What it took can be typed here from {day} on.",
        branch=new.branch.name,
        day=words.date(new.ask_from),
    )


def bad_total(words: Words) -> str:
    """Say that no month brings that."""
    return words.t("That is no sum that a month brings. Type it again.")
