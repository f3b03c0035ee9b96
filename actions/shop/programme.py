"""The rules of a shop: seen by its owner, and changed for cards that begin from then on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from actions.access import NotAllowed, may
from actions.campaigns.briefings import NOBODY_BRIEFED, BriefedStaff, brief
from actions.shop.audit import figure_of
from actions.shop.level_counts import LevelCounts, level_counts
from actions.shop.side_by_side import NoSuchProgramme, one_of, used_keys
from actions.shop.sums import Reckoned, SecondYes, lately_of, new_risks, note_accepted, note_told, reckon
from loyalty.actor import Actor
from loyalty.amounts import minor_digits
from loyalty.cards.circles import gains_in_a_circle
from loyalty.cards.part import Part
from loyalty.cards.programme import Programme, ProgrammeVersion, Reward
from loyalty.cards.programme_check import Invalid, check
from loyalty.cards.rates import Rate
from loyalty.cards.worth import terms
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.changes import Difference, differences, with_keys
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, programmes, shops, stats
from storage.shop.audit import Act
from storage.shop.programme_form import from_json, part_from_json, part_to_json, to_json

__all__ = [
    "MOST_TOKEN_MINUTES",
    "CurrentRules",
    "NewRules",
    "NoSuchProgramme",
    "Overtaken",
    "ProgrammePreview",
    "SecondYes",
    "Unchanged",
    "change_rules",
    "change_token_minutes",
    "from_json",
    "part_from_json",
    "part_to_json",
    "preview",
    "see_rules",
    "to_json",
]

MOST_TOKEN_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class CurrentRules:
    """Today's rules of one of a shop's programmes."""

    shop: Shop
    version: ProgrammeVersion
    programmes: tuple[ProgrammeVersion, ...]  # all of the shop's, this one among them


@dataclass(frozen=True, slots=True)
class ProgrammePreview:
    """What a change would do, and its sums beside today's; nothing is changed yet.

    `begun` cards have something on them and keep their rules.
    """

    rules: CurrentRules
    new: Programme
    differences: tuple[Difference, ...]
    begun: int
    before: Reckoned
    after: Reckoned
    levels: LevelCounts | None = None  # by the new rules, had they held all along


@dataclass(frozen=True, slots=True)
class NewRules:
    """The change holds from now on; `staff` reads of it before customers do."""

    rules: CurrentRules
    staff: BriefedStaff = NOBODY_BRIEFED


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The rules are like that already."""

    rules: CurrentRules


@dataclass(frozen=True, slots=True)
class Overtaken:
    """The rules were changed since this change was prepared."""


