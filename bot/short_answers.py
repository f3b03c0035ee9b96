"""Short answers as people type them in each language: a yes, a no, wait, nothing, one more."""

from collections.abc import Mapping

from loyalty.names import fold_name

# What people type rather than tap "Yes, …" or "Confirm".
YES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "yes",
        "yes please",
        "yep",
        "yeah",
        "ok",
        "okay",
        "sure",
        "confirm",
        "y",
        "k",
        "yup",
        "go ahead",
        "👍",
    ),
    "nl": (
        "ja",
        "ja graag",
        "jawel",
        "jazeker",
        "oké",
        "akkoord",
        "prima",
        "goed",
        "bevestig",
        "jaja",
        "ja hoor",
        "jep",
        "doe maar",
    ),
    "hu": (
        "igen",
        "igen kérem",
        "persze",
        "rendben",
        "oké",
        "jó",
        "jöhet",
        "mehet",
        "aha",
        "igen persze",
        "jó lesz",
    ),
}

# What drops an open question; "no" answers only one that can be answered with yes.
CANCEL: Mapping[str, tuple[str, ...]] = {
    "en": ("cancel", "never mind", "nevermind", "forget it", "abort", "back"),
    "nl": ("annuleer", "annuleren", "laat maar", "toch niet", "vergeet het", "vergeet het maar", "terug"),
    "hu": ("mégse", "mégsem", "hagyjuk", "felejtsd el", "vissza"),
}
NO: Mapping[str, tuple[str, ...]] = {
    "en": ("no", "nope", "nah", "n", "no thanks", "no thank you", "👎"),
    "nl": ("nee", "neen", "nee hoor", "nee dank je", "nee dankjewel", "nee bedankt", "liever niet"),
    "hu": ("nem", "nem köszönöm", "nem kérem", "inkább nem"),
}

# What people type who shrink back from a question, alone or after a no: "no, wait", "nee, toch niet".
WAIT: Mapping[str, tuple[str, ...]] = {
    "en": ("wait", "don't", "dont", "do not", "not now", "not yet", "please don't", "please dont"),
    "nl": ("wacht", "wacht even", "niet doen", "nu niet", "nog niet", "niet nu"),
    "hu": ("várj", "ne", "most nem", "még nem", "ne most", "ne csináld"),
}

# What people type for nothing at all, where a gift or a limit is asked for.
NONE: Mapping[str, tuple[str, ...]] = {
    "en": ("none", "nothing", "no gift", "no limit", "unlimited", "off", "-", "–"),
    "nl": ("geen", "niets", "niks", "geen cadeau", "geen limiet", "onbeperkt", "uit"),
    "hu": ("nincs", "semmi", "ne legyen", "nincs ajándék", "nincs korlát", "korlátlan"),
}

# What people type who can't or won't say a figure.
SKIP: Mapping[str, tuple[str, ...]] = {
    "en": ("skip", "pass", "no idea", "don't know", "i don't know", "dunno", "not sure"),
    "nl": ("overslaan", "sla over", "geen idee", "weet niet", "weet ik niet"),
    "hu": ("kihagyom", "kihagy", "passz", "nem tudom", "fogalmam sincs"),
}

# The button "+1" at a till, as it is said.
ONE_MORE: Mapping[str, tuple[str, ...]] = {
    "en": ("one more", "another", "another one", "plus one", "add one", "and one more", "one more stamp"),
    "nl": ("nog een", "nog eentje", "nog één", "plus een", "een meer", "eentje meer", "nog een stempel"),
    "hu": (
        "még egy",
        "még egyet",
        "plusz egy",
        "plusz egyet",
        "eggyel több",
        "még egy pecsét",
        "még egy pecsétet",
    ),
}

_YES, _NO, _CANCEL, _NONE, _SKIP, _ONE_MORE = (
    {fold_name(word) for language in words.values() for word in language}
    for words in (YES, NO, CANCEL, NONE, SKIP, ONE_MORE)
)
_WAIT = {
    fold_name(f"{no} {more}".strip())
    for language, words in WAIT.items()
    for no in ("", *NO[language])
    for more in (words if not no else (*words, *NO[language], *CANCEL[language]))
}
_NOT = "nem"  # is "no" and "not"
# What goes on with it as a refusal, as in "nem kérem"; before any other word it is "not".
_REFUSING = frozenset(
    [
        "akarok",
        "akarom",
        "azt",
        "erdekel",
        "ezt",
        "hagyd",
        "hagyjuk",
        "igy",
        "kell",
        "kellene",
        "kerek",
        "kerem",
        "kosz",
        "koszi",
        "koszonom",
        "megsem",
        "most",
        "nem",
        "oda",
        "szeretnek",
        "szeretnem",
        "tetszik",
        "ugy",
    ]
)
# What somebody misses who writes "no stamp on my card".
_LACKING = frozenset(
    [
        "answer",
        "answers",
        "body",
        "cake",
        "card",
        "cards",
        "change",
        "code",
        "codes",
        "coffee",
        "internet",
        "message",
        "messages",
        "money",
        "one",
        "point",
        "points",
        "qr",
        "receipt",
        "reward",
        "rewards",
        "sound",
        "stamp",
        "stamps",
        "voucher",
        "wifi",
    ]
)
_FEW = 5
_ASIDE = " .,:;!?…"


def means_yes(text: str) -> bool:
    """Say whether a text is a yes in anybody's language, and nothing else."""
    return _plain(text) in _YES


def means_no(text: str) -> bool:
    """Say whether a text is a no in anybody's language, also of somebody who shrinks back, and nothing else."""
    return _plain(text) in _NO or _plain(text) in _WAIT


def begins_with_no(text: str) -> bool:
    """Say whether a few words without a figure begin with a no: "nee, doe maar niet"; a longer sentence says more than that."""
    words = _plain(text).split()
    return (
        0 < len(words) <= _FEW
        and words[0].strip(_ASIDE) in _NO
        and not any(map(str.isdigit, text))
        and (text.split(maxsplit=1)[0][-1] in _ASIDE or not _denies(*words[:2]))
    )


def _denies(first: str, second: str = "") -> bool:
    """Say whether a no belongs to the word behind it: "nem működik a kódom", "no stamp on my card"."""
    second = second.strip(_ASIDE)
    return bool(second) and (second in _LACKING if first != _NOT else second not in _REFUSING)


def means_none(text: str) -> bool:
    """Say whether a text says that there shall be nothing, or no limit, in anybody's language."""
    return _plain(text) in _NONE | _NO


def means_skip(text: str) -> bool:
    """Say whether a text leaves a question unanswered, in anybody's language, and nothing else."""
    return _plain(text) in _SKIP


def means_one_more(text: str) -> bool:
    """Say whether a text asks for one more of the same, in any language, and nothing else."""
    return _plain(text) in _ONE_MORE


def means_cancel(text: str) -> bool:
    """Say whether a text asks to drop an open question, in anybody's language, and nothing else."""
    return _plain(text.removeprefix("/")) in _CANCEL


def _plain(text: str) -> str:
    return " ".join(fold_name(text).replace(",", " ").split()).strip(_ASIDE)
