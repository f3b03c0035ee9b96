"""What QR codes, links and buttons carry: values that nobody can guess, forge or prolong."""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from loyalty.codes import ALPHABET, LENGTH, plain_code

_VERSION = b"\x01"
_CARD_TAG = 12  # bytes: 96 bits can't be searched
_BUTTON_TAG = 6  # bytes: buttons are few, rate-limited by the platform, and checked again when used
# A server's clock is set back, or another server's is behind: so far ahead of us a code may have been made.
CLOCKS_DIFFER = timedelta(minutes=10)
CARD_TOKEN_LENGTH = 36


@dataclass(frozen=True, slots=True)
class CardShown:
    """A genuine card token: which card, and when the code was made."""

    public_id: int
    shown_at: datetime


@dataclass(frozen=True, slots=True)
class Forged:
    """Nothing we made."""


def card_token(secret: bytes, public_id: int, *, now: datetime) -> str:
    """Sign a card's code; 36 characters of `A-Za-z0-9_-`."""
    milliseconds = int(now.timestamp() * 1000)
    body = _VERSION + public_id.to_bytes(8, "big") + milliseconds.to_bytes(6, "big")
    return _text(body + _tag(secret, "card", body, _CARD_TAG))


def read_card_token(secret: bytes, token: str) -> CardShown | Forged:
    """Check that we made a scanned card token; whether it is still fresh is for its shop to say."""
    raw = _bytes(token)
    body, tag = raw[:-_CARD_TAG], raw[-_CARD_TAG:]
    if len(body) != 15 or body[:1] != _VERSION:
        return Forged()
    if not hmac.compare_digest(tag, _tag(secret, "card", body, _CARD_TAG)):
        return Forged()
    shown_at = datetime.fromtimestamp(int.from_bytes(body[9:], "big") / 1000, UTC)
    return CardShown(int.from_bytes(body[1:9], "big"), shown_at)


def printed_token(secret: bytes, public_id: int) -> str:
    """Sign a printed card's code, which never changes and can only collect."""
    body = _VERSION + public_id.to_bytes(8, "big")
    return _text(body + _tag(secret, "printed", body, _CARD_TAG))


def read_printed_token(secret: bytes, token: str) -> int | Forged:
    """Return a printed card's public id."""
    raw = _bytes(token)
    body, tag = raw[:-_CARD_TAG], raw[-_CARD_TAG:]
    if len(body) != 9 or not hmac.compare_digest(tag, _tag(secret, "printed", body, _CARD_TAG)):
        return Forged()
    return int.from_bytes(body[1:], "big")


def friend_code(secret: bytes, code: str) -> str:
    """Return by what a customer's friends join: the card's short code, and six characters more that nobody can guess."""
    tag = _tag(secret, "friend", _utf8(code), LENGTH)
    return code + "".join(ALPHABET[byte % len(ALPHABET)] for byte in tag)


def read_friend_code(secret: bytes, text: str) -> str | Forged:
    """Return the short code of the card whose holder invites, as typed or tapped."""
    plain = plain_code(text)
    code = plain[:LENGTH]
    genuine = hmac.compare_digest(_utf8(friend_code(secret, code)), _utf8(plain))
    return code if genuine else Forged()


def sign_button(secret: bytes, text: str, holder: str) -> str:
    """Sign a button's text for the one chat in which it is shown."""
    return _text(_tag(secret, "button", _utf8(f"{holder}\n{text}"), _BUTTON_TAG))


def genuine_button(secret: bytes, text: str, holder: str, tag: str) -> bool:
    """Say whether we made this button for this chat."""
    return hmac.compare_digest(_utf8(sign_button(secret, text, holder)), _utf8(tag))


def digest(token: str) -> str:
    """Return what is stored of a link's token, so that a stolen database opens nothing."""
    return sha256(_utf8(token)).hexdigest()


def _tag(secret: bytes, purpose: str, body: bytes, length: int) -> bytes:
    return hmac.new(secret, purpose.encode() + b"\0" + body, sha256).digest()[:length]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):  # b64decode would take `+` for `-`: two texts for one token
        return b""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""


def _utf8(text: str) -> bytes:
    """Encode what anybody may have sent, half a surrogate pair too."""
    return text.encode(errors="surrogatepass")
