"""What a member of staff may take back: a cashier of the last day, a manager of any."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from actions.access import member_of
from actions.till.scan_outcome import NotStaff
from actions.till.today import scope_of
from actions.till.undo_redemption import GIVE_BACK_MINUTES
from loyalty.actor import Actor
from loyalty.records import Member
from loyalty.roles import Role
from loyalty.till.undo import CASHIER_HOURS
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.shop import shops
from storage.till import to_take_back
from storage.till.day import Booking, Scope
from storage.till.to_take_back import WhoseBookings

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_NOW_TOO = timedelta(seconds=1)  # what was booked in this moment is among the newest


@dataclass(frozen=True, slots=True)
class ToTakeBack:
    """The newest bookings that this person may take back; `older` where there are more, `a_day` where the role sees no further."""

    bookings: tuple[Booking, ...]
    older: bool
    a_day: bool


def of_shop(
    tx: Tx, actor: Actor, shop_id: int, *, before: datetime | None = None, most: int, now: datetime
) -> ToTakeBack | NotStaff:
    """Return what this member of staff may take back in a shop: surprises, rewards, and of each counter the newest visit."""
    return _found(tx, actor, shop_id, None, before=before, most=most, now=now)


def of_card(tx: Tx, actor: Actor, account_id: int, *, most: int, now: datetime) -> ToTakeBack | NotStaff:
    """Return what this member of staff may take back of one card; of several shops' cards, what they booked themselves."""
    account = accounts.by_id(tx, account_id)
    return _found(tx, actor, account.shop_id, account_id, before=None, most=most, now=now)


def _found(
    tx: Tx, actor: Actor, shop_id: int, account_id: int | None, *, before: datetime | None, most: int, now: datetime
) -> ToTakeBack | NotStaff:  # fmt: skip
    member = member_of(tx, actor, shop_id)
    if member is None or not (member.may(Role.CASHIER) or (member.guest_of and account_id)):
        return NotStaff()
    any_day = member.may(Role.MANAGER)
    asked = WhoseBookings(
        _scope(tx, member, shop_id),
        account_id,
        before or now + _NOW_TOO,
        visits_since=_EVER if any_day else now - timedelta(hours=CASHIER_HOURS),
        rewards_since=_EVER if any_day else now - timedelta(minutes=GIVE_BACK_MINUTES),
    )
    found = to_take_back.newest(tx, shop_id, asked, most=most + 1)
    if member.guest_of:  # whose card it is they are not told
        found = [replace(one, holder=None) for one in found]
    return ToTakeBack(tuple(found[:most]), older=len(found) > most, a_day=not any_day)


def _scope(tx: Tx, member: Member, shop_id: int) -> Scope:
    if member.is_till or member.guest_of:
        return Scope(everything=False, member_id=member.id, branch_id=None)
    return scope_of(member, one_place=not shops.branches_of(tx, shop_id))
