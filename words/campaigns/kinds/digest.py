"""The digest, which no campaign sends, in words."""

from words.campaigns.kind_words import KindWords
from words.language import N_

WORDS = KindWords(
    name=N_("Digest"),
    does=N_("tells you how the week and the month were"),
    because=(N_("you own this shop, and a week or a month is over"), N_("the shop's figures")),
)
