"""Check a draw yourself: python3 check_draw.py tickets.csv --seed S --commitment C (--prizes N | --one-in N).

It needs nothing but Python. The commitment is what /draw showed while the draw ran: keep your own copy of it. The list of
tickets and the seed are shown by /draw once the draw is over. A ticket is written as it is, with its hyphens.

- The SHA-256 of the seed must be the commitment: so the seed was there before any ticket, and was not changed since.
- Chance is the SHA-256 of "seed:ticket". Where winners are drawn, the lowest win. Where tickets are scratched, one wins
  if the rest of that number, divided by the N of "one in N", is 0.
"""

import argparse
import csv
import hashlib
import sys
from pathlib import Path


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def winners(seed: str, tickets: list[str], prizes: int) -> list[str]:
    """Return the tickets that win, the first prize first."""
    return sorted(set(tickets), key=lambda ticket: sha256(f"{seed}:{ticket}"))[:prizes]


def lucky(seed: str, tickets: list[str], one_in: int) -> list[str]:
    """Return the scratched tickets that win."""
    return sorted(ticket for ticket in set(tickets) if int(sha256(f"{seed}:{ticket}"), 16) % one_in == 0)


def read(path: str) -> list[str]:
    """Return the tickets of a file: the first cell of each line but the first, which is a heading."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return [row[0].strip() for row in csv.reader(file) if row and row[0].strip()][1:]


def main() -> None:
    """Check what was said of a draw, and list who wins."""
    asked = argparse.ArgumentParser(description="Check a draw of Stempel with nothing but Python.")
    asked.add_argument("tickets")
    asked.add_argument("--seed", required=True)
    asked.add_argument("--commitment", required=True)
    how = asked.add_mutually_exclusive_group(required=True)
    how.add_argument("--prizes", type=int)
    how.add_argument("--one-in", type=int)
    said = asked.parse_args()
    if sha256(said.seed) != said.commitment.strip().lower():
        sys.exit("This seed is not the one that was promised: its SHA-256 is another one.")
    tickets = read(said.tickets)
    listed = sha256("".join(f"{ticket}\n" for ticket in sorted(set(tickets))))
    won = winners(said.seed, tickets, said.prizes) if said.prizes else lucky(said.seed, tickets, said.one_in)
    found = [
        "The seed is the one that was promised.",
        f"{len(tickets)} tickets, SHA-256 of the list: {listed}",
        *(f"won: {ticket}" for ticket in won),
        *([] if won else ["No ticket wins."]),
    ]
    sys.stdout.write("\n".join(found) + "\n")


if __name__ == "__main__":
    main()
