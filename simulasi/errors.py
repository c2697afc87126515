"""Every way to be wrong, as data: a fault has a code and fields, never a sentence for planners.

    SimulasiError                 anything that the user can mend; the shell ends with code 2
    ├── ScenarioError             a scenario file, or several that do not fit together
    ├── TableError                a table or the register of sources: missing, altered, malformed
    ├── WorldError                tables that do not make a balanced world; an unknown or foreign world
    ├── ParameterError            an unknown parameter, or a value outside its range
    └── ResultError               a folder that cannot be written, an old format, results that do not match

The command line turns a fault into a sentence with ``say("fault." + fault.code, **fault.fields)``.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: what (``code``), where (``file``, ``key``) and which value.

    at : the line of the file, or the sheet and cell of a workbook, where that is known

    >>> print(Fault("unknown_place", file="jalan.toml", key="intervention[0].between[1]",
    ...             value="melk", fields={"nearest": "melak"}))
    jalan.toml, intervention[0].between[1] = melk: unknown_place (nearest: melak)
    """

    code: str
    file: str = ""
    key: str = ""
    value: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    at: str = ""

    @property
    def where(self) -> str:
        """File and key; an editor opens ``file:line`` at the line.

        >>> Fault("bad_date", "jalan.toml", "intervention[0].opens", at="9").where
        'jalan.toml:9, intervention[0].opens'
        """
        file = f"{self.file}:{self.at}" if self.at else self.file
        return ", ".join(part for part in (file, self.key) if part)

    def __str__(self) -> str:
        where = self.where
        value = f" = {self.value}" if self.value else ""
        more = ", ".join(f"{name}: {text}" for name, text in self.fields.items())
        return f"{where}{value}: {self.code}" + (f" ({more})" if more else "")


class SimulasiError(Exception):
    """Something the user can mend; carries all faults that were found, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[SimulasiError], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)  # so that another process may raise it


class ScenarioError(SimulasiError):
    """A scenario file is wrong, or several do not fit together."""


class TableError(SimulasiError):
    """A table or the register of sources is missing, altered or malformed."""


class WorldError(SimulasiError):
    """The tables do not make a balanced world, or a world does not fit its use."""


class ParameterError(SimulasiError):
    """A parameter is unknown or its value lies outside the published range."""


class ResultError(SimulasiError):
    """A result cannot be written, read or compared."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like ``word``, or an empty text when none is near.

    >>> nearest("melk", ["melak", "tering"])
    'melak'
    """
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""
