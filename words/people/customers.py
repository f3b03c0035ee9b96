"""Who a shop's customers are, in words: how many of which kind, and what the visits of one of them say."""

from collections.abc import Iterable, Iterator, Mapping

from actions.people.customers import CustomerName, CustomerOverview
from loyalty.cards.ways import bar_of
from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.portrait import ENOUGH_CUSTOMERS, Lines
from loyalty.people.shop_days import YEAR_MONTHS
from loyalty.records import Shop
from words.campaigns.customer_kinds import list_name
from words.language import N_, Words
from words.people.suspects import suspect_line, suspect_lines
from words.shop.customer_alerts import lazily_loyal_lines

PERMILLE = 1000
_STEPS_THAT_COUNT = 2  # to bring a friend is more than is expected of anybody
# What each quadrant is, after its name.
_MEANS: Mapping[Quadrant, str] = {
    Quadrant.FRIEND: N_("loyal, and they leave you much"),
    Quadrant.BUTTERFLY: N_("they leave you much, and seldom stay"),
    Quadrant.BARNACLE: N_("loyal, and they leave you little"),
    Quadrant.STRANGER: N_("they come seldom, and leave you little"),
    Quadrant.LOYAL: N_("they come month after month"),
    Quadrant.PASSING: N_("they come seldom"),
}
# What brings somebody from one phase to the next.
_NEXT_STEP: Mapping[Phase, str] = {
    Phase.PROSPECT: N_("A welcome brings them in: /campaigns."),
    Phase.FIRST: N_("A second visit decides: say their name, and how far the next reward is."),
    Phase.REPEAT: N_("A goal of their own brings them again: tell them of /goal."),
    Phase.REGULAR: N_("Ask those who are happy to bring a friend: /programme, ✨ Bonuses."),
    Phase.AMBASSADOR: N_("Thank them: /surprise."),
}


def shown_quadrants(overview: CustomerOverview) -> tuple[Quadrant, ...]:
    """Return the quadrants that a shop's customers stand in: by loyalty alone where no more can be told."""
    known = overview.night is not None and overview.night[1].margin_minor is not None
    four, two = tuple(Quadrant)[:4], tuple(Quadrant)[4:]
    return four if known else two


def overview_lines(overview: CustomerOverview, say: Words) -> list[str]:
    """Say how many customers of which kind there are."""
    shop = overview.shop
    if overview.night is None:
        head = say.t("{shop}: your customers", shop=shop.name)
        return [
            head,
            say.t("I look at all cards every night: tomorrow I can tell."),
            *_suspects(overview, say),
        ]
    _, lines = overview.night
    came = say.tn(
        "{n} customer came within twelve months", "{n} customers came within twelve months", lines.customers
    )
    return [
        say.t("{shop}: your customers, as of last night", shop=shop.name),
        f"👥 {came}",
        *(_quadrant_line(overview, quadrant, say) for quadrant in shown_quadrants(overview)),
        *_drawn(overview, lines, say),
        *_top(lines, say),
        _slipping(overview, say),
        *(lazily_loyal_lines(overview.lazily_loyal, say) if overview.lazily_loyal else ()),
        *_suspects(overview, say),
    ]


def _suspects(overview: CustomerOverview, say: Words) -> Iterator[str]:
    if overview.suspects:
        yield suspect_line(overview.suspects, say)


def _quadrant_line(overview: CustomerOverview, quadrant: Quadrant, say: Words) -> str:
    n = say.number(overview.census.quadrants.get(quadrant, 0))
    return f"{list_name(quadrant, say)}: {n}{_in_brackets(overview, quadrant)} · {meaning(quadrant, say)}"


def meaning(quadrant: Quadrant, say: Words) -> str:
    """Say what customers of a quadrant have in common."""
    return say.t(_MEANS[quadrant])


def share_said(overview: CustomerOverview, quadrant: Quadrant, say: Words) -> str:
    """Say which part of those who came within the year stands there."""
    known = sum(overview.census.quadrants.values())
    here = overview.census.quadrants.get(quadrant, 0)
    return say.percent(round(100 * here / known) * 10) if known else ""


def _in_brackets(overview: CustomerOverview, kind: str) -> str:
    said = moved(overview, kind)
    return f" ({said})" if said else ""


def _brackets(overview: CustomerOverview, kinds: Iterable[str], say: Words) -> Iterator[str]:
    """Say what stands in brackets, where anything does."""
    if any(moved(overview, kind) for kind in kinds):
        yield say.t("In brackets: since the first of this month.")


def moved(overview: CustomerOverview, kind: str) -> str:
    """Say how many became so this month, and how many are so no more: "+3 −1"."""
    came = sum(one.count for one in overview.moves if one.new == kind)
    went = sum(one.count for one in overview.moves if one.old == kind)
    return " ".join(f"{sign}{n}" for sign, n in (("+", came), ("−", went)) if n)


def _drawn(overview: CustomerOverview, lines: Lines, say: Words) -> Iterator[str]:
    """Say where the lines are drawn, by what, and what is still missing."""
    yield from _brackets(overview, shown_quadrants(overview), say)
    months, year = say.number(lines.months), say.number(YEAR_MONTHS)
    if lines.margin_minor is not None:
        amount = say.money(lines.margin_minor, overview.shop.currency)
        yield say.t(
            "Loyal: here in {months} of {year} months or more. Much: {amount} or more is left in these, after goods and rewards.",
            months=months, year=year, amount=amount,
        )  # fmt: skip
        yield _how_known(overview, say)
    else:
        yield say.t("Loyal: here in {months} of {year} months or more.", months=months, year=year)
        yield _not_enough(lines, say)


