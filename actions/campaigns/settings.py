"""The campaigns of a shop: seen, switched, set and worded by its owner alone."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from actions.access import NotAllowed, may
from actions.campaigns.arms import end_running
from actions.campaigns.campaign import TIMES, Campaign, Setting
from actions.campaigns.kinds import BY_KIND
from loyalty.actor import Actor
from loyalty.amounts import most_minor
from loyalty.campaigns.frequency_cap import MessageKind, rationed
from loyalty.campaigns.wording import BadWording, check_wording
from loyalty.records import UnreadableRowError
from loyalty.roles import Role
from storage.campaigns import filters
from storage.campaigns import settings as campaign_settings
from storage.campaigns.settings import CampaignRow
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, programmes, shops
from storage.shop.audit import Act

__all__ = [
    "KINDS",
    "BadSetting",
    "BadWording",
    "Campaign",
    "campaigns_of",
    "change_setting",
    "gives",
    "kept",
    "of_use",
    "see_campaigns",
    "set_wording",
    "settings_of",
    "step_of",
    "switch_campaign",
]  # fmt: skip

HOLDOUT, WHOM = "holdout_percent", "whom"
_LINK = re.compile(r"https://[^\s/.]+\.[^\s.]\S*")


@dataclass(frozen=True, slots=True)
class BadSetting:
    """Why a setting can't be like that; a number lies between `least` and `most`, a text has `most` letters."""

    why: str  # unknown, not_a_number, too_low, too_high, too_long or no_link
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A campaign as it is and as its owner wants it; `what` names the setting that is another, "on" the switch."""

    before: Campaign
    after: Campaign
    what: str


KINDS = tuple(row.kind for row in BY_KIND.values() if not row.ordered)


def settings_of(kind: str) -> Mapping[str, Setting]:
    """Return what can be set of a kind of campaign: its own settings, and when it goes where the dose counts it."""
    row = BY_KIND[kind]
    return row.settings if row.ordered or not rationed(row.kind) else {**row.settings, **TIMES}


def step_of(name: str) -> str:
    """Return the step whose words are named so; "" for those of a whole campaign."""
    return name.partition(".")[2]


def gives(kind: MessageKind, step: str) -> bool:
    """Say whether words may speak of a gift: those of a ladder's step that gives nothing can't."""
    return not step or step in BY_KIND[kind].gifts


def campaigns_of(tx: Tx, shop_id: int) -> tuple[Campaign, ...]:
    """Return the campaigns of a shop, as they come where its owner changed nothing."""
    rows = campaign_settings.of_shop(tx, shop_id)
    return tuple(_campaign(shop_id, kind, rows.get(kind)) for kind in KINDS)


def campaign_of(tx: Tx, shop_id: int, kind: MessageKind) -> Campaign:
    """Return one campaign as it is, kept or not."""
    return _campaign(shop_id, kind, campaign_settings.of_kind(tx, shop_id, kind))


def kept(tx: Tx, shop_id: int, kind: MessageKind) -> Campaign:
    """Return one campaign, with an id that its occurrences can name."""
    row = campaign_settings.of_kind(tx, shop_id, kind)
    if row is None:
        campaign_settings.ensure(tx, shop_id, kind, holdout_percent=BY_KIND[kind].holdout_percent)
        row = campaign_settings.of_kind(tx, shop_id, kind)
    return _campaign(shop_id, kind, row)


def _campaign(shop_id: int, kind: MessageKind, row: CampaignRow | None) -> Campaign:
    settings = {name: setting.first for name, setting in settings_of(kind).items()}
    if row is None:
        return Campaign(
            0,
            shop_id,
            kind,
            on=True,
            holdout_percent=BY_KIND[kind].holdout_percent,
            settings=settings,
            wording={},
            steps=BY_KIND[kind].steps,
            gifts=BY_KIND[kind].gifts,
        )
    chosen = {name: _nearest(row, name) for name in row.settings if name in settings}
    return Campaign(
        row.id,
        shop_id,
        kind,
        row.on,
        row.holdout_percent,
        settings | chosen,
        _by_step(kind, row.wording),
        row.looked_at,
        row.judged_from,
        row.paused_at,
        row.filter_id,
        BY_KIND[kind].steps,
        BY_KIND[kind].gifts,
    )


def _nearest(row: CampaignRow, name: str) -> int | str:
    """Return what is kept, a number as near as today's bounds let it be; a text where a number belongs can't be read."""
    value, setting = row.settings[name], settings_of(row.kind)[name]
    if not isinstance(setting.first, int):
        return str(value)
    if not isinstance(value, int):
        raise UnreadableRowError(row.shop_id, f"campaign {row.kind}")
    return max(value, setting.least) if _is_cost(name) else min(max(value, setting.least), setting.most)


def _is_cost(name: str) -> bool:
    """Say whether a setting is an amount of money: how much is too much depends on the shop's currency."""
    return name.endswith("cost_minor")


def _by_step(kind: MessageKind, wording: Mapping[str, str]) -> Mapping[str, str]:
    """Let words that once served all steps of a ladder go on serving them, but for a question."""
    steps = [step for step in BY_KIND[kind].steps if step not in BY_KIND[kind].questions]
    served = {f"{name}.{step}": text for name, text in wording.items() if "." not in name for step in steps}
    return {**served, **{name: text for name, text in wording.items() if not steps or "." in name}}


def see_campaigns(tx: Tx, actor: Actor, shop_id: int) -> tuple[Campaign, ...] | NotAllowed:
    """Show an owner the shop's campaigns."""
    return campaigns_of(tx, shop_id) if may(tx, actor, shop_id, Role.OWNER) else NotAllowed()


