"""What somebody did as one of a shop's staff or as its owner."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, or_, select

from storage.people.held.whose import by_me, me, my_name, shop
from storage.tables import (
    accounts,
    audit,
    benefits,
    broadcasts,
    coalition_invites,
    debts,
    draws,
    errands,
    invites,
    memberships,
    programme_versions,
    shops,
    staff,
    visits,
    vouchers,
)

WORK: Mapping[str, Select[Any]] = {
    "jobs": select(
        shop, staff.c.role, staff.c.joined_at, staff.c.practised_at, staff.c.removed_at.label("left_at")
    )
    .join_from(staff, shops, shops.c.id == staff.c.shop_id)
    .where(staff.c.person_id == me),
    "booked_by_you": by_me(visits.c.staff_id, visits.c.at, visits.c.amount, visits.c.undone_at),
    "taken_back_by_you": by_me(visits.c.undone_by, visits.c.undone_at, visits.c.undo_reason),
    "handed_out_by_you": by_me(vouchers.c.used_by, vouchers.c.reward, vouchers.c.used_at),
    "tasks_decided_by_you": by_me(
        errands.c.decided_by, errands.c.task, errands.c.state, errands.c.decided_at, errands.c.reason
    ),
    "draws_by_you": by_me(draws.c.opened_by, draws.c.prize, draws.c.begins_at, draws.c.ends_at),
    "memberships_sold_by_you": by_me(memberships.c.sold_by, memberships.c.name, memberships.c.sold_at),
    "benefits_given_by_you": by_me(benefits.c.staff_id, benefits.c.at, benefits.c.undone_at),
    "invitations": select(
        shop,
        invites.c.role,
        (invites.c.created_by == me).label("made_by_you"),
        (invites.c.used_by == me).label("used_by_you"),
        invites.c.created_at,
        invites.c.used_at,
    )
    .join_from(invites, shops, isouter=True)
    .where(or_(invites.c.created_by == me, invites.c.used_by == me)),
    "shops_invited_by_you": select(shop, coalition_invites.c.created_at)
    .join_from(coalition_invites, shops, shops.c.id == coalition_invites.c.shop_id)
    .where(coalition_invites.c.created_by == me),
    "debts_marked_as_paid_by_you": select(shop, debts.c.month, debts.c.minor, debts.c.paid_at)
    .join_from(debts, shops, shops.c.id == debts.c.shop_id)
    .where(debts.c.paid_by == me),
    "programmes_by_you": select(shop, programme_versions.c.version, programme_versions.c.created_at)
    .join_from(programme_versions, shops)
    .where(programme_versions.c.created_by == me),
    "broadcasts_by_you": select(shop, broadcasts.c.text, broadcasts.c.audience, broadcasts.c.ordered_at)
    .join_from(broadcasts, shops)
    .where(broadcasts.c.ordered_by == me),
    "audit": select(
        shop,
        audit.c.at,
        (audit.c.person_id == me).label("done_by_you"),
        audit.c.what,
        audit.c.subject,
        audit.c.old,
        audit.c.new,
        audit.c.reason,
    )
    .join_from(audit, shops)
    .where(
        or_(
            audit.c.person_id == me,
            audit.c.subject.in_(select(accounts.c.code).where(accounts.c.person_id == me)),
            (audit.c.subject == my_name)
            & audit.c.shop_id.in_(select(staff.c.shop_id).where(staff.c.person_id == me)),
        )
    ),
}