def _how_known(overview: CustomerOverview, say: Words) -> str:
    census = overview.census
    if census.told == census.visits:
        return say.t("Measured: every amount was typed at the till.")
    if not census.told:
        return say.t("Estimated by your average sale, since no amounts are typed at the till.")
    permille = PERMILLE * census.told // census.visits // 10 * 10
    if not permille:
        return say.t("Of few visits the amount was typed, the others are estimated.")
    share = say.percent(permille)
    return say.t("Of {share} of the visits the amount was typed, the others are estimated.", share=share)


def _not_enough(lines: Lines, say: Words) -> str:
    if lines.customers < ENOUGH_CUSTOMERS:
        return say.t(
            "Not enough to tell yet who leaves you much: that takes {n} customers.",
            n=say.number(ENOUGH_CUSTOMERS),
        )
    return say.t(
        "Who leaves you much I can tell once I know what a visit brings, and what is left of it: /calculator."
    )


def _top(lines: Lines, say: Words) -> Iterator[str]:
    if lines.top_minor is not None and lines.sales_minor:
        share = say.percent(round(100 * lines.top_minor / lines.sales_minor) * 10)
        n = say.number(lines.top)
        yield "🏅 " + say.t("The top {n}, every fifth customer, bring {share} of the sales", n=n, share=share)


def _slipping(overview: CustomerOverview, say: Words) -> str:
    if not overview.slipping:
        return "⏳ " + say.t("Nobody stays away longer than they usually do")
    return "⏳ " + say.tn(
        "{n} stays away longer than they usually do",
        "{n} stay away longer than they usually do",
        overview.slipping,
    )


def phase_lines(overview: CustomerOverview, say: Words) -> list[str]:
    """Say how far customers have come, how many go on from each step, and what helps with the one where most stay behind."""
    phases, further = overview.census.phases, reached(overview)
    lines = [say.t("{shop}: how far your customers had come last night", shop=overview.shop.name)]
    if overview.suspects:
        lines += suspect_lines(overview.suspects, say)
    for phase in Phase:
        n = say.number(phases.get(phase, 0))
        lines.append(
            f"{list_name(phase, say)}: {n}{_in_brackets(overview, phase)}{_further(phase, further, say)}"
        )
    lines += _brackets(overview, tuple(Phase), say)
    step = next_step(further, say)
    return [*lines, f"👉 {step}"] if step else lines


def reached(overview: CustomerOverview) -> Mapping[Phase, int]:
    """Count who got so far, or further."""
    phases = overview.census.phases
    return {
        phase: sum(phases.get(further, 0) for further in list(Phase)[place:])
        for place, phase in enumerate(Phase)
    }


def _further(phase: Phase, further: Mapping[Phase, int], say: Words) -> str:
    share = _share_of(phase, further, say)
    if not share:
        return ""
    if phase is Phase.PROSPECT:
        return " · " + say.t("{share} of those who joined came", share=share)
    return " · " + say.t("{share} of those who got so far went on", share=share)


def went_on(phase: Phase, further: Mapping[Phase, int], say: Words) -> str:
    """Say which part of those who got so far went on, as short as a picture wants it."""
    share = _share_of(phase, further, say)
    return say.t("{share} went on", share=share) if share else ""


def _share_of(phase: Phase, further: Mapping[Phase, int], say: Words) -> str:
    """Return which part went on; "" where nobody stayed behind, and before the last step, which is a favour."""
    following = list(Phase)[list(Phase).index(phase) + 1 :]
    if len(following) < _STEPS_THAT_COUNT or further[phase] == further[following[0]]:
        return ""
    return say.percent(round(100 * further[following[0]] / further[phase]) * 10)


def next_step(further: Mapping[Phase, int], say: Words) -> str:
    """Say what helps where most stay behind, before the last step, which few are asked to take; "" where nobody does."""
    steps = [
        (further[phase] - further[following], phase)
        for phase, following in zip(Phase, list(Phase)[1:-1], strict=False)
    ]
    most, phase = max(steps, key=lambda step: step[0])
    return say.t(_NEXT_STEP[phase]) if most else ""


def list_head(shop: Shop, key: str, say: Words) -> str:
    """Name a list, and what to do with those in it."""
    head = f"{shop.name} · {list_name(key, say)}"
    if bar_of(key):
        return "\n".join(
            (
                head,
                say.t(
                    "Who came last stands first. They may like to hear how near it is: tell them at the till."
                ),
            )
        )
    head += f" · {say.t('as of last night')}"
    texts = {
        "top": say.t("Know them by name, and thank them: attention before discounts."),
        "slipping": say.t("They stay away longer than they usually do. A kind word may be enough."),
        "friend": say.t("Recognition before discounts: a name, a thank you, a /surprise."),
        "butterfly": say.t("Offer more while they are here: few of them stay."),
        "barnacle": say.t("Ask once whether they would like something more; leave it at that."),
        "stranger": say.t("Be friendly, and spend nothing on winning them back."),
    }
    phase = say.t(_NEXT_STEP[Phase(key)]) if key in list(Phase) else ""
    return "\n".join(filter(None, (head, texts.get(key, phase))))


def name_label(one: CustomerName, shop: Shop, say: Words) -> str:
    """Name a customer on a button, with what they spent in a year, where that is known."""
    spent = say.money(one.sales_minor, shop.currency) if one.sales_minor else ""
    return " · ".join(filter(None, (say.name(one.name) or say.t("somebody"), spent)))
