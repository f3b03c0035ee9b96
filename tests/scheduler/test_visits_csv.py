"""Reading visits from a file, and naming the line that can't be read."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from scheduler.visits_csv import BadVisits, CsvVisit, read_visits

NOON = datetime(2026, 3, 14, 12, 30)  # noqa: DTZ001 - as the file has it


@pytest.mark.parametrize(
    "text",
    [
        "Ana,2026-03-14 12:30,3.50",
        "customer,at,amount\nAna,2026-03-14T12:30:00,3.50",
        "Date;Customer ID;Amount\n14.03.2026 12:30;Ana;3,50",
        "ana_is_no_column,amount,date,customer\nx,3.50,03/14/2026 12:30 PM,Ana",
        "\ufeffcustomer\tdate\tvalue\r\nAna\t14/03/2026 12:30:00\t3.50\r\n\r\n",
    ],
)
def test_the_same_visit_is_read_however_it_is_written(text: str) -> None:
    assert read_visits(text.splitlines(keepends=True)) == [CsvVisit("Ana", NOON, Decimal("3.50"))]


def test_an_amount_may_be_missing() -> None:
    rows = read_visits(["Ana,20260314", "Eva,20260315,", "Cleo,20260316,7"])
    assert [row.amount for row in rows] == [None, None, Decimal(7)]


def test_a_zone_that_is_written_is_kept() -> None:
    (visit,) = read_visits(["Ana,2026-03-14T12:30:00Z"])
    assert visit.at == datetime(2026, 3, 14, 12, 30, tzinfo=UTC)


def test_one_day_above_twelve_tells_which_number_is_the_month() -> None:
    rows = read_visits(["Ana,03/04/2026", "Ana,03/14/2026"])
    assert [(row.at.month, row.at.day) for row in rows] == [(3, 4), (3, 14)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "empty"),
        (["\n", " \n"], "empty"),
        (["name,when\n", "Ana,2026-03-14\n"], "Line 1: neither"),
        (["customer,date\n"], "Line 1: a header"),
        (["customer,date\n", "Ana,2026-03-14\n", "\n", "Eva,yesterday\n"], "Line 4: 'yesterday'"),
        (["Ana,2026-03-14\n", "Eva,2026-02-30\n"], "Line 2: '2026-02-30'"),
        (["Ana,2026-03-14\n", "Eva,14.03.2026\n"], "Line 2: '14.03.2026'"),
        (["Ana,2026-03-14\n", "Eva\n"], "Line 2: a customer"),
        (["Ana,2026-03-14\n", ",2026-03-14\n"], "Line 2: a customer"),
        (["Ana,2026-03-14,3\n", "Eva,2026-03-14,much\n"], "Line 2: 'much' is no amount"),
        (["Ana,2026-03-14,NaN\n"], "Line 1: 'NaN' is no amount"),
        (["Ana,2026-03-14,1e12\n"], "Line 1: '1e12' is no amount"),
        (["Ana,2026-03-14\n", "Eva,0026-03-14\n"], "Line 2: '0026-03-14' lies in no year"),
        (["Ana,2026-03-14\n", f"{'x' * 200_000},2026-03-14\n"], "Line 2: field larger"),
        (["Ana,05/05/2026\n", "Ana,03/04/2026\n"], "Line 2: '03/04/2026' can be read in two ways"),
    ],
)
def test_a_file_that_cant_be_read_names_the_line(lines: list[str], words: str) -> None:
    with pytest.raises(BadVisits, match=words):
        read_visits(lines)