def of_use(tx: Tx, shop_id: int, campaigns: Iterable[Campaign]) -> tuple[Campaign, ...]:
    """Leave out the campaigns about parts that no programme of the shop has today."""
    parts = {part.name for version in programmes.today(tx, shop_id) for part in version.programme.parts}
    return tuple(one for one in campaigns if BY_KIND[one.kind].part in {"", *parts})


def switch_campaign(
    tx: Tx,
    actor: Actor,
    shop_id: int,
    kind: MessageKind,
    on: bool,  # noqa: FBT001 - what it is about
    *,
    now: datetime,
) -> Campaign | NotAllowed:
    """Start or stop a campaign; one that was paused is judged anew, so that it isn't paused for the same again."""
    wanted = try_switch(tx, actor, shop_id, kind, on)
    return wanted if isinstance(wanted, NotAllowed) else write(tx, actor, wanted, now=now)


def try_switch(
    tx: Tx,
    actor: Actor,
    shop_id: int,
    kind: MessageKind,
    on: bool,  # noqa: FBT001 - what it is about
) -> Wanted | NotAllowed:
    """Return what starting or stopping a campaign would make of it; nothing is written."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    before = kept(tx, shop_id, kind)
    return Wanted(before, replace(before, on=on, paused_at=None if on else before.paused_at), "on")


def change_setting(
    tx: Tx, actor: Actor, shop_id: int, kind: MessageKind, name: str, value: str, *, now: datetime
) -> Campaign | NotAllowed | BadSetting:
    """Change one setting, given as the owner typed it."""
    wanted = try_setting(tx, actor, shop_id, kind, name, value)
    return write(tx, actor, wanted, now=now) if isinstance(wanted, Wanted) else wanted


def try_setting(
    tx: Tx, actor: Actor, shop_id: int, kind: MessageKind, name: str, value: str
) -> Wanted | NotAllowed | BadSetting:
    """Return what a setting, given as the owner typed it, would make of a campaign; nothing is written."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    before = kept(tx, shop_id, kind)
    setting = Setting(before.holdout_percent, 0, 50) if name == HOLDOUT else settings_of(kind).get(name)
    if setting is None:
        return BadSetting("unknown")
    if _is_cost(name):
        setting = replace(setting, most=most_minor(shops.by_id(tx, shop_id).currency))
    if name.endswith("_amount"):
        setting = replace(setting, most=_most_given(tx, shop_id, setting.most))
    new = _parsed(setting, value.strip())
    if isinstance(new, BadSetting):
        return new
    if name == HOLDOUT:
        return Wanted(before, replace(before, holdout_percent=int(new)), name)
    return Wanted(before, replace(before, settings={**before.settings, name: new}), name)


def _most_given(tx: Tx, shop_id: int, most: int) -> int:
    """Say how much may be given at once: of a card that fills, one."""
    return programmes.first(tx, shop_id).programme.places or most


def _parsed(setting: Setting, value: str) -> int | str | BadSetting:
    if setting.link and value and not _LINK.fullmatch(value):
        return BadSetting("no_link")
    if isinstance(setting.first, str):
        return value if len(value) <= setting.most else BadSetting("too_long", most=setting.most)
    if not (value.isascii() and value.isdigit()) or len(value) > 15:
        return BadSetting("not_a_number", setting.least, setting.most)
    number = int(value)
    if setting.least <= number <= setting.most:
        return number
    return BadSetting("too_low" if number < setting.least else "too_high", setting.least, setting.most)


def set_wording(
    tx: Tx, actor: Actor, shop_id: int, kind: MessageKind, name: str, text: str | None, *, now: datetime
) -> Campaign | NotAllowed | BadWording:
    """Use the owner's own words, `name` as in `Campaign.words_name`, or again ours; their {placeholders} must be known."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    wrong = check_wording(kind, text, gives=gives(kind, step_of(name))) if text is not None else None
    if wrong:
        return wrong
    before = kept(tx, shop_id, kind)
    others = {other: said for other, said in before.wording.items() if other != name}
    after = replace(before, wording={**others, name: text} if text is not None else others)
    return write(tx, actor, Wanted(before, after, name), now=now)


def write(tx: Tx, actor: Actor, wanted: Wanted, *, now: datetime) -> Campaign:
    """Make a campaign what its owner, who was let so far, wants."""
    before, after = wanted.before, wanted.after
    if after.on and before.paused_at:
        campaign_settings.resume(tx, before.id, now=now)
        after = replace(after, judged_from=now)
    if before != after:
        end_running(tx, before, "changed", now=now)
        _keep(tx, after)
        old, new = (_value(tx, one, wanted.what) for one in (before, after))
        act = Act("campaign_changed", subject=f"{after.kind}:{wanted.what}", old=old, new=new)
        audit.add(tx, actor, after.shop_id, act, now=now)
    return after


def _keep(tx: Tx, campaign: Campaign) -> None:
    first = {name: setting.first for name, setting in settings_of(campaign.kind).items()}
    campaign_settings.change(
        tx,
        campaign.id,
        on=campaign.on,
        holdout_percent=campaign.holdout_percent,
        settings={name: value for name, value in campaign.settings.items() if value != first[name]},
        wording=campaign.wording,
        filter_id=campaign.filter_id,
    )


def _value(tx: Tx, campaign: Campaign, what: str) -> str:
    if what == "on":
        return "on" if campaign.on else "off"
    if what == HOLDOUT:
        return str(campaign.holdout_percent)
    if what == WHOM:
        saved = filters.by_id(tx, campaign.shop_id, campaign.filter_id) if campaign.filter_id else None
        return saved.name if saved else ""
    return str(campaign.settings[what]) if what in campaign.settings else campaign.wording.get(what, "")
