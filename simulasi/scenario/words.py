"""The values that a scenario file may hold: words that must be known, dates, shares.

A check names the code of its fault itself (``unknown_place``). What is known comes from the world,
which is handed over as the context of the validation; without a world only the form is checked.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Collection
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from simulasi.errors import nearest
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.month import Month
from simulasi.world.network import AIR, MODES, RIVER, SEA
from simulasi.world.world import World

CONFIDENCE = (
    "published-exact",
    "published-rounded",
    "secondary",
    "derived",
    "estimated",
    "calibrated",
    "assumption",
)
TRENDS = ("none", "2014-2019")
PAYERS = ("state", "province", "private")
"""Who pays, beside the regions; the region of the capital stands for its authority."""
AREAS = ("kaltim", "ppu_bps")
"""Areas that join regions: the province, and Penajam Paser Utara with the capital, as statistics count it."""
TOLD = (
    *("grdp", "grdp_per_head", "jobs", "population", "unemployment", "commuters", "commuters_in", "commuters_out"),
    *("purchases", "consumption", "consumer_price", "delivered_price", "own_revenue", "public_revenue", "shortage"),
    *("trade_inflow", "trade_outflow", "supply_links", "supply_diversity", "hinterland_share", "water_served"),
    *("dependence_jawa", "dependence_sulawesi", "hours_samarinda_general", "hours_balikpapan_general"),
    *("hours_samarinda_people", "cost_samarinda_general", "cost_balikpapan_general", "williamson", "theil"),
)
"""Indicators of a result that a scenario may state a promise about."""
SHARE_TOLERANCE = 1e-6


def fault(code: str, **fields: str) -> PydanticCustomError:
    """Build the fault ``code`` for a check to raise.

    Among the fields, ``at`` lengthens its key, ``instead`` replaces the last step of it, and ``value`` is what stands
    there.

    >>> fault("bad_year", year="20222").type
    'bad_year'
    """
    return PydanticCustomError(code, "see the text of this code", dict(fields))


def _known(code: str, words: Callable[[World], Collection[str]]) -> AfterValidator:
    def check(word: str, info: ValidationInfo) -> str:
        if info.context is None or word in (known := words(info.context)):
            return word
        raise fault(code, nearest=nearest(word, known), known=", ".join(sorted(known)))

    return AfterValidator(check)


def _one_of(code: str, words: Collection[str]) -> AfterValidator:
    def check(word: str) -> str:
        if word in words:
            return word
        raise fault(code, nearest=nearest(word, words), known=", ".join(words))

    return AfterValidator(check)


def one_of(*words: str) -> AfterValidator:
    """Accept only ``words``; another word is the fault ``unknown_word``."""
    return _one_of("unknown_word", words)


def _first_of_month(value: object) -> Month:
    if isinstance(value, Month):
        return value
    if type(value) is not dt.date or value.day != 1:
        raise fault("bad_date", likely=_likely_date(str(value)))
    return Month(value.year, value.month)


def _likely_date(text: str) -> str:
    """Return the first day of the month, or of the year, that a text begins with.

    >>> _likely_date("2027-05-17"), _likely_date("2027"), _likely_date("Mei 2027")
    ('2027-05-01', '2027-01-01', '')
    """
    found = re.match(r"((?:19|20|21)\d\d)(?:-(0[1-9]|1[0-2]))?(?!\d)", text)
    return f"{found[1]}-{found[2] or '01'}-01" if found else ""


def _year(*words: str) -> AfterValidator:
    """Accept a year as the key of a table; ``words`` may stand beside the years."""

    def check(year: str) -> str:
        if year not in words and not re.fullmatch(r"(19|20|21)\d\d", year):
            raise fault("bad_year", nearest=nearest(year, words))
        return year

    return AfterValidator(check)


def _two(ends: object) -> object:
    """Refuse what is no list of two."""
    if not isinstance(ends, list | tuple):
        raise fault("wrong_type", type="ends")
    if len(ends) != 2:  # noqa: PLR2004 - a link has two ends
        raise fault("wrong_length", min_length="2", actual_length=str(len(ends)))
    return ends


def _sum_to_one(table: dict[str, float]) -> dict[str, float]:
    check_sum(table.values())
    return table


def check_sum(shares: Collection[float]) -> None:
    """Raise the fault ``shares_not_one`` unless ``shares`` sum to 1."""
    if not math.isclose(total := math.fsum(shares), 1.0, abs_tol=SHARE_TOLERANCE):
        raise fault("shares_not_one", sum=f"{total:.6g}")


def _each_once(words: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a list that is empty or names something twice.

    An item that is wrong is told alone: a bound of the length itself would count only the sound ones.
    """
    if not words:
        raise fault("wrong_length", min_length="1", actual_length="0")
    for place, word in enumerate(words):
        if word in words[:place]:
            raise fault("named_twice", value=word)
    return words


