"""A line of the audit in words: who, when, what, from what to what, and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from actions.shop.audit import AuditPage, Change
from actions.shop.programme import part_from_json
from loyalty.cards.programme import ProgrammeVersion
from loyalty.cards.rates import stored_rate
from loyalty.dates import day_of
from loyalty.roles import Role
from loyalty.units import Unit
from words.campaigns.churn_reasons import word_reason
from words.campaigns.customer_kinds import list_name
from words.campaigns.kind_names import kind_name, step_name
from words.campaigns.kinds import KINDS
from words.campaigns.settings import setting_name, setting_value
from words.cards.rules import ProgrammeWording, figure_name
from words.language import LANGUAGES, N_, Words
from words.shop.basis import figure_said, told_value
from words.shop.checks import check_name
from words.shop.details import field_name, field_value
from words.shop.roles import role_name
from words.units import card_name, programme_name

# What each act is called in the audit, and which fact stands in which place.
_FROM_TO = (N_("{name}: {old} → {new}"), {"name": "subject", "old": "old", "new": "new"})
_SAID: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "opened": (N_("opened the shop"), {}),
    "invited": (N_("made an invitation: {role}"), {"role": "new"}),
    "hired": (N_("joined the staff: {role}"), {"role": "new"}),
    "role_changed": _FROM_TO,
    "linked": (N_("joined a second chat: works in both now"), {}),
    "unlinked": (N_("parted two chats again"), {}),
    "removed": (N_("removed {name} from the staff"), {"name": "subject"}),
    "branch_added": (N_("added the branch {branch}"), {"branch": "new"}),
    "shop_changed": _FROM_TO,
    "logo_changed": (N_("gave the shop another logo"), {}),
    "logo_removed": (N_("took the shop's logo away"), {}),
    "branch_renamed": (N_("branch: {old} → {new}"), {"old": "old", "new": "new"}),
    "branch_closed": (N_("closed the branch {branch}"), {"branch": "old"}),
    "branch_changed": _FROM_TO,
    "programme_added": (N_("added {name} beside the other rules"), {"name": "subject"}),
    "programme_changed": _FROM_TO,
    "sums_changed": _FROM_TO,
    "event_opened": (N_("invites to: {title}"), {"title": "subject"}),
    "event_cancelled": (N_("called off: {title}"), {"title": "subject"}),
    "question_asked": (N_("asks customers: {question}"), {"question": "subject"}),
    "question_ended": (N_("asks customers no more: {question}"), {"question": "subject"}),
    "writer_muted": (N_("takes no more letters of who has card {code}"), {"code": "subject"}),
    "writer_heard": (N_("takes letters of who has card {code} again"), {"code": "subject"}),
    "improvement_told": (N_("told who wrote what came of it: {text}"), {"text": "new"}),
    "target_set": (N_("set the shop a target"), {}),
    "till_total_told": (N_("said what the shop took in {month}"), {"month": "subject"}),
    "target_dropped": (N_("took a target of the shop away"), {}),
    "item_added": (N_("sells by name: {item}"), {"item": "subject"}),
    "item_dropped": (N_("sells no more by name: {item}"), {"item": "subject"}),
    "item_tagged": _FROM_TO,
    "offer_tagged": (N_("said which offers are about {tag}"), {"tag": "subject"}),
    "tag_avoided": (N_("some people never take {tag}: it is learned from"), {"tag": "subject"}),
    "tag_not_avoided": (N_("nothing is learned from who never takes {tag}"), {"tag": "subject"}),
    "loss_accepted": (
        N_("said yes to {name}, knowing that it may cost {cost} of the {margin} that is left"),
        {"name": "subject", "cost": "new", "margin": "old"},
    ),
    "free_accepted": (N_("said yes to {name} at the first visit, knowing it"), {"name": "subject"}),
    "gift_accepted": (N_("said yes to {name} for a single gift, knowing it"), {"name": "subject"}),
    "gifts_accepted": (
        N_("said yes, knowing that rewards and gifts may cost {cost} of the {margin} that a month leaves"),
        {"cost": "new", "margin": "old"},
    ),
    "sale_accepted": (
        N_("said yes to “{name}” for {price}, knowing that it may cost {cost}"),
        {"name": "subject", "price": "old", "cost": "new"},
    ),
    "programme_renamed": (N_("card: {old} → {new}"), {"old": "old", "new": "new"}),
    "programme_closed": (N_("took the card {name} away"), {"name": "subject"}),
    "bot_added": (N_("gave the shop its own chat: {name}"), {"name": "subject"}),
    "bot_renewed": (N_("gave {name} another token"), {"name": "subject"}),
    "bot_removed": (N_("took {name}, the shop's own chat, away"), {"name": "subject"}),
    "coalition_joined": (N_("joined {coalition}: one card with other shops"), {"coalition": "new"}),
    "coalition_invited": (N_("made a link for one shop more to {coalition}"), {"coalition": "new"}),
    "coalition_proposed": (N_("proposed other rules for {coalition}"), {"coalition": "new"}),
    "coalition_declined": (N_("said no to other rules for {coalition}"), {"coalition": "new"}),
    "coalition_changed": (N_("other rules hold for {coalition}: all said yes"), {"coalition": "new"}),
    "coalition_notice": (N_("gave notice to {coalition}"), {"coalition": "new"}),
    "coalition_stays": (N_("stays with {coalition} after all"), {"coalition": "new"}),
    "coalition_left": (N_("left {coalition}"), {"coalition": "new"}),
    "debt_paid": (
        N_("{month}: marked as paid between this shop and {shop}"),
        {"month": "old", "shop": "subject"},
    ),
    "surprised": (N_("gave {n} to card {code} as a surprise"), {"n": "new", "code": "subject"}),
    "task_approved": (N_("said yes to “{task}”, card {code}"), {"task": "old", "code": "subject"}),
    "task_declined": (N_("said no to “{task}”, card {code}"), {"task": "old", "code": "subject"}),
    "task_undone": (N_("took back a yes to “{task}”, card {code}"), {"task": "old", "code": "subject"}),
    "draw_opened": (N_("opened a draw: {n} × {prize}"), {"n": "new", "prize": "subject"}),
    "draw_dropped": (N_("took a draw away that nobody took part in: {prize}"), {"prize": "subject"}),
    "draw_over": (N_("drew {n} of “{prize}”"), {"n": "new", "prize": "subject"}),
    "cause_paid": (N_("noted {sum} paid to {cause}"), {"sum": "new", "cause": "subject"}),
    "cause_unpaid": (N_("took back {sum} paid to {cause}"), {"sum": "new", "cause": "subject"}),
    "membership_sold": (
        N_("sold “{membership}” for {price}, card {code}"),
        {"membership": "old", "price": "new", "code": "subject"},
    ),
    "membership_ended": (
        N_("ended “{membership}”, paid back {price}, card {code}"),
        {"membership": "old", "price": "new", "code": "subject"},
    ),
    "benefit_undone": (
        N_("took back what “{membership}” gave, card {code}"),
        {"membership": "old", "code": "subject"},
    ),
    "surprise_undone": (N_("took back a surprise of {n}, card {code}"), {"n": "old", "code": "subject"}),
    "visit_undone": (N_("took back {n} on card {code}"), {"n": "old", "code": "subject"}),
    "card_moved": (
        N_("moved card {code} to another account, onto card {new}"),
        {"code": "old", "new": "new"},
    ),
    "card_moved_back": (N_("undid the move of a card: {code} is back"), {"code": "subject"}),
    "redemption_disputed": (
        N_("customer of card {code} said “not me”, reward given back"),
        {"code": "subject"},
    ),
    "redemption_undone": (N_("took back the handing out of a reward, card {code}"), {"code": "subject"}),
    "campaign_changed": _FROM_TO,
    "campaign_paused": (N_("{name}: paused, as it is of no use"), {"name": "subject"}),
    "line_drawn": (N_("drew another line between customers"), {}),
    "attribute_added": (N_("began to note something of customers: {name}"), {"name": "subject"}),
    "attribute_dropped": (N_("erased what was noted of customers: {name}"), {"name": "subject"}),
    "customer_noted": (N_("noted something of the customer of card {code}"), {"code": "subject"}),
    "filter_saved": (N_("saved the filter {name}"), {"name": "subject"}),
    "filter_dropped": (N_("took the filter {name} away"), {"name": "subject"}),
    "treatment_changed": (N_("changed how customers of a kind are treated: {name}"), {"name": "subject"}),
    "experiment_begun": (N_("began an experiment with {name}: {text}"), {"name": "subject", "text": "new"}),
    "experiment_ended": (N_("ended the experiment with {name}: {text}"), {"name": "subject", "text": "old"}),
    "dose_changed": (N_("changed how much customers hear: {old} → {new}"), {"old": "old", "new": "new"}),
    "broadcast_ordered": (N_("ordered a message to customers: {text}"), {"text": "new"}),
    "broadcast_cancelled": (N_("called off a message to customers"), {}),
    "stayed_away": (N_("said why they stay away: {answer}"), {"answer": "new"}),
    "starts_held": (
        N_("very many joined: what a new card begins with is given at its first visit"),
        {},
    ),
    "finding_settled": (N_("looked at what stood out and found it fine: {what}"), {"what": "new"}),
    "card_seen": (N_("looked at card {code} and booked nothing"), {"code": "subject"}),
    "customer_seen": (N_("looked at the customer of card {code}"), {"code": "subject"}),
    "exported": (N_("exported customers and ledger"), {}),
}


def word_change(change: Change, page: AuditPage, words: Words, *, now: datetime) -> str:
    """Say what was changed: "today, 10:00 · Cleo · Head start: 1 → 2 · because: …"."""
    zone = page.shop.zone
    when = words.day_and_time(change.at, zone, today=day_of(now, zone))
    reason = words.t("because: {reason}", reason=change.reason) if change.reason else ""
    parts = (when, _who(change, words), _what(change, page, words), reason)
    return " · ".join(part for part in parts if part)


def _who(change: Change, words: Words) -> str:
    match change.actor:
        case "person" | "till":
            return change.who or words.t("somebody")
        case "operator":
            return words.t("The operator")
        case "clock":
            return words.t("I myself")
        case _:
            assert_never(change.actor)


def _what(change: Change, page: AuditPage, words: Words) -> str:
    if change.new.isdecimal() and (said := _counted(change, int(change.new), page, words)):
        return said
    facts = {
        "subject": _subject(change, page, words),
        "old": _side(change, change.old, page, words),
        "new": _side(change, change.new, page, words),
    }
    if change.what not in _SAID:
        return " ".join(part for part in (change.what, change.subject, facts["old"], facts["new"]) if part)
    text, places = _SAID[change.what]
    return words.t(text, **{place: facts[fact] for place, fact in places.items()})


def _counted(change: Change, n: int, page: AuditPage, words: Words) -> str:
    """Word what was done so many times; "" for anything else."""
    match change.what:
        case "cards_printed":
            return words.tn("made {n} printed card", "made {n} printed cards", n)
        case "looked_up":
            return words.tn(
                "looked for a customer by name: {name} ({n} found)",
                "looked for a customer by name: {name} ({n} found)",
                n, name=_subject(change, page, words),
            )  # fmt: skip
        case "customers_listed":
            return words.tn(
                "looked at {n} customer of a list: {name}",
                "looked at {n} customers of a list: {name}",
                n, name=_subject(change, page, words),
            )  # fmt: skip
        case "invitations_withdrawn":
            return words.tn("withdrew {n} invitation", "withdrew {n} invitations", n)
        case "codes_guessed":
            return words.tn("typed {n} unknown code", "typed {n} unknown codes", n)
        case _:
            return ""


def _subject(change: Change, page: AuditPage, words: Words) -> str:
    """Name what was changed, or whom it was about."""
    match change.what:
        case "shop_changed":
            return field_name(change.subject, words)
        case "programme_changed":
            return _figure(change, page, words)
        case "sums_changed":
            return figure_said(change.subject, words)
        case "programme_added" | "programme_closed":
            return _card(change.subject, words)
        case "campaign_changed" | "campaign_paused":
            return _campaign(change.subject, words)
        case "experiment_begun" | "experiment_ended":
            kind = KINDS.get(change.subject)
            return kind_name(words, kind) if kind else change.subject
        case "customers_listed" | "treatment_changed":
            return list_name(change.subject, words)
        case _:
            return change.subject or words.t("somebody")


def _side(change: Change, value: str, page: AuditPage, words: Words) -> str:
    """Word a stored value: roles, figures and settings have names and units, the rest is as it was written."""
    match change.what:
        case "invited" | "hired" | "role_changed" | "removed" if value in list(Role):
            return role_name(value, words)
        case "branch_changed" | "shop_changed":
            of_shop = change.what == "shop_changed"
            return field_value(change.subject, value, words) if of_shop else value or words.t("no branch")
        case "programme_changed":
            return _rule(change, value, page, words)
        case _ if _is_money(change, value):
            what = change.subject if change.what == "sums_changed" else "average_sale"
            return told_value(what, value, page.shop.currency, words)
        case "programme_renamed":
            return _card(value, words)
        case "campaign_changed":
            kind, _, what = change.subject.partition(":")
            return setting_value(words, kind, what, value, page.shop) or words.t("none")
        case "stayed_away" | "finding_settled" if value:
            return word_reason(value, words) if change.what == "stayed_away" else check_name(value, words)
        case _:
            plain = _amount(value, page, words) if change.what == "visit_undone" else value
            return plain or (words.t("none") if change.what == "item_tagged" else "")


_IN_MONEY = frozenset(
    ("sums_changed", "loss_accepted", "gifts_accepted", "sale_accepted", "cause_paid", "cause_unpaid")
)


def _is_money(change: Change, value: str) -> bool:
    sold = change.what in {"membership_sold", "membership_ended"} and value is change.new
    return sold or change.what in _IN_MONEY


def _rule(change: Change, value: str, page: AuditPage, words: Words) -> str:
    """Word a rule of a programme: a figure in its unit, a part in a line, a reward as it was written."""
    what = change.subject.partition("@")[0]
    if what == "reward":
        return value or words.t("none")
    write = ProgrammeWording(words, _programme(change, page).programme.unit, page.shop.currency)
    if what == "part":
        return write.part(part_from_json(value)) if value else words.t("none")
    return write.value(what, stored_rate(value) if value else None)


def _programme(change: Change, page: AuditPage) -> ProgrammeVersion:
    """Return the programme that a line names, the shop's first where it names none."""
    return _named(change.subject, page) or page.programmes[0]


