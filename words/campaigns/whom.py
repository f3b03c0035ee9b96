"""Whom a campaign is for, in words: to the owner who limits it, and to the customer who asks why it came."""

from collections.abc import Iterator, Mapping

from actions.campaigns.filters import NamedFilter
from actions.campaigns.whom import NoSuchFilter, Whom
from loyalty.campaigns.filters import BOUGHT, NEVER, OFTEN
from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.attributes import ROOM
from words.campaigns.room import word_room
from words.language import N_, Words
from words.units import programme_name

# What a customer reads of where they stand: what they do, and nothing of what they are worth.
_KINDLY: Mapping[str, str] = {
    Quadrant.FRIEND: N_("you come often, and the shop is glad of it"),
    Quadrant.BUTTERFLY: N_("you come now and then, for something good"),
    Quadrant.BARNACLE: N_("you come often"),
    Quadrant.STRANGER: N_("you come now and then"),
    Quadrant.LOYAL: N_("you come often"),
    Quadrant.PASSING: N_("you come now and then"),
    Phase.PROSPECT: N_("you have a card, and have not been there yet"),
    Phase.FIRST: N_("you were there once"),
    Phase.REPEAT: N_("you came again"),
    Phase.REGULAR: N_("you are a regular"),
    Phase.AMBASSADOR: N_("you brought a friend"),
}
_TASTE: Mapping[str, str] = {
    "yes": N_("you said that you like {what}"),
    "no": N_("you said that {what} is not for you"),
    BOUGHT: N_("you had {what}"),
    OFTEN: N_("you often have {what}"),
    NEVER: N_("you have not tried {what} yet"),
}


def whom_line(whom: Whom | None, say: Words) -> str:
    """Say whom a campaign is for, and how many that are."""
    if whom is None:
        return say.t("everybody to whom it is due")
    if not whom.passing:
        return say.t("{name}: nobody at present, so that it goes to nobody", name=whom.saved.name)
    line = _counted(whom, say)
    if not whom.needs_no_yes:
        return line
    return say.t("{line}, also without a yes to offers, as it is a gift", line=line)


def _counted(whom: Whom, say: Words) -> str:
    if whom.names_everybody:
        return say.tn(
            "{name}: {n} customer, which is everybody it may reach",
            "{name}: {n} customers, which is everybody it may reach",
            whom.passing,
            name=whom.saved.name,
        )
    return say.tn(
        "{name}: {n} customer of {all} whom it may reach",
        "{name}: {n} customers of {all} whom it may reach",
        whom.passing,
        name=whom.saved.name,
        all=say.number(whom.of),
    )


def what_follows(whom: Whom, say: Words) -> str:
    """Say what becomes of a campaign that is limited so."""
    if not whom.passing:
        return say.t(
            "It goes to nobody until somebody is all of that. Nobody else gets it, or what it gives."
        )
    if whom.names_everybody:
        return say.t("At present that leaves nobody out.")
    return say.t(
        "Nobody else gets it, or what it gives. I ask when it is due and again when it goes, by what is known then."
    )


def word_no_filter(_gone: NoSuchFilter, say: Words) -> str:
    """Say that a campaign can't be limited so."""
    return say.t("That filter is not there any more. Choose another one.")


def meant_for(named: NamedFilter, say: Words) -> str:
    """Tell a customer, kindly, what was asked of them."""
    return say.listing(_meant(named, say))


def _meant(named: NamedFilter, say: Words) -> Iterator[str]:
    asks, sold = named.asks, named.sold(say.language)
    yield from (say.t(_KINDLY[key]) for key in (asks.quadrant, asks.phase) if key in _KINDLY)
    noted = {one.key: one.name for one in named.attributes}
    for what, value in asks.noted:
        if what in sold and value in _TASTE:
            yield say.t(_TASTE[value], what=sold[what])
        elif what == ROOM:
            yield say.t("you answered “{answer}”", answer=word_room(value, say))
        else:
            yield say.t("the shop noted of you: {what}", what=f"{noted.get(what, '…')}: {value}")
    yield from (
        say.t("you were at {branch}", branch=one.name) for one in named.branches if one.id == asks.branch_id
    )
    yield from (
        say.t("you use the card “{card}”", card=programme_name(one, say))
        for one in named.programmes
        if one.programme_id == asks.programme_id
    )
