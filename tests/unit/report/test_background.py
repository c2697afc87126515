"""A user's map is read whole; each way to be wrong is one fault that names the file and the place."""

import json

import numpy as np
import pytest

from simulasi.errors import TableError
from simulasi.report.background import check_covers, read_background
from simulasi.text.say import say_fault

SQUARE = [[116.0, -1.0], [117.0, -1.0], [117.0, 0.0], [116.0, 0.0], [116.0, -1.0]]
HOLE = [[116.4, -0.6], [116.6, -0.6], [116.5, -0.4], [116.4, -0.6]]
LINE = [[115.0, 0.0, 12.5], [116.0, 1.0, 13.0]]


def feature(kind, coordinates):
    return {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": coordinates}}


def collection(*features, **members):
    return {"type": "FeatureCollection", "features": list(features), **members}


@pytest.fixture
def written(tmp_path):
    def write(document):
        file = tmp_path / "peta.geojson"
        file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        return file

    return write


def fault_of(file):
    with pytest.raises(TableError) as caught:
        read_background(file)
    return caught.value.faults


def test_areas_and_lines_of_every_kind_are_read(written):
    several = {"type": "GeometryCollection", "geometries": [feature("LineString", LINE)["geometry"]]}
    found = read_background(
        written(
            collection(
                feature("Polygon", [SQUARE, HOLE]),
                feature("MultiPolygon", [[SQUARE], [HOLE]]),
                feature("LineString", LINE),
                feature("MultiLineString", [LINE, LINE]),
                feature("Point", [116.0, 0.0]),
                {"type": "Feature", "properties": {}, "geometry": None},
                {"type": "Feature", "properties": {}, "geometry": several},
            )
        )
    )
    assert [len(rings) for rings in found.areas] == [2, 1, 1]
    assert len(found.lines) == 4
    assert found.lines[0].tolist() == [[115.0, 0.0], [116.0, 1.0]]


@pytest.mark.parametrize("member", ["licence", "license", "attribution"])
def test_the_licence_is_what_the_file_says(written, member):
    found = read_background(written(collection(feature("Polygon", [SQUARE]), **{member: " CC BY 4.0 "})))
    assert found.licence == found.credit == "CC BY 4.0"


def test_without_a_licence_the_name_of_the_file_stands_below(written):
    found = read_background(written(collection(feature("Polygon", [SQUARE]), license={"name": "?"})))
    assert (found.licence, found.credit) == ("", "peta.geojson")


FAULTS = {
    "map_syntax": "{\n'type': 1}",
    "map_no_collection": feature("Polygon", [SQUARE]),
    "map_no_feature": collection({"type": "Polygon"}),
    "map_geometry_unknown": collection(feature("Circle", [116.0, 0.0])),
    "map_coordinates": collection(feature("Polygon", [[116.0, 0.0], [117.0, 0.0]])),
    "map_not_degrees": collection(feature("LineString", [[512_345.0, 9_912_345.0], [512_400.0, 9_912_400.0]])),
    "map_empty": collection(feature("Point", [116.0, 0.0])),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_broken_file_is_one_fault_with_the_file(written, code):
    file = written(FAULTS[code])
    (fault,) = fault_of(file)
    assert fault.code == code
    for lang in ("id", "en"):
        assert say_fault(fault, lang=lang).startswith(str(file))


@pytest.mark.parametrize(
    "document",
    [
        "[1, 2]",
        {"type": "FeatureCollection", "features": {}},
        collection(feature("LineString", [])),
        collection(feature("LineString", [[116.0, "x"]])),
        collection(feature("LineString", [[float("inf"), 0.0]])),
        collection(feature("Polygon", None)),
        collection(feature("MultiPolygon", [SQUARE[0]])),
        collection({"type": "Feature", "geometry": 7}),
    ],
)
def test_other_broken_files_are_faults_too(written, document):
    assert all(fault.code.startswith("map_") for fault in fault_of(written(document)))


def test_a_wrong_feature_is_named_and_only_the_first_few_are(written):
    faults = fault_of(written(collection(feature("Polygon", [SQUARE]), *[feature("Circle", [])] * 9)))
    assert faults[0].key == "features[1]"
    assert len(faults) == 5


def test_a_file_that_is_not_there_or_no_text_is_a_fault(tmp_path):
    (fault,) = fault_of(tmp_path / "tidak-ada.geojson")
    assert fault.code == "map_missing"
    (tmp_path / "biner.geojson").write_bytes(b"\xff\xfe\x00")
    (fault,) = fault_of(tmp_path / "biner.geojson")
    assert fault.code == "unreadable"


def test_a_map_of_another_part_of_the_world_is_a_fault(written):
    file = written(collection(feature("Polygon", [SQUARE]), feature("LineString", LINE)))
    found = read_background(file)
    check_covers(found, np.array([116.5, -0.5]), np.array([118.0, 0.5]), file=file)
    with pytest.raises(TableError) as caught:
        check_covers(found, np.array([4.0, 50.0]), np.array([6.0, 52.0]), file=file)
    (fault,) = caught.value.faults
    assert fault.code == "map_elsewhere"
    assert fault.fields["east"] == "117.0"
    assert "117.0" in say_fault(fault)
