"""How many of something: a whole number, with the thing that was asked for behind it, as people write it."""

import re

from loyalty.amounts import parse_whole
from loyalty.currencies import folded

_BEHIND = re.compile(r"(.*\d)\s*([^\W\d_]+)[.!]?")
# By what a figure's name ends in: what is asked for in days is not read from "2 minutes", nor from "2 weeks".
_TIMES = {
    "days": "d day days dag dagen nap napot napig napra",
    "minutes": "min mins minute minutes minuut minuten perc percet percig",
}
_THINGS = (
    "stamp stamps point points pt pts seat seats place places visit visits card cards ticket tickets prize prizes person "
    "people guest guests customer customers message messages time times x pcs piece pieces "
    "stempel stempels punt punten plek plekken plaats plaatsen stoel stoelen bezoek bezoeken kaart kaarten kaartje kaartjes "
    "lot loten prijs prijzen persoon personen mens mensen gast gasten klant klanten bericht berichten keer maal stuks "
    "pecsét pecsétet pont pontot hely helyet látogatás látogatást kártya kártyát jegy jegyet nyeremény nyereményt fő ember "
    "vendég vendéget üzenet üzenetet alkalom alkalommal darab darabot db"
)
_WORDS = {name: frozenset(map(folded, words.split())) for name, words in {**_TIMES, "": _THINGS}.items()}


def parse_counted(text: str, of: str = "") -> int | None:
    """Read "12", "12 seats" or "1.000 bezoeken"; where `of` is a figure in days or minutes, "7 days"; None for anything else."""
    text, measure = text.strip(), of.rpartition("_")[2]
    behind = _BEHIND.fullmatch(text)
    words = _WORDS[measure if measure in _TIMES else ""]
    return parse_whole(behind[1] if behind and folded(behind[2]) in words else text)
