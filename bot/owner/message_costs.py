"""What an owner learns of a platform that bills messages: what it took, what waiting saved, which words it holds back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from actions.access import NotAllowed
from actions.campaigns.broadcast import BroadcastPreview
from actions.campaigns.kinds.broadcast import BROADCAST
from actions.campaigns.settings import Campaign
from actions.delivery import message_costs as actions
from actions.delivery.message_costs import Trouble
from actions.tx import Tx
from bot.platform import Billing
from bot.templates.book import BOOK, Gives, template_name
from bot.turn import Turn
from loyalty.actor import Actor
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.delivery.message_costs import SentMessages, added_up, at_most, to_show
from loyalty.records import Shop
from words.campaigns.kind_names import kind_name
from words.language import LANGUAGES, N_, Words
from words.people.channels import channel_name

_MONTH = timedelta(days=30)
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


class Asker(Protocol):
    """An owner who reads this: in a conversation, or in what was sent to them."""

    @property
    def tx(self) -> Tx:
        """Return the transaction."""

    @property
    def actor(self) -> Actor:
        """Name the owner."""

    @property
    def words(self) -> Words:
        """Return what words them."""

    @property
    def billing(self) -> Billing | None:
        """Return the channel that bills, where there is one."""


def cost_lines(turn: Turn, shop: Shop, kind: MessageKind | None = None) -> list[str]:
    """Say what a campaign cost, or all of them did; nothing where the shop sent nothing that has a price."""
    billing = turn.billing
    billed = actions.billed(turn.tx, turn.actor, shop.id) if billing else []
    if billing is None or isinstance(billed, NotAllowed):
        return []
    sent = [SentMessages(charge, _category(of), count) for of, charge, count in billed if kind in (None, of)]
    if not sent:
        return []
    receipts = turn.t("Receipts are not counted here: they are billed too to who did not write within a day.")
    return [*_sums(turn, shop, billing, sent), *([] if kind else [receipts])]


def month_lines(turn: Turn, shop: Shop) -> list[str]:
    """Say what the messages of the last month cost: as they were billed, up to what they cost by template."""
    billing = turn.billing
    if billing is None:
        return [turn.t("Messages cost you nothing: no chat here bills them.")]
    billed = actions.billed(turn.tx, turn.actor, shop.id, since=turn.now - _MONTH)
    if isinstance(billed, NotAllowed):
        return []
    sent = [SentMessages(charge, _category(of), count) for of, charge, count in billed]
    found, say = added_up(sent, billing.prices), turn.words
    channel = channel_name(billing.channel, say)
    if found.paid_micros is None or found.saved_micros is None:
        return [
            turn.tn(
                "Messages come on top: {n} by {channel} in 30 days, whose prices I don't know; elsewhere they are free.",
                "Messages come on top: {n} by {channel} in 30 days, whose prices I don't know; elsewhere they are free.",
                found.free + found.paid,
                channel=channel,
            )
        ]
    low = say.money(to_show(found.paid_micros, shop.currency), shop.currency)
    high = say.money(at_most(found.paid_micros + max(found.saved_micros, 0), shop.currency), shop.currency)
    return [
        turn.tn(
            "Messages come on top: {n} by {channel} in 30 days, {cost}; elsewhere they are free.",
            "Messages come on top: {n} by {channel} in 30 days, {cost}; elsewhere they are free.",
            found.free + found.paid,
            channel=channel,
            cost=low if low == high else turn.t("{low} to {high}", low=low, high=high),
        )
    ]


def _category(kind: str) -> str | None:
    return BOOK[kind].category if kind in BOOK else None


def _sums(turn: Turn, shop: Shop, billing: Billing, sent: Iterable[SentMessages]) -> list[str]:
    say, found = turn.words, added_up(sent, billing.prices)
    counts = {
        "channel": channel_name(billing.channel, say),
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


def all_trouble(owner: Asker, shop: Shop, found: Iterable[Campaign]) -> list[str]:
    """Say which words of a shop's a platform holds back or bills dearer: of what is on, of news and of receipts."""
    say = owner.words
    templates = {
        template: kind_name(say, one.kind) for one in found if one.on for template in _templates(one)
    }
    news = {"broadcast": kind_name(say, BROADCAST)}
    return _trouble(owner, shop, templates | news | dict.fromkeys(_RECEIPTS, owner.words.t("receipts")))


def trouble(owner: Asker, shop: Shop, one: Campaign) -> list[str]:
    """Say which words of one campaign's a platform holds back or bills dearer."""
    return _trouble(owner, shop, dict.fromkeys(_templates(one), kind_name(owner.words, one.kind)))


def _templates(one: Campaign) -> list[str]:
    """Name the templates that a campaign may take."""
    steps = one.steps or ("",)
    names = (template_name(one.kind, step, gives=_gives(one, step)) for step in steps)
    return list(dict.fromkeys(names))


def _gives(one: Campaign, step: str) -> Gives:
    return "gift" if one.gift(step) else "booked" if one.amount(step) else ""


def _trouble(owner: Asker, shop: Shop, templates: Mapping[str, str]) -> list[str]:
    if owner.billing is None:
        return []
    where = owner.billing.channel, owner.billing.account
    meant = {template: BOOK[template].category for template in templates}
    found = actions.troubles(owner.tx, owner.actor, shop.id, where, meant, LANGUAGES)
    if isinstance(found, NotAllowed):
        return []
    channel = channel_name(owner.billing.channel, owner.words)
    those = {what: [one for one in found if one.what == what] for what in _AILS}
    return [
        owner.words.t(text, channel=channel, names=_names(owner, templates, those[what]))
        for what, text in _AILS.items()
        if those[what]
    ]


def _names(owner: Asker, templates: Mapping[str, str], those: Sequence[Trouble]) -> str:
    """Name what ails, each with its languages: "Birthday (Nederlands) and receipts (English)"."""
    languages: dict[str, list[str]] = {}
    for one in those:
        named = languages.setdefault(templates[one.template], [])
        if LANGUAGES[one.language] not in named:
            named.append(LANGUAGES[one.language])
    return owner.words.listing(f"{name} ({', '.join(spoken)})" for name, spoken in languages.items())


def broadcast_lines(turn: Turn, shop: Shop, seen: BroadcastPreview) -> list[str]:
    """Say how many of a message's readers are on a platform that bills it, and the most that it can cost."""
    billing = turn.billing
    if billing is None or not seen.on_channel:
        return []
    channel, price = channel_name(billing.channel, turn.words), billing.prices.of(BOOK["broadcast"].category)
    held_back = _trouble(turn, shop, {"broadcast": kind_name(turn.words, BROADCAST)})
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
