"""Texts that are longer than one message may be, cut between words."""

TEXT_UNITS = 4096  # of one message, on Telegram and on WhatsApp alike


def split(text: str, first: int, rest: int = TEXT_UNITS) -> tuple[str, list[str]]:
    """Cut `text` into a beginning of at most `first` UTF-16 units and parts of at most `rest`, between words."""
    beginning, text = _cut(text, first)
    parts = []
    while text:
        part, text = _cut(text, rest)
        parts.append(part)
    return beginning, parts


def _cut(text: str, limit: int) -> tuple[str, str]:
    head = text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", errors="ignore")
    if len(head) == len(text):
        return text, ""
    words = head.rsplit(maxsplit=1)
    if len(words) > 1:
        head = words[0]
    return head, text[len(head) :].lstrip()
