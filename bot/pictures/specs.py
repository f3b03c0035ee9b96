"""What a picture shows, before it is drawn: values that can be compared, cached and tested."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Emblem:
    """What a shop is known by: the emoji on its stamps ("": a check mark), and which logo, whose `png` is there to be drawn."""

    icon: str = ""
    logo: str = ""
    png: bytes = field(default=b"", repr=False)


NO_EMBLEM = Emblem()


@dataclass(frozen=True, slots=True)
class Mark:
    """A reward's place on a stamp card: stamp number `at` earns `label`."""

    at: int
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """Another programme on the same card: what is on it, and how far its next reward is."""

    balance: str  # "Points card: 240 points"
    to_go: str  # "60 to go: Cake"


@dataclass(frozen=True, slots=True)
class CardPicture:
    """A customer's card. A stamp card has `size` places, `filled` of them stamped; a points card has size 0."""

    shop: str
    colour: str  # "#rrggbb"
    headline: str  # "3 to go", in the customer's language; once something is won, what: "Free coffee: yours!"
    towards: str  # what the headline counts to ("Free coffee"), else ""
    won: bool  # something waits to be used, and the card celebrates it
    lines: tuple[str, ...]  # the goal, the expiry, what else is waiting: at most three short lines
    size: int
    filled: int
    marks: tuple[Mark, ...]
    points: str  # the balance in words for a points card ("240 points"), else ""
    progress: float  # 0 to 1, towards the next reward; drawn as a bar on a points card
    qr: str
    code: str  # beneath the QR code
    hint: str  # one line under the code ("Show this to the cashier")
    bands: tuple[Band, ...] = ()  # what else the same code counts for
    emblem: Emblem = NO_EMBLEM
    address: str = ""  # under the shop's name


@dataclass(frozen=True, slots=True)
class CodePicture:
    """One big QR code to show at the till: a voucher's one-time code, an invite, a join link."""

    shop: str
    colour: str
    headline: str
    qr: str
    code: str
    hint: str
    won: bool = False  # the code of a reward, which is celebrated
    emblem: Emblem = NO_EMBLEM


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster for the counter, as PNG, or as PDF on a paper of `page.PAPERS_MM`."""

    shop: str
    colour: str
    line: str  # "Scan and collect!"
    promise: str  # "10 stamps: Free coffee"
    steps: tuple[str, str, str]  # "Scan", "Collect", "Enjoy"
    hint: str  # small print: "No app, no form: it opens in Telegram. Tap Start."
    qr: str
    paper: str = "a4"
    emblem: Emblem = NO_EMBLEM
    place: tuple[str, ...] = ()  # where the shop is, and when it is open: at most two lines


@dataclass(frozen=True, slots=True)
class Sheet:
    """Printed cards to cut out, as PDF on a paper of `page.PAPERS_MM`; each has its QR text and its short code."""

    shop: str
    colour: str
    promise: str  # "10 stamps: Free coffee"
    line: str
    cards: tuple[tuple[str, str], ...]  # (qr, code)
    places: int = 0  # of a stamp card, drawn in a row; 0 for points
    emblem: Emblem = NO_EMBLEM
    place: tuple[str, ...] = ()  # as on a poster
    paper: str = "a4"


@dataclass(frozen=True, slots=True)
class Bar:
    """How high a bar is, and the same as it is written above it; how high the one of the time before is, beside it."""

    label: str
    n: int
    value: str
    before: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """An owner's week in one picture: figures on top, visits by day below, busiest hours at the foot."""

    shop: str
    colour: str
    title: str
    figures: tuple[tuple[str, str], ...]  # (label, value): at most six
    days_title: str
    days: tuple[Bar, ...]  # seven
    days_legend: tuple[str, str]
    hours_title: str
    hours: tuple[int, ...]  # 24 counts, from midnight


@dataclass(frozen=True, slots=True)
class CustomerCount:
    """How many customers are of a kind: `n`, and the same as it is written; how many came and went, and one thing to say of them."""

    name: str
    n: int
    value: str
    moved: str = ""  # "+3 −1"
    says: str = ""


@dataclass(frozen=True, slots=True)
class WaysChart:
    """How far begun cards of a programme are from the next reward."""

    title: str
    bars: tuple[Bar, ...]  # of cards, by what is to go


@dataclass(frozen=True, slots=True)
class CustomerChart:
    """A shop's customers in one picture: the matrix on top, the steps below it, the way to the next reward at the foot."""

    shop: str
    colour: str
    title: str
    columns: tuple[str, str]  # over the matrix: who comes seldom, who is loyal
    rows: tuple[str, ...]  # beside it: much and little is left; none where only loyalty is known
    quarters: tuple[CustomerCount, ...]  # row by row
    steps_title: str
    steps: tuple[CustomerCount, ...]
    next_step: str  # "" where nothing is to be done
    ways: tuple[WaysChart, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofPicture:
    """What a customer showed, or the owner of what was paid to a good cause: a photo as it is kept, whose `jpeg` is there to be sent."""

    proof_id: int
    of: Literal["task", "cause"] = "task"
    jpeg: bytes = field(default=b"", repr=False)


Picture = CardPicture | CodePicture | Poster | Sheet | Chart | CustomerChart | ProofPicture
