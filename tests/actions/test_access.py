"""Who may do what in a shop: every action that names who acts is tried by everybody who may not."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

import pytest

import actions
from actions.access import NotAllowed
from actions.campaigns import broadcast, broadcast_results, dispatch, impact, preview, settings
from actions.campaigns.dispatch import Dose
from actions.delivery import message_costs
from actions.people import letters, move_card
from actions.shop import (
    audit,
    branches,
    digest,
    export,
    invitations,
    open_shop,
    programme,
    shop_details,
    stats,
    team,
)
from loyalty.actor import ActingPerson, Actor, Clock, Operator
from loyalty.campaigns.frequency_cap import Cap, MessageKind, QuietHours
from loyalty.roles import Role
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import staff
from tests.actions.places import NOW, Cafe, hire, join, meet, open_cafe, stamps

_LATER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
_DOSE = Dose(Cap(), QuietHours(time(20), time(9)))
# An invitation is checked by its token; a shop is opened by the operator, or by whom the operator invited to.
_CHECKED_OTHERWISE = {
    "actions.shop.invitations.accept_invite",
    "actions.shop.invitations.invite",
    "actions.shop.open_shop.found_shop",
    "actions.shop.open_shop.open_shop",
}


@dataclass(frozen=True)
class World:
    """Café Luna, one of everything that an action may be about, and everybody who may try it."""

    cafe: Cafe
    branch_id: int
    member_id: int
    owner_member_id: int  # each may change their own branch: this is the owner's
    broadcast_id: int
    letter_id: int
    handover_id: int
    code: str
    pair: tuple[int, int]
    actors: Mapping[str, Actor]

    @property
    def shop_id(self) -> int:
        """Name the café."""
        return self.cafe.shop.id


@dataclass(frozen=True)
class Guarded:
    """An action, the least role that may do it, and how it says no to others."""

    action: Callable[..., Any]
    role: Role
    about: Callable[[World], tuple[Any, ...]] = lambda world: (world.shop_id,)
    refusal: Any = NotAllowed()  # noqa: RUF009 - frozen
    named: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return where it stands."""
        return f"{self.action.__module__}.{self.action.__name__}"

    def done(self, tx: Tx, actor: Actor, world: World) -> Any:
        """Let somebody try it."""
        when = {"now": _LATER} if "now" in inspect.signature(self.action).parameters else {}
        return self.action(tx, actor, *self.about(world), **self.named, **when)


def _shop(*more: Any) -> Callable[[World], tuple[Any, ...]]:
    return lambda world: (world.shop_id, *more)


_GUARDED = [
    Guarded(audit.see_audit, Role.OWNER, named={"before": None}),
    Guarded(branches.branches_of, Role.CASHIER, refusal=()),
    Guarded(branches.see_branch, Role.OWNER, lambda world: (world.shop_id, world.branch_id)),
    Guarded(branches.add_branch, Role.OWNER, _shop("Harbour")),
    Guarded(branches.rename_branch, Role.OWNER, lambda world: (world.shop_id, world.branch_id, "Quay")),
    Guarded(branches.close_branch, Role.OWNER, lambda world: (world.shop_id, world.branch_id)),
    Guarded(digest.digest, Role.MANAGER, _shop("week")),
    Guarded(export.export_shop, Role.OWNER),
    Guarded(invitations.invite_by_owner, Role.OWNER, _shop(Role.CASHIER)),
    Guarded(open_shop.order_cards, Role.OWNER, _shop(1)),
    Guarded(programme.see_rules, Role.OWNER),
    Guarded(programme.preview, Role.OWNER, _shop(stamps(5))),
    Guarded(programme.change_rules, Role.OWNER, _shop(stamps(5)), named={"on": 1}),
    Guarded(programme.change_token_minutes, Role.OWNER, _shop(5)),
    Guarded(shop_details.see_shop, Role.OWNER),
    Guarded(shop_details.propose_change, Role.OWNER, _shop("name", "Café Sol")),
    Guarded(shop_details.change_shop, Role.OWNER, _shop("name", "Café Sol"), named={"was": "Café Luna"}),
    Guarded(stats.shop_stats, Role.MANAGER),
    Guarded(team.see_team, Role.OWNER),
    Guarded(team.change_role, Role.OWNER, lambda world: (world.shop_id, world.member_id, Role.MANAGER)),
    Guarded(team.remove_member, Role.OWNER, lambda world: (world.shop_id, world.member_id)),
    Guarded(team.change_branch, Role.OWNER, lambda world: (world.shop_id, world.owner_member_id, None)),
    Guarded(broadcast.preview, Role.OWNER, _shop("everyone")),
    Guarded(broadcast.order_broadcast, Role.OWNER, _shop("everyone", "Hello")),
    Guarded(broadcast.pending, Role.OWNER, refusal=[]),
    Guarded(broadcast.cancel_broadcast, Role.OWNER, lambda world: (world.broadcast_id,)),
    Guarded(broadcast_results.fortune, Role.OWNER, lambda world: (world.broadcast_id,)),
    Guarded(broadcast_results.newest, Role.OWNER, refusal=[]),
    Guarded(dispatch.set_dose, Role.OWNER, _shop(_DOSE)),
    Guarded(impact.verdict_of, Role.OWNER, _shop(MessageKind.GOAL)),
    Guarded(preview.example_of, Role.OWNER, _shop(MessageKind.GOAL, "")),
    Guarded(settings.see_campaigns, Role.OWNER),
    Guarded(settings.switch_campaign, Role.OWNER, _shop(MessageKind.GOAL), named={"on": False}),
    Guarded(settings.change_setting, Role.OWNER, _shop(MessageKind.BIRTHDAY, "gift", "Cake")),
    Guarded(settings.set_wording, Role.OWNER, _shop(MessageKind.GOAL, "en", "Hi")),
    Guarded(message_costs.billed, Role.OWNER),
    Guarded(message_costs.troubles, Role.OWNER, _shop(("whatsapp", "1"), {}, ["en"])),
    Guarded(letters.answer_letter, Role.OWNER, lambda world: (world.letter_id, "Thank you")),
    Guarded(letters.post, Role.OWNER, lambda world: (world.letter_id,), refusal=None),
    Guarded(move_card.undo_move, Role.OWNER, lambda world: (world.handover_id,)),
    Guarded(move_card.find_card, Role.OWNER, lambda world: (world.shop_id, world.code), refusal=None),
    Guarded(
        move_card.move_card,
        Role.OWNER,
        lambda world: ((world.shop_id, *world.pair),),
        named={"reason": "lost"},
    ),
]
_TRIES: Mapping[str, Role | None] = {
    "cashier": Role.CASHIER,
    "manager": Role.MANAGER,
    "owner": Role.OWNER,
    "stranger": None,
    "owner of another shop": None,
    "operator": None,
    "clock": None,
}


