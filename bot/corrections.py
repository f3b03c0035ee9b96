"""How people at a till correct an amount that they typed: "no, 15", "sorry 15", "15 not 12", "nem 12 hanem 15"."""

import re
from collections.abc import Mapping

from loyalty.amounts import NoAmount, parse_amount
from loyalty.names import fold_name

# What stands around the right amount, folded: without case and accents.
ASIDE: Mapping[str, str] = {
    "en": "no nope sorry wrong oops ops whoops mistake typo error my bad i mean meant it it's its is was should be have been must "
    "that make actually correct correction rather amount price bill the total please pls change fix to",
    "nl": "nee neen sorry fout foutje verkeerd oeps het t 't was is moet moest zijn ik bedoel bedoelde eigenlijk toch wel bedrag "
    "correctie pardon vergissing wordt maak er van alsjeblieft graag aub",
    "hu": "nem bocsanat bocsi bocs sorry rossz teves tevedes tevedtem elirtam elutottem volt lett az a osszeg helyesen inkabb "
    "valojaban javitas javitva pardon hiba legyen hoppa kerlek kerem",
}
_ASIDE = frozenset(word for words in ASIDE.values() for word in words.split())
_RIGHT_FIRST = re.compile(
    r"(.*\d.*?)[,;]?\s+(?:(?:and )?not|instead of|rather than|(?:en )?niet|ipv|in plaats van|(?:es )?nem)\s+.*\d.*"
)
_RIGHT_LAST = re.compile(
    r"(?:.*\s)?(?:not|instead of|niet|ipv|in plaats van|nem)\s+\S*\d.*?[,;]?\s+(?:but|maar|hanem)\s+(.*\d.*)"
    r"|.*\d.*?\s+helyett\s+(.*\d.*)"
)


def corrected(text: str, currency: str) -> int | NoAmount | None:
    """Return the amount that corrects another one; None where a text corrects nothing."""
    said = fold_name(text).strip()
    if found := _RIGHT_LAST.fullmatch(said):
        rest = found[1] or found[2]
    elif found := _RIGHT_FIRST.fullmatch(said):
        rest = found[1]
    else:
        rest = said
    bare = _without_asides(rest.removeprefix("*"))
    if bare == said or not any(sign.isdecimal() for sign in bare):
        return None
    amount = parse_amount(bare, currency)
    return None if isinstance(amount, NoAmount) and amount.why == "unreadable" else amount


def _without_asides(text: str) -> str:
    words = text.split()
    while words and words[0].strip(".,:;!?…") in _ASIDE:
        words = words[1:]
    while words and words[-1].strip(".,:;!?…") in _ASIDE:
        words = words[:-1]
    return " ".join(words)
