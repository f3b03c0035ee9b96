"""How much a shop writes at most, and when it keeps quiet: the usual, or what its owner chose."""

from dataclasses import dataclass
from datetime import datetime

from actions.access import NotAllowed, may
from loyalty.actor import Actor
from loyalty.campaigns.frequency_cap import Cap, QuietHours
from loyalty.roles import Role
from storage.campaigns import settings as kept
from storage.campaigns.settings import DoseRow
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit
from storage.shop.audit import Act


@dataclass(frozen=True, slots=True)
class Dose:
    """How much a shop writes at most, and when it keeps quiet."""

    cap: Cap = Cap()  # noqa: RUF009 - frozen
    quiet: QuietHours = QuietHours()  # noqa: RUF009 - frozen


def dose_of(tx: Tx, shop_id: int) -> Dose:
    """Return a shop's dose: the usual one, unless its owner chose less."""
    row = kept.dose(tx, shop_id)
    if row is None:
        return Dose()
    return Dose(Cap.nearest(row.gap_days, row.most_in_30_days), QuietHours(row.quiet_from, row.quiet_until))


def set_dose(tx: Tx, actor: Actor, shop_id: int, dose: Dose, *, now: datetime) -> Dose | NotAllowed:
    """Let an owner write less, or keep other hours."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    before = dose_of(tx, shop_id)
    if before != dose:
        cap, quiet = dose.cap, dose.quiet
        kept.set_dose(tx, shop_id, DoseRow(cap.gap_days, cap.most_in_30_days, quiet.starts, quiet.ends))
        audit.add(tx, actor, shop_id, Act("dose_changed", old=_said(before), new=_said(dose)), now=now)
    return dose


def _said(dose: Dose) -> str:
    cap, quiet = dose.cap, dose.quiet
    return f"{cap.gap_days} {cap.most_in_30_days} {quiet.starts:%H:%M}-{quiet.ends:%H:%M}"
