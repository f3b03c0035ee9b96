"""When so few of a reward are left that its shop should know."""

_FEW = 3
_TENTH = 10


def runs_out(left: int, stock: int) -> bool:
    """Say whether what is left of a stock is nearly nothing: three, or a tenth of a large one."""
    return left <= max(min(_FEW, stock - 1), stock // _TENTH)
