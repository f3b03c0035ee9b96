"""What each shop of the street has, row by row, and who of its people may change which of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text

from actions.cards.friends import shop_of_friend
from actions.cards.join import shop_of_card, shop_of_link
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.tokens import Forged, digest, read_friend_code, read_printed_token
from storage.engine.statements import Tx
from storage.people import merges
from storage.shop.invites import invite
from storage.tables import accounts, addresses, metadata, staff

# Of a shop's tables, these hold what customers have and do: whoever is at the till may write there. The others are the owner's.
_ON_CARDS = frozenset(
    {
        "accounts", "counters", "visits", "vouchers", "entries", "goals", "spend_codes", "occurrences", "newcomers",
        "audit", "uses", "letters",
    }
)  # fmt: skip
_OF_A_CUSTOMER = _ON_CARDS - {"visits"}
_QUERIES = {
    **{
        table.name: text(f"SELECT * FROM {table} WHERE shop_id = :shop")  # noqa: S608 - ours
        for table in metadata.sorted_tables
        if "shop_id" in table.c
    },
    "shops": text("SELECT * FROM shops WHERE id = :shop"),
    "spend_codes": text(
        "SELECT s.*, v.account_id FROM spend_codes s JOIN vouchers v ON v.id = s.voucher_id WHERE v.shop_id = :shop"
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands, and whose account it is about; None: nobody's."""

    table: str
    key: object
    account: int | None


Rows = Mapping[Place, object]


def rows_of(tx: Tx, shop: Shop) -> Rows:
    """Return all that a shop has."""
    found: dict[Place, object] = {}
    for table, query in _QUERIES.items():
        for row in tx.execute(query, {"shop": shop.id}).mappings():
            account = row["id"] if table == "accounts" else row.get("account_id")
            found[Place(table, row.get("id", shop.id), account)] = tuple(row.values())
    return found


def changed(before: Rows, after: Rows) -> set[Place]:
    """Return where two states of a shop differ."""
    return {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in a shop: on its staff, a customer with accounts, or neither."""

    role: Role | None = None
    accounts: frozenset[int] = frozenset()
    member: int | None = None  # their row on the staff, where they say at which branch they stand

    @property
    def belongs(self) -> bool:
        """Say whether they have anything to do with the shop."""
        return self.role is not None or bool(self.accounts)

    def may_change(self, place: Place) -> bool:
        """Say whether such a row may change by what they do."""
        if self.role and self.role.includes(Role.OWNER):
            return True
        if place.table == "staff" and place.key == self.member:
            return True
        if self.role:
            return place.table in _ON_CARDS or (self.role.includes(Role.MANAGER) and place.table == "invites")
        own = place.account is None or place.account in self.accounts
        return bool(self.accounts) and own and place.table in _OF_A_CUSTOMER


NOBODY = Standing()


def standing(tx: Tx, shop: Shop, *, channel: str, external_id: str) -> Standing:
    """Return what somebody on a messenger is in a shop, whichever of our accounts there they wrote to."""
    here = (addresses.c.channel == channel) & (addresses.c.external_id == external_id)
    person = select(addresses.c.person_id).where(here)
    jobs = select(staff.c.role, staff.c.id).where(
        staff.c.person_id.in_(person), staff.c.shop_id == shop.id, staff.c.removed_at.is_(None)
    )
    cards = select(accounts.c.id).where(accounts.c.person_id.in_(person), accounts.c.shop_id == shop.id)
    job, held = tx.execute(jobs).first(), frozenset(tx.execute(cards).scalars())
    return Standing(Role(job.role), held, job.id) if job else Standing(None, held)


def let_in_by(tx: Tx, payload: str, secret: bytes) -> int | None:
    """Return the shop that a link lets whoever holds it into: a poster's, an invitation, a printed card's, a friend's."""
    kind, rest = payload[:1], payload[1:]
    if kind == "i":
        invited = invite(tx, digest(rest))
        return invited.shop_id if invited else None
    if kind == "p":
        card = read_printed_token(secret, rest)
        return None if isinstance(card, Forged) else shop_of_card(tx, card)
    code = read_friend_code(secret, rest)
    friends = None if kind != "f" or isinstance(code, Forged) else shop_of_friend(tx, code)
    shop = shop_of_link(tx, rest) if kind == "j" else friends
    return shop.id if shop else None


def gives_cards_away(tx: Tx, text: str, *, now: datetime) -> bool:
    """Say whether a text holds a live code that joins two chats: whoever says it has somebody's cards, wherever they are."""
    codes = re.findall(r"[A-Z0-9]{3}-?[A-Z0-9]{3}", text)
    found = [merges.code(tx, digest(code.replace("-", ""))) for code in codes]
    return any(one and not one.used_at and now < one.expires_at for one in found)
