"""Every currency in use: its decimals, its size, and how people write it. The one place that knows."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Currency:
    """One currency; ten to the power `size` of its units buy about what a euro does, give or take."""

    code: str
    decimals: int
    size: int
    words: frozenset[str]  # as `folded` leaves them: signs, abbreviations, names


# What several currencies are called alike.
_FAMILIES = {
    "dollar": "$ dollar dollars dolar dolares dollari dolari dollaria",
    "peso": "$ peso pesos",
    "pound": "£ pound pounds quid libra libras livre livres pfund pond جنيه ليرة",
    "franc": "f fr franc francs franken frank franco franchi francos faranga",
    "crown": "kr krone kroner kronen krona kronor kronur kroon kruunua koruna koruny korun koron крона крон",
    "dinar": "dinar dinars dinara dinari denar denari denara دينار دنانير динар динара",
    "rupee": "rs ₨ rupee rupees roupie roupies rupaye rupaya रुपये रुपया रुपए रु রুপি ரூபாய் రూపాయలు روپے روپیہ",
    "rial": "﷼ rial rials riyal riyals ريال ریال",
    "dirham": "dh dhs dirham dirhams درهم",
    "shilling": "sh shs shilling shillings shilingi",
    "leu": "lei leu leul leului леи лей",
    "rouble": "₽ р руб rub ruble rubles rouble roubles рубль рубля рублей",
    "lira": "lira liras lire ليرة",
    "manat": "manat manats manaty",
    "som": "som сом",
    "yuan": "¥ yuan 元 圆 圓",
    "kwacha": "k kwacha kwachas",
}

# Code, decimals, size, words; a family by its name after an asterisk. Decimals are CLDR's; none where CLDR counts none
# in cash, except where price tags still show hundredths (CZK, MUR, NOK, PKR, RSD, SEK). Sizes are of 2026.
_TABLE = """
AED 2 0 *dirham د.إ إماراتي      | AFN 0 1 ؋ afs afghani افغانی      | ALL 0 2 l lek leke
AMD 0 2 ֏ դր dram դրամ          | AOA 2 3 kz kwanza kwanzas         | ARS 2 3 *peso ar$
AUD 2 0 *dollar a$ au$          | AWG 2 0 ƒ afl florin florins      | AZN 2 0 ₼ *manat manatı
BAM 2 0 km км marka maraka марака | BBD 2 0 *dollar bds$            | BDT 2 2 ৳ tk taka টাকা
BGN 2 0 лв lv lev leva лева лев | BHD 3 0 *dinar د.ب bd             | BIF 0 3 *franc fbu
BMD 2 0 *dollar                 | BND 2 0 *dollar b$                | BOB 2 1 bs boliviano bolivianos
BRL 2 0 r$ rs $ real reais reales | BSD 2 0 *dollar b$                | BTN 2 2 nu ngultrum
BWP 2 1 p pula                  | BYN 2 0 br *rouble рублёў         | BZD 2 0 *dollar bz$
CAD 2 0 *dollar ca$ c$          | CDF 2 3 *franc fc                 | CHF 2 0 *franc sfr stutz
CLF 4 0 uf                      | CLP 0 3 *peso clp$                | CNY 2 0 *yuan cn¥ rmb 块 块钱 人民币
COP 0 3 *peso col$              | CRC 0 2 ₡ colon colones           | CUP 2 1 *peso
CVE 2 2 esc $ escudo escudos    | CZK 2 1 *crown kc kč kčs          | DJF 0 2 *franc fdj
DKK 2 1 *crown dkr              | DOP 2 1 *peso rd$                 | DZD 2 2 *dinar د.ج da دج
EGP 2 1 *pound ج.م e£ le        | ERN 2 1 nfk nakfa ናቕፋ            | ETB 2 2 ብር br birr
EUR 2 0 € e euro euros euroa eura eurá eurot eurų euras eurai eiro evro evra evri evrov ευρώ евро евра euró euróval يورو
FJD 2 0 *dollar fj$             | FKP 2 0 *pound                    | GBP 2 0 *pound gb£ punt
GEL 2 0 ₾ lari ლარი             | GHS 2 1 ₵ gh₵ gh¢ cedi cedis      | GIP 2 0 *pound
GMD 2 1 d dalasi dalasis        | GNF 0 4 *franc fg                 | GTQ 2 0 q quetzal quetzales
GYD 0 2 *dollar g$              | HKD 2 0 *dollar hk$ 元            | HNL 2 1 l lempira lempiras
HTG 2 2 g gourde gourdes        | HUF 0 2 ft forint forintot forints forintok
IDR 0 4 rp rupiah               | ILS 2 0 ₪ nis שח shekel shekels שקל שקלים
INR 2 2 ₹ *rupee                | IQD 0 3 *dinar د.ع id             | IRR 0 6 *rial
ISK 0 2 *crown isk              | JMD 2 2 *dollar j$                | JOD 3 0 *dinar د.أ jd
JPY 0 2 ¥ 円 圓 yen en えん     | KES 2 2 *shilling ksh bob     | KGS 2 2 с *som
KHR 2 3 ៛ riel riels រៀល        | KMF 0 2 *franc cf                 | KPW 0 0 ₩ won 원
KRW 0 3 ₩ won 원                | KWD 3 0 *dinar د.ك kd             | KYD 2 0 *dollar ci$
KZT 2 2 ₸ tenge тенге тг тнг    | LAK 0 4 ₭ k kip ກີບ               | LBP 0 5 *pound *lira ل.ل ll £lb lbp
LKR 2 2 *rupee රු slrs රුපියල්   | LRD 2 2 *dollar ld$               | LSL 2 1 l m loti maloti
LYD 3 0 *dinar د.ل ld           | MAD 2 1 *dirham د.م               | MDL 2 1 l *leu
MGA 0 3 ar ariary               | MKD 2 1 *dinar ден den денари     | MMK 0 3 k ks kyat kyats ကျပ်
MNT 0 3 ₮ tugrik төгрөг         | MOP 2 0 mop$ pataca patacas       | MRU 2 1 um ouguiya أ.م أوقية
MUR 2 1 *rupee                  | MVR 2 1 rf mrf rufiyaa ރ          | MWK 2 3 mk *kwacha
MXN 2 1 *peso mx$ mn               | MYR 2 0 rm ringgit                | MZN 2 1 mt mtn metical meticais
NAD 2 1 *dollar n$              | NGN 2 3 ₦ n naira nairas          | NIO 2 1 c$ cordoba cordobas
NOK 2 1 *crown nkr              | NPR 2 2 *rupee नेरू nrs           | NZD 2 0 *dollar nz$
OMR 3 0 *rial ر.ع ro            | PAB 2 0 b/ balboa balboas         | PEN 2 0 s/ sol soles
PGK 2 0 k kina                  | PHP 2 1 ₱ p php piso *peso        | PKR 2 2 *rupee
PLN 2 0 zł zl złoty złote złotych złotego złotych | PYG 0 4 ₲ gs g guarani guaranies
QAR 2 0 *rial ر.ق qr            | RON 2 0 l *leu                    | RSD 2 2 din дин рсд *dinar
RUB 2 2 *rouble                 | RWF 0 3 *franc frw rf amafaranga  | SAR 2 0 *rial ر.س sr
SBD 2 1 *dollar si$             | SCR 2 1 *rupee sr                 | SDG 2 3 *pound ج.س
SEK 2 1 *crown skr spänn        | SGD 2 0 *dollar s$                | SHP 2 0 *pound
SLE 2 1 le leone leones         | SOS 0 3 s *shilling               | SRD 2 1 *dollar sr$
SSP 2 3 *pound                  | STN 2 1 db dobra dobras           | SVC 2 1 ₡ colon colones
SYP 0 4 *pound *lira ل.س        | SZL 2 1 e lilangeni emalangeni    | THB 2 1 ฿ baht บาท
TJS 2 1 сомонӣ somoni сомони    | TMT 2 0 m *manat                  | TND 3 0 *dinar د.ت dt
TOP 2 0 t$ paanga               | TRY 2 1 ₺ tl *lira                | TTD 2 0 *dollar tt$
TWD 0 1 $ nt$ nt 元 圓 塊        | TZS 0 3 *shilling tsh             | UAH 2 1 ₴ грн гривня гривні гривень hryvnia uah
UGX 0 3 *shilling ush           | USD 2 0 *dollar us us$ $us bucks     | UYU 2 1 *peso $u
UYW 4 0 up                      | UZS 0 4 soʻm so'm sum сўм сум *som | VES 2 2 bs bs.s bolivar bolivares
VND 0 4 ₫ đ d vnđ dong đồng     | VUV 0 2 vt vatu                   | WST 2 0 ws$ tala
XAF 0 2 *franc fcfa cfa         | XCD 2 0 *dollar ec$               | XCG 2 0 cg guilder gulden
XOF 0 2 *franc fcfa cfa         | XPF 0 2 *franc fcfp cfpf cfp | YER 0 2 *rial ر.ي
ZAR 2 1 r rand                  | ZMW 2 1 *kwacha                   | ZWG 2 1 zig
"""

# What a hundredth is called: alike in many places, and by names of its own.
_CENTS = "c ct cts ¢ cent cents centime centimes centimos centesimi centavos"
_HUNDREDTHS = {
    "AED": "fils", "BGN": "stotinki стотинки ст", "BHD": "fils", "JOD": "fils", "KWD": "fils", "MYR": "sen", "CHF": "rappen rp", "CZK": "haler haleru hal", "DKK": "ore øre",
    "GBP": "p pence", "ILS": "agorot", "INR": "paise paisa", "NOK": "ore øre", "PLN": "gr grosz grosze groszy",
    "RON": "ban bani", "RUB": "коп копеек", "SEK": "ore öre", "TRY": "kurus kuruş kr krş", "UAH": "коп копійок",
}  # fmt: skip


def hundredths(code: str) -> frozenset[str]:
    """Return the words for a hundredth of a currency, as `folded` leaves them."""
    return frozenset(map(folded, f"{_CENTS} {_HUNDREDTHS.get(code.upper(), '')}".split()))


def currency(code: str) -> Currency:
    """Return what is known of a currency; one that is not listed has two decimals and a euro's size."""
    code = code.upper()
    return currencies().get(code) or Currency(code, 2, 0, frozenset({folded(code)}))


@cache
def currencies() -> Mapping[str, Currency]:
    """Return every currency by its code."""
    rows = (row.split() for line in _TABLE.strip().splitlines() for row in line.split("|"))
    return {
        code: Currency(code, int(decimals), int(size), frozenset(map(folded, _spelled(code, words))))
        for code, decimals, size, *words in rows
    }


def folded(word: str) -> str:
    """Write a word so that it is found however it was typed: small, bare of accents, dots and quotes."""
    bare = (letter for letter in unicodedata.normalize("NFKD", word.casefold()) if letter not in _BARE)
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).replace("ł", "l")


_BARE = frozenset(".,'’ʻʼ\"״׳“”()\u200b\u200e\u200f")


def _spelled(code: str, words: list[str]) -> list[str]:
    several = [_FAMILIES[word[1:]].split() if word.startswith("*") else [word] for word in words]
    return [code, *(word for each in several for word in each)]


def names_other(word: str, code: str) -> bool:
    """Say whether a word names money, but not this currency."""
    word = folded(word)
    return word not in currency(code).words and any(word in other.words for other in currencies().values())
