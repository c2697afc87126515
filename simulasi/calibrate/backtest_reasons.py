"""Why the model misses, as far as it is known: looked up in a table with source and confidence, not in code.

The table lies here and not among those of the world: a reason that is worded anew makes no other world.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    from simulasi.calibrate.backtest_targets import Key

ANY, FILE = "*", "backtest_reasons.csv"


class Reason(NamedTuple):
    """Why a number is off.

    texts : by language
    """

    texts: dict[str, str]
    source: str
    confidence: str


@cache
def reasons() -> pd.DataFrame:
    """Return the table of reasons; ``*`` stands for any target, region or year, and the first row that fits counts.

    >>> reasons().columns[:3].tolist()
    ['target', 'region', 'year']
    """
    with resources.files("simulasi.calibrate").joinpath(FILE).open(encoding="utf-8") as file:
        return pd.read_csv(file, dtype=str, keep_default_na=False)


def reason_for(key: Key, table: pd.DataFrame) -> Reason | None:
    """Return the first reason of the table that fits a target; None where no reason is known.

    >>> import pandas as pd
    >>> from simulasi.calibrate.backtest_targets import Key
    >>> row = ["unemployment", "*", "*", "sebab", "why", "own-derivation", "derived"]
    >>> names = ["target", "region", "year", "reason_id", "reason_en", "source_id", "confidence"]
    >>> reason_for(Key("unemployment", "paser", 2022), pd.DataFrame([row], columns=names)).texts["en"]
    'why'
    """
    for row in table.itertuples():
        wanted = zip((row.target, row.region, str(row.year)), (key.target, key.region, str(key.year)), strict=True)
        if all(asked in {ANY, found} for asked, found in wanted):
            return Reason({"id": row.reason_id, "en": row.reason_en}, row.source_id, row.confidence)
    return None
