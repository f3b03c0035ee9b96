"""Almost there, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns import known
from words.campaigns.kind_words import KindWords, Said, SettingWords
from words.language import N_, Words
from words.units import almost_there


def _word(one: Occasion, say: Words) -> Said:
    way, unit = one.state.progress, one.state.standing.version.programme.unit
    text = almost_there(unit, way.to_go, say, shop=one.shop.name, reward=way.next_reward.text)
    return Said(text)


WORDS = KindWords(
    name=N_("Almost there"),
    does=N_("little is missing, and they stay away longer than usual"),
    because=(
        N_("little is missing for a reward, and you have been away longer than usual"),
        N_("your balance and the days of your visits"),
    ),
    word=_word,
    known=(known.sum_on_card, known.last_visit),
    figure="to_go",
    settings={
        "within": SettingWords(
            "within",
            N_("When no more is missing than"),
            N_("How little must be missing? Type a number from 1 to 5."),
        ),
    },
)
