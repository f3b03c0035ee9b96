"""How a shop looks, in chat: which colours and icons there are, how they are read, and a card as it would be."""

import re

from PIL import ImageColor

from actions.shop.open_shop import COLOURS
from bot.emblems import emblem_of
from bot.owner.questions import Suggestions
from bot.pictures import icons
from bot.pictures.colours import palette
from bot.pictures.specs import CardPicture, Mark
from bot.turn import Choice, Turn
from loyalty.cards.programme import Programme
from loyalty.names import fold_name
from loyalty.records import Shop

_WRITTEN = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")  # a colour, in hexadecimal digits
_IN_A_ROW = 5


def colours(turn: Turn) -> Suggestions:
    """Name the colours that are offered."""
    names = (
        turn.t("Green"), turn.t("Brick red"), turn.t("Blue"), turn.t("Violet"), turn.t("Teal"), turn.t("Brown"),
    )  # fmt: skip
    return list(zip(names, COLOURS, strict=True))


def colour_name(turn: Turn, value: str) -> str:
    """Say which colour it is."""
    return {colour: name for name, colour in colours(turn)}.get(value, value)


def read_colour(turn: Turn, text: str) -> str | None:
    """Read a colour as "#rrggbb": by a name that is offered, an English one of the web's, or its digits."""
    written = fold_name(text).strip()
    named = {fold_name(label): value for label, value in colours(turn)}
    digits = _WRITTEN.fullmatch(written)
    if written in named:
        return named[written]
    if digits:
        full = digits[1] if len(digits[1]) == 6 else "".join(2 * digit for digit in digits[1])
        return f"#{full}"
    name = written.replace(" ", "")
    # Not the map's own value: Pillow puts three numbers in its place once it has drawn with a name.
    return _digits(ImageColor.getrgb(name)) if name in ImageColor.colormap else None


def readable(colour: str) -> str:
    """Return the nearest colour on which letters can be read well: mostly the colour itself."""
    return _digits(palette(colour).card)


def _digits(colour: tuple[int, ...]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def icon_choices(turn: Turn) -> Suggestions:
    """List all icons that are offered, and last the plain check mark."""
    return [*((one, one) for sheet in icons.OFFERED for one in sheet), (turn.t("a check mark"), "")]


def icon_rows(turn: Turn, shop_id: int, page: int) -> tuple[tuple[Choice, ...], ...]:
    """Lay out one trade's icons as buttons, with a way to the next."""
    page %= len(icons.OFFERED)
    first = sum(map(len, icons.OFFERED[:page]))
    signs = [
        Choice(one, "shopset", f"{shop_id}:icon:{number}")
        for number, one in enumerate(icons.OFFERED[page], first)
    ]
    *_, (plain, _value) = found = icon_choices(turn)
    rows = [tuple(signs[start : start + _IN_A_ROW]) for start in range(0, len(signs), _IN_A_ROW)]
    more = Choice(turn.t("More icons"), "shopask", f"{shop_id}:icon:{page + 1}")
    return (*rows, (more, Choice(f"✓ {plain}", "shopset", f"{shop_id}:icon:{len(found) - 1}")))


def read_icon(text: str) -> str | None:
    """Read one emoji that can be drawn."""
    typed = text.strip()
    return typed if icons.can_draw(typed) else None


def preview(turn: Turn, shop: Shop, programme: Programme) -> CardPicture:
    """Describe a card of nobody's, half full, as the shop would look; its code is the poster's."""
    reward = programme.rewards[0]
    size = programme.places
    at = size or reward.at
    half = at // 2
    return CardPicture(
        shop=shop.name,
        colour=shop.colour,
        headline=turn.tn("{n} to go", "{n} to go", at - half),
        towards=reward.text,
        won=False,
        lines=(),
        size=size,
        filled=half,
        marks=tuple(Mark(one.at, one.text) for one in programme.rewards) if size else (),
        points="" if size else turn.words.counted(programme.unit, half),
        progress=half / at,
        qr=turn.links.join(shop),
        code="",
        hint=turn.t("A card as it would look"),
        emblem=emblem_of(shop),
        address=shop.address,
    )
