"""Which column of a file of visits is which: by the header's names, in many languages, or by their order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loyalty.names import fold_name
from scheduler.rehearsal.visits_sheet import BadVisits, Row

# What a till's export calls a column, in English and after the stroke in other languages; spaces, dashes and dots are
# written as _, accents are left out.
_NAMES: Mapping[str, str] = {
    "customer": "customer customer_id customerid customer_no customer_number customer_name client client_id cust cust_id "
    "member member_id guest guest_id guest_name customer_name client_name member_name card card_id card_no card_number loyalty_id customer_email customer_phone email e_mail phone | "
    "klant klantnummer klantnr klant_id klantnaam gast gastnaam lid lidnummer pas pasnummer kaart kaartnummer "
    "vendeg vendegszam vendeg_neve ugyfel ugyfelszam ugyfel_neve ugyfelkod ugyfel_azonosito vevo vevokod vevo_neve vasarlo kartya kartyaszam torzsvasarlo "
    "kunde kunden kundennummer kundennr kunden_nr kundenname karte kartennummer "
    "numero_client n_client code_client carte carte_fidelite cliente id_cliente codice_cliente codigo_cliente tessera "
    "klient nr_klienta id_klienta numer_klienta kupac zakaznik cislo_zakaznika kund kundnr asiakas asiakasnumero musteri musteri_no "
    "клиент покупатель клієнт πελατης לקוח العميل عميل ลูกค้า ग्राहक 会员 會員 客户 客戶 顧客 顧客id 고객 고객id khach_hang ma_khach_hang pelanggan",
    "day": "date day visit_date order_date sale_date transaction_date | datum dag aankoopdatum besteldatum "
    "kelt datuma nap kelte vasarlas_datuma teljesites kaufdatum bestelldatum belegdatum buchungsdatum verkaufsdatum "
    "rechnungsdatum fecha data giorno dia dzien "
    "dato paiva paivamaara pvm tarih ημερομηνια תאריך التاريخ تاريخ วันที่ दिनांक तारीख дата день 日期 日付 年月日 날짜 일자 ngay tanggal",
    "time": "time hour time_of_day | tijd uur ido ora uhrzeit zeit heure hora godzina cas tid klokke klockslag aika kello "
    "saat ωρα שעה الوقت เวลา समय время час 时间 時間 時刻 시간 gio jam",
    "at": "at when datetime date_time date_and_time timestamp visit visited_at created_at order_datetime | tijdstip "
    "datum_tijd datum_en_tijd idopont datum_es_ido zeitpunkt datum_uhrzeit datum_und_uhrzeit date_heure "
    "date_et_heure fecha_hora fecha_y_hora data_ora data_hora 日時 일시",
    "amount": "amount total value price spent sales revenue dollar_value sum subtotal grand_total amount_paid "
    "total_amount line_total item_total gross_sales net_sales | bedrag totaal totaalbedrag prijs omzet som "
    "osszeg vegosszeg brutto brutto_osszeg fizetett fizetendo ar ertek forgalom betrag summe gesamt gesamtbetrag preis "
    "bruttobetrag rechnungsbetrag zahlbetrag wert wartosc iznos umsatz endbetrag montant montant_ttc total_ttc prix somme importe precio monto valor preco importo totale prezzo "
    "kwota suma castka cena celkem belopp summa belob belop totalt loppusumma tutar toplam fiyat "
    "ποσο סכום المبلغ مبلغ จำนวนเงิน ยอดรวม राशि कुल сумма сума итого цена 金额 金額 合計 금액 합계 so_tien tong_tien jumlah",
    "receipt": "receipt receipt_id receipt_no receipt_number order order_id order_no order_number invoice invoice_id "
    "invoice_no invoice_number transaction transaction_id basket basket_id ticket ticket_no bill bill_no | "
    "bon bonnummer bonnr kassabon kassabonnummer bonnetje factuur factuurnummer bestelling bestelnummer "
    "nyugta nyugtaszam blokk szamla szamlaszam bizonylat bizonylatszam rendeles "
    "beleg belegnummer belegnr rechnung rechnungsnummer bestellnummer recu numero_ticket facture numero_facture commande "
    "recibo factura pedido scontrino numero_scontrino fattura ordine paragon nr_paragonu uctenka doklad kvitto "
    "kvittering bon_nr kuitti fis fis_no чек номер_чека 小票 订单 伝票 영수증",
}
# Columns that say what a line is; a word among others is not enough here: "customer type" is not it.
_KINDS = "type transaction_type sale_type order_type status payment_status soort tipus typ art vorgang tipo type_operation"
# How a line begins there that is no sale, or one that was taken back.
_NO_SALE = re.compile(
    r"refund|return(?:s|ed)?\b|void|cancel|chargeback|retour|terugbetal|geannul|annul|storn|sztorn|visszaru|visszater|erstatt|"
    r"gutschrift|rembours|avoir|devol|reembols|anul|zwrot|vrac|dobropis|возврат|退款|退货|返金|返品|환불"
)
_TITLES = 20  # lines that may stand above the header
# Beside which a known word means something else: "tax amount", "product id".
_NOT_IT = frozenset(
    [
        "tax",
        "vat",
        "btw",
        "afa",
        "mwst",
        "tva",
        "iva",
        "tip",
        "fee",
        "discount",
        "korting",
        "rabatt",
        "kedvezmeny",
        "unit",
        "cost",
        "birth",
        "due",
        "delivery",
        "product",
        "item",
        "store",
    ]
)
_LAST_RESORT = (
    "id",
    "user",
    "user_id",
    "name",
    "naam",
    "nev",
)  # for customers, where nothing else names them
_CLOCK = re.compile(
    r"(?:[上下]午|午[前後]|오[전후])?\s?\d{1,2}[:.hu]\d{2}([:.]\d{2})?\s*([ap]\.?\s?m\.?)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The place of each column; a time of day may stand in one of its own, a receipt has a number where there is one."""

    customer: int
    day: int
    time: int | None = None
    amount: int | None = None
    receipt: int | None = None
    kind: int | None = None
    day_first: bool = False  # the header is not in English: nobody else writes the month first


