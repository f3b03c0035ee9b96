"""What becomes of packets on their way on this machine, by `iptables`: it wants root."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def dropped(port: int) -> Iterator[None]:
    """Let nothing pass to or from a port meanwhile, as where a cable is pulled."""
    with _rule("INPUT", "-p", "tcp", "-m", "multiport", "--ports", str(port), "-j", "DROP"):
        yield


@contextmanager
def led(port: int, *, to: int) -> Iterator[None]:
    """Let new connections to a port come to another one meanwhile, as where a name leads elsewhere."""
    with _rule(
        "OUTPUT", "-t", "nat", "-p", "tcp", "--dport", str(port), "-j", "REDIRECT", "--to-ports", str(to)
    ):
        yield


@contextmanager
def _rule(chain: str, *rule: str) -> Iterator[None]:
    subprocess.run(("iptables", "-I", chain, *rule), check=True)  # noqa: S603, S607 - our own
    try:
        yield
    finally:
        subprocess.run(("iptables", "-D", chain, *rule), check=True)  # noqa: S603, S607 - our own
