"""Reading visits from a file as tills and spreadsheets write them, and naming the line that can't be read."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from scheduler.rehearsal.visits_amounts import amounts
from scheduler.rehearsal.visits_file import BadVisits, CsvVisit, Read, read_visits
from scheduler.rehearsal.visits_sheet import decoded

NOON = datetime(2026, 3, 14, 12, 30)  # noqa: DTZ001 - as the file has it


def read(text: str, currency: str = "EUR") -> Read:
    return read_visits(text.splitlines(keepends=True), currency)


@pytest.mark.parametrize(
    "text",
    [
        "Ana,2026-03-14 12:30,3.50",
        "Ana,2026-03-14,12:30,3.50",
        "customer,at,amount\nAna,2026-03-14T12:30:00,3.50",
        "Date;Customer ID;Amount\n14.03.2026 12:30;Ana;3,50",
        "ana_is_no_column,amount,date,customer\nx,3.50,03/14/2026 12:30 PM,Ana",
        "\ufeffcustomer\tdate\tvalue\r\nAna\t14/03/2026 12:30:00\t3.50\r\n\r\n",
        "Date,Time,Customer,Total\n2026-03-14,12:30,Ana,3.50",
        "Date,Time,Customer,Total\n2026-03-14 00:00:00,12:30:00,Ana,3.50",
        "customer,day,hour,total\nAna,14/03/2026,12:30,€3.50",
        "sep=;\nklant;datum;tijd;bedrag\nAna;14-03-2026;12:30;€ 3,50",
        "gast;datum;tijd;totaal\nAna;14-03-2026;12u30;3,50",
        "naam;datum/tijd;prijs (EUR)\nAna;14-03-2026 12u30;3,50",
        "vendég;dátum;összeg\nAna;2026. 03. 14. 12:30;3,50",
        "Guest,When,Spent\nAna,2026-03-14 12:30,3.50",
        "sep=;\r\nügyfél;dátum;összeg\r\nAna;2026.03.14. 12:30;3,50\r\n",
        "Ügyfél;Dátum;Idő;Összeg (EUR)\nAna;2026. 03. 14.;12:30;3,50 EUR",
        "vásárló;időpont;végösszeg\nAna;2026. 3. 14. 12:30;3,5",
        "Kunde;Datum;Uhrzeit;Betrag\nAna;14.3.2026;12:30;3,50 €",
        "Kunden-Nr.;Datum;Umsatz\nAna;14. März 2026 12:30;3,50",
        "N° client;Date;Heure;Montant TTC\nAna;14/03/2026;12h30;3,50",
        'cliente,fecha,hora,importe\nAna,14/03/2026,12:30,"3,50"',
        "klient|data|godzina|kwota\nAna|14.03.2026|12:30|3,50",
        "customer,date,amount\nAna,14-Mar-2026 12:30,3.50",
        "Kunde;Buchungsdatum;Bruttobetrag\nAna;Sa, 14.03.2026 12:30 Uhr;3,50 €",
        "Numer klienta;Data sprzedaży;Godzina;Wartość brutto\nAna;14.03.2026;12:30;3,50 EUR",
        "Číslo zákazníka;Datum nákupu;Částka\nAna;14. 3. 2026 12:30;3,50",
        "Cliente;Data;Ora;Importo\nAna;14/03/2026;12.30;3,50",
        "Πελάτης;Ημερομηνία;Ποσό\nAna;14/03/2026 12:30;3,50",
        "לקוח,תאריך,סכום\nAna,14/03/2026 12:30,3.50",
        "العميل,التاريخ,المبلغ\nAna,14/03/2026 12:30,3.50",
        "ลูกค้า,วันที่,จำนวนเงิน\nAna,14/03/2569 12:30,3.50",
        "고객,날짜,금액\nAna,2026. 3. 14. 오후 12:30,3.50",
        "customer,date,amount\nAna,46095.520833333,3.50",  # as spreadsheets count days
        "klant;datum;bedrag\nAna;46095,520833333;3,50",
        "customer,date,amount\nAna,20260314T1230,3.50",
        "customer,date,amount\nAna,14-Mar-26 12:30,3.50",
        "Asiakas;Päivä;Summa\nAna;14.3.2026 klo 12.30;3,50",
        '"Customer","Date","Amount"\n"Ana","Saturday, March 14, 2026 12:30 PM","3.50"',
        "顧客,日付,時刻,金額\nAna,2026年3月14日,12:30,3.50",
    ],
)
def test_the_same_visit_is_read_however_it_is_written(text: str) -> None:
    assert read(text) == Read((CsvVisit("Ana", NOON, Decimal("3.50")),))


@pytest.mark.parametrize(
    ("texts", "currency", "values"),
    [
        (["1.234,50", "12"], "EUR", ["1234.50", "12"]),
        (["1,234.50", "1,234"], "EUR", ["1234.50", "1234"]),
        (["3,50", "1.234"], "EUR", ["3.50", "1234"]),
        (["1 234,50", "7"], "EUR", ["1234.50", "7"]),
        (["1'234.50"], "CHF", ["1234.50"]),
        (["1.234", "900"], "HUF", ["1234", "900"]),
        (["1,234 Ft", "900"], "HUF", ["1234", "900"]),
        (["1.234"], "KWD", ["1.234"]),
        (["1,25,000.00"], "INR", ["125000"]),
        (["1.234.567"], "VND", ["1234567"]),
        (["-3.50", "(2.00)", "1.00-"], "EUR", ["-3.5", "-2", "-1"]),
        (["5,-", "2,50"], "EUR", ["5", "2.5"]),
        (["Rs. 500/-", "1,25,000"], "INR", ["500", "125000"]),
        (["1,234"], "KWD", ["1.234"]),
        (["1.234"], "JPY", ["1234"]),
    ],
)
def test_the_decimal_mark_is_told_by_the_whole_column_and_the_money(
    texts: list[str], currency: str, values: list[str]
) -> None:
    assert amounts(list(enumerate(texts)), currency) == [Decimal(value) for value in values]


def test_an_amount_may_be_missing() -> None:
    rows = read("Ana,20260314\nEva,20260315,n/a\nCleo,20260316,7").visits
    assert [row.amount for row in rows] == [None, None, Decimal(7)]


def test_a_zone_that_is_written_is_kept() -> None:
    (visit,) = read("Ana,2026-03-14T12:30:00Z").visits
    assert visit.at == datetime(2026, 3, 14, 12, 30, tzinfo=UTC)
    (visit,) = read("customer,date\nAna,1773491400").visits
    assert visit.at == datetime(2026, 3, 14, 12, 30, tzinfo=UTC)


def test_one_day_above_twelve_tells_which_number_is_the_month() -> None:
    rows = read("Ana,03/04/2026\nAna,03/14/2026").visits
    assert [(row.at.month, row.at.day) for row in rows] == [(3, 4), (3, 14)]


@pytest.mark.parametrize(
    "text",
    [
        "klant;datum;bedrag\nAna;05-01-2026;3",  # a header that is not English
        "customer;date;amount\nAna;5/1/2026;3,50",  # decimals with a comma
    ],
)
def test_who_is_surely_no_american_writes_the_day_before_the_month(text: str) -> None:
    assert [(visit.at.month, visit.at.day) for visit in read(text).visits] == [(1, 5)]


def test_a_column_is_found_by_a_word_in_its_name() -> None:
    found = read(
        "Card No.,Transaction Date,Transaction Time,Tax Amount,Gross Sales (EUR)\n7,2026/3/14,12:30,0.50,3.50"
    )
    assert found.visits == (CsvVisit("7", NOON, Decimal("3.50")),)
    found = read(
        "id,created_at,product_id,amount,customer_email\n1,2026-03-14 12:30,9,3.50,ana@example.org\n"
    )
    assert [visit.customer for visit in found.visits] == ["ana@example.org"]


def test_a_receipt_of_several_lines_is_one_visit_with_their_sum() -> None:
    found = read(
        "receipt,customer,date,time,item,amount\n"
        "1,Ana,2026-03-14,12:30,Coffee,3.50\n1,Ana,2026-03-14,12:31,Cake,4.25\n2,Ben,2026-03-14,12:31,Tea,2.00\n"
    )
    assert [(visit.customer, visit.at, visit.amount) for visit in found.visits] == [
        ("Ana", NOON, Decimal("7.75")),
        ("Ben", NOON.replace(minute=31), Decimal("2.00")),
    ]
    assert (found.nameless, found.joined) == (0, 1)


def test_without_a_receipts_number_what_was_bought_at_one_moment_is_one_visit() -> None:
    found = read("Ana,2026-03-14 12:30,3.50\nAna,2026-03-14 12:30,4.25\nAna,2026-03-14 15:00,1.00")
    assert [visit.amount for visit in found.visits] == [Decimal("7.75"), Decimal("1.00")]
    found = read("Ana,2026-03-14 12:30:05,3.50\nAna,2026-03-14 12:30:50,4.25")
    assert [visit.amount for visit in found.visits] == [Decimal("7.75")]


def test_lines_without_a_customer_are_counted_and_left_out() -> None:
    found = read("customer,date,amount\nAna,2026-03-14,3.50\n,2026-03-14,9.00\nTotal,,12.50")
    assert ([visit.customer for visit in found.visits], found.nameless) == (["Ana"], 1)


@pytest.mark.parametrize(
    "last", ["Total,,12.50", "Celkem,,12.50", "Exported by POS on 1 March,,", "Eva,n/a,3", "Eva"]
)
def test_lines_without_a_date_are_counted_and_left_out(last: str) -> None:
    found = read(f"customer,date,amount\nAna,2026-03-14,3.50\n{last}")
    assert ([visit.customer for visit in found.visits], found.dateless) == (["Ana"], 1)


@pytest.mark.parametrize(
    "text",
    [
        "customer,date,amount\nAna,2026-03-14 12:30,3.50\nBen,2026-03-14 15:00,-3.50",
        "customer,date,amount\nAna,2026-03-14 12:30,3.50\nBen,2026-03-14 15:00,(€3.50)",
        "type,customer,date,amount\nSale,Ana,2026-03-14 12:30,3.50\nRefund,Ben,2026-03-14 15:00,3.50",
        "soort;klant;datum;bedrag\nverkoop;Ana;14-03-2026 12:30;3,50\nRetour;Ben;14-03-2026 15:00;3,50",
        "bon,customer,date,amount\n1,Ana,2026-03-14 12:30,3.50\n2,Ben,2026-03-14 15:00,9\n2,Ben,2026-03-14 15:01,-9",
    ],
)
def test_money_that_was_given_back_is_no_visit(text: str) -> None:
    found = read(text)
    assert (found.visits, found.given_back) == ((CsvVisit("Ana", NOON, Decimal("3.50")),), 1)


def test_a_kind_of_customer_is_no_kind_of_sale() -> None:
    assert len(read("customer,customer type,date\nAna,Returning,2026-03-14").visits) == 1


@pytest.mark.parametrize(
    "title", ["Sales report, March", "Sales report;;\n;;", "Export\n\nFrom 2026-03-01 to 2026-03-31"]
)
def test_titles_may_stand_above_the_header(title: str) -> None:
    found = read(f"{title}\ncustomer;date;amount\nAna;2026-03-14 12:30;3,50\n")
    assert found.visits == (CsvVisit("Ana", NOON, Decimal("3.50")),)


def test_ways_of_writing_a_date_may_be_mixed_where_each_is_sure() -> None:
    found = read(
        "A,2026-03-14 12:30\nB,14.03.2026 12:30\nC,14-03-2026 12:30\nD,14/03/26 12:30\nE,14 March 2026 12:30"
    )
    assert {visit.at for visit in found.visits} == {NOON}


@pytest.mark.parametrize(
    ("encoding", "currency"),
    [
        ("utf-8", "EUR"),
        ("utf-8-sig", "EUR"),
        ("utf-16", "EUR"),
        ("utf-16-le", "EUR"),
        ("cp1250", "HUF"),
        ("cp1252", "EUR"),
    ],
)
def test_a_file_is_read_in_the_encoding_that_it_has(encoding: str, currency: str) -> None:
    name = "Gergő" if encoding == "cp1250" else "Zoë"
    text = decoded(f"ügyfél;dátum\r\n{name};2026.03.14.\r\n".encode(encoding), currency)
    assert [visit.customer for visit in read(text).visits] == [name]


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", b"\x1f\x8brest"])
def test_a_workbook_is_to_be_saved_as_text_first(content: bytes) -> None:
    with pytest.raises(BadVisits, match="save it as CSV"):
        decoded(content, "EUR")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "empty"),
        (["\n", " \n"], "empty"),
        (["product,colour\n", "Tea,green\n"], "Line 1: neither"),
        (["customer,date\n"], "Line 1: a header"),
        (["customer,date\n", "Ana,2026-03-14\n", "\n", "Eva,yesterday\n"], "Line 4: 'yesterday'"),
        (["Ana,2026-03-14\n", "Eva,2026-02-30\n"], "Line 2: '2026-02-30'"),
        (["Ana,13/03/2026\n", "Eva,03/14/2026\n"], "Line 2: '03/14/2026'"),
        (["customer,date\n", "Ana,\n"], "No line names a date"),
        (["Ana,2026-03-14,-3\n"], "No line is a visit"),
        (["customer,date\n", ",2026-03-14\n"], "No line names a customer"),
        (['Ana,2026-03-14,"1,234"\n'], "Line 1: '1,234' may be thousands or decimals.*like 1234.00"),
        (["Ana,2026-03-14,1.234\n", 'Eva,2026-03-14,"1,234"\n'], "may be thousands or decimals"),
        (["Ana,2026-03-14,3.50\n", 'Eva,2026-03-14,"3,50"\n'], "Line 2: '3,50' is no amount"),
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
        read_visits(lines, "EUR")
