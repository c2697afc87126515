"""The shape of a scenario file: its keys and their types; the fields of interventions stand with each kind."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from simulasi.scenario.words import TOLD, AreaId, FirstOfMonth, SourceId, Trend, listed, one_of

SIGNS = ("+", "-")


class Part(BaseModel):
    """A part of a scenario file: frozen, no unknown key, no guessing of types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    @classmethod
    def file_keys(cls) -> tuple[str, ...]:
        """Keys that a file may write here.

        >>> Settings.file_keys()
        ('start', 'end', 'trend')
        """
        return tuple(field.alias or name for name, field in cls.model_fields.items())


class Settings(Part):
    """The settings of a run; what a file leaves out comes from its parent.

    start, end : first and last month, written as the first day of the month
    trend      : ``none``, or the years whose growth of real GRDP each region keeps
    """

    start: FirstOfMonth | None = None
    end: FirstOfMonth | None = None
    trend: Trend | None = None


class ExpectedEffect(Part):
    """What those who propose a scenario promise of it, before it is run.

    indicator : id of a yearly indicator of the results
    region    : a region, or an area that joins several
    sign      : ``+`` where it is to rise over the parent scenario, ``-`` where it is to fall
    year      : the year that is meant; where nothing is said, the year of the catalogue
    because   : the reason that they give
    source    : who promises it, an id of the register of sources

    >>> ExpectedEffect(indicator="grdp", region="kubar", sign="+", because="jalan", source="own").year is None
    True
    """

    indicator: Annotated[str, one_of(*TOLD), listed(TOLD)]
    region: AreaId
    sign: Annotated[str, one_of(*SIGNS), listed(SIGNS)]
    year: Annotated[int, Field(ge=2000, le=2199)] | None = None
    because: str
    source: SourceId


class Document(Part):
    """One scenario file as written.

    expects_effect : what is promised of this file alone; files that extend or include it do not take it over

    >>> Document(title="Jalan", extends="dasar").include
    ()
    """

    title: str
    summary: str = ""
    extends: str | None = None
    include: Annotated[tuple[str, ...], Field(strict=False)] = ()
    remove: Annotated[tuple[str, ...], Field(strict=False)] = ()
    settings: Settings = Settings()
    intervention: Annotated[tuple[dict[str, Any], ...], Field(strict=False)] = ()
    expects_effect: Annotated[tuple[ExpectedEffect, ...], Field(strict=False)] = ()
    change: dict[str, dict[str, Any]] = Field(default_factory=dict)
