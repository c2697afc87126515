"""A calendar month, the clock of every run."""

from __future__ import annotations

from typing import NamedTuple


class Month(NamedTuple):
    """A calendar month; months are ordered and can be counted.

    >>> Month(2027, 1).after(14)
    Month(year=2028, month=3)
    >>> Month(2028, 3).since(Month(2027, 1))
    14
    """

    year: int
    month: int

    def after(self, months: int) -> Month:
        """Return the month that lies ``months`` later (earlier when negative)."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def since(self, start: Month) -> int:
        """Count the months from ``start`` to this month (negative when before it)."""
        return (self.year - start.year) * 12 + self.month - start.month

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
