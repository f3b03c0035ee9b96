"""What an owner takes home: all that is the shop's, nothing that is only the customer's, and no formulas."""

import csv
import io
from dataclasses import dataclass, fields
from zipfile import ZipFile

import pytest

from actions.shop.audit import AuditPage, see_audit
from actions.shop.export import CustomerLine, Exported, LedgerLine, export_shop, note_export
from actions.shop.open_shop import order_cards
from bot.spreadsheets import spreadsheet
from loyalty.actor import ActingPerson
from loyalty.people.attributes import NOTE
from scheduler.campaigns.portraying import portray
from storage.cards import accounts
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import customer_facts
from tests.actions.places import HOUR, NOW, Luna, join, meet, open_luna, points, stamps
from tests.talk import whole
from words.language import words
from words.shop.export import customer_rows


@dataclass(frozen=True)
class Lists:
    """What Cleo takes home."""

    customers: list[CustomerLine]
    ledger: list[LedgerLine]


async def exported(luna: Luna) -> Lists:
    """Export as Cleo does."""

    def taken(tx: Tx) -> Lists:
        found = export_shop(tx, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, now=NOW + HOUR)
        assert isinstance(found, Exported)
        lists = Lists(list(found.customers), list(found.ledger))
        assert (found.cards, found.lines) == (len(lists.customers), len(lists.ledger))
        return lists

    return await luna.db.read(taken)


def table(rows: list[tuple[str | int, ...]], *, between: str = ",", many: bool = False) -> bytes:
    """Write rows as a file."""
    return whole(spreadsheet("table", rows, between=between, many=many))


async def test_the_customers_come_with_their_balance_visits_and_rewards(db: Database) -> None:
    luna = await open_luna(db, stamps(2))
    await luna.booked(NOW)
    await luna.booked(NOW + HOUR / 2)
    undone = (await luna.booked(NOW + HOUR * 3 / 4)).visit
    await luna.undo(undone.id, NOW + HOUR * 3 / 4)
    await db.write(order_cards, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, 1, now=NOW)
    ana, printed = (await exported(luna)).customers
    assert (ana.name, list(ana.balances.values()), ana.visits, ana.vouchers) == ("Ana", [0], 2, 1)
    assert (ana.joined_at, ana.last_visit_at) == (NOW, NOW + HOUR / 2)
    assert (printed.name, printed.visits, printed.last_visit_at) == ("", 0, None)


async def test_beside_each_customer_stands_how_far_they_came_and_what_the_shop_noted(db: Database) -> None:
    luna = await open_luna(db, stamps(2))
    shop, card = luna.cafe.shop, luna.cafe.card_id
    await luna.booked(NOW)

    def noted(tx: Tx) -> None:
        seat = customer_facts.add_attribute(tx, shop.id, "Table", now=NOW)
        ana = accounts.by_id(tx, card)
        customer_facts.put(tx, ana, f"a{seat}", "by the window", now=NOW)
        customer_facts.put(tx, ana, NOTE, "likes it hot", now=NOW)
        join(tx, shop, meet(tx, "Ben"))

    def rows(tx: Tx) -> dict[str | int, dict[str | int, str | int]]:
        found = export_shop(tx, ActingPerson(luna.cafe.cleo), shop.id, now=NOW + HOUR)
        assert isinstance(found, Exported)
        head, *lines = customer_rows(found, words("en"))
        return {line[0]: dict(zip(head, line, strict=True)) for line in lines}

    await db.write(noted)
    before = await db.read(rows)
    assert (before["Ana"]["how far"], before["Ana"]["stands as"]) == ("", "")
    await portray(db, shop.id, now=NOW + HOUR)
    ana, ben = (await db.read(rows)).values()
    said = ("how far", "stands as", "Table", "note")
    assert [ana[name] for name in said] == ["Came once", "Passing by", "by the window", "likes it hot"]
    assert [ben[name] for name in said] == ["Not here yet", "", "", ""]


async def test_the_ledger_comes_whole_with_what_was_taken_back_and_why(db: Database) -> None:
    luna = await open_luna(db, stamps(2))
    visit = (await luna.booked(NOW)).visit
    await luna.undo(visit.id, NOW + HOUR / 2, reason="wrong person")
    lines = (await exported(luna)).ledger
    assert [(line.kind, line.amount, line.staff, line.reason) for line in lines] == [
        ("visit", 1, "Eva", ""),
        ("reversal", -1, "Eva", "wrong person"),
    ]
    assert {line.code for line in lines} == {(await luna.stands()).account.code}


async def test_each_amount_typed_at_the_till_stands_in_the_ledger_and_less_than_nothing_where_it_was_undone(
    db: Database,
) -> None:
    luna = await open_luna(db, points())
    await luna.booked(NOW, spent=1250)
    visit = (await luna.booked(NOW + HOUR / 2, spent=99_00)).visit
    await luna.undo(visit.id, NOW + HOUR / 2)
    lines = (await exported(luna)).ledger
    assert [(line.kind, line.amount, line.spent_minor) for line in lines] == [
        ("visit", 12, 1250),
        ("visit", 99, 99_00),
        ("reversal", -99, -99_00),
    ]


async def test_no_messenger_id_and_no_birthday_leaves_the_house() -> None:
    names = {field.name for record in (CustomerLine, LedgerLine) for field in fields(record)}
    assert names == {
        "id", "phase", "quadrant",  # the number of a card, and what its visits say
        "held", "name", "code", "joined_at", "balances", "visits", "last_visit_at", "vouchers",
        "at", "programme_id", "kind", "amount", "spent_minor", "staff", "branch", "reason",
    }  # fmt: skip


async def test_an_export_is_written_down(db: Database) -> None:
    luna = await open_luna(db, stamps(2))
    assert await db.write(note_export, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, 1, now=NOW) is None
    page = await db.write(see_audit, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, before=None)
    assert isinstance(page, AuditPage)
    assert [(line.who, line.new) for line in page.changes if line.what == "exported"] == [("Cleo", "1")]


def test_an_amount_below_zero_stays_a_number() -> None:
    assert table([("-99,00", "-12.50", "-1-1")], between=";").decode("utf-8-sig") == "-99,00;-12.50;'-1-1\r\n"


@pytest.mark.parametrize("name", ["=1+1", "+31", "-x", "@SUM(A1)", "\t=1", "  =1"])
def test_a_name_that_looks_like_a_formula_is_only_a_text(name: str) -> None:
    content = table([("name", "amount"), (name, -3)])
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows == [["name", "amount"], [f"'{name}", "-3"]]


def test_a_spreadsheet_opens_with_its_letters_whole() -> None:
    content = table([('Zoë; "Ő", Ana\nKovács',)], between=";")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [['Zoë; "Ő", Ana\nKovács']]


def test_many_rows_come_in_a_zip() -> None:
    rows: list[tuple[str | int, ...]] = [("Ana", place) for place in range(1000)]
    packed = ZipFile(io.BytesIO(table(rows, many=True)))
    assert packed.namelist() == ["table.csv"]
    assert packed.read("table.csv") == table(rows)


def test_a_file_is_read_anew_by_each_who_opens_it() -> None:
    file = spreadsheet("table", [("Ana", 1)], between=",", many=False)
    assert callable(file.content)
    first, second = file.content(), file.content()
    assert first.read(4) + second.read() == b"\xef\xbb\xbfA" + table([("Ana", 1)])
    first.seek(0)
    del file
    assert first.read() == table([("Ana", 1)])
