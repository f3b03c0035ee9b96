"""The audit in words: who, when, what, from what to what, and why."""

from typing import assert_never

from actions.access import NotAllowed
from actions.shop.audit import Change, see_audit
from bot.owner.places import not_allowed, place_for, split
from bot.owner.settings import setting_name, setting_value
from bot.turn import Choice, Reply, Turn
from loyalty.cards.rates import stored_rate
from loyalty.records import Shop
from loyalty.roles import Role
from words.campaigns.churn_reasons import word_reason
from words.campaigns.kind_names import kind_name, step_name
from words.campaigns.kinds import KINDS
from words.language import LANGUAGES
from words.people.roles import role_name
from words.shop.details import field_name
from words.shop.figures import figure_name, wording

_LONGEST = 250  # fifteen lines must fit into one message


def audit(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /audit: the newest changes, and older ones by a tap."""
    place = place_for(turn, Role.OWNER, "audit", arg)
    if isinstance(place, Reply):
        return place
    before = split(arg)[1]
    page = see_audit(turn.tx, turn.actor, place.shop.id, before=int(before) if before.isdecimal() else None)
    if isinstance(page, NotAllowed):
        return not_allowed(turn)
    lines = [turn.t("{shop}: who changed what", shop=page.shop.name)]
    lines += [_line(turn, page.shop, change)[:_LONGEST] for change in page.changes]
    older = Choice(turn.t("Older"), "audit", f"{page.shop.id}:{page.older}")
    return Reply("\n".join(lines), ((older,),) if page.older else ())


def _line(turn: Turn, shop: Shop, change: Change) -> str:
    when = turn.words.day_and_time(change.at, shop.zone, today=turn.now.astimezone(shop.zone).date())
    said = _what(turn, shop, change)
    reason = turn.t("because: {reason}", reason=change.reason) if change.reason else ""
    return "· " + " · ".join(part for part in (when, _who(turn, change), said, reason) if part)


def _who(turn: Turn, change: Change) -> str:
    match change.actor:
        case "person" | "till":
            return change.who or turn.t("somebody")
        case "operator":
            return turn.t("The operator")
        case "clock":
            return turn.t("I myself")
        case _:
            assert_never(change.actor)


def _what(turn: Turn, shop: Shop, change: Change) -> str:
    subject = change.subject or turn.t("somebody")
    old, new = _side(turn, shop, change, change.old), _side(turn, shop, change, change.new)
    count = int(change.new) if change.new.isdecimal() else 0
    texts = {
        "opened": turn.t("opened the shop"),
        "invited": turn.t("made an invitation: {role}", role=new),
        "hired": turn.t("joined the staff: {role}", role=new),
        "role_changed": turn.t("{name}: {old} → {new}", name=subject, old=old, new=new),
        "linked": turn.t("joined a second chat: works in both now"),
        "unlinked": turn.t("parted two chats again"),
        "removed": turn.t("removed {name} from the staff", name=subject),
        "branch_added": turn.t("added the branch {branch}", branch=new),
        "shop_changed": turn.t("{name}: {old} → {new}", name=field_name(subject, turn.words), old=old, new=new),
        "branch_renamed": turn.t("branch: {old} → {new}", old=old, new=new),
        "branch_closed": turn.t("closed the branch {branch}", branch=old),
        "branch_changed": turn.t(
            "{name}: {old} → {new}", name=subject, old=old or turn.t("no branch"), new=new or turn.t("no branch")
        ),
        "programme_changed": turn.t(
            "{name}: {old} → {new}", name=figure_name(change.subject, turn.words),
            old=old or turn.t("none"), new=new or turn.t("none"),
        ),
        "visit_undone": turn.t("took back {n} on card {code}", n=old, code=subject),
        "card_moved": turn.t("moved card {code} to another account, onto card {new}", code=old, new=new),
        "card_moved_back": turn.t("undid the move of a card: {code} is back", code=subject),
        "redemption_disputed": turn.t("customer of card {code} said “not me”, reward given back", code=subject),
        "redemption_undone": turn.t("took back the handing out of a reward, card {code}", code=subject),
        "cards_printed": turn.tn("made {n} printed card", "made {n} printed cards", count),
        "campaign_changed": turn.t(
            "{name}: {old} → {new}", name=_campaign(turn, change.subject),
            old=old or turn.t("none"), new=new or turn.t("none"),
        ),
        "campaign_paused": turn.t("{name}: paused, as it is of no use", name=_campaign(turn, change.subject)),
        "dose_changed": turn.t("changed how much customers hear: {old} → {new}", old=old, new=new),
        "broadcast_ordered": turn.t("ordered a message to customers: {text}", text=new),
        "broadcast_cancelled": turn.t("called off a message to customers"),
        "stayed_away": turn.t("said why they stay away: {answer}", answer=word_reason(change.new, turn.words)),
        "looked_up": turn.tn(
            "looked for a customer by name: {name} ({n} found)",
            "looked for a customer by name: {name} ({n} found)",
            count, name=subject,
        ),
        "codes_guessed": turn.tn("typed {n} unknown code", "typed {n} unknown codes", count),
        "exported": turn.t("exported customers and ledger"),
    }  # fmt: skip
    return texts.get(change.what) or " ".join(x for x in (change.what, change.subject, old, new) if x)


def _side(turn: Turn, shop: Shop, change: Change, value: str) -> str:
    """Word a stored value: roles and figures have names and units, the rest is as it was written."""
    if value in list(Role) and change.what in {"invited", "hired", "role_changed", "removed"}:
        return role_name(value, turn.words)
    if change.what == "programme_changed" and change.subject != "reward":
        return wording(shop, turn.words).value(change.subject, stored_rate(value) if value else None)
    if change.what == "campaign_changed":
        kind, _, what = change.subject.partition(":")
        return setting_value(turn.words, kind, what, value, shop)
    return value


def _campaign(turn: Turn, subject: str) -> str:
    """Name what was changed about which campaign: "Birthday · Gift"."""
    kind, _, what = subject.partition(":")
    if kind not in KINDS:
        return subject
    language, _, step = what.partition(".")
    name = LANGUAGES.get(language) or setting_name(turn.words, kind, what)
    if step:
        name = f"{name} · {step_name(turn.words, KINDS[kind], step)}"
    return kind_name(turn.words, KINDS[kind]) + (f" · {name}" if what != "on" else "")
