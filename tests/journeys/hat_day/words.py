"""Hat day, in words."""

from actions.campaigns.message_facts import Occasion
from bot.campaigns.kind_words import KindWords
from bot.occasion_facts import card_button
from bot.turn import Reply
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Reply:
    text = say.t("🎩 {shop} wears a hat.", shop=one.shop.name)
    return Reply(text, (card_button(one, say),))


WORDS = KindWords(
    name=N_("Hat day"),
    does=N_("wears a hat"),
    because=(N_("it is hat day"), N_("your hat")),
    word=_word,
)