def header_of(rows: Sequence[Row]) -> int | None:
    """Return which row names the columns: the first, or one below a few lines of title; None where none does."""
    for place, (_, cells) in enumerate(rows[:_TITLES]):
        found = _named([_plain(cell) for cell in cells])
        days = {found[column] for column in ("at", "day")} - {None, found["customer"]}
        if found["customer"] is not None and days:
            return place
    return None


def columns_of(rows: Sequence[Row], *, headed: bool) -> Columns:
    """Find the columns by the header's names, or take customer, date, perhaps time, amount in this order."""
    line, cells = rows[0]
    if not headed:
        timed = len(cells) > 2 and ":" in cells[2] and is_clock(cells[2])  # "3.50" is money
        return Columns(0, 1, time=2 if timed else None, amount=3 if timed else 2)
    names = [_plain(cell) for cell in cells]
    found = _named(names)
    day, time = _moment(rows, [found["at"], found["day"], found["time"]])
    if found["customer"] is None or day is None:
        raise BadVisits(
            f"Line {line}: neither a visit nor a header with customer and date: {cells!r}. "
            "Call the columns customer, date and amount."
        )
    if len(rows) == 1:
        raise BadVisits(f"Line {line}: a header, and no visit below it.")
    foreign = any(names[place] in _foreign(column) for column, place in found.items() if place is not None)
    kind = next((place for place, name in enumerate(names) if name in _KINDS.split()), None)
    return Columns(found["customer"], day, time, found["amount"], found["receipt"], kind, day_first=foreign)


def is_sale(kind: str) -> bool:
    """Say whether a line is a sale, by what its column of kinds or states says."""
    return _NO_SALE.match(fold_name(kind)) is None


def is_clock(cell: str) -> bool:
    """Say whether a cell holds a time of day and nothing else."""
    return _CLOCK.fullmatch(cell) is not None


def _named(names: Sequence[str]) -> dict[str, int | None]:
    """Find each kind of column among the names, or none of it."""
    found = {column: _place(names, known) for column, known in _NAMES.items()}
    if found["customer"] is None:
        found["customer"] = next((names.index(name) for name in _LAST_RESORT if name in names), None)
    return found


def _moment(rows: Sequence[Row], places: Sequence[int | None]) -> tuple[int | None, int | None]:
    """Tell the column of days from that of times by what stands in the first row."""
    known = [place for place in places if place is not None]
    cells = rows[1][1] if len(rows) > 1 else []
    times = [place for place in known if place < len(cells) and is_clock(cells[place])]
    days = [place for place in known if place not in times]
    return (days[0], times[0] if times else None) if days else (known[0] if known else None, None)


def _plain(name: str) -> str:
    """Write a column's name as `_NAMES` has it: "Összeg (Ft)" is osszeg."""
    name = re.sub(r"[(\[].*?[)\]]|€|\bin (eur|€)", "", fold_name(name))
    return re.sub(r"[\s\-./:°º#]+", "_", name.strip()).strip("_")


def _place(names: Sequence[str], known: str) -> int | None:
    """Find a column by its whole name, else by a word in it: "Transaction Time"."""
    words = [fold_name(word) for word in known.split() if word != "|"]
    whole = next((names.index(word) for word in words if word in names), None)
    if whole is not None:
        return whole
    for place, name in enumerate(names):
        parts = set(name.split("_"))
        if parts & set(words) and not parts & _NOT_IT:
            return place
    return None


def _foreign(column: str) -> frozenset[str]:
    english, _, others = _NAMES[column].partition("|")
    return frozenset(fold_name(word) for word in others.split()) - frozenset(english.split())
