"""In a café that has everything, nobody is shown a button that they may not use, or sent to a command that is not theirs."""

import re
from collections import deque
from dataclasses import replace

import pytest

from actions.shop.branches import add_branch
from actions.shop.invitations import invite
from actions.shop.programme import CurrentRules, NewRules, change_rules, see_rules
from actions.shop.side_by_side import add_programme
from app.demo_event import open_evening
from app.demo_rules import parts_of
from app.invented import Cast, invent
from bot.table import COMMANDS
from bot.turn import Choice
from loyalty.actor import Operator
from loyalty.cards.programme import Reward
from loyalty.dates import day_of
from loyalty.roles import Role
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.programmes import points_card
from tests.talk import NOON, Person, Talk

_REFUSED = ("Only the shop's owner", "That is for the shop's staff")
_COMMAND = re.compile(r"(?<![\w/])/([a-z]+)")
_NOT_TAPPED = {"erase", "speak"}  # these end the walk, or triple it
_EVERY_KIND = ("items", "surprise", "task", "levels", "cause", "membership", "friends")


def _with_everything(tx: Tx) -> dict[Role | None, str]:
    """Open the demo's café with a branch, bonuses, an event and two cards; return the links that let people in."""
    cast = invent(tx, "telegram", "stempel_bot", now=NOON)
    owner, shop = cast.owner, cast.shop
    _give_everything(tx, cast)
    add_branch(tx, owner, shop.id, "Harbour", now=NOON)
    beside = points_card([Reward("cake", "Cake", 40)])
    add_programme(tx, owner, shop.id, beside, name="", now=NOON, knowing=True)
    open_evening(tx, cast, now=NOON)
    working = (Role.CASHIER, Role.MANAGER)
    return {
        None: "j" + shop.code,
        **{role: "i" + invite(tx, Operator(), shop.id, role, now=NOON) for role in working},
    }


def _give_everything(tx: Tx, cast: Cast) -> None:
    today = day_of(NOON, cast.shop.zone)
    parts = tuple(part for kind in _EVERY_KIND for part in parts_of(kind, today=today))
    seen = see_rules(tx, cast.owner, cast.shop.id)
    assert isinstance(seen, CurrentRules)
    rules = replace(seen.version.programme, parts=parts)
    done = change_rules(tx, cast.owner, cast.shop.id, rules, on=seen.version.id, now=NOON, knowing=True)
    assert isinstance(done, NewRules)


@pytest.mark.slow
async def test_no_button_is_shown_to_who_may_not_use_it_and_no_command_is_named(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    for number, (role, link) in enumerate((await sqlite_db.write(_with_everything)).items()):
        somebody = Person("Max", f"70001{number}")
        await talk.opens(somebody, link)
        await _walks_everywhere(talk, somebody, role)


async def _walks_everywhere(talk: Talk, somebody: Person, role: Role | None) -> None:
    """Go to each button of each screen, from a command on."""
    paths = deque[tuple[str, tuple[Choice, ...]]]((word, ()) for word in COMMANDS)
    met = set[tuple[str, str]]()
    while paths:
        word, taps = paths.popleft()
        said = await talk.says(somebody, f"/{word}")
        for button in taps:
            said = await talk.taps(somebody, button)
        way = " > ".join([f"{role}: /{word}", *(button.label for button in taps)])
        assert not (taps and said.startswith(_REFUSED)), way
        assert "🔑" in said or all(_may(role, named) for named in _COMMAND.findall(said)), f"{way}\n{said}"
        paths.extend((word, (*taps, button)) for button in _new(talk.buttons(somebody), met))


def _may(role: Role | None, word: str) -> bool:
    needed = COMMANDS[word].role
    return needed is None or (role is not None and role.includes(needed))


def _new(shown: list[Choice], met: set[tuple[str, str]]) -> list[Choice]:
    """Return the buttons of a kind that was not tapped yet; what differs by a number alone is of one kind."""
    kinds = {(button.verb, re.sub(r"\d+", "#", button.arg)): button for button in shown if button.verb}
    new = [kind for kind in kinds if kind not in met and kind[0] not in _NOT_TAPPED]
    met.update(new)
    return [kinds[kind] for kind in new]
