"""How business is: the week so far, in words and one picture."""

from actions.shop.stats import Stats, shop_stats
from bot.beside import beside
from bot.owner.places import not_allowed, place_for
from bot.pictures.specs import Bar, Chart
from bot.turn import Choice, Reply, Turn
from loyalty.roles import Role
from words.language import Words
from words.shop.business import business_lines
from words.units import given_label


@beside
def stats(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /stats."""
    place = place_for(turn, Role.MANAGER, "stats", arg)
    if isinstance(place, Reply):
        return place
    found = shop_stats(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if not isinstance(found, Stats):
        return not_allowed(turn, Role.MANAGER)
    shop = str(place.shop.id)
    rows = (
        (Choice(turn.t("👥 Who comes"), "customers", shop), Choice(turn.t("💶 The month"), "money", shop)),
        (Choice(turn.t("🔄 Again"), "stats", shop),),
    )
    return Reply("\n".join(business_lines(found, turn.words)), rows, picture=chart_of(turn.words, found))


def chart_of(say: Words, stats: Stats) -> Chart:
    """Draw the week; where there are several programmes, what each gave stands where last week's visits did."""
    shop, now = stats.shop, stats.this_week
    by_now = (say.t("last week by now"), say.number(stats.last_week.visits))
    given = tuple(
        (given_label(one.programme.unit, n, say), say.number(n))
        for one in stats.programmes
        for n in [now.given.get(one.programme_id, 0)]
    )
    return Chart(
        shop=shop.name,
        colour=shop.colour,
        title=say.t("This week so far"),
        figures=(
            (say.tn("visit so far", "visits so far", now.visits), say.number(now.visits)),
            *((by_now, *given) if len(given) == 1 else given),
            (say.tn("member", "members", stats.members), say.number(stats.members)),
            (say.t("new this week"), say.number(now.new)),
            (say.tn("reward used", "rewards used", stats.used.count), say.number(stats.used.count)),
        ),
        days_title=say.t("Visits by day"),
        days=tuple(
            Bar(say.weekday(i), this, say.number(this), last) for i, (this, last) in enumerate(stats.days)
        ),
        days_legend=(say.t("This week"), say.t("Last week")),
        hours_title=say.t("Busiest hours, two weeks"),
        hours=stats.hours,
    )
