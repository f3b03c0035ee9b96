"""The rules of shops together: typed in a few lines, read back, and founded with or proposed."""

from dataclasses import dataclass

from actions.access import NotAllowed
from actions.shop import coalition_terms, coalitions
from actions.shop.coalitions import Alone, Together, TwoCoalitions
from actions.shop.open_shop import BadShop
from bot.owner.coalition import Answer, show
from bot.owner.places import not_allowed, place_for
from bot.turn import Choice, Reply, Turn
from loyalty.amounts import parse_amount
from loyalty.cards.programme import Programme
from loyalty.cards.programme_check import Invalid
from loyalty.cards.rates import parse_rate
from loyalty.counted import parse_counted
from loyalty.names import clean_name, is_spoken, is_too_long
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.coalition_rules import (
    NOTICE_DAYS,
    MoreThanSpent,
    NoMoneyOff,
    check_together,
    coalition_programme,
    usual_menu,
    usual_rules,
)
from words.cards.rules import ProgrammeWording
from words.language import words
from words.shop.coalition import more_than_spent, rules_of, sums_of, what_it_means, word_two
from words.shop.figures import invalid

_USUAL = "usual"  # typed by a button


@dataclass(frozen=True, slots=True)
class _NotRead:
    """A line that says nothing of rules."""

    line: str


