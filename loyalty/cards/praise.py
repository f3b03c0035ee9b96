"""Words that ask for praise: nothing is given for a review, for stars or for a like, whoever writes them.

A list of words knows what is often asked for, not what is meant: it is a guess, and says which word it goes by.
"""

import re

from loyalty.names import fold_name

_SIGNS = re.compile("[★☆⭐🌟👍❤♥💯]")
_WORD = re.compile(r"\w+")

# In the languages that are spoken here, as they are folded: how such a word begins, and what is one only as a whole.
_BEGINNINGS = (
    "review", "rating", "testimonial", "prais", "recommend", "tripadvisor", "trustpilot", "yelp",  # English
    "recensie", "beoordel", "beoordeel", "aanbevel", "sterretje", "complimen", "lovend",  # Dutch
    "ertekel", "csillag", "velemeny", "lajk", "dicser", "ajanlj", "ajanlas", "pozitiv",  # Hungarian
)  # fmt: skip
_WORDS = frozenset(
    {
        "rate",
        "rates",
        "star",
        "stars",
        "thumbs",
        "positive",
        "ster",
        "sterren",
        "liken",
        "lof",
        "positief",
        "duimpje",
    }
)
# What asks for it only beside other words: "a cup you like" is none, "like us" is.
_SAYINGS = tuple(
    re.compile(saying)
    for saying in (
        r"\blike (?:us|our|the page|the post|my|it on)\b", r"\b(?:a|your|one|give|get|for|een|egy) likes?\b", r"\blikes\b",
        r"\bsay something (?:nice|good|kind)\b", r"\bvind ik leuk\b", r"\braad\w* (?:ons|\w+) aan\b", r"\btetszik\b", r"\blike-\w+",
    )
)  # fmt: skip


def praise_asked(text: str) -> str:
    """Return the word by which a text seems to ask for a review, for stars or for praise; "" where none is seen."""
    sign = _SIGNS.search(text)
    if sign:
        return sign[0]
    folded = fold_name(text)
    saying = next((found[0] for one in _SAYINGS if (found := one.search(folded))), "")
    return saying or next((word for word in _WORD.findall(folded) if _asks(word)), "")


def _asks(word: str) -> bool:
    return word in _WORDS or word.startswith(_BEGINNINGS)
