"""Reading the audit: who changed what in a shop, for its owner."""

from dataclasses import dataclass, replace

from actions.access import NotAllowed, may
from loyalty.actor import Actor
from loyalty.cards.programme import ProgrammeVersion
from loyalty.records import Member, Shop
from loyalty.roles import Role
from storage.engine.statements import Tx
from storage.shop import audit, programmes, shops, staff
from storage.shop.audit import Change

__all__ = ["PAGE", "AuditPage", "Change", "figure_of", "see_audit", "subject_of"]

PAGE = 15
_MEMBER = "staff:"


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some changes, newest first; `older` is where the next page begins, None on the last.

    `programmes` are all that the shop has or had, as they are now.
    """

    shop: Shop
    changes: tuple[Change, ...]
    older: int | None
    programmes: tuple[ProgrammeVersion, ...]


def see_audit(tx: Tx, actor: Actor, shop_id: int, *, before: int | None) -> AuditPage | NotAllowed:
    """Show an owner the newest changes, or those before line `before`."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    found = audit.page(tx, shop_id, before=before, most=PAGE + 1)
    shown = tuple(_with_name(tx, change) for change in found[:PAGE])
    newest = {version.programme_id: version for version in programmes.versions(tx, shop_id)}
    older = shown[-1].id if len(found) > PAGE else None
    return AuditPage(shops.by_id(tx, shop_id), shown, older, tuple(newest.values()))


def subject_of(member: Member) -> str:
    """Return how a line names a member of staff: by id, so that somebody who is erased has no name in it."""
    return f"{_MEMBER}{member.id}"


def figure_of(what: str, version: ProgrammeVersion, *, several: bool) -> str:
    """Return how a line names a figure: where a shop has several programmes, of which one."""
    return f"{what}@{version.programme_id}" if several else what


def _with_name(tx: Tx, change: Change) -> Change:
    if not change.subject.startswith(_MEMBER):
        return change
    return replace(change, subject=staff.by_id(tx, int(change.subject.removeprefix(_MEMBER))).name)
