"""How Meta's Graph API says no."""

from typing import Any

Json = dict[str, Any]

# HTTP status and words by code, as Meta's table of Cloud API errors has them.
_WORDS: dict[int, tuple[int, str]] = {
    1: (500, "An unknown error occurred"),
    2: (503, "Service temporarily unavailable"),
    4: (400, "Application request limit reached"),
    10: (403, "Application does not have permission for this action"),
    100: (400, "Invalid parameter"),
    190: (401, "Invalid OAuth access token - Cannot parse access token"),
    368: (403, "Temporarily blocked for policies violations"),
    80007: (400, "There have been too many calls to this WhatsApp Business account"),
    130429: (400, "Rate limit hit"),
    130472: (400, "User's number is part of an experiment"),
    131000: (500, "Something went wrong"),
    131005: (403, "Access denied"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (500, "Service unavailable"),
    131021: (400, "Recipient cannot be sender"),
    131026: (400, "Message undeliverable"),
    131031: (403, "Business Account locked"),
    131042: (400, "Business eligibility payment issue"),
    131047: (400, "Re-engagement message"),
    131048: (400, "Spam rate limit hit"),
    131049: (400, "This message was not delivered to maintain healthy ecosystem engagement."),
    131050: (
        400,
        "Unable to deliver the message. This recipient has chosen to stop receiving marketing messages",
    ),
    131051: (400, "Unsupported message type"),
    131052: (400, "Media download error"),
    131053: (400, "Media upload error"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    131057: (500, "Account in maintenance mode"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    132005: (400, "Translated text too long"),
    132007: (400, "Template format character policy violated"),
    132012: (400, "Parameter format does not match format in the created template"),
    132015: (400, "Template is paused"),
    132016: (400, "Template is disabled"),
    132018: (400, "There's an issue with the parameters in your template"),
    135000: (400, "Generic user error"),
}
_HELP = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"


class GraphError(Exception):
    """A refusal: Meta's code, what exactly is wrong, and the HTTP status that goes with the code."""

    def __init__(self, code: int, details: str = "", *, subcode: int = 0, status: int = 0) -> None:
        usual, self.title = _WORDS.get(code, (400, "Unknown error"))
        super().__init__(f"(#{code}) {self.title}: {details}")
        self.code = code
        self.details = details
        self.subcode = subcode
        self.status = status or usual

    def as_answer(self) -> Json:
        """Write the body of a refused call."""
        error: Json = {"message": f"(#{self.code}) {self.title}", "type": "OAuthException", "code": self.code}
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        if self.subcode:
            error |= {"error_subcode": self.subcode, "is_transient": False}
            error |= {"error_user_title": self.title, "error_user_msg": self.details}
        return {"error": error | {"fbtrace_id": "AFakeTrace"}}

    def as_report(self) -> Json:
        """Write the entry in `errors` of a failed message's status."""
        details = {"details": self.details or self.title}
        said: Json = {"code": self.code, "title": self.title, "message": self.title}
        return said | {"error_data": details, "href": _HELP}


def invalid(details: str) -> GraphError:
    """Make the refusal of a value."""
    return GraphError(131009, details)


def check_fields(given: object, where: str, needed: str, optional: str = "") -> Json:
    """Return an object that has every needed field and none that Meta does not know."""
    if not isinstance(given, dict):
        raise GraphError(100, f"Param {where} must be an object.")
    if unknown := sorted(set(given) - set(f"{needed} {optional}".split())):
        raise GraphError(100, f'Unexpected key "{unknown[0]}" on param "{where}".')
    if missing := sorted(set(needed.split()) - set(given)):
        raise GraphError(131008, f"The parameter {where}['{missing[0]}'] is required.")
    return given


def check_text(given: object, where: str, most: int, *, least: int = 1) -> str:
    """Return a string whose length Meta takes."""
    if not isinstance(given, str):
        raise GraphError(100, f"Param {where} must be a string.")
    if not given.strip() and least:
        raise invalid(f"{where} must not be empty.")
    if not least <= letters(given) <= most:
        raise invalid(f"{where} length invalid. Min length: {least}, Max length: {most}")
    return given


def letters(text: str) -> int:
    """Count as the strictest reading of "characters" would: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def check_list(given: object, where: str, most: int, *, least: int = 1) -> list[Any]:
    """Return an array that has as many items as Meta takes."""
    if not isinstance(given, list):
        raise GraphError(100, f"Param {where} must be an array.")
    if not least <= len(given) <= most:
        raise invalid(f"Invalid {where} count. Min allowed {where}: {least}, Max allowed {where}: {most}")
    return given
