"""A line of the audit in words: who, when, what, from what to what, and why."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import assert_never

from actions.campaigns.settings import WHOM
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
from words.campaigns.questions import question_named
from words.campaigns.settings import setting_name, setting_value
from words.cards.rules import ProgrammeWording, figure_name
from words.language import LANGUAGES, Words
from words.shop.acts import ACTS
from words.shop.basis import figure_said, told_value
from words.shop.checks import check_name
from words.shop.coalition import month_said
from words.shop.details import field_name, field_value
from words.shop.roles import role_name
from words.units import card_name, programme_name

_OF_REWARDS = frozenset({"redemption_undone", "redemption_disputed"})


def word_change(change: Change, page: AuditPage, words: Words, *, now: datetime) -> str:
    """Say what was changed: "today, 10:00 · Cleo · Head start: 1 → 2 · because: …"."""
    zone = page.shop.zone
    when = words.day_and_time(change.at, zone, today=day_of(now, zone))
    parts = (when, _who(change, words), _what(change, page, words), _why(change, words))
    return " · ".join(part for part in parts if part)


def _why(change: Change, words: Words) -> str:
    """Say why it was done; what is noted there of a reward that was given back is which one it was."""
    if change.what in _OF_REWARDS and change.reason:
        return f"🎁 {change.reason}"
    return words.t("because: {reason}", reason=words.known(change.reason)) if change.reason else ""


def _who(change: Change, words: Words) -> str:
    match change.actor:
        case "person" | "till":
            return words.name(change.who or "")
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
    if change.what not in ACTS:
        return " ".join(part for part in (change.what, change.subject, facts["old"], facts["new"]) if part)
    text, places = ACTS[change.what]
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
    if change.what == "programme_changed":
        return _figure(change, page, words)
    if change.what == "question_asked" and change.new:
        return change.new  # the shop's own, as it was typed
    if change.subject and change.what in _SUBJECTS:
        return _SUBJECTS[change.what](change.subject, words)
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
        case "campaign_changed":
            kind, _, what = change.subject.partition(":")
            empty = words.t("everybody") if what == WHOM else words.t("none")
            return setting_value(words, kind, what, value, page.shop) or empty
        case _ if value and change.what in _SIDES:
            return _SIDES[change.what](value, words)
        case _:
            plain = _amount(value, page, words) if change.what == "visit_undone" else words.known(value)
            return plain or (words.t("none") if change.what in ("item_tagged", "item_named") else "")


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


def _dose(value: str, words: Words) -> str:
    """Word how much customers hear: "3 5 21:00-09:00", as it is written down."""
    gap_days, most, quiet = value.split(" ")
    gap = words.tn("{n} day", "{n} days", int(gap_days))
    return words.t(
        "once in {gap}, {most} in 30 days, quiet {hours}",
        gap=gap,
        most=words.number(int(most)),
        hours=quiet.replace("-", "–"),
    )


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


def _kind(kind: str, words: Words) -> str:
    return kind_name(words, KINDS[kind]) if kind in KINDS else kind


def _month(value: str, words: Words) -> str:
    """Name the month of a debt; how much it was stands there as it is."""
    return month_said(value, words) if "-" in value else value


def _month_and_branch(value: str, words: Words) -> str:
    month, _, branch = value.partition(" ")
    return f"{month_said(month, words)}, {branch}"


# Names of ours by which something was written down, and how each is said.
_SUBJECTS: Mapping[str, Callable[[str, Words], str]] = {
    "shop_changed": field_name,
    "sums_changed": figure_said,
    "programme_added": _card,
    "programme_closed": _card,
    "campaign_changed": _campaign,
    "campaign_paused": _campaign,
    "experiment_begun": _kind,
    "experiment_ended": _kind,
    "customers_listed": list_name,
    "treatment_changed": list_name,
    "question_asked": question_named,
    "question_ended": question_named,
    "till_total_told": month_said,
    "branch_total_told": _month_and_branch,
}
# The same, for what stood before and stands now.
_SIDES: Mapping[str, Callable[[str, Words], str]] = {
    "programme_renamed": _card,
    "dose_changed": _dose,
    "debt_paid": _month,
    "stayed_away": word_reason,
    "finding_settled": check_name,
}
