"""How each kind of customer is treated, in words: to the owner, and the cue that staff read at the till."""

from collections.abc import Iterator, Mapping

from actions.cards.card_state import CardState
from loyalty.campaigns.frequency_cap import GAP_DAYS
from loyalty.campaigns.treatments import BadTreatment, Treatment
from loyalty.customer_kinds import Quadrant
from loyalty.records import Shop
from words.campaigns.kind_names import kind_name
from words.campaigns.kinds import KINDS
from words.language import N_, Words

# Staff read these beside the customer: what to do, and nothing of what somebody is worth.
_CUES: Mapping[str, str] = {
    Quadrant.FRIEND: N_("Say their name, and thank them"),
    Quadrant.BUTTERFLY: N_("Offer something that goes with it"),
}


def cue(state: CardState, say: Words) -> Iterator[str]:
    """Say what staff might do for this customer."""
    quadrant = state.stands_as.partition(":")[0]
    said = suggested_cue(quadrant, say) if state.own_cue is None else state.own_cue
    if said:
        yield f"💡 {said}"


def suggested_cue(whom: str, say: Words) -> str:
    """Return what staff are told of a kind of customer where the owner says nothing; "" for nothing."""
    return say.t(_CUES[whom]) if whom in _CUES else ""


def treatment_lines(whom: str, one: Treatment, shop: Shop, say: Words) -> list[str]:
    """Say all that is done for a kind of customer."""
    told = suggested_cue(whom, say) if one.cue is None else one.cue
    return [
        "✉ " + say.t("Messages: {which}", which=_messages(one, say)),
        "🎁 " + say.t("The most an offer may cost: {most}", most=_most_offer(one, shop, say)),
        "🌙 " + say.tn("At most one message in {n} day", "At most one message in {n} days", one.gap_days),
        "💡 " + say.t("Staff read at the till: {cue}", cue=told or say.t("nothing")),
    ]


def summary(one: Treatment, shop: Shop, say: Words) -> str:
    """Say in a few words what is another than usual for a kind of customer."""
    said = []
    if one.held:
        said.append(say.tn("{n} message not sent", "{n} messages not sent", len(one.held)))
    if one.short:
        said.append(say.t("no long win-back"))
    if one.most_offer_minor is not None:
        said.append(_offers(one.most_offer_minor, shop, say))
    if one.gap_days != GAP_DAYS:
        said.append(say.tn("every {n} day at most", "every {n} days at most", one.gap_days))
    return say.listing(said) if said else say.t("as all others")


def _messages(one: Treatment, say: Words) -> str:
    held = say.listing(kind_name(say, kind) for name, kind in KINDS.items() if name in one.held)
    parts = [say.t("all but {held}", held=held) if held else say.t("all")]
    if one.short:
        parts.append(say.t("of the win-back the first alone"))
    return "; ".join(parts)


def _most_offer(one: Treatment, shop: Shop, say: Words) -> str:
    if one.most_offer_minor is None:
        return say.t("no limit")
    return say.money(one.most_offer_minor, shop.currency) if one.most_offer_minor else say.t("no offers")


def _offers(most_minor: int, shop: Shop, say: Words) -> str:
    if not most_minor:
        return say.t("no offers")
    return say.t("offers up to {most}", most=say.money(most_minor, shop.currency))


def bad_treatment(bad: BadTreatment, say: Words) -> str:
    """Say why a treatment can't be like that."""
    if bad.why == "gap":
        least, most = say.number(bad.least), say.number(bad.most)
        return say.t("It must be from {least} to {most}.", least=least, most=most)
    return say.tn("At most {n} letter.", "At most {n} letters.", bad.most)
