"""Asking where a number comes from."""

import pytest

from simulasi.data.find_facts import find_facts
from simulasi.data.load_tables import Tables, shipped_tables
from simulasi.errors import TableError


@pytest.fixture(scope="module")
def tables() -> Tables:
    return shipped_tables()


def test_a_published_number_tells_value_unit_year_source_and_alternatives(tables: Tables) -> None:
    exact, rounded = find_facts("grdp_region.kubar.2021.adhk2010", tables)
    assert (exact.value, exact.unit, exact.year) == ("21509.219", "billion rupiah", "2021")
    assert (exact.source.publisher, exact.confidence) == ("BPS", "published-exact")
    assert exact.alternatives == (rounded.value,) == ("21500",)


def test_a_number_of_a_link_is_the_one_the_network_takes(tables: Tables) -> None:
    (fact,) = find_facts("link.tering-ujoh_bilang.road.distance_km", tables)
    assert (fact.value, fact.unit, fact.year) == ("145", "km", "2025")
    assert fact.note == "newest_published: August 2025"
    assert fact.alternatives == ("136",)
    (hours,) = find_facts("link.kota_bangun-melak.road.travel_time_h", tables)
    assert (hours.value, hours.source.id) == ("2.2", "bappeda-kaltim-2014")
    assert hours.note.startswith("from_trip: 2.2 h of 4.0 h")


def test_capacities_and_hours_back_are_facts_of_a_link_too(tables: Tables) -> None:
    facts = {fact.name.rpartition(".")[2]: fact for fact in find_facts("link.samarinda-melak.river", tables)}
    assert (facts["travel_time_back_h"].value, facts["travel_time_back_h"].unit) == ("17.3333", "hours")
    (ferry,) = find_facts("link.kariangau-penajam.ferry.capacity_t_month", tables)
    assert (ferry.value, ferry.unit) == ("184000", "tonnes a month")
    (road,) = find_facts("link.loa_janan-samarinda.road.capacity_pcu_h", tables)
    assert (road.value, road.unit) == ("2646.16", "passenger car units an hour")
    (yard,) = find_facts("terminals.kariangau.sea.storage_t", tables)
    assert (yard.value, yard.unit) == ("70800", "tonnes")


def test_fewer_keys_find_more_facts(tables: Tables) -> None:
    names = {fact.name for fact in find_facts("population.kubar.2021", tables)}
    assert "population.kubar.2021.bps_interim" in names
    assert len(names) > 1
    assert len(find_facts("regions", tables)) == 11


def test_a_fact_without_a_year_has_a_dash_for_it(tables: Tables) -> None:
    (trip,) = find_facts("trips.samarinda.tenggarong.samarinda-jongkang.road.-", tables)
    assert trip.value == "0.33"
    assert find_facts("road_capacities.national.4", tables)[-1].value == "8400"


@pytest.mark.parametrize("name", [entry.name for entry in shipped_tables().register.tables])
def test_every_table_tells_its_facts(tables: Tables, name: str) -> None:
    assert find_facts(name, tables)


def test_a_column_may_end_the_name(tables: Tables) -> None:
    (fact,) = find_facts("places.melak.latitude", tables)
    assert fact.value == "-0.237206"
    assert [fact.value for fact in find_facts("value_per_tonne.coal.low", tables)] == ["0.6"]


def test_a_table_of_words_answers_with_its_words(tables: Tables) -> None:
    (fact,) = find_facts("classifications.industry.F.name_id", tables)
    assert fact.value == "Konstruksi"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("grdp_regoin.kubar.2021", "grdp_region"),
        ("grdp_region.kubr.2021", "grdp_region.kubar.2021"),
        ("link.melak-sendwar.road.distance_km", "link.melak-sendawar.road.distance_km"),
        ("nothing_like_it", ""),
    ],
)
def test_an_unknown_name_is_reported_with_the_nearest(tables: Tables, name: str, near: str) -> None:
    with pytest.raises(TableError) as error:
        find_facts(name, tables)
    (fault,) = error.value.faults
    assert (fault.code, fault.value, fault.fields["nearest"]) == ("source_name_unknown", name, near)
