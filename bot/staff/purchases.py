"""What was bought at a visit, tapped right after the scan."""

from actions.till import note_purchase as actions
from actions.till.note_purchase import Till, TooLateToTap
from actions.till.scan_outcome import NotStaff, OwnCard, UnknownCode
from bot.staff.outcomes import card_gone
from bot.staff.strange import of_another_shop
from bot.turn import Choice, Reply, Turn
from loyalty.people.items import standing_for
from words.cards.card import name_of
from words.items import item_name
from words.till.scans import word_scan

_BESIDE = 3


def show(turn: Turn, arg: str) -> Reply:
    """Show all that can be tapped for a visit: "visit:how"."""
    visit_id, _, how = arg.partition(":")
    return _said(turn, actions.see_till(turn.tx, turn.actor, int(visit_id), now=turn.now), how)


def tap(turn: Turn, arg: str) -> Reply:
    """Note that something was bought, or was not: "visit:item:1:how"; the list that it was tapped on follows in its place."""
    visit_id, item_id, bought, how, *listed = arg.split(":")
    about = (int(visit_id), int(item_id))
    done = actions.note_purchase(turn.tx, turn.actor, *about, bought=bought == "1", now=turn.now)
    return _said(turn, done, how, in_place=bool(listed))


def _said(
    turn: Turn,
    done: Till | TooLateToTap | NotStaff | OwnCard | UnknownCode,
    how: str,
    *,
    in_place: bool = False,
) -> Reply:
    match done:
        case Till():
            return _list(turn, done, how, in_place=in_place)
        case TooLateToTap():
            return Reply(turn.t("What was bought is tapped right after the scan: this one is too long ago."))
        case NotStaff():
            return of_another_shop(turn)
        case OwnCard():
            return Reply(word_scan(done, turn.words))
        case UnknownCode():
            return card_gone(turn)


def _list(turn: Turn, till: Till, how: str, *, in_place: bool) -> Reply:
    name, bought = name_of(till.state, turn.words), [one for one in till.items if one.id in till.bought]
    if bought:
        labels = turn.words.listing(item.called(turn.words.language) for item in bought)
        text = turn.t("{name} bought: {items} ✔", name=name, items=labels)
    else:
        text = turn.t("{name}: what was it?", name=name)
    each = _bonuses(turn, till, how) + _items(turn, till, how)
    return Reply(
        text, tuple(tuple(each[i : i + _BESIDE]) for i in range(0, len(each), _BESIDE)), in_place=in_place
    )


def _bonuses(turn: Turn, till: Till, how: str) -> list[Choice]:
    """Offer what the shop gives more for: that tap notes it too."""
    about = f"{till.visit.id}:{{}}:{till.state.current.id}:{how}"
    return [
        Choice(f"+ {item_name(one.label, till.items, turn.words)}", "item", about.format(place))
        for place, one in till.bonuses
    ]


def _items(turn: Turn, till: Till, how: str) -> list[Choice]:
    with_bonus = [standing_for(one.label, till.items) for _, one in till.bonuses]
    return [
        Choice(
            ("✓ " if item.id in till.bought else "") + item.called(turn.words.language),
            "bought",
            f"{till.visit.id}:{item.id}:{int(item.id not in till.bought)}:{how}:l",
        )
        for item in till.items
        if item not in with_bonus
    ]
