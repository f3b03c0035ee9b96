"""The rules of a shop: seen by its owner, and changed for cards that begin from then on."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from actions.access import NotAllowed, may
from loyalty.actor import Actor
from loyalty.amounts import minor_digits
from loyalty.cards.programme import Invalid, Programme, ProgrammeVersion, Reward, check
from loyalty.cards.rates import Rate
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.changes import Difference, differences, with_keys
from storage.cards import counters
from storage.engine.statements import Tx
from storage.shop import audit, programmes, shops, stats
from storage.shop.audit import Act
from storage.shop.programme_form import from_json, to_json

__all__ = [
    "MOST_TOKEN_MINUTES",
    "CurrentRules",
    "NewRules",
    "Overtaken",
    "ProgrammePreview",
    "Unchanged",
    "add_programme",
    "change_rules",
    "change_token_minutes",
    "from_json",
    "preview",
    "see_rules",
    "to_json",
]

MOST_TOKEN_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class CurrentRules:
    """Today's rules; `begun` cards have something on them and keep the rules they were begun under."""

    shop: Shop
    version: ProgrammeVersion
    begun: int
    empty: int


@dataclass(frozen=True, slots=True)
class ProgrammePreview:
    """What a change would do; nothing is changed yet."""

    rules: CurrentRules
    new: Programme
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class NewRules:
    """The change holds from now on."""

    rules: CurrentRules


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The rules are like that already."""

    rules: CurrentRules


@dataclass(frozen=True, slots=True)
class Overtaken:
    """The rules were changed since this change was prepared."""


def see_rules(tx: Tx, actor: Actor, shop_id: int) -> CurrentRules | NotAllowed:
    """Show an owner the shop's rules."""
    return _rules(tx, shop_id) if may(tx, actor, shop_id, Role.OWNER) else NotAllowed()


def _rules(tx: Tx, shop_id: int) -> CurrentRules:
    cards, begun = stats.begun(tx, shop_id)
    return CurrentRules(shops.by_id(tx, shop_id), programmes.only(tx, shop_id), begun, cards - begun)


def preview(
    tx: Tx, actor: Actor, shop_id: int, new: Programme
) -> ProgrammePreview | Unchanged | Invalid | NotAllowed:
    """Say what would change, and for whom."""
    rules = see_rules(tx, actor, shop_id)
    if isinstance(rules, NotAllowed):
        return rules
    changes = differences(rules.version.programme, new)
    if not changes:
        return Unchanged(rules)
    return check(new, rules.shop.currency) or ProgrammePreview(rules, new, changes)


def change_rules(
    tx: Tx, actor: Actor, shop_id: int, new: Programme, *, on: int, now: datetime
) -> NewRules | Unchanged | Overtaken | Invalid | NotAllowed:
    """Write the next version of the rules, if version `on` is still today's; begun cards keep theirs."""
    seen = preview(tx, actor, shop_id, new)
    if not isinstance(seen, ProgrammePreview):
        return seen
    shop = seen.rules.shop
    if seen.rules.version.id != on or shop.unit is not new.unit:
        return Overtaken()
    keyed = with_keys(new, seen.rules.version.programme, _used_keys(tx, shop_id))
    programmes.change(tx, shop_id, seen.rules.version.programme_id, keyed, by=actor.person_id, now=now)
    for change in seen.differences:
        audit.add(
            tx,
            actor,
            shop_id,
            Act(
                "programme_changed",
                subject=change.what,
                old=_written(change.old, shop),
                new=_written(change.new, shop),
            ),
            now=now,
        )
    return NewRules(_rules(tx, shop_id))


def _used_keys(tx: Tx, shop_id: int) -> list[str]:
    return [
        reward.key for version in programmes.versions(tx, shop_id) for reward in version.programme.rewards
    ]


def add_programme(
    tx: Tx, actor: Actor, shop_id: int, new: Programme, *, name: str, now: datetime
) -> ProgrammeVersion | Invalid | NotAllowed:
    """Let a shop have one more programme beside those it has: every card counts in it from now on.

    `name` tells it from the others at the till and on the card. Keys of rewards are unique in a shop.
    """
    if not may(tx, actor, shop_id, Role.OWNER):
        return NotAllowed()
    wrong = check(new, shops.by_id(tx, shop_id).currency)
    if wrong:
        return wrong
    keyed = with_keys(new, replace(new, rewards=()), _used_keys(tx, shop_id))
    version = programmes.begin(tx, shop_id, keyed, name=name, by=actor.person_id, now=now)
    counters.begin_all(tx, shop_id, version, now=now)
    audit.add(tx, actor, shop_id, Act("programme_added", subject=name or keyed.unit), now=now)
    return version


def change_token_minutes(
    tx: Tx, actor: Actor, shop_id: int, minutes: int, *, now: datetime
) -> NewRules | Unchanged | Invalid | NotAllowed:
    """Change how long a customer's code lives, for every card at once."""
    rules = see_rules(tx, actor, shop_id)
    if isinstance(rules, NotAllowed):
        return rules
    if not 0 < minutes <= MOST_TOKEN_MINUTES:
        return Invalid("limit", "token_minutes", MOST_TOKEN_MINUTES)
    before = rules.shop.token_minutes
    if before == minutes:
        return Unchanged(rules)
    shops.set_token_minutes(tx, shop_id, minutes)
    act = Act("programme_changed", subject="token_minutes", old=str(before), new=str(minutes))
    audit.add(tx, actor, shop_id, act, now=now)
    return NewRules(_rules(tx, shop_id))


def _written(value: Rate | Reward | None, shop: Shop) -> str:
    """Write a value so that it can be read without this program."""
    if not isinstance(value, Reward):
        return "" if value is None else str(value)
    if value.cost_minor is None:
        return f"{value.at}: {value.text}"
    cost = Decimal(value.cost_minor).scaleb(-minor_digits(shop.currency))
    return f"{value.at}: {value.text} ({shop.currency} {cost})"