def see_rules(
    tx: Tx, actor: Actor, shop_id: int, programme_id: int | None = None
) -> CurrentRules | NoSuchProgramme | NotAllowed:
    """Show an owner the rules of one of the shop's programmes; None: of its first."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    every = programmes.today(tx, shop_id)
    version = one_of(every, programme_id)
    if isinstance(version, NoSuchProgramme):
        return version
    return CurrentRules(shops.by_id(tx, shop_id), version, tuple(every))


def preview(
    tx: Tx,
    actor: Actor,
    shop_id: int,
    new: Programme,
    programme_id: int | None = None,
    *,
    now: datetime,
    trade: str | None = None,
) -> ProgrammePreview | Unchanged | Invalid | NoSuchProgramme | NotAllowed:
    """Say what would change, and for whom: their number takes as long as a shop is large.

    Where the rules are those of a `trade`, its usual sales and margin stand in for what was never typed.
    """
    rules = see_rules(tx, actor, shop_id, programme_id)
    if not isinstance(rules, CurrentRules):
        return rules
    changes = _changes(rules, new)
    if not isinstance(changes, tuple):
        return changes
    shop, version = rules.shop, rules.version
    begun = stats.begun(tx, shop_id, version.programme_id)
    lately = lately_of(tx, shop, version.programme_id, now=now)
    before, after = reckon(tx, shop, version.programme, lately), reckon(tx, shop, new, lately, trade=trade)
    levels = level_counts(tx, shop, version, new, now=now)
    return ProgrammePreview(rules, new, changes, begun, before, after, levels)


def _changes(rules: CurrentRules, new: Programme) -> tuple[Difference, ...] | Unchanged | Invalid:
    changes = differences(rules.version.programme, new)
    if not changes:
        return Unchanged(rules)
    beside = [one.programme.unit for one in rules.programmes]
    if bad := check(new, rules.shop.currency, beside=beside, zone=rules.shop.zone):
        return bad
    this = rules.version.programme_id
    after = [new if one.programme_id == this else one.programme for one in rules.programmes]
    return Invalid("reward_circle") if gains_in_a_circle(after) else changes


def change_rules(  # noqa: PLR0913 - what is wanted, on what, by whom, and whether they know what it costs
    tx: Tx,
    actor: Actor,
    shop_id: int,
    new: Programme,
    *,
    on: int,
    now: datetime,
    knowing: bool = False,
    trade: str | None = None,
) -> NewRules | Unchanged | Overtaken | SecondYes | Invalid | NoSuchProgramme | NotAllowed:
    """Write the next version of a programme, if version `on` is still its today's; begun cards keep theirs.

    What loses money or is free at the first visit, and was not so before, is written only where somebody says yes `knowing` it.
    Rules of a `trade` let the shop be one of it from then on.
    """
    hold_shop(tx, shop_id)
    own = {version.id: version.programme_id for version in programmes.versions(tx, shop_id)}
    programme_id = own.get(on, 0)
    rules = see_rules(tx, actor, shop_id, programme_id)
    if not isinstance(rules, CurrentRules):
        return rules
    changes = _changes(rules, new)
    if not isinstance(changes, tuple):
        return changes
    if rules.version.id != on or rules.version.programme.unit is not new.unit:
        return Overtaken()
    risks = new_risks(tx, rules.shop, new, rules.version, now=now, trade=trade)
    if risks and not knowing:
        return SecondYes(risks)
    _write(tx, actor, rules, new, changes, now=now)
    staff = brief(tx, shop_id, "rules", programme_id, by=actor.person_id, now=now, since=on)
    if trade:
        note_told(tx, actor, rules.shop, "trade", trade, now=now)
    note_accepted(tx, actor, rules.shop, risks, now=now)
    return _new(see_rules(tx, actor, shop_id, programme_id), staff)


def _write(
    tx: Tx,
    actor: Actor,
    rules: CurrentRules,
    new: Programme,
    changes: tuple[Difference, ...],
    *,
    now: datetime,
) -> None:
    shop_id, version = rules.shop.id, rules.version
    keyed = with_keys(new, version.programme, used_keys(tx, shop_id))
    programmes.change(tx, shop_id, version.programme_id, keyed, by=actor.person_id, now=now)
    several = len(rules.programmes) > 1
    for change in changes:
        what = figure_of(change.what, version, several=several)
        old, new_value = (_written(value, rules.shop) for value in (change.old, change.new))
        audit.add(tx, actor, shop_id, Act("programme_changed", subject=what, old=old, new=new_value), now=now)


def change_token_minutes(
    tx: Tx, actor: Actor, shop_id: int, minutes: int, programme_id: int | None = None, *, now: datetime
) -> NewRules | Unchanged | Invalid | NoSuchProgramme | NotAllowed:
    """Change how long a customer's code lives, for every card at once, and return the rules of this programme."""
    hold_shop(tx, shop_id)
    rules = see_rules(tx, actor, shop_id, programme_id)
    if not isinstance(rules, CurrentRules):
        return rules
    if not 0 < minutes <= MOST_TOKEN_MINUTES:
        return Invalid("limit", "token_minutes", MOST_TOKEN_MINUTES)
    before = rules.shop.token_minutes
    if before == minutes:
        return Unchanged(rules)
    shops.set_token_minutes(tx, shop_id, minutes)
    act = Act("programme_changed", subject="token_minutes", old=str(before), new=str(minutes))
    audit.add(tx, actor, shop_id, act, now=now)
    return _new(see_rules(tx, actor, shop_id, programme_id))


def _new(
    rules: CurrentRules | NoSuchProgramme | NotAllowed, staff: BriefedStaff = NOBODY_BRIEFED
) -> NewRules | NoSuchProgramme | NotAllowed:
    return NewRules(rules, staff) if isinstance(rules, CurrentRules) else rules


def _written(value: Rate | Reward | Part | None, shop: Shop) -> str:
    """Write a value so that it can be read without this program."""
    if isinstance(value, Part):
        return part_to_json(value)
    if not isinstance(value, Reward):
        return "" if value is None else str(value)
    return f"{value.at}: {value.text}" + "".join(f" ({said})" for said in _details(value, shop.currency))


def _details(reward: Reward, currency: str) -> Iterator[str]:
    figures = terms(reward.worth)
    if reward.worth.kind == "experience":
        yield reward.worth.kind
    if figures.percent is not None:
        yield f"-{figures.percent}%"
    if figures.counted is not None:
        yield f"+{figures.counted.amount} {figures.counted.unit}"
    if reward.valid_days is not None:
        yield f"{reward.valid_days} d"
    if reward.stock is not None:
        yield f"{reward.stock} x"
    if reward.level is not None:
        yield f">= {reward.level}"
    amounts = {"-": figures.amount_minor, "<= ": figures.most_minor, "": reward.cost_minor}
    for sign, minor in amounts.items():
        if minor is not None:
            yield f"{sign}{currency} {Decimal(minor).scaleb(-minor_digits(currency))}"
