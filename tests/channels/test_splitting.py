"""A long text is cut where its reader would pause, and loses nothing."""

from hypothesis import given
from hypothesis import strategies as st

from channels.splitting import split, split_end

LINES = "\n".join(f"· 12 points for {n}\u00a0Ft" for n in range(100))


def test_a_line_stays_whole_where_it_can() -> None:
    beginning, rest = split(LINES, 300, 300)
    assert "\n".join([beginning, *rest]) == LINES


def test_an_amount_and_its_money_stay_together_in_a_long_line() -> None:
    beginning, rest = split("x" * 95 + " 1\u00a0000\u00a0Ft", 100)
    assert (beginning, rest) == ("x" * 95, ["1\u00a0000\u00a0Ft"])


def test_what_stands_above_buttons_is_the_end_of_a_text() -> None:
    before, end = split_end(LINES, 300)
    assert "\n".join([*before, end]) == LINES
    assert len(end) <= 300


@given(st.text("ab 🎂\n\u00a0", max_size=200), st.integers(2, 60))
def test_no_letter_is_lost_and_no_part_is_too_long(text: str, most: int) -> None:
    beginning, rest = split(text, most, most)
    before, end = split_end(text, most)
    for parts in ([beginning, *rest], [*before, end]):
        assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part.encode("utf-16-le")) <= 2 * most for part in (beginning, *rest, end))
