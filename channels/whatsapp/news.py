"""What WhatsApp says about our templates and our account."""

from collections.abc import Callable

from channels.fields import Json, record, records, text
from channels.messages import AccountKey, AccountNews, TemplateNews
from channels.whatsapp.templates import changed_to

# Of many things that happen to an account, those that an operator must know, and after which nothing can be sent.
_RECONNECTED = "ACCOUNT_RECONNECTED"
_LOUD = ("ACCOUNT_RESTRICTION", "ACCOUNT_VIOLATION", _RECONNECTED, "DISABLED_UPDATE")
_THE_END = ("ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED")
_CLOSED = "DISABLE"  # a `waba_ban_state`; others announce it or take it back
_OPEN_AGAIN = "REINSTATE"
_SILENCED = "RESTRICTED_CUSTOMER_INITIATED_MESSAGING"  # even answers; a milder one forbids only to begin


def _judged(value: Json, account: str) -> TemplateNews | None:
    reason = text(value, "reason")
    return _template(
        value,
        account,
        status=changed_to(text(value, "event").lower()),
        category=text(value, "message_template_category").lower(),
        reason="" if reason == "NONE" else reason.lower(),
    )


def _moved(value: Json, account: str) -> TemplateNews | None:
    return _template(value, account, category=text(value, "new_category").lower())


def _template(
    value: Json, account: str, *, status: str = "", category: str = "", reason: str = ""
) -> TemplateNews | None:
    name, language = text(value, "message_template_name"), text(value, "message_template_language")
    if not name or not (status or category):
        return None
    return TemplateNews(account, name, language, status=status, category=category, reason=reason)


def _account(value: Json, account: str) -> AccountNews | None:
    event = text(value, "event")
    ban = record(value, "ban_info")
    state = text(ban, "waba_ban_state")
    restrictions = [text(info, "restriction_type") for info in records(value, "restriction_info")]
    violation = text(record(value, "violation_info"), "violation_type")
    if event not in (*_LOUD, *_THE_END):
        return None
    sends = event not in _THE_END and state != _CLOSED and _SILENCED not in restrictions
    return AccountNews(
        _ours(account),
        _words(event, state, text(ban, "waba_ban_date"), *restrictions, violation),
        sends,
        reopens=state == _OPEN_AGAIN or event == _RECONNECTED,
    )


def _ours(account: str) -> AccountKey:
    return AccountKey("whatsapp", account)


def _number(value: Json, account: str) -> AccountNews | None:
    event = text(value, "event")
    limit = _limit(value) or text(value, "current_limit")  # which ended in 2026
    said = _words("phone number", event, limit)
    return AccountNews(_ours(account), said, limit=limit) if event or limit else None


def _capability(value: Json, account: str) -> AccountNews | None:
    limit = _limit(value) or text(value, "max_daily_conversation_per_phone")  # which ended in 2026
    return AccountNews(_ours(account), _words("people in a day", limit), limit=limit) if limit else None


def _limit(value: Json) -> str:
    return text(value, "max_daily_conversations_per_business")


def _alert(value: Json, account: str) -> AccountNews | None:
    described = text(record(value, "alert_info") or value, "alert_description")
    return AccountNews(_ours(account), _words(described)) if described else None


def _review(value: Json, account: str) -> AccountNews | None:
    decision = text(value, "decision")
    return AccountNews(_ours(account), _words("account review", decision)) if decision else None


def _words(*said: str) -> str:
    told = ", ".join(part.lower().replace("_", " ") if part.isupper() else part for part in said if part)
    return f"WhatsApp says: {told}"


NEWS: dict[str, Callable[[Json, str], TemplateNews | AccountNews | None]] = {
    "message_template_status_update": _judged,
    "template_category_update": _moved,
    "account_update": _account,
    "phone_number_quality_update": _number,
    "business_capability_update": _capability,
    "account_alerts": _alert,
    "account_review_update": _review,
}
