"""What an owner learns of a platform that bills messages: what it took, what waiting saved, which words it holds back."""

from collections.abc import Iterable, Mapping, Sequence

from actions import postage as actions
from actions.broadcast import Preview
from actions.campaigns import STEPS, Campaign
from actions.postage import Trouble
from actions.staff import NotAllowed
from bot.campaigns import form_name
from bot.customer.linking import channel_name
from bot.kinds import kind_name
from bot.templates.book import BOOK
from bot.turn import Billing, Turn
from bot.words import LANGUAGES, N_
from loyalty.contact import Kind
from loyalty.postage import Sent, at_most, postage, to_show
from loyalty.records import Shop

_RECEIPTS = ("visit", "visit_reward", "undone", "redeemed", "redeemed_ask", "asked")
_AILS = {
    "waits": N_(
        "⚠ {channel} has not approved the words for {names} yet: they reach only who wrote within a day."
    ),
    "refused": N_(
        "⚠ {channel} does not let the words for {names} through: they reach only who wrote within a day."
    ),
    "dearer": N_("⚠ {channel} bills the words for {names} as marketing now."),
}


def cost_lines(turn: Turn, shop: Shop, kind: Kind | None = None) -> list[str]:
    """Say what a campaign cost, or all of them did; nothing where the shop sent nothing that has a price."""
    billing = turn.billing
    billed = actions.billed(turn.tx, turn.person_id, shop.id) if billing else []
    if billing is None or isinstance(billed, NotAllowed):
        return []
    sent = [Sent(charge, _category(of), count) for of, charge, count in billed if kind in (None, of)]
    return _sums(turn, shop, billing, sent) if sent else []


def _category(kind: str) -> str | None:
    return BOOK[kind].category if kind in BOOK else None


def _sums(turn: Turn, shop: Shop, billing: Billing, sent: Iterable[Sent]) -> list[str]:
    say, found = turn.words, postage(sent, billing.prices)
    counts = {
        "channel": channel_name(say, billing.channel),
        "free": say.number(found.free),
        "paid": say.number(found.paid),
    }
    if found.paid_micros is None or found.saved_micros is None:
        hint = turn.t("I don't know the prices, so there are no sums. Whoever runs Stempel can set them.")
        return [turn.t("{channel} so far: {free} free, {paid} paid.", **counts), hint]
    cost = say.money(to_show(found.paid_micros, shop.currency), shop.currency)
    if found.saved_micros <= 0:
        return [turn.t("{channel} so far: {free} free, {paid} paid ({cost}).", cost=cost, **counts)]
    saved = say.money(to_show(found.saved_micros, shop.currency), shop.currency)
    return [
        turn.t(
            "{channel} so far: {free} free, {paid} paid ({cost}), {saved} saved by waiting until they wrote.",
            cost=cost,
            saved=saved,
            **counts,
        )
    ]


def all_trouble(turn: Turn, shop: Shop, found: Iterable[Campaign]) -> list[str]:
    """Say which words of a shop's a platform holds back or bills dearer: of what is on, of news and of receipts."""
    say = turn.words
    forms = {form: kind_name(say, one.kind) for one in found if one.on for form in _forms(one)}
    news = {"broadcast": kind_name(say, Kind.BROADCAST)}
    return _trouble(turn, shop, forms | news | dict.fromkeys(_RECEIPTS, turn.t("receipts")))


def trouble(turn: Turn, shop: Shop, one: Campaign) -> list[str]:
    """Say which words of one campaign's a platform holds back or bills dearer."""
    return _trouble(turn, shop, dict.fromkeys(_forms(one), kind_name(turn.words, one.kind)))


def _forms(one: Campaign) -> list[str]:
    """Name the forms that a campaign may take."""
    steps = STEPS.get(one.kind, ("",))
    names = (form_name(one.kind, step, gives=bool(one.gift(step))) for step in steps)
    return list(dict.fromkeys(names))


def _trouble(turn: Turn, shop: Shop, forms: Mapping[str, str]) -> list[str]:
    if turn.billing is None:
        return []
    where = turn.billing.channel, turn.billing.account
    meant = {form: BOOK[form].category for form in forms}
    found = actions.troubles(turn.tx, turn.person_id, shop.id, where, meant, LANGUAGES)
    if isinstance(found, NotAllowed):
        return []
    channel = channel_name(turn.words, turn.billing.channel)
    those = {what: [one for one in found if one.what == what] for what in _AILS}
    return [
        turn.t(text, channel=channel, names=_names(turn, forms, those[what]))
        for what, text in _AILS.items()
        if those[what]
    ]


def _names(turn: Turn, forms: Mapping[str, str], those: Sequence[Trouble]) -> str:
    """Name what ails, each with its languages: "Birthday (Nederlands) and receipts (English)"."""
    languages: dict[str, list[str]] = {}
    for one in those:
        named = languages.setdefault(forms[one.form], [])
        if LANGUAGES[one.language] not in named:
            named.append(LANGUAGES[one.language])
    return turn.words.listing(f"{name} ({', '.join(spoken)})" for name, spoken in languages.items())


def broadcast_lines(turn: Turn, shop: Shop, seen: Preview) -> list[str]:
    """Say how many of a message's readers are on a platform that bills it, and the most that it can cost."""
    billing = turn.billing
    if billing is None or not seen.on_channel:
        return []
    channel, price = channel_name(turn.words, billing.channel), billing.prices.of(BOOK["broadcast"].category)
    held_back = _trouble(turn, shop, {"broadcast": kind_name(turn.words, Kind.BROADCAST)})
    if price is None:
        some = turn.tn(
            "About {n} of them is on {channel}; whoever did not write within a day is billed.",
            "About {n} of them are on {channel}; whoever did not write within a day is billed.",
            seen.on_channel,
            channel=channel,
        )
        return [some, *held_back]
    some = turn.tn(
        "About {n} of them is on {channel}: {cost} at most.",
        "About {n} of them are on {channel}: {cost} at most.",
        seen.on_channel,
        channel=channel,
        cost=turn.words.money(at_most(seen.on_channel * price, shop.currency), shop.currency),
    )
    return [some, *held_back]
