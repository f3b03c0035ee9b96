"""What Café Luna may give in the demo: bonuses, friends, a points card beside; one choice each, to be tried at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from actions.random_codes import seed
from actions.shop.draws import ShopDraws, drop_draw, open_draw, see_shop_draws
from actions.shop.programme import CurrentRules, NewRules, Unchanged, change_rules, see_rules
from actions.shop.side_by_side import NotTakenAway, add_programme, take_away
from actions.tx import Tx
from loyalty.actor import Actor
from loyalty.cards.draws import DrawForm, DrawPlan
from loyalty.cards.part import Part
from loyalty.cards.parts.above_average import AboveAverage
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.cause import GoodCauses, Supported
from loyalty.cards.parts.challenge import Challenge
from loyalty.cards.parts.excluded_item import ExcludedItem
from loyalty.cards.parts.levels import Level, Levels
from loyalty.cards.parts.membership import Membership
from loyalty.cards.parts.referral import Referral
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.parts.task import Task
from loyalty.cards.programme import PerMoney, Programme, ProgrammeKind, Reward, composed
from loyalty.dates import day_of
from loyalty.units import Unit
from web.demo import Switch

FRIENDS, POINTS, STREET, EVENT = "friends", "points", "street", "event"
_DRAWS = {
    "draw": DrawPlan(DrawForm.TICKETS, "Breakfast for two", 900, 1, 1),
    "scratch": DrawPlan(DrawForm.SCRATCH, "Free cookie", 60, 60, 1, 2),
}
SWITCHES: Sequence[Switch] = (
    Switch("plain", "A stamp card", "A stamp a coffee, six for a free one."),
    Switch(
        "twice", "Twice the stamps today", "Look at Ana's card, then let Eva scan it: the stamp counts twice."
    ),
    Switch("items", "More for cake and own cup", "After a scan, Eva taps “+ Cake” for what was bought."),
    Switch(
        "surprise",
        "Surprises for regulars",
        "After a scan, Eva taps “🎁 Surprise” and says why: Ana reads it.",
    ),
    Switch(
        "task",
        "Something for something done",
        "Ana types /tasks, takes one on and sends a picture; Cleo gets it and says yes.",
    ),
    Switch(
        "levels",
        "Levels for who comes often",
        "Two visits make Ana Silver, and each one then counts more: /level. “Next day” until it ends soon: she reads it before.",
    ),
    Switch(
        "challenges",
        "Challenges",
        "Ana types /challenges and takes some on. Eva's scans and “Next day” show how far they are; a missed week costs the joker.",
    ),
    Switch(
        "cause",
        "Ten cents a visit to a good cause",
        "After a scan, Ana types /cause and picks another one; Cleo types /cause, and notes what she paid.",
    ),
    Switch(
        "membership",
        "Memberships",
        "After a scan, Eva taps “⭐ Membership” and sells Ana one; /membership tells Ana what she has.",
    ),
    Switch(
        FRIENDS,
        "Bring a friend",
        "Once Ana has been there, /friend shows her link. “Next day”: somebody comes by it, and both get something.",
    ),
    Switch(
        "draw",
        "A draw",
        "Ana types /draw and takes part; each scan is a ticket. “Next day” twice: who won is told, and the seed is shown.",
    ),
    Switch(
        "scratch",
        "A ticket to scratch",
        "Ana types /draw and takes part; after each scan she taps “🎟 Scratch”: one in two wins.",
    ),
    Switch(
        EVENT,
        "An event",
        "Ana types /events and takes the last seat. “Next day”: she is reminded; let Eva scan her on its day, and “Next day” brings a stamp.",
    ),
    Switch(
        POINTS,
        "A points card beside",
        "Let Eva scan Ana's code, tap “Points card” and type 12.50; “Gift cards” takes out what earns nothing.",
    ),
    Switch(
        STREET,
        "Five shops, one card",
        "Ana's /card shows Canal Street too: let Eva scan it and type 12.50. “Next day” settles last month: Cleo types /coalition.",
    ),
)


_POINTS = Programme(
    *composed(ProgrammeKind.POINTS, PerMoney(1)),
    rewards=(Reward("p1", "Slice of cake", 40, cost_minor=120),),
    parts=(AboveAverage(20, 5), ExcludedItem("Gift cards")),
)


def parts_of(choice: str, *, today: date) -> tuple[Part, ...]:
    """Return what a choice adds to the stamp card on this day; raises `LookupError` for none of them."""
    return {
        "plain": (),
        "twice": (BonusTime(weekdays=(today.weekday(),), times=2),),
        "items": (BonusItem("Cake", 2), BonusItem("Own cup")),
        "surprise": (Surprise(),),
        "task": (Task("Own cup", "Come with a cup of your own, and show it on our counter.", 2, 3, 40),),
        "levels": (Levels((Level("Silver", 2, plus=1), Level("Gold", 4, plus=2)), days=14, grace=14),),
        "challenges": (
            Challenge("visits", 2, 14, 1),
            Challenge("items", 1, 30, 1),
            Challenge("weeks", 3, 14, 2),
            BonusItem("Cake"),
        ),
        "cause": (
            GoodCauses(
                (
                    Supported("Food bank", "Food for neighbours who are short of it"),
                    Supported("Animal shelter", "A roof for animals without a home"),
                ),
                a_visit_minor=10,
                units=1,
                worth_minor=25,
            ),
        ),
        "membership": (
            Membership("A coffee a day", 3900, months=1, item="Coffee", cost_minor=80),
            Membership("Ten coffees", 2500, months=3, item="Coffee", cuts=10, cost_minor=80),
        ),
        FRIENDS: (Referral(for_friend=1, for_inviter=2),),
        **dict.fromkeys((POINTS, STREET, EVENT, *_DRAWS), ()),
    }[choice]


def choose(tx: Tx, owner: Actor, shop_id: int, choice: str, *, now: datetime) -> bool:
    """Change the café's rules as its owner would, and keep all that the choice does not name.

    Say whether a points card stays although another choice was made: something is booked on it.
    """
    seen = see_rules(tx, owner, shop_id)
    if not isinstance(seen, CurrentRules):
        raise TypeError(seen)
    new = replace(seen.version.programme, parts=parts_of(choice, today=day_of(now, seen.shop.zone)))
    changed = change_rules(tx, owner, shop_id, new, on=seen.version.id, now=now, knowing=True)
    if not isinstance(changed, NewRules | Unchanged):
        raise TypeError(changed)
    if choice in _DRAWS:
        _open(tx, owner, shop_id, _DRAWS[choice], now=now)
    beside = next((one for one in seen.programmes if one.programme.unit is Unit.POINTS), None)
    if choice == POINTS and beside is None:
        add_programme(tx, owner, shop_id, _POINTS, name="", now=now, knowing=True)
    elif choice != POINTS and beside:
        return isinstance(take_away(tx, owner, shop_id, beside.programme_id, now=now), NotTakenAway)
    return False


def _open(tx: Tx, owner: Actor, shop_id: int, plan: DrawPlan, *, now: datetime) -> None:
    """Open a draw in the place of one that nobody takes part in; one that somebody does runs on until its end."""
    seen = see_shop_draws(tx, owner, shop_id)
    if isinstance(seen, ShopDraws) and seen.running:
        drop_draw(tx, owner, seen.running.draw.id, now=now)
    open_draw(tx, owner, shop_id, plan, seed=seed(), now=now)
