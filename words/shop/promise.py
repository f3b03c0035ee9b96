"""What a shop has promised, in words: all of it, what is likely to come, on how many cases that rests, and how it did before."""

from collections.abc import Iterator

from actions.shop.promise import OnCards, Promise
from loyalty.shop.promise import AHEAD, Likely, Promised, WasOpen, together
from loyalty.shop.sums import Range, rounded
from words.language import Words
from words.shop.money import range_said, whole_percent
from words.units import programme_name


def promise_lines(promise: Promise, words: Words) -> list[str]:
    """Say what is open in a shop, a paragraph for each kind of it."""
    days = words.number(AHEAD.days)
    lines = [
        "💶 " + words.t("{shop}: what is promised", shop=promise.shop.name),
        words.t("Likely means: in the coming {days} days, by what became of what was open {days} days ago.", days=days),
        *_vouchers(promise, words),
    ]  # fmt: skip
    for one in promise.cards:
        lines += _on_cards(promise, one, words)
    total = together(promise.every)
    if total:
        lines.append("Σ " + words.t("In all, likely {amount}.", amount=_likely(total, promise, words)))
    elif any(one.count for one in promise.every):
        lines.append(
            words.t(
                "What it costs I can say when I know what a visit brings and what is left of it: /calculator"
            )
        )
    lines.append(_record(promise, words))
    if promise.sampled:
        lines.append(words.t("Learned from a fair sample of the cards, as there are very many."))
    return lines


def _vouchers(promise: Promise, words: Words) -> Iterator[str]:
    open_now = promise.vouchers
    yield (
        "🎁 "
        + words.tn("{n} reward waits", "{n} rewards wait", open_now.count)
        + _if_all(open_now, promise, words)
    )
    if open_now.count:
        yield "   " + _learned(open_now, promise, words)


def _on_cards(promise: Promise, one: OnCards, words: Words) -> Iterator[str]:
    name = f"{programme_name(one.version, words)}: " if len(promise.cards) > 1 else ""
    units = words.counted(one.version.programme.unit, one.promised.count)
    said = words.tn("{units} on {n} card", "{units} on {n} cards", one.promised.cards, units=units)
    yield f"🗂 {name}{said}{_if_all(one.promised, promise, words)}"
    if one.promised.count:
        yield "   " + _learned(one.promised, promise, words)


def _if_all(open_now: Promised, promise: Promise, words: Words) -> str:
    """Say what it costs if all of it comes."""
    if not open_now.cost or not open_now.count:
        return ""
    cost = range_said(open_now.cost, promise.shop.currency, words)
    return " (" + words.t("if all of it comes: {cost}", cost=cost) + ")"


def _learned(open_now: Promised, promise: Promise, words: Words) -> str:
    """Say what is likely, by which share of how many cases."""
    likely = open_now.likely
    amount = words.t("likely {amount}", amount=_likely(likely, promise, words)) + ": " if likely else ""
    return amount + _share(open_now.seen, words)


def _share(seen: WasOpen, words: Words) -> str:
    cases = round(seen.cases)
    if not cases:
        return words.t("nothing was open then to learn from, so it may be nothing or all")
    return words.tn(
        "of what was open then {share} came ({low} to {high}, from {n} case)",
        "of what was open then {share} came ({low} to {high}, from {n} cases)",
        cases, share=whole_percent(seen.chance.about, words), low=whole_percent(seen.chance.low, words),
        high=whole_percent(seen.chance.high, words),
    )  # fmt: skip


def _likely(likely: Likely, promise: Promise, words: Words) -> str:
    if not likely.learned:
        return range_said(Range(likely.low, likely.high), promise.shop.currency, words)
    about, low, high = (
        words.money(rounded(one), promise.shop.currency) for one in (likely.about, likely.low, likely.high)
    )
    return words.t("{about} ({low} to {high})", about=about, low=low, high=high)


def _record(promise: Promise, words: Words) -> str:
    """Say what would have been forecast, and what came."""
    kept = promise.kept
    if kept is None:
        return "📒 " + words.t(
            "Whether such a forecast holds I can say once {days} days are known.",
            days=words.number(2 * AHEAD.days),
        )
    return "📒 " + words.t(
        "On {day} I would have said {forecast}; {came} came.",
        day=words.date(kept.at, promise.shop.zone), forecast=_likely(kept.forecast, promise, words),
        came=range_said(kept.came, promise.shop.currency, words),
    )  # fmt: skip
