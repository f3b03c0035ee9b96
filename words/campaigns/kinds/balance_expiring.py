"""A balance that ends soon, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns import known
from words.campaigns.kind_words import KindWords, Said
from words.campaigns.parts import until
from words.cards.card import balance
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    held = balance(one.state, say)
    text = say.t("⏳ {shop}: what is on your card runs out: {balance}.", shop=one.shop.name, balance=held)
    lines = [text, *until(one, say), say.t("One visit until then keeps it.")]
    return Said("\n".join(lines))


WORDS = KindWords(
    name=N_("Card runs out"),
    does=N_("a week before a card ends, and once more on the day before its last"),
    because=(
        N_("your card has not been used for long, and what is on it ends soon"),
        N_("your balance and your last visit"),
    ),
    word=_word,
    known=(known.sum_on_card, known.last_visit),
    figure="balance",
)
