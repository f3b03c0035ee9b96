"""What Meta refuses when a template is handed in, before anybody reads it."""

import re

from tests.fakes.whatsapp_errors import GraphError, Json, check_fields, check_list, check_text

BLANK = re.compile(r"\{\{(\d+)\}\}")
_ANY_BLANK = re.compile(r"\{\{.*?\}\}")
_CATEGORIES = ("MARKETING", "UTILITY")
_LANGUAGES = frozenset(
    [
        "af",
        "sq",
        "ar",
        "ar_AE",
        "ar_EG",
        "az",
        "bn",
        "bg",
        "ca",
        "zh_CN",
        "zh_HK",
        "zh_TW",
        "hr",
        "cs",
        "da",
        "nl",
        "en",
        "en_AU",
        "en_CA",
        "en_GB",
        "en_IN",
        "en_US",
        "et",
        "fil",
        "fi",
        "fr",
        "fr_BE",
        "fr_CA",
        "ka",
        "de",
        "el",
        "gu",
        "ha",
        "he",
        "hi",
        "hu",
        "id",
        "ga",
        "it",
        "ja",
        "kn",
        "kk",
        "rw_RW",
        "ko",
        "ky_KG",
        "lo",
        "lv",
        "lt",
        "mk",
        "ms",
        "ml",
        "mr",
        "nb",
        "fa",
        "pl",
        "pt_BR",
        "pt_PT",
        "pa",
        "ro",
        "ru",
        "sr",
        "sk",
        "sl",
        "es",
        "es_AR",
        "es_CL",
        "es_CO",
        "es_ES",
        "es_MX",
        "es_PE",
        "es_VE",
        "sw",
        "sv",
        "ta",
        "te",
        "th",
        "tr",
        "uk",
        "ur",
        "uz",
        "vi",
        "zu",
    ]
)
_BUTTONS = {"QUICK_REPLY": "type text", "URL": "type text url", "PHONE_NUMBER": "type text phone_number"}
_MOST_BUTTONS = {"QUICK_REPLY": 10, "URL": 2, "PHONE_NUMBER": 1}


def check_template(given: Json) -> None:
    """Refuse a new template that Meta would not even put into review."""
    optional = "parameter_format allow_category_change message_send_ttl_seconds optimization_spec"
    check_fields(given, "template", "name language category components", optional)
    if not re.fullmatch(r"[a-z0-9_]{1,512}", str(given["name"])):
        raise refused("The name may hold lowercase letters, digits and underscores only.")
    if given["language"] not in _LANGUAGES:
        raise refused(f"Language {given['language']} is not supported.")
    if most := given.get("optimization_spec"):
        check_fields(most, "optimization_spec", "bid_amount bid_strategy")
        if given["category"] != "MARKETING" or not isinstance(most["bid_amount"], int):
            raise refused("Only marketing has a max price, in minor units for 1,000 messages.")
    check_components(given)


def check_components(given: Json) -> None:
    """Refuse a category or components that Meta does not take."""
    if given["category"] not in _CATEGORIES:
        raise refused(f"category must be one of {_CATEGORIES}.")
    if given.get("parameter_format", "POSITIONAL") != "POSITIONAL":
        raise refused("This platform's fake knows positional parameters only.")
    kinds = [part.get("type") for part in check_list(given["components"], "components", 4)]
    if "BODY" not in kinds or len(set(kinds)) < len(kinds):
        raise refused("One BODY is needed, and no component may come twice.")
    checks = {
        "HEADER": _check_header,
        "BODY": _check_body,
        "FOOTER": _check_footer,
        "BUTTONS": _check_buttons,
    }
    for part in given["components"]:
        if part["type"] not in checks:
            raise refused(f"Component {part['type']} is unknown.")
        checks[part["type"]](part)


def refused(details: str, subcode: int = 0) -> GraphError:
    """Make the refusal of a template."""
    return GraphError(100, details, subcode=subcode)


