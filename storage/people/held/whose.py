"""How a part of what is held finds its rows: by the person, their cards, their addresses, their work for a shop."""

from typing import Any

from sqlalchemy import BindParameter, Column, Select, bindparam, func, select

from storage.tables import accounts, addresses, counters, persons, programmes, row_of, shops, staff

me: BindParameter[int] = bindparam("person_id")
my_addresses = select(addresses.c.id).where(addresses.c.person_id == me)
my_cards = select(accounts.c.id).where(accounts.c.person_id == me)
my_jobs = select(staff.c.id).where(staff.c.person_id == me)
my_name = select(persons.c.name).where(persons.c.id == me).scalar_subquery()
shop = shops.c.name.label("shop")
IN_OTHERS = "_in_other_languages"  # how a name ends under which the same stands in other languages


def of_card(*columns: Any) -> Select[Any]:
    """Ask for what stands on the cards of somebody, with the name of the shop first."""
    on = shops.c.id == accounts.c.shop_id
    return select(shop, *columns).select_from(accounts).join(shops, on).where(accounts.c.person_id == me)


def typed(name: str, text: Column[Any], others: Column[Any]) -> tuple[Any, Any]:
    """Ask for what a shop typed, under a name, and for the same in other languages, of which its reader gets one."""
    return text.label(name), others.label(name + IN_OTHERS)


# Which of several programmes a row is of; nothing where the shop has one.
_beside = programmes.alias()
programme = (
    select(func.coalesce(func.nullif(programmes.c.name, ""), programmes.c.unit))
    .where(
        row_of(programmes, counters.c.programme_id),
        select(func.count())
        .where(_beside.c.shop_id == programmes.c.shop_id)
        .correlate(programmes)
        .scalar_subquery()
        > 1,
    )
    .correlate(counters)
    .scalar_subquery()
    .label("programme")
)


def by_me(who: Column[Any], *columns: Any) -> Select[Any]:
    """Ask for what somebody did as one of a shop's staff: `who` says which of them it was."""
    return (
        select(shop, *columns)
        .join_from(who.table, shops, shops.c.id == who.table.c.shop_id)
        .join(staff, row_of(staff, who))
        .where(staff.c.person_id == me)
    )
