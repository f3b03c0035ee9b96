"""Codes that book nothing here: another shop's, one that is no longer, and those that were never ours."""

from bot.turn import Choice, Reply, Turn


def of_another_shop(turn: Turn) -> Reply:
    """Answer the card of a shop where this person does not work; nothing is said of it, nor of whose it is."""
    shops = [place.shop for place in turn.visitor.workplaces]
    if not shops:
        return Reply(
            turn.t(
                "This is for the shop's staff. If you work there, ask the owner to invite you. "
                "Your own card: /card."
            ),
            ((Choice(turn.t("💳 My card"), "card"),),),
        )
    own = turn.words.listing(shop.name for shop in shops)
    lines = [
        turn.t("Nothing was booked: this is not a card of {shops}, but of another shop.", shops=own),
        turn.t("With your poster, or this link, the customer gets one here in a moment:"),
        *(turn.links.join(shop) for shop in shops),
    ]
    return Reply("\n".join(lines))


def no_reward_here(turn: Turn) -> Reply:
    """Answer a reward's code that can't be used here; whether another shop knows it is not said: codes are short."""
    own = turn.words.listing(place.shop.name for place in turn.visitor.workplaces)
    unknown_here = turn.t(
        "I don't know this code. It is of no reward at {shops}: nothing was handed out.", shops=own
    )
    return Reply(f"{unknown_here} {turn.t('The customer can show a new one: /rewards.')}")


def unknown(turn: Turn) -> Reply:
    """Answer a code that we did not make, or whose card or reward is gone."""
    if not turn.visitor.workplaces:
        return Reply(turn.t("I don't know this code. Ask for a new one: it takes one tap."))
    return Reply(turn.t("I don't know this code. Nothing was booked: ask for a new one, it takes one tap."))


def none_of_ours(turn: Turn) -> Reply:
    """Answer a picture whose codes are a menu's, a network's, a parcel's: anything but ours."""
    if not turn.visitor.workplaces:
        return Reply(turn.t("That is none of my codes. Scan the poster in a shop, or see your card: /card"))
    return Reply(
        turn.t("That is none of my codes: nothing was booked. Scan the code on the customer's card.")
    )
