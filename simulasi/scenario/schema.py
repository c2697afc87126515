"""The shape of a scenario file: its keys and their types; the fields of interventions stand with each kind."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from simulasi.scenario.words import FirstOfMonth, Trend


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


class Document(Part):
    """One scenario file as written.

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
    change: dict[str, dict[str, Any]] = Field(default_factory=dict)
