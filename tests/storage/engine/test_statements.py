"""What a compiled query promises on both databases."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, delete, func, literal, select, union_all, update

from storage.engine.database import Database
from storage.engine.statements import Statement, Tx, insert, together
from storage.tables import audit, persons, shops, updates

NOW = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=2)))


@dataclass(frozen=True, slots=True)
class Person:
    """A person as these tests read one."""

    id: int
    name: str
    birthday: str | None
    created_at: datetime
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class Named:
    """A person as somebody who only asks for the name."""

    id: int
    name: str


_ADD = Statement(insert(persons).returning(persons.c.id))
_ALL = select(persons.c.id, persons.c.name, persons.c.birthday, persons.c.created_at, persons.c.erased_at)
_BY_ID = Statement(_ALL.where(persons.c.id == bindparam("person")), into=Person)
_SINCE = Statement(
    _ALL.where(persons.c.created_at >= bindparam("since")).order_by(persons.c.id).limit(2), into=Person
)
_COUNT = Statement(select(func.count()).select_from(persons))


def add(tx: Tx, /, name: str, **more: object) -> int:
    return int(_ADD.value(tx, name=name, folded_name=name.lower(), language="de", created_at=NOW, **more))


async def test_what_is_written_is_read_again(db: Database) -> None:
    ana = await db.write(add, "Ana 🎂", birthday="02-29")
    assert await db.read(_BY_ID.one, person=ana) == Person(ana, "Ana 🎂", "02-29", NOW.astimezone(UTC), None)
    assert await db.read(_BY_ID.one, person=ana + 1) is None


async def test_columns_that_are_not_named_take_their_defaults(db: Database) -> None:
    words = dict.fromkeys(("code", "name", "timezone", "currency", "language", "colour"), "x")
    new_shop = Statement(insert(shops).returning(shops.c.token_minutes, shops.c.created_at))
    assert await db.write(new_shop.one, **words, created_at=NOW) == (10, NOW)


async def test_a_join_gives_several_records_and_none_where_an_outer_one_finds_nothing(db: Database) -> None:
    later, both = persons.alias(), together(Person, Named)
    query = select(*_ALL.selected_columns, later.c.id, later.c.name)
    query = query.outerjoin(later, later.c.id > persons.c.id).order_by(persons.c.id)
    ana, eva = await db.write(add, "Ana"), await db.write(add, "Eva")
    found = await db.read(Statement(query, into=both).all)
    assert [(first.id, second) for first, second in found] == [(ana, Named(eva, "Eva")), (eva, None)]


async def test_all_gives_every_row_in_order_and_a_limit_holds(db: Database) -> None:
    def add_three(tx: Tx) -> list[int]:
        return [add(tx, name) for name in ("Ana", "Eva", "Cleo")]

    ids = await db.write(add_three)
    assert [person.id for person in await db.read(_SINCE.all, since=NOW)] == ids[:2]
    assert await db.read(_SINCE.all, since=NOW + timedelta(microseconds=1)) == []


async def test_run_counts_the_rows_it_wrote(db: Database) -> None:
    rename = Statement(update(persons).where(persons.c.language == bindparam("spoken")))
    remove = Statement(delete(persons).where(persons.c.name == bindparam("called")))
    await db.write(add, "Ana")
    await db.write(add, "Eva")
    assert await db.write(rename.run, spoken="de", name="Cleo", erased_at=None) == 2
    assert await db.write(rename.run, spoken="fr", name="Ana") == 0
    assert await db.write(remove.run, called="Cleo") == 2


async def test_an_insert_may_give_way_to_what_is_there(db: Database) -> None:
    once = Statement(insert(updates).on_conflict_do_nothing())
    latest = insert(updates)
    newest = Statement(
        latest.on_conflict_do_update(index_elements=["key"], set_={"at": latest.excluded.at}).returning(
            updates.c.at
        )
    )
    assert await db.write(once.run, key="one", at=NOW) == 1
    assert await db.write(once.run, key="one", at=NOW) == 0
    later = NOW + timedelta(hours=1)
    assert await db.write(newest.value, key="one", at=later) == later


async def test_a_sum_of_integers_is_an_integer_and_the_latest_time_a_time(db: Database) -> None:
    await db.write(add, "Ana")
    await db.write(add, "Eva")
    total = Statement(select(func.sum(persons.c.id), literal("x")))
    assert repr(await db.read(total.one)) == "(3, 'x')"
    assert await db.read(_COUNT.value) == 2
    assert await db.read(Statement(select(func.max(persons.c.created_at))).value) == NOW


async def test_joined_tables_keep_columns_of_the_same_name_apart(db: Database) -> None:
    first, second = persons.alias(), persons.alias()
    pairs = Statement(select(first.c.id, second.c.id).join(second, first.c.id < second.c.id))
    both = Statement(union_all(select(first.c.created_at), select(second.c.erased_at)))
    ana, eva = await db.write(add, "Ana"), await db.write(add, "Eva", erased_at=NOW)
    assert await db.read(pairs.all) == [(ana, eva)]
    assert sorted(str(time) for (time,) in await db.read(both.all)) == sorted(
        [str(NOW.astimezone(UTC))] * 3 + ["None"]
    )


async def test_a_parameter_may_stand_twice_and_be_null(db: Database) -> None:
    find = Statement(
        select(persons.c.id).where(
            (persons.c.birthday == bindparam("text")) | (persons.c.name == bindparam("text")),
            persons.c.id > 0,
        )
    )
    ana, eva = await db.write(add, "Ana"), await db.write(add, "Eva", birthday="Ana")
    assert sorted(await db.read(find.all, text="Ana")) == [(ana,), (eva,)]
    assert await db.read(find.all, text=None) == []


async def test_a_parameter_too_many_or_too_few_is_a_bug_that_says_so(db: Database) -> None:
    for wrong in ({}, {"person": 1, "name": "Ana"}, {"persons": 1}):
        with pytest.raises(TypeError, match=r"Wants \['person'\]"):
            await db.read(_BY_ID.one, **wrong)
    with pytest.raises(TypeError, match="Wants"):
        await db.write(Statement(insert(audit)).run, colour="red")


async def test_a_list_of_values_is_refused(db: Database) -> None:
    listed = Statement(select(persons.c.id).where(persons.c.id.in_(bindparam("ids", expanding=True))))
    with pytest.raises(TypeError, match="list of values"):
        await db.read(listed.all, ids=[1, 2])


def test_columns_that_do_not_fit_the_dataclass_are_refused_at_import() -> None:
    with pytest.raises(TypeError, match="5 fields, but the query gives 2 columns"):
        Statement(select(persons.c.id, persons.c.name), into=Person)


def test_columns_in_another_order_than_the_fields_are_refused_at_import() -> None:
    c = persons.c
    with pytest.raises(TypeError, match="name stands where the query gives birthday"):
        Statement(select(c.id, c.birthday, c.name, c.created_at, c.erased_at), into=Person)


async def test_rows_come_one_after_the_other_however_many_and_one_may_stop_early(db: Database) -> None:
    ids = [await db.write(add, f"Ana {number}") for number in range(5)]
    crowd = Statement(select(persons.c.id, persons.c.created_at).order_by(persons.c.id))

    def walked(tx: Tx) -> tuple[list[int], int]:
        every = [this for this, created_at in crowd.each(tx) if created_at == NOW]
        rest = crowd.each(tx)
        first, _ = next(rest)
        return every, first

    assert await db.read(walked) == (ids, ids[0])
