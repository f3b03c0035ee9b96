"""Telling who gave to a good cause that it was paid, in words."""

from actions.campaigns.message_facts import Occasion
from loyalty.cards.giving import told_minor
from words.campaigns import known
from words.campaigns.facts import name_of
from words.campaigns.kind_words import KindWords, Said
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    cause = one.paid_to
    text = say.t(
        "Thank you, {name}! {shop} has paid to a good cause what was given to it.",
        shop=one.shop.name,
        name=name_of(one, say),
    )
    if cause is None:
        return Said(text)
    stays = say.t(
        "❤ {cause}: together you have given {sum} by now. The proof is in /cause.",
        cause=say.known(cause.name),
        sum=say.money(told_minor(cause.given), one.shop.currency),
    )
    return Said(text, stays=stays)


WORDS = KindWords(
    name=N_("Paid to a good cause"),
    does=N_("who gave to a good cause hears once of each payment to it, with the proof"),
    because=(
        N_("your visits gave to a good cause that was paid now; each payment is told once"),
        N_("your visits, and the good cause you chose"),
    ),
    word=_word,
    known=(known.last_visit,),
)