def _named(value: str, page: AuditPage) -> ProgrammeVersion | None:
    _, _, programme_id = value.partition("@")
    return next((one for one in page.programmes if programme_id == str(one.programme_id)), None)


def _amount(value: str, page: AuditPage, words: Words) -> str:
    """Word what a visit gave, with the card that it counted on where there are several: "12 (Points card)"."""
    programme = _named(value, page)
    amount = value.partition("@")[0]
    return f"{amount} ({programme_name(programme, words)})" if programme else amount


def _figure(change: Change, page: AuditPage, words: Words) -> str:
    what, _, of = change.subject.partition("@")
    name = figure_name(what, words)
    return f"{programme_name(_programme(change, page), words)}, {name}" if of else name


def _card(name: str, words: Words) -> str:
    """Name a card as its shop called it, or by what it counts."""
    return card_name(Unit(name), words) if name in list(Unit) else name


def _campaign(subject: str, words: Words) -> str:
    """Name what was changed about which campaign: "Birthday · Gift"."""
    kind, _, what = subject.partition(":")
    if kind not in KINDS:
        return subject
    language, _, step = what.partition(".")
    name = LANGUAGES.get(language) or setting_name(words, kind, what)
    if step:
        name = f"{name} · {step_name(words, KINDS[kind], step)}"
    return kind_name(words, KINDS[kind]) + (f" · {name}" if what != "on" else "")
