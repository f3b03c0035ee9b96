"""A thank-you for coming to an event, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns import known
from words.campaigns.kind_words import KindWords, Said
from words.campaigns.parts import AMOUNT_SETTINGS, with_gift
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    title = one.event.title if one.event else ""
    return with_gift(
        one, say, say.t("Thank you for coming to {title} at {shop}!", title=title, shop=one.shop.name)
    )


WORDS = KindWords(
    name=N_("Came to an event"),
    does=N_("who had a seat at an event and was scanned that day is thanked, with what you give for that"),
    because=(N_("you had a seat at an event, and were there"), N_("your yes, and your visit of that day")),
    word=_word,
    known=(known.event, known.last_visit),
    settings=AMOUNT_SETTINGS,
    mended_by="events",
)
