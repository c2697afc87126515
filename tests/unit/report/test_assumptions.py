"""Assumptions are told with the weakest first, and the badge stays as long as one remains."""

from made_up_case import ASSUMPTIONS, BASE, made_up_run

from simulasi.data.load_parameters import parameter_facts
from simulasi.report.assumptions import Assumption, are_calibrated, assumption_grid, assumptions_of, weakest_first
from simulasi.text.say import LANGUAGES, catalogue

CERTAIN = Assumption("investment.depreciation", 0.04, "1/year", 0.03, 0.06, "calibrated", "own")


def test_the_weakest_come_first_and_among_them_the_widest_range():
    wide = CERTAIN._replace(name="a.wide", confidence="assumption", low=0.0, high=1.0)
    narrow = CERTAIN._replace(name="a.narrow", confidence="assumption")
    assert [row.name for row in weakest_first([CERTAIN, narrow, wide])] == ["a.wide", "a.narrow", CERTAIN.name]


def test_parameters_are_calibrated_only_when_none_is_assumed():
    assert are_calibrated([CERTAIN])
    assert not are_calibrated([CERTAIN, *ASSUMPTIONS])
    assert not are_calibrated([])


def test_the_value_told_is_the_one_that_the_run_used(world):
    run = made_up_run(world, "dasar", BASE)
    run.story["parameters"] = {"trade.sigma_goods": 3.0}
    rows = {row.name: row for row in assumptions_of(run, parameter_facts())}
    assert rows["trade.sigma_goods"].value == 3.0
    assert set(rows) == set(parameter_facts())


def test_an_assumption_is_told_with_value_unit_range_and_confidence(case):
    row = assumption_grid(case, ASSUMPTIONS).rows[0]
    assert row == ("Keluwesan memilih asal barang", "4", "tanpa satuan", "2 sampai 8", "asumsi", "own-assumption")


def test_every_parameter_and_its_unit_have_words_in_both_languages():
    for lang in LANGUAGES:
        for fact in parameter_facts().values():
            assert f"report.parameters.{fact.name}" in catalogue(lang)
            assert f"report.parameter_units.{fact.unit}" in catalogue(lang)
