"""What is said of friends who are brought along: "2 stamps for the friend, 1 for who brings them"."""

from collections.abc import Sequence
from datetime import datetime

from loyalty.cards.part import BadPart
from loyalty.cards.parts.referral import Referral
from words.cards.part_texts import PartField, PartTexts, PartWording
from words.language import Words

_EVEN, _WARM = Referral(), Referral(for_friend=2, for_inviter=2, most_a_month=5)


def _name(words: Words) -> str:
    return words.t("Bring a friend")


def _about(words: Words) -> str:
    return words.t(
        "Who is happy with you brings a friend: by a link of their own, and both get something after the friend's "
        "first visit. No visit, no gift; the same person in another chat, your staff and customers you have don't count."
    )


def _rule(part: Referral, write: PartWording) -> str:
    rule = write.words.t(
        "{friend} for the friend, {inviter} for who brings them, {most} a month at most",
        friend=write.counted(part.for_friend),
        inviter=write.counted(part.for_inviter),
        most=write.words.number(part.most_a_month),
    )
    if not part.for_news:
        return rule
    return write.words.t(
        "{rule}; {news} more where the friend wants news", rule=rule, news=write.counted(part.for_news)
    )


def _on_card(_part: Referral, _at: datetime, _write: PartWording) -> str:
    return ""  # a button says it


def _problem(bad: BadPart, write: PartWording) -> str:
    words, most = write.words, write.words.number(bad.most)
    return {
        "friend": words.t("A friend gets from 1 to {most}.", most=most),
        "inviter": words.t("Who brings a friend gets from 1 to {most}.", most=most),
        "news": words.t("For a friend who wants news one gets from 0 to {most} more.", most=most),
        "month": words.t("Friends a month are from 1 to {most}.", most=most),
    }[bad.why]


def _fields(write: PartWording) -> Sequence[PartField]:
    words = write.words
    return (
        PartField(
            "for_friend",
            "whole",
            words.t("For the friend"),
            words.t("How many does a friend get at the first visit? Type a number."),
        ),
        PartField(
            "for_inviter",
            "whole",
            words.t("For who brings them"),
            words.t("How many does the customer get who brought a friend? Type a number."),
        ),
        PartField(
            "most_a_month",
            "whole",
            words.t("A month"),
            words.t("For how many friends a month does one customer get something? Type a number."),
        ),
        PartField(
            "for_news",
            "whole",
            words.t("If they want news"),
            words.t(
                "How many more does the customer get where the friend says yes to your news, before the first visit? "
                "The friend is asked, and gets the same either way. Type a number, 0 for none."
            ),
        ),
    )


TEXTS = PartTexts(_name, _about, _rule, _on_card, _problem, _fields, (_EVEN, _WARM))
