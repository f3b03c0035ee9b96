"""What shows that a task was done: a link, told apart from the same one in other dress, or a picture."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

MOST_LINK = 300
KEPT_DAYS = 30  # that a picture is kept
ALIKE = 6  # of 64: in so few places two pictures may differ and still look alike

_LINK = re.compile(r"(?:https?://)?(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,24}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_END = ".,;:!?)]}>\"'”’»"
# What platforms hang on a link to see who passed it on: it leads to the same page without.
_TRAILS = re.compile(
    r"utm_\w+|fbclid|gclid|igsh|igshid|si|mibextid|img_index|share\w*|ref|ref_src|s|t|feature", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Proof:
    """A link, or a picture made small; two proofs of one `key` are the same, of near `likeness` they may be."""

    key: str
    link: str = ""
    jpeg: bytes = b""
    likeness: str = ""


def link_in(text: str) -> str | None:
    """Return the link that a message holds: one with a scheme or with more than a name."""
    for found in _LINK.finditer(text):
        link = found[0].rstrip(_END)
        rest = link.split("://")[-1].partition("/")[2]
        if len(link) <= MOST_LINK and ("://" in link or rest) and text[: found.start()][-1:] != "@":
            return link
    return None


def key_of_link(link: str) -> str:
    """Return what a link is the same by, however it was copied: "link:instagram.com/p/abc"."""
    parts = urlsplit(link if "://" in link else f"https://{link}")
    host = re.sub(r"^(?:www|m|mobile)\.", "", (parts.hostname or "").lower())
    kept = sorted((name, value) for name, value in parse_qsl(parts.query) if not _TRAILS.fullmatch(name))
    query = f"?{urlencode(kept)}" if kept else ""
    return f"link:{host}{parts.path.rstrip('/')}{query}"


def look_alike(one: str, other: str) -> bool:
    """Say whether two pictures may be one, by what they look like from afar (64 bits in hexadecimal)."""
    return bool(one and other) and (int(one, 16) ^ int(other, 16)).bit_count() <= ALIKE
