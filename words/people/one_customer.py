"""One customer in words: what their visits say, and what a shop noted of them."""

from collections.abc import Iterator, Mapping

from actions.people.customers import CustomerSeen
from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.attributes import NOTE, ROOM
from loyalty.people.portrait import Portrait
from loyalty.people.shop_days import YEAR_MONTHS, day_of_number
from words.campaigns.room import word_room
from words.cards.card import balances
from words.language import N_, Words
from words.people.likes import taste_lines

_PHASE_OF_ONE: Mapping[Phase, str] = {
    Phase.PROSPECT: N_("🌱 Joined, and was not here yet"),
    Phase.FIRST: N_("🌿 Came once"),
    Phase.REPEAT: N_("🔁 Came again"),
    Phase.REGULAR: N_("⭐ A regular"),
    Phase.AMBASSADOR: N_("📣 Brought a friend who came"),
}
_QUADRANT_OF_ONE: Mapping[Quadrant, str] = {
    Quadrant.FRIEND: N_("❤ A true friend"),
    Quadrant.BUTTERFLY: N_("🦋 A butterfly"),
    Quadrant.BARNACLE: N_("🐚 A barnacle"),
    Quadrant.STRANGER: N_("👋 A stranger"),
    Quadrant.LOYAL: N_("🤝 Loyal"),
    Quadrant.PASSING: N_("🚶 Passing by"),
}


def customer_lines(seen: CustomerSeen, say: Words) -> list[str]:
    """Say who a customer is by their own visits."""
    state, portrait = seen.states[0], seen.portrait
    lines = [f"{state.name} · {state.account.code} · {balances(seen.states, say)}"]
    if portrait is None:
        lines.append(say.t("I look at all cards every night: tomorrow I can tell more."))
    else:
        lines.append("🌙 " + say.t("As of last night:"))
        lines += [_phase_of(seen, portrait, say), *_rhythm_of(seen, portrait, say)]
        lines += _value_of(seen, portrait, say)
    if seen.friends:
        lines.append("📣 " + say.tn("{n} friend came by them", "{n} friends came by them", seen.friends))
    return [*lines, *taste_lines(seen.tastes, say), _agreed(seen, say), *_noted(seen, say)]


def _noted(seen: CustomerSeen, say: Words) -> Iterator[str]:
    """Say what the shop noted of somebody, and what they answered."""
    for one in seen.attributes:
        if one.key in seen.facts:
            yield f"🏷 {one.name}: {seen.facts[one.key]}"
    if NOTE in seen.facts:
        yield f"📝 {seen.facts[NOTE]}"
    if ROOM in seen.facts:
        yield "💬 " + say.t(
            "Asked whether they would have more: {answer}", answer=word_room(seen.facts[ROOM], say)
        )


def _phase_of(seen: CustomerSeen, portrait: Portrait, say: Words) -> str:
    state, said = seen.states[0], say.t(_PHASE_OF_ONE[portrait.phase])
    if seen.first_at is None or state.account.last_visit_at is None:
        return said
    zone, today = state.shop.zone, state.today
    first, last = (say.date(at, zone, today=today) for at in (seen.first_at, state.account.last_visit_at))
    if first == last:
        return f"{said}: {first}"
    came = say.tn(
        "came on {n} day since {first}, last on {last}",
        "came on {n} days since {first}, last on {last}",
        portrait.days,
        first=first,
        last=last,
    )
    return f"{said}: {came}"


def _rhythm_of(seen: CustomerSeen, portrait: Portrait, say: Words) -> Iterator[str]:
    if portrait.gap_days is None or portrait.due_on is None:
        if portrait.days:
            yield "⏱ " + say.t("No rhythm of their own yet: that takes three visits.")
        return
    usual = say.tn("Comes about every day", "Comes about every {n} days", portrait.gap_days)
    if seen.overdue:
        day = say.date(day_of_number(portrait.due_on), today=seen.states[0].today)
        yield f"⏳ {usual}. {say.t('Stays away longer than usual since {day}.', day=day)}"
    else:
        yield f"⏱ {usual}"


def _value_of(seen: CustomerSeen, portrait: Portrait, say: Words) -> Iterator[str]:
    if portrait.quadrant is None:
        return
    months = say.t(
        "here in {months} of {year} months",
        months=say.number(portrait.months),
        year=say.number(YEAR_MONTHS),
    )
    yield f"{say.t(_QUADRANT_OF_ONE[portrait.quadrant])}: {months}"
    currency = seen.states[0].shop.currency
    if portrait.sales_minor is not None:
        yield f"💰 {_sales(portrait, currency, say)}"
    if portrait.unpriced:
        yield say.tn(
            "What {n} of their rewards cost is not known: /rewards",
            "What {n} of their rewards cost is not known: /rewards",
            portrait.unpriced,
        )


def _sales(portrait: Portrait, currency: str, say: Words) -> str:
    known = {
        "measured": say.t("typed at the till"),
        "partly": say.t("some typed at the till, the rest by your average sale"),
        "estimated": say.t("estimated by your average sale"),
    }
    spent = say.t(
        "Spent {amount} in these months, {how}",
        amount=say.money(portrait.sales_minor or 0, currency), how=known[portrait.source],
    )  # fmt: skip
    if portrait.margin_minor is None:
        return spent
    left = say.t(
        "{amount} was left after goods and rewards", amount=say.money(portrait.margin_minor, currency)
    )
    return f"{spent}; {left}"


def _agreed(seen: CustomerSeen, say: Words) -> str:
    said = {None: say.t("not asked"), True: say.t("yes"), False: say.t("no")}
    return "✉ " + say.t(
        "Agreed to offers: {offers}, to reminders: {reminders}",
        offers=said[seen.answers.get("offers")], reminders=said[seen.answers.get("reminders")],
    )  # fmt: skip
