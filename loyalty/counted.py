"""How many of something: a whole number, with the thing that was asked for behind it, as people write it."""

import re

from loyalty.amounts import parse_whole
from loyalty.currencies import folded

_BEHIND = re.compile(r"(.*\d)\s*([^\W\d_]+)[.!]?")
# By what a figure's name ends in, with what makes one of it exactly: what is asked for in days is read from "2 weeks",
# and not from "2 minutes" or "2 months".
_TIMES = {
    "days": {
        1: "d day days dag dagen nap napot napig napra",
        7: "w wk week weeks weken hét hetet hétig hétre",
    },
    "minutes": {
        1: "min mins minute minutes minuut minuten perc percet percig",
        60: "h hr hrs hour hours u uur uren óra órát óráig",
    },
}
_THINGS = (
    "stamp stamps point points pt pts seat seats place places visit visits card cards ticket tickets prize prizes person "
    "people guest guests customer customers message messages time times x pcs piece pieces "
    "stempel stempels punt punten plek plekken plaats plaatsen stoel stoelen bezoek bezoeken kaart kaarten kaartje kaartjes "
    "lot loten prijs prijzen persoon personen mens mensen gast gasten klant klanten bericht berichten keer maal stuks "
    "pecsét pecsétet pont pontot hely helyet látogatás látogatást kártya kártyát jegy jegyet nyeremény nyereményt fő ember "
    "vendég vendéget üzenet üzenetet alkalom alkalommal darab darabot db"
)
_WORDS = {
    name: {folded(word): times for times, words in each.items() for word in words.split()}
    for name, each in {**_TIMES, "": {1: _THINGS}}.items()
}


def parse_counted(text: str, of: str = "") -> int | None:
    """Read "12", "12 seats" or "1.000 bezoeken"; where `of` is a figure in days or minutes, "7 days" or "2 hours"; None for anything else."""
    text, measure = text.strip(), of.rpartition("_")[2]
    behind = _BEHIND.fullmatch(text)
    words = _WORDS[measure if measure in _TIMES else ""]
    times = words.get(folded(behind[2])) if behind else None
    if behind is None or times is None:
        return parse_whole(text)
    number = parse_whole(behind[1])
    return None if number is None else number * times
