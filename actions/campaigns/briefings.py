"""What staff read before customers do: in two lines, with what to say.

One word a day at most for each, outside of the shop's quiet hours, and to nobody who was not at work lately.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from actions.access import may
from actions.campaigns.campaign import Campaign
from actions.campaigns.dose import dose_of
from actions.campaigns.kinds import kind_named
from actions.campaigns.settings import campaign_of
from actions.tell import URGENT
from loyalty.actor import Actor
from loyalty.cards.programme import ProgrammeVersion
from loyalty.dates import day_of
from loyalty.records import Member, Shop
from loyalty.roles import Role
from loyalty.shop.changes import Difference, differences
from storage.campaigns import broadcasts
from storage.campaigns.broadcasts import Broadcast
from storage.delivery import outbox
from storage.delivery.outbox import NewMessage
from storage.engine.statements import Tx
from storage.people import persons
from storage.shop import programmes, shops, staff

AT_WORK_LATELY = timedelta(days=14)
_NEWS = timedelta(days=1)  # later it is none


@dataclass(frozen=True, slots=True)
class Briefing:
    """What is new in a shop for its staff: a message to customers and who ordered it, a gift, or what changed in the rules."""

    shop: Shop
    about: Broadcast | Campaign | ProgrammeVersion
    whom_to_ask: str = ""
    changes: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class BriefedStaff:
    """Who of the staff reads of something new before customers do, and who had their word of the day already."""

    told: tuple[str, ...] = ()
    had_theirs: tuple[str, ...] = ()


NOBODY_BRIEFED = BriefedStaff()


def brief(
    tx: Tx, shop_id: int, about: str, this: int | str, *, by: int | None, now: datetime, since: int = 0
) -> BriefedStaff:
    """Let staff read of what is new (`about` is "broadcast", "gift" or "rules") but for who made it so; say who does.

    Of rules they read what is new `since` that version.
    """
    due = _due(tx, shop_id, now=now)
    data = {"shop_id": shop_id, "about": about, "this": this}
    for member in _readers(tx, shop_id, by=by, now=now):
        _add(tx, member, _key(tx, member, due), data | {"since": since}, due=due, now=now)
    return _briefed(tx, shop_id, data, by=by, then=now)


def call_off(tx: Tx, ordered: Broadcast, *, by: int | None, now: datetime) -> None:
    """Let those of the staff who may have read of a message read that nobody gets it, but for who called it off."""
    data = {"shop_id": ordered.shop_id, "about": "broadcast", "this": ordered.id}
    due, told_for = (_due(tx, ordered.shop_id, now=at) for at in (now, ordered.ordered_at))
    for member in _readers(tx, ordered.shop_id, by=by, now=now):
        read = outbox.left_with(tx, _key(tx, member, told_for)) or {}
        if data.items() <= read.items():
            key = f"briefing:off:{ordered.id}:{member.person_id}"
            _add(tx, member, key, data | {"about": "called_off"}, due=due, now=now)


def _add(tx: Tx, member: Member, key: str, data: dict[str, Any], *, due: datetime, now: datetime) -> None:
    new = NewMessage(key, "briefing", data, URGENT, expires_at=due + _NEWS, due_at=due)
    outbox.add_for(tx, member.person_id or 0, new, of_shop=member.shop_id, now=now)


def briefed(tx: Tx, ordered: Broadcast) -> BriefedStaff:
    """Say who reads of a message to customers before it goes out."""
    data = {"about": "broadcast", "this": ordered.id}
    return _briefed(tx, ordered.shop_id, data, by=ordered.ordered_by, then=ordered.ordered_at)


def _briefed(tx: Tx, shop_id: int, data: dict[str, Any], *, by: int | None, then: datetime) -> BriefedStaff:
    due = _due(tx, shop_id, now=then)
    told, others = list[str](), list[str]()
    for member in _readers(tx, shop_id, by=by, now=then):
        # What left earlier that day about the same gift or rules told of them as they were then.
        found = outbox.told_by(tx, _key(tx, member, due), then=then) or {}
        (told if data.items() <= found.items() else others).append(member.name)
    return BriefedStaff(tuple(told), tuple(others))


def briefing_of(tx: Tx, actor: Actor, data: dict[str, Any]) -> Briefing | None:
    """Return what is new, as it is when it is told to somebody of the staff; None where nothing came of it."""
    shop_id = data["shop_id"]
    if may(tx, actor, shop_id, Role.CASHIER) is None:
        return None
    shop = shops.by_id(tx, shop_id)
    match data["about"]:
        case "broadcast" | "called_off":
            ordered = broadcasts.by_id(tx, data["this"])
            if ordered is None or (data["about"] == "called_off") != bool(ordered.cancelled_at):
                return None
            return Briefing(shop, ordered, persons.by_id(tx, ordered.ordered_by).name)
        case "gift":
            campaign = campaign_of(tx, shop_id, kind_named(data["this"]))
            return Briefing(shop, campaign) if campaign.on and gives_something(campaign) else None
        case _:
            return _new_rules(tx, shop, data["this"], data.get("since", 0))


def _new_rules(tx: Tx, shop: Shop, programme_id: int, since: int) -> Briefing | None:
    """Return what is new in a programme since a version of it; None where all is as it was then, or it is closed."""
    today = next((one for one in programmes.today(tx, shop.id) if one.programme_id == programme_id), None)
    if today is None or not since:
        return Briefing(shop, today) if today else None
    changes = differences(programmes.version(tx, shop.id, since).programme, today.programme)
    return Briefing(shop, today, changes=changes) if changes else None


def gives_something(campaign: Campaign) -> bool:
    """Say whether a campaign gives anything, at one of its steps or at all."""
    return any(campaign.gives(step) for step in campaign.steps or ("",))


def _due(tx: Tx, shop_id: int, *, now: datetime) -> datetime:
    return dose_of(tx, shop_id).quiet.over_at(now, shops.by_id(tx, shop_id).zone)


def _key(tx: Tx, member: Member, due: datetime) -> str:
    """Name the one word of a day: a second one would have the same name, and is none."""
    day = day_of(due, shops.by_id(tx, member.shop_id).zone)
    return f"briefing:{member.shop_id}:{day}:{member.person_id}"


def _readers(tx: Tx, shop_id: int, *, by: int | None, now: datetime) -> list[Member]:
    lately = staff.at_work(tx, shop_id, since=now - AT_WORK_LATELY)
    return [one for one in lately if one.person_id not in (None, by) and not one.guest_of]
