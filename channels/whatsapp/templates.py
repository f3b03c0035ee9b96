"""WhatsApp's templates on the Graph API: which there are and what Meta thinks of them, and handing in more."""

import logging
from dataclasses import dataclass

import httpx

from channels.fields import Json, record, records, text
from channels.whatsapp.errors import WhatsAppUnreachableError
from channels.whatsapp.session import ask, raise_for_account, words_of

_LOG = logging.getLogger(__name__)

# What Meta's words mean for sending: pages *webhooks/reference/message_template_status_update* and
# *templates/template-archival*. It finds new words without notice; one that nobody knows changes nothing.
_SENDABLE = frozenset({"approved", "reinstated", "unarchived"})
_STOPPED = frozenset(
    {
        *("pending", "in_appeal", "rejected", "paused", "disabled"),
        *("archived", "deleted", "pending_deletion"),
    }
)
_WARNED = frozenset({"flagged", "locked"})  # at risk, or not to be edited; and sent as before
_OF_THE_ACCOUNT = frozenset(
    {"unlocked", "limit_exceeded"}
)  # it has as many templates as it may: no word about this one

_FIELDS = "name,language,category,status,rejected_reason,components"
_PAGE = 100
_MOST_PAGES = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """One template in one language as Meta has it; words in small letters and Meta's own, blanks in its body numbered."""

    id: str
    name: str
    language: str
    category: str
    status: str
    reason: str = ""
    body: str = ""
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedTemplate:
    """Meta does not even put this template into review."""

    reason: str


def stands(status: str) -> str:
    """Say in one of our words how a template stands that Meta lists so: "approved" may be sent; empty: nobody knows."""
    if status in _WARNED:
        return "approved"
    return changed_to(status)


def changed_to(event: str) -> str:
    """Say what a template is by the news of it; empty where that leaves it as it was. Names in small letters, both."""
    if event in _SENDABLE:
        return "approved"
    if event not in _STOPPED | _WARNED | _OF_THE_ACCOUNT:
        _LOG.warning("WhatsApp calls a template %r, which nobody knows: it stays as it was", event[:40])
    return event if event in _STOPPED else ""


async def list_templates(graph: httpx.AsyncClient, business_account_id: str) -> list[Listed]:
    """Return every template of an account; raises `WhatsAppRefusedError` or `WhatsAppUnreachableError`."""
    found: list[Listed] = []
    asked = {"fields": _FIELDS, "limit": str(_PAGE)}
    for _ in range(_MOST_PAGES):
        answer = await _call(graph, "GET", f"{business_account_id}/message_templates", params=asked)
        found += [_listed(row) for row in records(answer, "data")]
        paging = record(answer, "paging")
        after = text(record(paging, "cursors"), "after")
        # `next` is an address with everything in it, but whose it is we don't check.
        if not after or not text(paging, "next"):
            break
        asked["after"] = after
    return found


async def submit_template(
    graph: httpx.AsyncClient, business_account_id: str, template: Json
) -> Listed | RefusedTemplate:
    """Hand in a new template for review; raises `WhatsAppRefusedError` or `WhatsAppUnreachableError` for our own trouble."""
    answer = await _call(graph, "POST", f"{business_account_id}/message_templates", json=template)
    return (
        RefusedTemplate(words_of(record(answer, "error")))
        if "error" in answer
        else _handed_in(template, answer)
    )


async def edit_template(
    graph: httpx.AsyncClient, template_id: str, template: Json
) -> Listed | RefusedTemplate:
    """Hand in other words for a template that Meta has, once a day at most; raises like `submit_template`."""
    changed = {name: part for name, part in template.items() if name not in ("name", "language")}
    answer = await _call(graph, "POST", template_id, json=changed)
    if "error" in answer:
        return RefusedTemplate(words_of(record(answer, "error")))
    return _handed_in(template, {"id": template_id})


def _handed_in(template: Json, answer: Json) -> Listed:
    category = text(answer, "category") or text(template, "category")
    status = text(answer, "status") or "PENDING"
    return Listed(
        text(answer, "id"), template["name"], template["language"], category.lower(), status.lower()
    )


async def _call(
    graph: httpx.AsyncClient,
    method: str,
    path: str,
    *,
    params: dict[str, str] | None = None,
    json: Json | None = None,
) -> Json:
    """Return the answer; one with an `error` only where Meta refuses what was handed in."""
    status, answer = await ask(graph, method, path, params=params, json=json)
    error = record(answer, "error")
    if status < 300 and not error:
        return answer
    raise_for_account(error, status=status)
    if json is None:
        raise WhatsAppUnreachableError(f"WhatsApp can't list the templates now ({words_of(error)}).")
    return {"error": error}


def _listed(row: Json) -> Listed:
    parts = {text(part, "type").upper(): part for part in records(row, "components")}
    reason = text(row, "rejected_reason")
    return Listed(
        id=text(row, "id"),
        name=text(row, "name"),
        language=text(row, "language"),
        category=text(row, "category").lower(),
        status=text(row, "status").lower(),
        reason="" if reason == "NONE" else reason.lower(),
        body=text(parts.get("BODY"), "text"),
        buttons=tuple(text(button, "text") for button in records(parts.get("BUTTONS"), "buttons")),
    )
