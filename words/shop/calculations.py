"""The sums in an owner's chat: of rules as they are, of a change beside today's, and of a shop or card that is not there yet."""

from actions.shop.calculator import Calculation
from actions.shop.programme import ProgrammePreview
from actions.shop.sums import Reckoned
from loyalty.shop.gifts import together
from loyalty.units import Unit
from words.language import Words
from words.shop.basis import basis_lines
from words.shop.on_levels import levels_in_sums
from words.shop.risks import word_risk
from words.shop.sums import SumsWording

SOME_VISITS = 100  # what a shop that has no visits yet can picture


def calculation_lines(found: Calculation, words: Words) -> list[str]:
    """Write all sums of a programme as it is today."""
    unit, currency = found.rules.version.programme.unit, found.rules.shop.currency
    write = SumsWording(words, unit, currency)
    return [
        *sums_lines(found.reckoned, unit, currency, words),
        *levels_in_sums(found.levels, found.reckoned.sums, write),
    ]


def sums_lines(reckoned: Reckoned, unit: Unit, currency: str, words: Words) -> list[str]:
    """Write all sums of some rules."""
    write = SumsWording(words, unit, currency)
    lines = basis_lines(reckoned.basis, currency, words) if reckoned.basis else []
    if reckoned.sums:
        lines += ["", *write.lines(reckoned.sums), *write.without_bonuses(reckoned.sums)]
    if reckoned.month:
        lines += ["", write.at_worst(reckoned.month)]
    if reckoned.gifts:
        lines += ["", *write.gifts(reckoned.gifts, reckoned.month)]
    if reckoned.sales:
        lines += ["", *write.sales(reckoned.sales)]
    return [*lines, *(word_risk(risk, write) for risk in reckoned.risks)]


def compared_lines(shown: ProgrammePreview, words: Words) -> list[str]:
    """Write the sums of a change beside today's; nothing where they can't be done."""
    write = SumsWording(words, shown.new.unit, shown.rules.shop.currency)
    lines = beside_lines(shown.before, shown.after, write)
    after = shown.after
    if lines and after.sums:
        lines += [*write.when_it_pays(after.sums), *write.without_bonuses(shown.before.sums, after.sums)]
        lines = ["", f"🧮 {lines[0]}", *lines[1:]]
    lines += levels_in_sums(shown.levels, after.sums, write)
    if shown.before.sales != after.sales:
        lines += ["", *write.sales(after.sales)]
    return [*lines, *(word_risk(risk, write) for risk in after.risks)]


def beside_lines(before: Reckoned, after: Reckoned, write: SumsWording) -> list[str]:
    """Write what becomes of each figure, as far as both have it."""
    words, lines = write.words, []
    if before.sums and after.sums:
        old, new = (write.share(one.sums.discount) for one in (before, after) if one.sums)
        lines.append(words.t("Comes back to customers: {old} → {new}", old=old, new=new))
    if before.month and after.month:
        old, new = (write.money(one.month.cost) for one in (before, after) if one.month)
        lines.append(words.t("At worst in a month: {old} → {new}", old=old, new=new))
    return [*lines, *_gifts_beside(before, after, write)]


def _gifts_beside(before: Reckoned, after: Reckoned, write: SumsWording) -> list[str]:
    """Write what is given beside visits; each gift by itself where nobody knows yet how many there will be."""
    if not before.gifts and not after.gifts:
        return []
    if not all(gift.cost for one in (before, after) for gift in one.gifts):
        return write.gifts(after.gifts, None)
    old, new = (write.money(together(one.gifts)) for one in (before, after))
    return [write.words.t("Given beside visits in a month: {old} → {new}", old=old, new=new)]


def new_lines(reckoned: Reckoned, unit: Unit, currency: str, words: Words) -> list[str]:
    """Write the sums of a shop or card that is not there yet, and what they are made on; nothing where that is not known."""
    write = SumsWording(words, unit, currency)
    lines = basis_lines(reckoned.basis, currency, words) if reckoned.basis else []
    if sums := reckoned.sums:
        cost = write.money(sums.cost_per_unit.times(sums.earned_per_visit * SOME_VISITS))
        lines.append(
            words.t("Customers get {share} of what they spend back.", share=write.share(sums.discount))
        )
        lines += write.when_it_pays(sums)
        lines.append(
            words.tn(
                "At worst {cost} for {n} visit.", "At worst {cost} for {n} visits.", SOME_VISITS, cost=cost
            )
        )
        lines += [
            *write.without_bonuses(sums),
            *write.gifts(reckoned.gifts, None),
            *write.sales(reckoned.sales),
        ]
    return [
        *(f"🧮 {line.removeprefix('· ')}" for line in lines),
        *(word_risk(risk, write) for risk in reckoned.risks),
    ]
