"""What each kind of customer is called: the phases, the quadrants, and the lists beside them."""

from collections.abc import Mapping

from loyalty.cards.ways import WaysBar, bar_of
from words.language import N_, Words

# The name of a list as its button has it: short, as a list has room for 24 letters.
NAMES: Mapping[str, str] = {
    "prospect": N_("🌱 Not here yet"),
    "first": N_("🌿 Came once"),
    "repeat": N_("🔁 Came again"),
    "regular": N_("⭐ Regulars"),
    "ambassador": N_("📣 Brought a friend"),
    "friend": N_("❤ True friends"),
    "butterfly": N_("🦋 Butterflies"),
    "barnacle": N_("🐚 Barnacles"),
    "stranger": N_("👋 Strangers"),
    "loyal": N_("🤝 Loyal"),
    "passing": N_("🚶 Passing by"),
    "top": N_("🏅 The top fifth"),
    "slipping": N_("⏳ Slipping away"),
}


def list_name(key: str, say: Words) -> str:
    """Name a list of customers."""
    bar = bar_of(key)
    if bar:
        return f"🎯 {bar_name(bar, say)}"
    return say.t(NAMES[key]) if key in NAMES else key


def bare_list_name(key: str, say: Words) -> str:
    """Name a list without its emoji, as it stands in a picture or a table."""
    return list_name(key, say).partition(" ")[2]


def bar_name(bar: WaysBar, say: Words) -> str:
    """Say how much is missing to the next reward."""
    if bar.by_places:
        return say.tn("{n} to go", "{n} to go", bar.left)
    return say.t("{share} of the way left", share=say.percent(100 * bar.left))
