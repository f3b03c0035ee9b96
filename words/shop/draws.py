"""What is said of draws to their shop's owner: what one would promise and cost, how it stands, and how it ended."""

from datetime import datetime

from actions.shop.draws import ReckonedDraw, ShopDraws, Standing
from loyalty.cards.draws import OF_AGE, PRIZE_DAYS, BadPlan, Draw, DrawForm, DrawPlan, TooGenerous
from loyalty.cards.endings import last_day
from loyalty.records import Shop
from words.cards.draws import revealed
from words.language import Words


def plan_lines(found: ReckonedDraw, words: Words, *, now: datetime) -> list[str]:
    """Say what a plan promises, what it may cost, and what its owner should know before it begins."""
    plan, shop = found.plan, found.shop
    day = words.date(last_day(found.ends_at, shop.zone), today=now.astimezone(shop.zone).date())
    return [
        words.t("Shall I open it like this?"),
        "",
        f"🎟 {words.number(plan.prizes)} × {plan.prize}",
        f"· {_form(plan, words)}",
        f"· {words.t('It ends with {day}.', day=day)}",
        f"· {_free(plan.free, words)}",
        f"· {words.t('Only for who is {age} or older, and says so with a tap; you and your staff take no part.', age=OF_AGE)}",
        f"· {words.t('A prize waits {n} days for who won it.', n=PRIZE_DAYS)}",
        "",
        *_costs(found, words),
        "",
        words.t(
            "Once somebody takes part nothing of it can be changed, by you neither: that is what makes it fair."
        ),
        words.t(
            "⚖ A draw is a game of chance. In many countries it needs rules that everybody can read, a free way to take part, or a "
            "permit, and has a most for its prizes. Ask your trade association or municipality before you open it; I can't know."
        ),
    ]


def _form(plan: DrawPlan | Draw, words: Words) -> str:
    if plan.form is DrawForm.TICKETS:
        return words.t(
            "A ticket for each visit; winners are drawn at the end, all tickets with the same chance."
        )
    return words.t("A ticket to scratch after each visit; one in {n} wins.", n=words.number(plan.one_in or 1))


def _free(free: bool, words: Words) -> str:  # noqa: FBT001 - as it is kept
    if free:
        return words.t("One ticket is free for everybody: no purchase is needed.")
    return words.t("There is no ticket without a purchase.")


def _costs(found: ReckonedDraw, words: Words) -> list[str]:
    plan, currency = found.plan, found.shop.currency
    lines = [words.t("It costs {cost} at most.", cost=words.money(plan.most_minor, currency))]
    if not found.tickets:
        lines.append(words.t("How many take part I can't say yet: nobody came in as many days before."))
    elif plan.form is DrawForm.TICKETS:
        lines.append(
            words.tn(
                "In as many days before there would have been {n} ticket.",
                "In as many days before there would have been {n} tickets.",
                found.tickets,
            )
        )
    else:
        few, most = (words.money(n * plan.cost_minor, currency) for n in (found.fewest, found.most))
        lines.append(
            words.tn(
                "By as many visits as before ({n} ticket) it costs between {few} and {most}.",
                "By as many visits as before ({n} tickets) it costs between {few} and {most}.",
                found.tickets,
                few=few,
                most=most,
            )
        )
    return lines


def too_generous(why: TooGenerous, plan: DrawPlan, currency: str, words: Words) -> str:
    """Refuse odds that give more than the budget, with the sum, and say which would do."""
    return words.t(
        "One in {n} is more than the budget holds: by as many visits as before, {tickets} tickets would win about {wins} prizes, "
        "{sum}. You set {prizes} aside, {budget}. One in {better} or rarer fits, or more prizes.",
        n=words.number(plan.one_in or 1),
        tickets=words.number(why.tickets),
        wins=words.number(why.wins),
        sum=words.money(why.wins * plan.cost_minor, currency),
        prizes=words.number(plan.prizes),
        budget=words.money(plan.most_minor, currency),
        better=words.number(why.one_in),
    )


def bad_plan(why: BadPlan, words: Words) -> str:
    """Say between what a figure of a draw must lie."""
    least, most = words.number(why.least), words.number(why.most)
    if why.what == "prize":
        return words.t("What can be won is told in {most} letters at most.", most=most)
    return words.t("A number from {least} to {most}, please.", least=least, most=most)


def draws_lines(found: ShopDraws, words: Words, *, now: datetime) -> list[str]:
    """Say which draw runs in a shop and how far it is, and what became of those before."""
    if found.running:
        lines = _running(found.shop, found.running, words, now=now)
    else:
        lines = [words.t("🎟 {shop}: no draw runs at the moment.", shop=found.shop.name)]
    return [*lines, *(f"· {_past(found.shop, one, words)}" for one in found.past)]


def _running(shop: Shop, one: Standing, words: Words, *, now: datetime) -> list[str]:
    draw = one.draw
    day = words.date(last_day(draw.ends_at, shop.zone), today=now.astimezone(shop.zone).date())
    return [
        f"🎟 {shop.name}: {words.number(draw.prizes)} × {draw.prize}",
        f"· {_form(draw, words)}",
        f"· {words.t('It ends with {day}.', day=day)}",
        f"· {_free(draw.free, words)}",
        f"· {words.t('It costs {cost} at most.', cost=words.money(draw.prizes * draw.cost_minor, shop.currency))}",
        "",
        words.tn("{n} customer takes part.", "{n} customers take part.", one.players),
        words.tn("{n} ticket so far.", "{n} tickets so far.", one.tickets),
        *(
            [words.tn("{n} prize is won.", "{n} prizes are won.", one.won)]
            if draw.form is DrawForm.SCRATCH
            else []
        ),
        words.t("The fingerprint of its seed: {commitment}", commitment=draw.commitment),
    ]


def _past(shop: Shop, one: Standing, words: Words) -> str:
    draw = one.draw
    day = words.date(last_day(draw.ends_at, shop.zone))
    tickets = words.tn("{n} ticket", "{n} tickets", one.tickets)
    won = words.tn("{n} prize won", "{n} prizes won", one.won)
    return f"{day}: {draw.prize} · {tickets} · {won}"


def over_lines(shop: Shop, one: Standing, words: Words) -> list[str]:
    """Tell an owner how a draw ended."""
    draw = one.draw
    lines = [words.t("🎟 {shop}: the draw “{prize}” is over.", shop=shop.name, prize=draw.prize)]
    if not one.tickets and one.players:
        return [*lines, words.t("No ticket was scratched: nothing was won, and it cost you nothing.")]
    if not one.tickets:
        return [*lines, words.t("Nobody took part: nothing was drawn, and it cost you nothing.")]
    spent = words.money(one.won * draw.cost_minor, shop.currency)
    lines.append(words.tn("{n} ticket took part.", "{n} tickets took part.", one.tickets))
    lines.append(
        words.tn(
            "{n} prize is won, {cost} in all.", "{n} prizes are won, {cost} in all.", one.won, cost=spent
        )
    )
    lines.append(
        words.t("Who won was told; their prize waits on their card. Everybody can check it by /draw.")
    )
    return [*lines, *revealed(draw, words)]
