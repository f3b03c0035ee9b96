"""Who the customers are: of which kind how many, each kind a list of names, each name a customer."""

from typing import Any

from actions.access import NotAllowed
from actions.people import customers as actions
from actions.people.customers import SLIPPING, TOP, CustomerGone, CustomerList, CustomerSeen
from actions.people.identify import Workplace
from actions.till.find_customer import Found, Named, show_named
from bot.beside import Beside, beside
from bot.owner.customer_chart import chart_of
from bot.owner.places import not_allowed, place_for, split
from bot.staff.finding import named_at
from bot.turn import Choice, Reply, Turn
from bot.whence import passed, way_back
from loyalty.customer_kinds import Phase
from loyalty.people.attributes import NOTE
from loyalty.roles import Role
from words.campaigns.customer_kinds import list_name
from words.people.customer_money import money_lines
from words.people.customers import list_head, name_label, overview_lines, phase_lines, shown_quadrants
from words.people.one_customer import customer_lines
from words.people.ways import way_button, way_lines

_TO_A_CUSTOMER = ("customerlist", "letter")  # the pages, beside all of them, that name one


def customers(turn: Turn, arg: str) -> Reply | list[Reply] | Beside[Any]:
    """Answer /customers: how many of which kind, with a button for each; and /customers Ana, who that is."""
    if arg and not turn.shown_at:
        return _by_name(turn, arg)
    return _overview(turn, arg)