def _check_header(part: Json) -> None:
    if part.get("format") == "IMAGE":
        example = check_fields(part, "HEADER", "type format example")["example"]
        check_list(check_fields(example, "example", "header_handle")["header_handle"], "header_handle", 1)
        return
    if check_fields(part, "HEADER", "type format text", "example")["format"] != "TEXT":
        raise refused("A header is TEXT or IMAGE.")
    _check_blanks(part, "header_text", check_text(part["text"], "HEADER", 60), most=1)


def _check_body(part: Json) -> None:
    text = check_text(check_fields(part, "BODY", "type text", "example")["text"], "BODY", 1024)
    blanks = _check_blanks(part, "body_text", text, most=100)
    if re.match(r"\s*\{\{", text) or re.search(r"\}\}\s*$", text):
        raise refused("Variables can't be at the start or end of the template.", 2388299)
    if re.search(r"\}\}\s*\{\{", text):
        raise refused("Parameters are placed next to each other without text between them.", 2388299)
    words = [word for word in _ANY_BLANK.sub("", text).split() if re.search(r"\w", word)]
    if len(words) < 2 * blanks + 1:
        raise refused("This template has too many variables for its length.", 2388293)
    if re.search(r"\t| {5}|\n{3}", text):
        raise refused("The body has tabs, more than 4 spaces or more than 2 line breaks in a row.")


def _check_footer(part: Json) -> None:
    if _ANY_BLANK.search(check_text(check_fields(part, "FOOTER", "type text")["text"], "FOOTER", 60)):
        raise refused("A footer has no variables.")


def _check_buttons(part: Json) -> None:
    buttons = check_list(check_fields(part, "BUTTONS", "type buttons")["buttons"], "buttons", 10)
    kinds = [button.get("type") for button in buttons]
    for button in buttons:
        if button.get("type") not in _BUTTONS:
            raise refused(f"Button {button.get('type')} is unknown.")
        check_fields(button, "button", _BUTTONS[button["type"]], "example")
        if _ANY_BLANK.search(check_text(button["text"], "Button text", 25)):
            raise refused("A button's text has no variables.")
        if "url" in button:
            _check_url(button)
    if any(kinds.count(kind) > most for kind, most in _MOST_BUTTONS.items()):
        raise refused(f"At most {_MOST_BUTTONS} buttons.")
    if len({button["text"] for button in buttons}) < len(buttons):
        raise refused("Each button's text must be unique.")
    replies = [kind == "QUICK_REPLY" for kind in kinds]
    if sum(replies[i] != replies[i + 1] for i in range(len(replies) - 1)) > 1:
        raise refused("Quick replies stand together.")


def _check_url(button: Json) -> None:
    url = check_text(button["url"], "Button url", 2000)
    if not re.match(r"https?://", url) or not re.fullmatch(r"[^{}]+(\{\{1\}\})?", url):
        raise refused("A button's URL may have one variable, at its end.")
    if url.endswith("}}") and len(button.get("example", [])) != 1:
        raise refused("A URL with a variable needs an example.", 2388043)


def _check_blanks(part: Json, example: str, text: str, *, most: int) -> int:
    numbers = sorted({int(number) for number in BLANK.findall(text)})
    if len(_ANY_BLANK.findall(text)) != len(BLANK.findall(text)) or "{{" in _ANY_BLANK.sub("", text):
        raise refused("Variables are written {{1}}.")
    if numbers != list(range(1, len(numbers) + 1)) or len(numbers) > most:
        raise refused("Variables are numbered 1, 2, 3, … without gaps.")
    if not numbers:
        return 0
    examples = check_fields(part.get("example", {}), "example", example)[example]
    shown = examples[0] if examples and example == "body_text" else examples
    if not isinstance(shown, list) or len(shown) != len(numbers) or not all(shown):
        raise refused("Each variable needs an example.", 2388043)
    return len(numbers)