def named_in_schema(words: str) -> WithJsonSchema:
    """Mark a text of the JSON Schema as one of the words of a world, which ``json_schema`` fills in."""
    return WithJsonSchema({"type": "string", WORDS: words})


def listed(words: Collection[str]) -> WithJsonSchema:
    """List the words of a text in the JSON Schema."""
    return WithJsonSchema({"type": "string", "enum": list(words)})


def _payer(value: object, info: ValidationInfo) -> object:
    """Turn the name of one payer into shares; a name that is not known is told as it stands."""
    if not isinstance(value, str):
        return value
    if info.context is not None and value not in (known := _payers(info.context)):
        raise fault("unknown_payer", nearest=nearest(value, known), known=", ".join(known))
    return {value: 1.0}


def _payers(world: World) -> tuple[str, ...]:
    return (*PAYERS, *world.region_ids)


LATER = "later"
ID_PATTERN = r"^[a-z0-9]+([-_][a-z0-9]+)*$"
WORDS = "x-words"

FirstOfMonth = Annotated[Month, PlainValidator(_first_of_month), WithJsonSchema({"type": "string", "format": "date"})]
Id = Annotated[str, Field(pattern=ID_PATTERN)]
NodeId = Annotated[
    str, _known("unknown_node", lambda world: (*world.region_ids, *world.partner_ids)), named_in_schema("nodes")
]
PlaceId = Annotated[str, _known("unknown_place", lambda world: world.network.places), named_in_schema("places")]
RegionId = Annotated[str, _known("unknown_region", lambda world: world.region_ids), named_in_schema("regions")]
SectorId = Annotated[str, _known("unknown_sector", lambda world: world.sector_ids), named_in_schema("sectors")]
SourceId = Annotated[str, _known("unknown_source", lambda world: world.source_ids), named_in_schema("sources")]
Confidence = Annotated[str, _one_of("unknown_confidence", CONFIDENCE), listed(CONFIDENCE)]
Mode = Annotated[str, _one_of("unknown_mode", MODES), listed(MODES)]
WaterOrAir = Annotated[str, _one_of("unknown_side", (RIVER, SEA, AIR)), listed((RIVER, SEA, AIR))]
TrafficClass = Annotated[str, _one_of("unknown_class", TRAFFIC_CLASSES), listed(TRAFFIC_CLASSES)]
Trend = Annotated[str, one_of(*TRENDS), listed(TRENDS)]

AreaId = Annotated[str, _known("unknown_region", lambda world: (*world.region_ids, *AREAS)), named_in_schema("areas")]
Ends = Annotated[tuple[PlaceId, PlaceId], Field(strict=False), BeforeValidator(_two)]
Classes = Annotated[tuple[TrafficClass, ...], Field(strict=False, min_length=1)]
Hours = Annotated[float, Field(ge=0.01, le=1000)]
TonnesAMonth = Annotated[float, Field(ge=0, le=1e9)]
Share = Annotated[float, Field(ge=0, le=1)]
Regions = Annotated[tuple[RegionId, ...], Field(strict=False), AfterValidator(_each_once)]
Sectors = Annotated[tuple[SectorId, ...], Field(strict=False), AfterValidator(_each_once)]
RegionShares = Annotated[dict[RegionId, Share], AfterValidator(_sum_to_one)]
SectorShares = Annotated[dict[SectorId, Share], AfterValidator(_sum_to_one)]
Year = Annotated[str, _year()]
YearOrLater = Annotated[str, _year(LATER)]
SharesByYear = dict[YearOrLater, Share]
Index = Annotated[float, Field(gt=0, le=100)]
IndexByYear = dict[YearOrLater, Index]
YearlyIndex = dict[Year, Index]
PersonsByYear = dict[Year, Annotated[float, Field(ge=0, le=10_000_000)]]
SpendingByYear = dict[Year, Annotated[float, Field(ge=0, le=10_000)]]
BnRpByYear = dict[Year, Annotated[float, Field(ge=0, le=1_000_000)]]
PayerShares = Annotated[
    dict[Annotated[str, _known("unknown_payer", _payers)], Share],
    AfterValidator(_sum_to_one),
    BeforeValidator(_payer, json_schema_input_type=str | dict[str, float]),
]
