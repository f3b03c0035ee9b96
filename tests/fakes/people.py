"""The people of every test, and what they see on their phones."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with a phone."""

    id: int
    first_name: str
    last_name: str = ""
    language_code: str | None = "en"


ANA = User(1001, "Ana", "Kovács", "en")
EVA = User(1002, "Eva", "de Vries", "nl")
CLEO = User(1003, "Cleo", "", "en")


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it stands in somebody's chat now."""

    id: str
    text: str
    labels: tuple[str, ...] = ()
    picture: bytes | None = field(default=None, repr=False)
    document: bytes | None = field(default=None, repr=False)