def opened(tx: Tx) -> World:
    """Open the café, and let everything happen that an owner can look at, answer or undo."""
    cafe, other = open_cafe(tx, stamps(4)), open_cafe(tx, stamps(4), name="Café Sol")
    shop_id, cleo = cafe.shop.id, ActingPerson(cafe.cleo)
    ben, dan, max_ = (meet(tx, name) for name in ("Ben", "Dan", "Max"))
    bens, dans = join(tx, cafe.shop, ben), join(tx, cafe.shop, dan)
    hire(tx, shop_id, max_, "manager")
    eva, boss = (staff.in_shop(tx, one, shop_id) for one in (cafe.eva, cafe.cleo))
    place = branches.add_branch(tx, cleo, shop_id, "Station", now=NOW)
    said = broadcast.order_broadcast(tx, cleo, shop_id, "everyone", "Hello", now=_LATER)
    letters.send_letter(tx, ben, shop_id, "Are you open?", now=NOW)
    moved = move_card.move_card(tx, cleo, (shop_id, cafe.card_id, bens), reason="lost", now=NOW)
    assert eva
    assert boss
    assert isinstance(place, tuple)
    assert isinstance(said, broadcast.Broadcast)
    assert isinstance(moved, move_card.Moved)
    return World(
        cafe=cafe,
        branch_id=place[0].id,
        member_id=eva.id,
        owner_member_id=boss.id,
        broadcast_id=said.id,
        letter_id=1,
        handover_id=moved.handover_id,
        code=moved.state.card.code,
        pair=(bens, dans),
        actors={
            "cashier": ActingPerson(cafe.eva),
            "manager": ActingPerson(max_),
            "owner": cleo,
            "stranger": ActingPerson(meet(tx, "Zoe")),
            "owner of another shop": ActingPerson(other.cleo),
            "operator": Operator(),
            "clock": Clock(),
        },
    )


@pytest.mark.parametrize("who", _TRIES)
async def test_who_may_not_is_refused_whatever_they_try_and_who_may_is_not(db: Database, who: str) -> None:
    world = await db.write(opened)
    let_in = set()
    for one in _GUARDED:
        if await db.write(one.done, world.actors[who], world) != one.refusal:
            let_in.add(one.name)
    role = _TRIES[who]
    assert let_in == {one.name for one in _GUARDED if role and role.includes(one.role)}


def test_every_action_that_names_who_acts_is_in_the_table() -> None:
    assert {one.name for one in _GUARDED} | _CHECKED_OTHERWISE == set(_actions())


def _actions() -> Iterator[str]:
    for found in pkgutil.walk_packages(actions.__path__, "actions."):
        module = importlib.import_module(found.name)
        for name, action in inspect.getmembers(module, inspect.isfunction):
            is_public = action.__module__ == found.name and not name.startswith("_")
            if (
                is_public
                and "actor" in inspect.signature(action).parameters
                and found.name != "actions.access"
            ):
                yield f"{found.name}.{name}"
