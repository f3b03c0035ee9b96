"""What Café Luna may give in the demo: the parts of its programme, one choice each, to be seen at the till at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from actions.shop.programme import CurrentRules, NewRules, Unchanged, change_rules, see_rules
from actions.tx import Tx
from loyalty.actor import Actor
from loyalty.cards.part import Part
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.surprise import Surprise
from loyalty.dates import day_of
from web.demo import Switch

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
)


def parts_of(choice: str, *, today: date) -> tuple[Part, ...]:
    """Return the parts that a choice stands for, on this day; raises `LookupError` for none of them."""
    return {
        "plain": (),
        "twice": (BonusTime(weekdays=(today.weekday(),), times=2),),
        "items": (BonusItem("Cake", 2), BonusItem("Own cup")),
        "surprise": (Surprise(),),
    }[choice]


def choose(tx: Tx, owner: Actor, shop_id: int, choice: str, *, now: datetime) -> None:
    """Change the café's rules as its owner would, and keep all that the choice does not name."""
    seen = see_rules(tx, owner, shop_id)
    if not isinstance(seen, CurrentRules):
        raise TypeError(seen)
    new = replace(seen.version.programme, parts=parts_of(choice, today=day_of(now, seen.shop.zone)))
    changed = change_rules(tx, owner, shop_id, new, on=seen.version.id, now=now, knowing=True)
    if not isinstance(changed, NewRules | Unchanged):
        raise TypeError(changed)
