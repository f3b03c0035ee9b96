"""A level that ends soon, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns import known
from words.campaigns.kind_words import KindWords, Said
from words.campaigns.parts import until
from words.cards.levels import held_of, to_keep
from words.language import N_, Words, as_sentence


def _word(one: Occasion, say: Words) -> Said:
    held = held_of(one.state)
    text = say.t(
        "⏳ {shop}: your level {level} ends soon.", shop=one.shop.name, level=say.known(held.level.name)
    )
    missing = to_keep(one.state, held, say)
    in_time = held.by == held.until
    keeps = (
        say.t("{missing} by then, and you keep it.", missing=missing)
        if in_time
        else say.t("{missing}, and you keep it.", missing=missing)
    )
    return Said("\n".join([text, *until(one, say), as_sentence(keeps)]))


WORDS = KindWords(
    name=N_("Level ends"),
    does=N_("a week before somebody's level ends, and once more on the day before its last"),
    because=(
        N_("your level ends soon"),
        N_("the days of your visits, and what you spent where levels go by that"),
    ),
    word=_word,
    known=(known.last_visit,),
    figure="to_go",
)
