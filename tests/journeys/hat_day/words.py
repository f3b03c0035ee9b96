"""Hat day, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns.kind_words import KindWords, Said, SettingWords
from words.campaigns.parts import GIFT_SETTINGS, with_gift
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    return with_gift(one, say, say.t("🎩 {shop} wears a hat.", shop=one.shop.name))


WORDS = KindWords(
    name=N_("Hat day"),
    does=N_("a hat, and a gift if you like, once a year"),
    because=(N_("it is hat day"), N_("that there is something on your card")),
    word=_word,
    settings={
        "weekday": SettingWords(
            "weekday", N_("Worn on"), N_("On which day of the week? Type a number from 1 to 7.")
        ),
        **GIFT_SETTINGS,
    },
)
