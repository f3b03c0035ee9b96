"""Who somebody is, and where they are reached."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, or_, select

from storage.people.held.whose import me, my_addresses
from storage.tables import addresses, link_codes, merges, moves, persons, uses

OF_PERSON: Mapping[str, Select[Any]] = {
    "person": select(
        persons.c.name,
        persons.c.folded_name.label("name_to_search_by"),
        persons.c.language,
        persons.c.birthday.label("birthday_month_day"),
        persons.c.birthday_set_at.label("birthday_given_at"),
        persons.c.created_at.label("known_since"),
    ).where(persons.c.id == me),
    "addresses": select(
        addresses.c.channel,
        addresses.c.account,
        addresses.c.external_id.label("your_id_there"),
        addresses.c.created_at.label("since"),
        addresses.c.seen_at.label("last_heard_of_you"),
        addresses.c.unreachable_at.label("unreachable_since"),
    ).where(addresses.c.person_id == me),
    "links": select(merges.c.at.label("became_one_at"), merges.c.undone_at).where(
        or_(merges.c.kept_id == me, merges.c.gone_id == me)
    ),
    "moves": select(moves.c.at.label("told_at"), moves.c.asked_at, moves.c.settled_at).where(
        or_(moves.c.old_id.in_(my_addresses), moves.c.new_id.in_(my_addresses))
    ),
    "link_codes": select(link_codes.c.created_at, link_codes.c.expires_at, link_codes.c.used_at).where(
        link_codes.c.person_id == me
    ),
    "counted": select(uses.c.what, uses.c.at).where(uses.c.person_id == me),
}
