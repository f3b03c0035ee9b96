"""Texts that are longer than one message may be, cut between lines, or between words where a line is long."""

TEXT_UNITS = 4096  # of one message, on Telegram and on WhatsApp alike


def split(text: str, first: int, rest: int = TEXT_UNITS) -> tuple[str, list[str]]:
    """Cut `text` into a beginning of at most `first` UTF-16 units and parts of at most `rest`."""
    beginning, text = _cut(text, first)
    parts = []
    while text:
        part, text = _cut(text, rest)
        parts.append(part)
    return beginning, parts


def split_end(text: str, last: int) -> tuple[list[str], str]:
    """Cut `text` into parts of one message each and an end of at most `last` UTF-16 units, which buttons stand below."""
    text = text.rstrip()
    beginning, more = split(text, last, last)
    if not more:
        return [], beginning
    before, parts = split(text[: -len(more[-1])].rstrip(), TEXT_UNITS)
    return [before, *parts], more[-1]


def _cut(text: str, limit: int) -> tuple[str, str]:
    head = text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", errors="ignore")
    if len(head) == len(text):
        return text, ""
    whole = head[: _end_of(text, len(head))].rstrip()
    head = whole or head
    return head, text[len(head) :].lstrip()


def _end_of(text: str, most: int) -> int:
    """Return where a line ends last in the second half of what fits, else a word; what belongs together stays so."""
    line = text.rfind("\n", most // 2, most + 1)
    return line if line >= 0 else max(text.rfind(" ", 0, most + 1), text.rfind("\n", 0, most + 1), 0)
