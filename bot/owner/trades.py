"""The trade of a shop as its owner says it: "a bakery", "koffiebar", "fodrászat"."""

import re
from collections.abc import Mapping
from functools import cache

from loyalty.names import fold_name
from loyalty.shop.basis import TRADES
from words.language import LANGUAGES, words
from words.shop.trades import trade_name

# What a trade is called beside its own name, in all languages: one list, since none of these means another trade elsewhere.
_CALLED = {
    "cafe": "coffee shop, coffee bar, coffeeshop, coffee house, tea room, espresso bar, koffiebar, koffiehuis, koffiezaak, "
    "koffietent, theehuis, kávézó, kávéház, kávébár, presszó, teaház",
    "barber": "barbershop, barber shop, hairdresser, hairdressers, hair salon, kapsalon, kapperszaak, barbier, fodrász, "
    "fodrászat, fodrászszalon, borbély",
    "bakery": "baker, bakers, bakeshop, pastry shop, patisserie, bakkerij, warme bakker, banketbakker, banketbakkerij, "
    "pék, pékség, cukrászda",
    "restaurant": "bistro, brasserie, pizzeria, diner, eatery, trattoria, eethuis, eetcafé, étterem, bisztró, pizzéria, "
    "vendéglő",
    "car_wash": "carwash, autowasstraat, autowasserij, autómosó, kocsimosó",
    "corner_shop": "convenience store, grocery, grocery store, grocer, kiosk, buurtsuper, avondwinkel, nachtwinkel, kruidenier, "
    "kisbolt, vegyesbolt, sarki bolt, kisközért",
    "club": "club, vereniging, klub",
    "yoga": "yoga, yoga school, yogaschool, yogales, jóga, jógastúdió",
    # No trades: what a shop without ready rules counts.
    "stamps": "stamps, stamp card, stempels, stempelkaart, pecsét, pecsétek, pecsétkártya",
    "points": "points, points card, punten, puntenkaart, pont, pontok, pontkártya",
}
_BARE = re.compile(r"[^\w\s]+")


def trade_in(text: str) -> str | None:
    """Return the one trade that is named, alone or in a sentence; None where there is none, or more than one."""
    said = f" {_plain(text)} "
    named = {trade: name for name, trade in _names().items() if f" {name} " in said}
    return next(iter(named)) if len(named) == 1 else None


@cache
def _names() -> Mapping[str, str]:
    own = [(trade_name(trade, words(language)), trade) for language in LANGUAGES for trade in TRADES]
    called = [(name, trade) for trade, names in _CALLED.items() for name in names.split(", ")]
    return {_plain(name): trade for name, trade in [*own, *called]}


def _plain(text: str) -> str:
    """Write a name without its picture, its marks and its accents."""
    return " ".join(_BARE.sub(" ", fold_name(text)).split())
