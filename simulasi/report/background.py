"""A map that a user brings, GeoJSON in longitude and latitude, to be drawn pale below a network."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulasi.errors import Fault, TableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLLECTION, FEATURE = "FeatureCollection", "Feature"
LICENCES = ("licence", "license", "attribution")
"""Members of the file that may say its licence; the first that is there counts."""
LINE, SEVERAL_AREAS, SEVERAL = "LineString", "MultiPolygon", "GeometryCollection"
DRAWN = frozenset({LINE, "MultiLineString", "Polygon", SEVERAL_AREAS})
NOT_DRAWN = frozenset({"Point", "MultiPoint"})
MOST_TOLD = 5
"""Faults of features that are told at once."""
LARGEST = np.array([180.0, 90.0])


class Background(NamedTuple):
    """What is drawn below a network; points are (point, 2), longitude and latitude.

    areas : of each its outline and its holes
    lines : open lines
    name  : name of the file
    licence : as the file says it; empty when it says none
    """

    areas: tuple[tuple[np.ndarray, ...], ...]
    lines: tuple[np.ndarray, ...]
    name: str
    licence: str

    @property
    def credit(self) -> str:
        """What must stand with a picture: the licence, or at least where the map is from."""
        return self.licence or self.name


class _WrongError(ValueError):
    """What is wrong with a feature: the code of a fault and its value."""


def read_background(path: Path) -> Background:
    """Read a GeoJSON file; TableError says what is wrong with it."""
    document = _document(path)
    features = document.get("features") if isinstance(document, dict) else None
    kind = document.get("type") if isinstance(document, dict) else None
    if kind != COLLECTION or not isinstance(features, list):
        raise _fault("map_no_collection", path, value=str(kind or type(document).__name__))
    found: list[tuple[str, list[np.ndarray]]] = []
    faults: list[Fault] = []
    for number, feature in enumerate(features):
        try:
            found += _shapes(feature)
        except _WrongError as wrong:
            code, value = wrong.args
            faults.append(Fault(code, str(path), f"features[{number}]", value))
    if faults:
        raise TableError(islice(faults, MOST_TOLD))
    if not found:
        raise _fault("map_empty", path)
    areas = tuple(tuple(rings) for kind, rings in found if "Polygon" in kind)
    lines = tuple(line for kind, several in found if "Line" in kind for line in several)
    said = (document.get(name) for name in LICENCES)
    return Background(areas, lines, path.name, next((text.strip() for text in said if isinstance(text, str)), ""))


def check_covers(background: Background, low: np.ndarray, high: np.ndarray, *, file: Path) -> None:
    """Raise TableError for a map of another part of the world: no point of it lies where the network does.

    low, high : longitude and latitude of the corners of the network
    """
    points = np.concatenate([*(ring for area in background.areas for ring in area), *background.lines])
    first, last = points.min(axis=0), points.max(axis=0)
    if (last < low).any() or (first > high).any():
        span = {
            "west": f"{first[0]:.1f}",
            "east": f"{last[0]:.1f}",
            "south": f"{first[1]:.1f}",
            "north": f"{last[1]:.1f}",
        }
        raise _fault("map_elsewhere", file, **span)


def _document(path: Path) -> Any:  # noqa: ANN401 - whatever a JSON file holds
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise _fault("map_missing", path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise _fault("unreadable", path) from error
    except json.JSONDecodeError as error:
        raise _fault("map_syntax", path, line=str(error.lineno)) from error


def _shapes(feature: object) -> Iterator[tuple[str, list[np.ndarray]]]:
    """Yield kind and lines of points of all that a feature draws; one without a place has nothing to draw."""
    if not isinstance(feature, dict) or feature.get("type") != FEATURE:
        raise _WrongError("map_no_feature", "")
    if feature.get("geometry") is not None:
        yield from _drawn(feature["geometry"])


def _drawn(geometry: object) -> Iterator[tuple[str, list[np.ndarray]]]:
    kind = str(geometry.get("type")) if isinstance(geometry, dict) else type(geometry).__name__
    if not isinstance(geometry, dict) or kind not in DRAWN | NOT_DRAWN | {SEVERAL}:
        raise _WrongError("map_geometry_unknown", kind)
    if kind == SEVERAL:
        for part in geometry.get("geometries") or ():
            yield from _drawn(part)
    elif kind in DRAWN:
        nested = geometry.get("coordinates")
        parts = [[nested]] if kind == LINE else nested if kind == SEVERAL_AREAS else [nested]
        for part in _listed(parts, kind):
            yield kind, [_points(line, kind) for line in _listed(part, kind)]


def _listed(nested: object, kind: str) -> list[Any]:
    if not isinstance(nested, list):
        raise _WrongError("map_coordinates", kind)
    return nested


def _points(line: object, kind: str) -> np.ndarray:
    """Read the points of a line; heights are left out."""
    try:
        points = np.array([[float(point[0]), float(point[1])] for point in line])  # type: ignore[attr-defined]
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise _WrongError("map_coordinates", kind) from error
    if not len(points) or not np.isfinite(points).all():
        raise _WrongError("map_coordinates", kind)
    if (abs(points) > LARGEST).any():
        raise _WrongError("map_not_degrees", "{:g}, {:g}".format(*points[(abs(points) > LARGEST).any(axis=1)][0]))
    return points


def _fault(code: str, path: Path, *, value: str = "", **fields: str) -> TableError:
    return TableError([Fault(code, str(path), value=value, fields=fields)])