@beside
def _overview(turn: Turn, arg: str) -> Reply | list[Reply]:
    place = place_for(turn, Role.MANAGER, "customers", arg)
    if isinstance(place, Reply):
        return place
    seen = actions.see_customers(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if isinstance(seen, NotAllowed):
        return not_allowed(turn, Role.MANAGER)
    lines, shop_id = overview_lines(seen, turn.words), place.shop.id
    passed(turn, shop_id, "customers", str(shop_id))
    if seen.night is None:
        return Reply("\n".join(lines))
    keys = [*shown_quadrants(seen), TOP, SLIPPING]
    rows = [*((_list(turn, key, shop_id),) for key in keys), *_further(turn, place)]
    return Reply("\n".join(lines), tuple(rows), picture=chart_of(seen, turn.words))


def _further(turn: Turn, place: Workplace) -> list[tuple[Choice, ...]]:
    """Offer what else there is to see of all customers, and to an owner what she may change."""
    shop = str(place.shop.id)
    rows: list[tuple[Choice, ...]] = [
        (
            Choice(turn.t("👣 How far they come"), "phases", shop),
            Choice(turn.t("🎁 Where rewards go"), "rewardmoney", shop),
        ),
        (Choice(turn.t("🎯 How far from a reward"), "ways", shop),),
    ]
    if place.member.may(Role.OWNER):
        treat = Choice(turn.t("🎛 How I treat them"), "treatments", shop)
        rows.append((treat, Choice(turn.t("📏 The two lines"), "lines", shop)))
        rows.append((Choice(turn.t("🏷 What you note"), "attributes", shop),))
    return rows


def _list(turn: Turn, key: str, shop_id: int) -> Choice:
    return Choice(list_name(key, turn.words), "customerlist", f"{shop_id}:{key}")


def _back(turn: Turn, shop_id: int, *doors: str) -> tuple[Choice, ...]:
    usual = Choice(turn.t("← All of them"), "customers", str(shop_id))
    return (way_back(turn, shop_id, usual, *doors),)


@beside
def phases(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show how far customers have come, and how many go on from each step."""
    place = place_for(turn, Role.MANAGER, "phases", arg)
    if isinstance(place, Reply):
        return place
    seen = actions.see_customers(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if isinstance(seen, NotAllowed):
        return not_allowed(turn, Role.MANAGER)
    passed(turn, place.shop.id, "phases", str(place.shop.id))
    rows = [(_list(turn, phase, place.shop.id),) for phase in Phase]
    return Reply("\n".join(phase_lines(seen, turn.words)), (*rows, _back(turn, place.shop.id)))


@beside
def ways(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show how far begun cards are from their next reward; each bar is a tap away from who it is."""
    place = place_for(turn, Role.MANAGER, "ways", arg)
    if isinstance(place, Reply):
        return place
    seen = actions.see_customers(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if isinstance(seen, NotAllowed):
        return not_allowed(turn, Role.MANAGER)
    several, shop_id = len(seen.ways) > 1, place.shop.id
    passed(turn, shop_id, "ways", str(shop_id))
    buttons = [
        Choice(way_button(one, bar, turn.words, several=several), "customerlist", f"{shop_id}:{bar.key}")
        for one in seen.ways
        for bar in one.bars
    ]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    return Reply("\n".join(way_lines(seen.shop, seen.ways, turn.words)), (*rows, _back(turn, shop_id)))


@beside
def reward_money(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show where the reward money goes."""
    place = place_for(turn, Role.MANAGER, "rewardmoney", arg)
    if isinstance(place, Reply):
        return place
    seen = actions.see_reward_money(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if isinstance(seen, NotAllowed):
        return not_allowed(turn, Role.MANAGER)
    return Reply("\n".join(money_lines(*seen, turn.words)), (_back(turn, place.shop.id),))


def customer_list(turn: Turn, arg: str) -> Beside[CustomerList | NotAllowed]:
    """List who is of a kind, a page at a time, each a tap away; who looked is written down."""
    shop_id, rest = split(arg)
    key, _, skipped = rest.partition(":")
    passed(turn, shop_id, "customerlist", arg)
    return Beside(
        lambda turn: actions.list_customers(
            turn.tx, turn.actor, shop_id, key, skipped=int(skipped or 0), now=turn.now
        ),
        _listed,
    )


def _listed(turn: Turn, found: CustomerList | NotAllowed) -> Reply:
    if not isinstance(found, NotAllowed):
        found = actions.note_listed(turn.tx, turn.actor, found, now=turn.now)
    if isinstance(found, NotAllowed):
        return not_allowed(turn, Role.MANAGER)
    shop, lines = found.shop, [list_head(found.shop, found.key, turn.words)]
    if not found.customers:
        lines.append(turn.t("Nobody now."))
    rows = [
        (Choice(name_label(one, shop, turn.words), "customer", str(one.account_id)),)
        for one in found.customers
    ]
    if found.more is not None:
        rows.append((Choice(turn.t("More"), "customerlist", f"{shop.id}:{found.key}:{found.more}"),))
    return Reply("\n".join(lines), (*rows, _back(turn, shop.id, "phases", "ways")))


def _by_name(turn: Turn, text: str) -> Reply | list[Reply] | Beside[list[Named]]:
    place = place_for(turn, Role.MANAGER, "customers", "")
    places: list[Workplace] = turn.workplaces(Role.MANAGER)
    if not places:
        return place if isinstance(place, Reply) else []
    return Beside(lambda turn: named_at(turn, places, text), _named)


def _named(turn: Turn, found: list[Named]) -> Reply | list[Reply]:
    shown = [show_named(turn.tx, turn.actor, one, now=turn.now) for one in found]
    states = [cards[0] for one in shown if isinstance(one, Found) for cards in one.cards]
    if not states:
        return Reply(turn.t("Nobody by that name. Try fewer letters, or ask for the code on their card."))
    if len(states) == 1:
        return customer(turn, str(states[0].account.id))
    rows = tuple(
        (Choice(f"{state.name} · {state.account.code}", "customer", str(state.account.id)),)
        for state in states
    )
    return Reply(turn.t("Who is it?"), rows)


def customer(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show who a customer is by their own visits."""
    match actions.see_customer(turn.tx, turn.actor, int(arg), now=turn.now):
        case NotAllowed():
            return not_allowed(turn, Role.MANAGER)
        case CustomerGone(shop_id):
            return Reply(turn.t("This card is not there any more."), (_back(turn, shop_id, *_TO_A_CUSTOMER),))
        case seen:
            shop_id = seen.states[0].shop.id
            rows = [*_notes(turn, seen), _back(turn, shop_id, *_TO_A_CUSTOMER)]
            return Reply("\n".join(customer_lines(seen, turn.words)), tuple(rows))


def _notes(turn: Turn, seen: CustomerSeen) -> list[tuple[Choice, ...]]:
    """Offer to note something under each of the shop's attributes, and in words."""
    about = seen.states[0].account.id
    buttons = [Choice(f"🏷 {one.name}", "fact", f"{about}:{one.key}") for one in seen.attributes]
    buttons.append(Choice(turn.t("📝 Note"), "fact", f"{about}:{NOTE}"))
    return [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
