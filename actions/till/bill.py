"""The bill of which a reward takes something off: where it was typed just before, nobody types it again."""

from datetime import datetime, timedelta

from actions.cards.card_state import load_every
from actions.till.booking import EXTRA_MINUTES
from loyalty.cards.worth import cost_ahead, deducted
from loyalty.records import Account, Member, Visit, Voucher
from storage.cards import visits, vouchers
from storage.engine.statements import Tx
from storage.shop import staff

SAME_BILL = timedelta(
    minutes=EXTRA_MINUTES
)  # what was typed for the same visit is the bill that is being paid


def note_bill(tx: Tx, voucher: Voucher, bill_minor: int) -> None:
    """Note the bill of a reward that was handed out; what comes off it is what the reward costs."""
    off = deducted(voucher.worth, bill_minor)
    if off is not None:
        vouchers.note_bill(tx, voucher.id, bill_minor, cost_minor=off)


def bill_just_typed(tx: Tx, account: Account, member: Member, *, now: datetime) -> int | None:
    """Return the amount of the visit that a member is paid for; None where none was typed, or a reward took its part already."""
    lasts = [state.standing.last for state in load_every(tx, account, now=now)]
    recent = [last.id for last in lasts if last and now - last.at <= SAME_BILL]
    paid = [visit for last in recent if (visit := visits.by_id(tx, last)) and _pays_at(member, visit)]
    typed = [visit for visit in paid if visit.spent_minor is not None]
    newest = max(typed, key=lambda visit: visit.at, default=None)
    if newest is None or _taken_from(tx, account, since=newest.at):
        return None
    return newest.spent_minor


def forget_bill(tx: Tx, account: Account, visit: Visit) -> None:
    """Forget the bill that a reward took from a visit which is taken back: what it costs is what was promised again."""
    for one in vouchers.of_account(tx, account):
        if one.used_at and visit.at <= one.used_at <= visit.at + SAME_BILL and _is_bill(tx, one, visit):
            vouchers.note_bill(tx, one.id, None, cost_minor=cost_ahead(one.worth, one.cost_minor))


def _is_bill(tx: Tx, voucher: Voucher, visit: Visit) -> bool:
    if voucher.bill_minor is None or voucher.bill_minor != visit.spent_minor or voucher.used_by is None:
        return False
    return _pays_at(staff.by_id(tx, voucher.used_by), visit)


def _pays_at(member: Member, visit: Visit) -> bool:
    """Say whether a visit is paid where a member serves: on a coalition's card another branch is another shop."""
    return member.guest_of is None or member.branch_id == visit.branch_id


def _taken_from(tx: Tx, account: Account, *, since: datetime) -> bool:
    return any(
        one.bill_minor is not None and one.used_at and one.used_at >= since
        for one in vouchers.of_account(tx, account)
    )
