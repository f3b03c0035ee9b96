"""What a customer is worth and what one costs, in words."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain

from actions.shop.customer_value import CustomerValues
from loyalty.delivery.message_costs import Prices, added_up, to_show
from loyalty.people.customer_value import CustomerValue, came_back, each
from loyalty.shop.chances import Chance
from loyalty.shop.sums import Range, rounded
from words.campaigns.customer_kinds import list_name
from words.language import Words
from words.shop.money import range_said, whole_percent


def customer_value_lines(found: CustomerValues, prices: Prices, words: Words) -> list[str]:
    """Say what customers of each kind are worth, and what new and regained ones cost; or what is not known yet."""
    lines = [
        "💎 " + words.t("{shop}: what a customer is worth", shop=found.shop.name),
        *_values(found, words),
    ]
    lines += [*_new(found, words), *_won_back(found, prices, words)]
    if found.sampled > 1:
        lines.append(words.t("Learned from a fair sample of the cards, as there are very many."))
    return lines


def _values(found: CustomerValues, words: Words) -> Iterator[str]:
    if found.seen_days is None:
        yield words.t("How long customers stay I can tell after half a year of visits.")
        return
    if not found.portrayed:
        yield words.t("I look at your customers every night: tomorrow I can tell what they are worth.")
        return
    if not found.phases:
        yield words.t("I can tell when I know what a visit brings and what is left of it: /calculator")
        return
    yield words.t(
        "What each leaves from now on: a year like the last one, for as long as customers like them stayed in {days} days.",
        days=words.number(found.seen_days),
    )
    for kind, value in chain(found.phases.items(), found.quadrants.items()):
        yield _value(list_name(kind, words), value, found, words)


def _value(name: str, value: CustomerValue, found: CustomerValues, words: Words) -> str:
    amounts = {"a_year": value.a_year, "low": value.low, "about": value.about, "high": value.high}
    said = {what: words.money(rounded(amount), found.shop.currency) for what, amount in amounts.items()}
    return "· " + words.tn(
        "{kind}: {about} ({low} to {high}), {a_year} a year, {n} customer",
        "{kind}: {about} ({low} to {high}), {a_year} a year, {n} customers",
        value.customers, kind=name, **said,
    )  # fmt: skip


def _new(found: CustomerValues, words: Words) -> Iterator[str]:
    seen, cost = found.newcomers, found.newcomers_cost
    if not seen.came:
        return
    share = came_back(seen.again, seen.came)
    yield "🌱 " + words.tn(
        "Of {n} new customer of a year {share} came again within four weeks ({low} to {high}).",
        "Of {n} new customers of a year {share} came again within four weeks ({low} to {high}).",
        seen.came * found.sampled,
        **_within(share, words),
    )
    if cost is None:
        yield "   " + _unknown(words)
        return
    facts = {"cost": range_said(cost, found.shop.currency, words)}
    one, again = (each(cost, people * found.sampled) for people in (seen.came, seen.again))
    if one and again:
        yield "   " + words.t(
            "They were given {cost}: {one} for each, {again} for each who came again.",
            one=_range(one, found, words), again=_range(again, found, words), **facts,
        )  # fmt: skip
    else:
        yield "   " + words.t("They were given {cost}.", **facts)


def _won_back(found: CustomerValues, prices: Prices, words: Words) -> Iterator[str]:
    seen = found.won_back
    if not seen.told:
        yield "🪝 " + words.t("Nobody was won back yet: /campaigns writes to who stays away.")
        return
    share = came_back(seen.back, seen.told)
    yield "🪝 " + words.tn(
        "Of {n} who was missed and written to {share} came within four weeks ({low} to {high}).",
        "Of {n} who were missed and written to {share} came within four weeks ({low} to {high}).",
        seen.told,
        **_within(share, words),
    )
    yield from _alone(found, words)
    if found.won_back_cost is None:
        yield "   " + _unknown(words)
        return
    yield "   " + _cost_of_regained(found, found.won_back_cost, prices, words)


def _cost_of_regained(found: CustomerValues, given: Range, prices: Prices, words: Words) -> str:
    """Say what was given and what messages cost, and what that is for each who came by it."""
    cost, total = _range(given, found, words), given
    if found.won_back_sent:
        micros = added_up(found.won_back_sent, prices).paid_micros
        if micros is None:  # nobody told us what they cost
            cost = words.t("{cost}, messages not counted", cost=cost)
        else:
            sent = to_show(micros, found.shop.currency)
            messages = words.money(sent, found.shop.currency)
            cost = words.t("{cost}, and the messages cost {messages}", cost=cost, messages=messages)
            total = given.plus(Range(Fraction(sent), Fraction(sent)))
    one = each(total, found.won_back.by_it or 0)
    if one is None:
        return words.t("They were given {cost}.", cost=cost)
    said = _range(one, found, words)
    return words.t("They were given {cost}: {one} for each who came by it.", cost=cost, one=said)


def _alone(found: CustomerValues, words: Words) -> Iterator[str]:
    """Say how many come back by themselves, without which nobody knows what the message did."""
    seen = found.won_back
    if not seen.left_out:
        yield "   " + words.t("Nobody was left out of it, so I can't say how many came by themselves.")
        return
    share = came_back(seen.back_alone, seen.left_out)
    yield "   " + words.tn(
        "Of {n} who was left out {share} came by themselves ({low} to {high}).",
        "Of {n} who were left out {share} came by themselves ({low} to {high}).",
        seen.left_out,
        **_within(share, words),
    )


def _within(share: Chance, words: Words) -> Mapping[str, str]:
    """Say a share and its bounds, as sentences take them."""
    return {
        name: whole_percent(one, words)
        for name, one in (("share", share.about), ("low", share.low), ("high", share.high))
    }


def _range(cost: Range, found: CustomerValues, words: Words) -> str:
    return range_said(cost, found.shop.currency, words)


def _unknown(words: Words) -> str:
    return words.t("What they were given costs I can say when I know what a visit brings: /calculator")
