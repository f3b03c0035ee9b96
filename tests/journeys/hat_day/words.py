"""Hat day, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns.kind_words import KindWords, Said
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    text = say.t("🎩 {shop} wears a hat.", shop=one.shop.name)
    return Said(text)


WORDS = KindWords(
    name=N_("Hat day"),
    does=N_("wears a hat"),
    because=(N_("it is hat day"), N_("your hat")),
    word=_word,
)
