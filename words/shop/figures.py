"""How a programme's figures are asked for, and what can't be."""

from actions.shop.programme import CurrentRules
from loyalty.amounts import minor_per_unit
from loyalty.cards.programme_check import MAX_WHOLE, Invalid
from loyalty.shop.changes import OPTIONAL
from words.cards.part_texts import PartWording
from words.cards.part_words import part_name
from words.cards.parts import PART_TEXTS
from words.cards.rules import TOKEN_MINUTES, ProgrammeWording, figure_name
from words.cards.worth import bad_worth
from words.language import Words


def wording(rules: CurrentRules, words: Words) -> ProgrammeWording:
    """Write a programme's rules for the person who asks."""
    return ProgrammeWording(words, rules.version.programme.unit, rules.shop.currency)


def question(name: str, currency: str, words: Words) -> str:
    """Ask for a figure's new value."""
    example = words.amount_example(currency)
    unit = words.money(minor_per_unit(currency), currency)
    questions = {
        "head_start": words.t("How many does a new card begin with? Type a number; 0 for none."),
        "cooldown_minutes": words.t("How many minutes between two visits? Type a number; 0 for none."),
        "max_per_visit": words.t("How many can one visit give at most? Type a number."),
        "max_per_day": words.t("How many can one day give at most? Type a number."),
        "voucher_days": words.t("For how many days can a reward wait? Type a number."),
        "idle_days": words.t("After how many days without a visit does a card expire? Type a number."),
        "points_per_unit": words.t(
            "How many points for each {amount}? Type a number, or 1/100 for one point for each hundred.",
            amount=unit,
        ),
        "min_spend_minor": words.t(
            "From which amount on are there points? Type it, for example {example}", example=example
        ),
        TOKEN_MINUTES: words.t("For how many minutes does a customer's code work? Type a number."),
    }
    text = questions[name]
    return f"{text} {words.t('0 means no limit.')}" if name in OPTIONAL else text


def invalid(why: Invalid, write: ProgrammeWording) -> str:
    """Say why rules can't be like that, and what would do."""
    words, most = write.words, write.words.number(why.most)
    texts = {
        "no_reward": words.t("A card needs at least one reward."),
        "too_many_rewards": words.tn(
            "A shop can have {n} reward.", "A shop can have {n} rewards at most.", why.most
        ),
        "reward_text": words.tn(
            "Describe a reward in {n} letter.", "Describe a reward in at most {n} letters.", why.most
        ),
        "reward_place": words.t("That number does not fit: stamps go from 1 to {most}.", most=most),
        "reward_price": words.t("That number does not fit: a reward costs 1 to {most} points.", most=most),
        "reward_twice": words.t("Two rewards can't be at the same stamp."),
        "reward_worth": bad_worth(why.worth, write.currency, words) if why.worth else "",
        "reward_stock": words.t(
            "A stock is for rewards of a menu, and {most} at most: who collects stamps for one gets it.",
            most=words.number(MAX_WHOLE),
        ),
        "reward_level": words.t(
            "“{reward}” can be kept for a level of this card alone, and on a menu: who collects stamps for a place "
            "gets what stands there.",
            reward=why.at,
        ),
        "none_for_all": words.t("Let one reward at least be for everybody."),
        "reward_gives_more": words.t(
            "A reward must give fewer than it takes: “{reward}” takes {most}.", reward=why.at, most=most
        ),
        "reward_unit": words.t("No card of the shop counts what “{reward}” gives.", reward=why.at),
        "reward_circle": words.t(
            "Your cards would give to each other in a circle, stamps for points and points for stamps, as much as they "
            "take or more: nobody would need to come any more. Let one of them give less."
        ),
        "head_start": words.t("The head start must be smaller than the card."),
        "limit": _limit(why, write),
        "too_many_parts": words.tn(
            "A card can have {n} bonus.", "A card can have {n} bonuses at most.", why.most
        ),
        "part_twice": _part_twice(why, write.words),
        "part": _part(why, write),
    }
    return texts[why.why]


def _part_twice(why: Invalid, words: Words) -> str:
    if why.why != "part_twice":
        return ""
    return words.t("There is “{bonus}” already: change that one.", bonus=part_name(why.at, words))


def _part(why: Invalid, write: ProgrammeWording) -> str:
    if why.part is None:
        return ""
    wording = PartWording(write.words, write.unit, write.currency)
    return PART_TEXTS[why.part.part].problem(why.part, wording)


def _limit(why: Invalid, write: ProgrammeWording) -> str:
    name = "min_spend_minor" if why.at == "min_spend" else why.at
    return write.words.t(
        "{name}: that number does not fit, the most is {most}.",
        name=figure_name(name, write.words),
        most=write.value(name, why.most),
    )
