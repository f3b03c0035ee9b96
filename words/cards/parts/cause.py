"""What is said of good causes to an owner: "1% of each sale to River clean-up or Food bank"."""

from collections.abc import Sequence
from datetime import datetime

from loyalty.cards.part import BadPart
from loyalty.cards.parts.cause import GoodCauses, Supported
from words.cards.part_texts import PartField, PartTexts, PartWording
from words.language import N_, Words
from words.units import donating_question

_CAUSES = (
    Supported(N_("Food bank"), N_("Food for neighbours who are short of it")),
    Supported(N_("Animal shelter"), N_("A roof for animals without a home")),
)
_READY = (GoodCauses(_CAUSES, a_visit_minor=10), GoodCauses(_CAUSES, permille=10))


def _name(words: Words) -> str:
    return words.t("Good cause")


def _about(words: Words) -> str:
    return words.t(
        "Each visit gives something of yours to a good cause, and the customer chooses which. Everybody sees how much it "
        "is together; you say in /cause what you paid, with a proof that customers see too."
    )


def _rule(part: GoodCauses, write: PartWording) -> str:
    words = write.words
    names = " / ".join(words.known(one.name) for one in part.causes)
    rule = words.t("{gift} to {causes}", gift=gift(part, write), causes=names)
    return f"{rule}; {own_worth(part, write)}" if part.lots(part.units) else rule


def gift(part: GoodCauses, write: PartWording) -> str:
    """Say what each visit gives: "1% of each sale", "€0.10 a visit"."""
    words, money = write.words, write.words.money(part.a_visit_minor, write.currency)
    share = words.t("{share} of each sale", share=words.percent(part.permille)) if part.permille else ""
    fixed = words.t("{money} a visit", money=money) if part.a_visit_minor else ""
    return " + ".join(filter(None, (share, fixed)))


def own_worth(part: GoodCauses, write: PartWording) -> str:
    """Say what a customer's own are worth to a cause: "10 points of one's own: €0.10"."""
    money = write.words.money(part.worth_minor, write.currency)
    return write.words.t("{own} of one's own: {money}", own=write.counted(part.units), money=money)


def _on_card(_part: GoodCauses, _at: datetime, _write: PartWording) -> str:
    return ""  # the card says how much it is by now


def _problem(bad: BadPart, write: PartWording) -> str:
    words, most = write.words, write.words.number(bad.most)
    return {
        "causes": words.t("Name from 1 to {most} good causes.", most=most),
        "name": words.t("Name each good cause in up to {most} letters: they stand on a button.", most=most),
        "about": words.t("Say about each in up to {most} letters what it does.", most=most),
        "twice": words.t("Two good causes have one name."),
        "share": words.t("A visit gives up to {most} of the sale.", most=words.percent(bad.most)),
        "visit": words.t("A visit gives from nothing to {most}.", most=words.money(bad.most, write.currency)),
        "own": words.t("Up to {most} of a customer's own can be given at once.", most=most),
        "nothing": words.t("A visit must give something: a share of the sale, or a sum."),
        "amounts": words.t(
            "A share needs to know what was spent, and on a stamp card nobody types that: give a sum for each visit."
        ),
    }[bad.why]


def _fields(write: PartWording) -> Sequence[PartField]:
    words = write.words
    return (
        PartField(
            "causes",
            "causes",
            words.t("Good causes"),
            words.t(
                "Which good causes? Type up to three, each with a line about it: "
                "Food bank: food for neighbours; Animal shelter: a roof for animals."
            ),
        ),
        PartField(
            "a_visit_minor",
            "money",
            words.t("Each visit"),
            words.t("How much does each visit give? Type an amount; 0 for none."),
        ),
        PartField(
            "permille",
            "share",
            words.t("Share of a sale"),
            words.t("Which share of each sale do you give? Type a percentage, like 1 or 0.5; 0 for none."),
        ),
        PartField(
            "units",
            "whole",
            words.t("Of their own"),
            donating_question(write.unit, words),
        ),
        PartField(
            "worth_minor",
            "money",
            words.t("Worth of these"),
            words.t("How much do you pay the good cause for so many of a customer's own? Type an amount."),
        ),
    )


TEXTS = PartTexts(_name, _about, _rule, _on_card, _problem, _fields, _READY)