def found(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask what a new coalition is called."""
    place = place_for(turn, Role.OWNER, "cofound", arg)
    if isinstance(place, Reply):
        return place
    turn.wait_for("coalition", shop=place.shop.id, ask="name")
    return Reply(
        turn.t("What is the coalition called? Customers read it on their card, for example “High Street”."),
        (_back(turn, place.shop.id),),
    )


def other_rules(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for other rules, which all are asked about."""
    place = place_for(turn, Role.OWNER, "corules", arg)
    return place if isinstance(place, Reply) else _ask_rules(turn, place.shop, name="")


def _back(turn: Turn, shop_id: int) -> tuple[Choice, ...]:
    return (Choice(turn.t("✖ Cancel"), "coalition", str(shop_id)),)


def typed(turn: Turn, text: str) -> Answer:
    """Take the name that was typed, or the rules."""
    place = place_for(turn, Role.OWNER, "coalition", str(turn.data.get("shop", "")))
    if isinstance(place, Reply):
        return place
    if turn.data.get("ask") == "name":
        return _named(turn, place.shop, text)
    if turn.data.get("ask") == "rules":
        return _read_back(turn, place.shop, str(turn.data.get("name", "")), text)
    return show(place.shop.id)


def _named(turn: Turn, shop: Shop, text: str) -> Reply:
    name = clean_name(text)
    if not is_spoken(name) or is_too_long(name):
        return Reply(turn.t("That is no name. Type one that people can read."), (_back(turn, shop.id),))
    return _ask_rules(turn, shop, name=name)


def _ask_rules(turn: Turn, shop: Shop, *, name: str, note: str = "") -> Reply:
    turn.wait_for("coalition", shop=shop.id, ask="rules", name=name)
    usual = usual_rules(shop.currency, called=_called(shop))
    rate = ProgrammeWording(turn.words, usual.unit, shop.currency).rate(usual.rate or 1)
    lines = [
        *([note, ""] if note else []),
        turn.t("What do customers get? Type it line by line: first the points for what is spent, then what so many points take off a bill."),
        turn.t("For example:"),
        rate,
        *(f"{turn.words.number(points)} = {turn.words.money(minor, shop.currency)}" for points, minor in usual_menu(shop.currency)),
    ]  # fmt: skip
    button = Choice(turn.t("Like this"), "cousual", str(shop.id))
    return Reply("\n".join(lines), ((button,), _back(turn, shop.id)))


def _called(shop: Shop) -> str:
    """Name what is taken off a bill as the shop's customers read it."""
    return words(shop.language).t("Thank you")


def usual(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take the rules that were given as an example."""
    place = place_for(turn, Role.OWNER, "coalition", arg)
    if isinstance(place, Reply):
        return place
    return _read_back(turn, place.shop, str(turn.data.get("name", "")), _USUAL)


def read_rules(text: str, shop: Shop) -> Programme | _NotRead:
    """Read rules as they are typed: a rate, and a line for each reward, "100 = 5"."""
    if text == _USUAL:
        return usual_rules(shop.currency, called=_called(shop))
    first, *rest = [line.strip() for line in text.replace(";", "\n").splitlines() if line.strip()] or [""]
    rate = parse_rate(first, shop.currency)
    if rate is None or rate <= 0:
        return _NotRead(first)
    menu = list[tuple[int, int]]()
    for line in rest:
        points, _, amount = line.partition("=")
        price, minor = parse_counted(points), parse_amount(amount, shop.currency)
        if price is None or not isinstance(minor, int):
            return _NotRead(line)
        menu.append((price, minor))
    return coalition_programme(rate, menu, called=_called(shop))


def _read_back(turn: Turn, shop: Shop, name: str, text: str) -> Reply:
    rules = read_rules(text, shop)
    if isinstance(rules, _NotRead):
        said = turn.t("I can't read “{line}”.", line=rules.line)
        return _ask_rules(turn, shop, name=name, note=said)
    wrong = check_together(rules, shop.currency)
    if isinstance(wrong, Invalid | MoreThanSpent):  # before the sums: they are of rules that hold
        return _ask_others(turn, shop, name, rules, wrong)
    yes = Choice(turn.t("✔ Found it") if name else turn.t("✔ Propose it"), "coyesrules", str(shop.id))
    turn.wait_for("coalition", yes=yes, shop=shop.id, ask="rules", name=name, typed=text)
    head = name or turn.t("I ask every shop about these rules. They hold once all said yes:")
    reckoned = coalitions.reckoned_for(turn.tx, shop, rules)
    sums = sums_of(reckoned, rules, shop.currency, turn.words)
    lines = [head, *rules_of(rules, shop.currency, turn.words), *sums]
    lines += what_it_means(NOTICE_DAYS, turn.words) if name else []
    return Reply("\n".join(lines), ((yes,), _back(turn, shop.id)))


def _ask_others(turn: Turn, shop: Shop, name: str, rules: Programme, wrong: Invalid | MoreThanSpent) -> Reply:
    if isinstance(wrong, MoreThanSpent):
        return _ask_rules(turn, shop, name=name, note=more_than_spent(wrong.share, turn.words))
    why = invalid(wrong, ProgrammeWording(turn.words, rules.unit, shop.currency))
    return _ask_rules(turn, shop, name=name, note=why)


def confirmed(turn: Turn, arg: str) -> Answer:
    """Found the coalition, or propose the rules, as they were read back."""
    place = place_for(turn, Role.OWNER, "coalition", arg)
    if isinstance(place, Reply):
        return place
    shop, name = place.shop, str(turn.data.get("name", ""))
    rules = read_rules(str(turn.data.get("typed", "")), shop)
    if isinstance(rules, _NotRead):
        return show(shop.id)
    done = (
        coalitions.found(turn.tx, turn.actor, shop.id, name, rules, now=turn.now)
        if name
        else coalition_terms.propose(turn.tx, turn.actor, shop.id, rules, now=turn.now)
    )
    match done:
        case NotAllowed():
            return not_allowed(turn)
        case TwoCoalitions():
            return Reply(word_two(done, turn.words))
        case Invalid() | MoreThanSpent():
            return _ask_others(turn, shop, name, rules, done)
        case BadShop() | NoMoneyOff() | Alone():
            return show(shop.id)
        case Together():
            turn.stop_waiting()
            said = turn.t("✔ Founded. Invite the first shop.") if name else turn.t("✔ Proposed.")
            return show(shop.id, said)
