"""Are the tables in order? What they must hold as one body, whatever their numbers."""

import re
import tomllib

import pandas as pd
import pytest

from simulasi.data.load_tables import SHIPPED, Tables, shipped_tables
from simulasi.data.sources import FACT_COLUMNS, LICENCES, TABLES, licences_text
from simulasi.scenario.find import PROJECT

REGIONS = ["paser", "kubar", "kukar", "kutim", "berau", "ppu", "mahulu", "balikpapan", "samarinda", "bontang", "ikn"]
OUTCOMES = [
    "grdp_province_industry",
    "grdp_province_subsector",
    "grdp_province_quarter",
    "grdp_region",
    "grdp_growth",
    "grdp_per_capita",
    "grdp_expenditure",
    "industry_facts",
    "population",
    "employment",
    "labour",
    "agriculture",
    "investment",
    "welfare",
    "consumption_shares",
    "validation_targets",
    "trade_patterns",
]
FITS = {"own-fit-2026-11-angkutan", "own-fit-2026-11-lalu-lintas"}
KEPT_SOURCES = FITS | {"permintaan-perencana", "bps-sakernas", "blanchflower-oswald-1994", "pwt-10", "ikn-workers-2023"}
KEPT_SOURCES |= {"cnbc-indonesia-tarif-listrik-2021"}  # named in the notes of scenarios
FORBIDDEN = re.compile(r"github|kaggle|gadm|mirror|/work|scribd|123dok", re.IGNORECASE)


@pytest.fixture(scope="module")
def tables() -> Tables:
    return shipped_tables()


def industries_missing(parts: pd.DataFrame, *, letters: set[str]) -> set[str]:
    return letters - {code.split(".")[0] for code in parts["subsector"]}


def latest_year(frame: pd.DataFrame) -> int:
    when = frame["year" if "year" in frame else "period"].astype(str)
    return int(when.str.findall(r"20\d\d").explode().dropna().astype(int).max())


def regions_unknown(frame: pd.DataFrame, known: set[str]) -> set[str]:
    return set(frame["region"]) - known


def imbalance_of_2010(flows: pd.DataFrame) -> float:
    """Largest gap, million rupiah, between output and what is bought for it, or where it goes."""
    wide = flows.pivot_table(index="row", columns="column", values="value_million_rp", fill_value=0.0)
    numbers = [str(number) for number in range(1, 38)]
    sold = wide.reindex(index=numbers, fill_value=0.0)
    bought = wide.reindex(columns=numbers, fill_value=0.0).sum()
    final = ["households", "government", "fixed_capital", "inventories", "exports"]
    used = sold.reindex(columns=[*numbers, *final], fill_value=0.0).sum(axis=1) - sold["imports"]
    return float(max((bought - sold["output"]).abs().max(), (used - sold["output"]).abs().max()))


def test_every_table_ends_with_source_confidence_and_note(tables: Tables) -> None:
    wrong = [entry.name for entry in tables.register.tables if entry.columns[-3:] != FACT_COLUMNS]
    assert wrong == []


def test_every_fact_has_a_source_that_says_who_and_what(tables: Tables) -> None:
    sources = tables.register.sources.values()
    assert [source.id for source in sources if not (source.publisher and source.title and source.licence)] == []


def test_every_source_is_used(tables: Tables) -> None:
    used = set().union(*(set(frame["source_id"]) for frame in tables.frames.values()))
    for file in PROJECT.glob("*.toml"):
        used |= set(re.findall(r'^source +=.*?"(.+?)"', file.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(tables.register.sources) - used - KEPT_SOURCES == set()


def test_every_parameter_cites_a_source_of_the_register(tables: Tables) -> None:
    groups = tomllib.loads((SHIPPED / "parameters.toml").read_text(encoding="utf-8")).values()
    cited = {entry["source"] for group in groups for entry in group.values()}
    assert cited - set(tables.register.sources) == set()


def test_the_page_on_licences_is_made_from_the_register(tables: Tables) -> None:
    assert (SHIPPED / LICENCES).read_text(encoding="utf-8") == licences_text(tables.register)


def test_only_publishers_are_cited() -> None:
    files = [SHIPPED / "sources.toml", *sorted((SHIPPED / TABLES).glob("*.csv"))]
    assert [path.name for path in files if FORBIDDEN.search(path.read_text(encoding="utf-8"))] == []


def test_files_are_utf8_with_unix_ends_of_line() -> None:
    wrong = [path.name for path in (SHIPPED / TABLES).glob("*.csv") if b"\r" in path.read_bytes()]
    assert wrong == []


@pytest.mark.parametrize("name", OUTCOMES)
def test_outcomes_of_2024_and_later_are_kept_back(tables: Tables, name: str) -> None:
    assert latest_year(tables[name]) <= 2023


def test_an_outcome_of_2024_would_be_seen(tables: Tables) -> None:
    late = pd.concat([tables["industry_facts"], pd.DataFrame({"year": ["2024Q1"]})])
    assert latest_year(late) == 2024
    assert latest_year(tables["trade_patterns"].assign(period="Jan-Jun 2025")) == 2025


def test_regions_stand_in_their_order_and_their_codes_stay_text(tables: Tables) -> None:
    regions = tables["regions"].set_index("id")
    assert list(regions.index) == REGIONS
    assert regions.loc["kubar", "bps_code"] == "6402"
    assert regions.loc["kukar", "kemendagri_code"] == "64.02"
    assert regions.loc["ikn", "bps_region"] == "ppu"


def test_region_columns_hold_ids_only(tables: Tables) -> None:
    partners = set(tables["partners"]["id"])
    known = {*REGIONS, *partners, "kaltim", "indonesia"}
    for name in (*OUTCOMES, "industry_cells", "places", "hubs", "region_facts", "trend_growth"):
        if name != "validation_targets" and "region" in tables[name]:
            assert regions_unknown(tables[name], known) == set(), name
    assert regions_unknown(pd.DataFrame({"region": ["kubar", "Kutai Barat"]}), known) == {"Kutai Barat"}


def test_regions_and_partners_have_a_place_of_their_own(tables: Tables) -> None:
    region_of = tables["places"].set_index("id")["region"]
    for name in ("regions", "partners"):
        assert [row.id for row in tables[name].itertuples() if region_of[row.place] != row.id] == []


def test_sectors_agree_with_their_parts(tables: Tables) -> None:
    sectors = tables["sectors"]
    assert len(sectors) == 37
    assert set(tables["sector_subsectors"]["sector"]) == set(sectors["id"])
    goods = set(sectors.loc[sectors["cargo"] != "none", "id"])
    assert set(tables["value_per_tonne"]["sector"]) == goods
    assert goods == set(sectors.loc[sectors["holds_stock"] == 1, "id"])
    assert list(sectors.loc[sectors["mobile"] == 1, "id"]) == ["construction"]
    assert set(sectors["number_2010"]) == {str(number) for number in range(1, 37)}


def test_shares_of_every_subsector_sum_to_one_and_every_industry_has_its_sectors(tables: Tables) -> None:
    parts = tables["sector_subsectors"]
    assert parts.groupby("subsector")["share"].sum().to_numpy() == pytest.approx(1.0)
    industry = tables["grdp_province_industry"]
    letters = set(industry["industry"]) - {"total", "total_without_oil_gas"}
    assert industries_missing(parts, letters=letters) == set()
    assert industries_missing(parts[parts["subsector"] != "F"], letters=letters) == {"F"}


def test_the_sectors_make_the_whole_province(tables: Tables) -> None:
    known: dict[str, float] = {}
    for name, code in (("grdp_province_subsector", "subsector"), ("grdp_province_industry", "industry")):
        frame = tables[name]
        rows = frame[(frame["year"] == 2021) & (frame["basis"] == "adhb")]
        known |= dict(zip(rows[code], rows["value_bn_rp"], strict=True))
    parts = tables["sector_subsectors"]
    assert (parts["share"] * parts["subsector"].map(known)).sum() == pytest.approx(known["total"], rel=1e-6)


def test_quarters_and_industries_sum_to_their_totals(tables: Tables) -> None:
    year = tables["grdp_province_industry"].set_index(["year", "basis", "industry"])["value_bn_rp"]
    quarter = tables["grdp_province_quarter"].groupby(["year", "basis", "industry"])["value_bn_rp"].sum()
    assert (quarter / year).to_numpy() == pytest.approx(1.0, abs=2e-7)
    wide = tables["grdp_province_industry"].pivot_table(
        index=["year", "basis"], columns="industry", values="value_bn_rp"
    )
    letters = wide.drop(columns=["total", "total_without_oil_gas"])
    assert letters.sum(axis=1).to_numpy() == pytest.approx(wide["total"].to_numpy(), rel=1e-6)


def test_the_regions_sum_to_the_province(tables: Tables) -> None:
    frame = tables["grdp_region"]
    rank = frame["method"].map({"published": 0, "derived": 1, "reprint": 2})
    best = frame.assign(rank=rank).sort_values("rank").drop_duplicates(["region", "year", "basis"])
    wide = best.pivot_table(index=["basis", "year"], columns="region", values="value_bn_rp")
    ten = [region for region in REGIONS if region != "ikn"]
    # accounts of regions and province are compiled apart: up to 0.7 percent
    assert wide[ten].sum(axis=1).to_numpy() == pytest.approx(wide["kaltim"].to_numpy(), rel=1e-2)


def test_the_2010_table_balances(tables: Tables) -> None:
    flows = tables["io_2010_flows"]
    assert imbalance_of_2010(flows) < 1.0
    flows.loc[flows["row"] == "wages", "value_million_rp"] *= 1.01
    assert imbalance_of_2010(flows) > 1000.0


def test_irio_trade_with_each_province_sums_to_the_sectors(tables: Tables) -> None:
    trade = tables["irio_2016_trade"]
    sectors = tables["irio_2016_sectors"].set_index(["quantity", "irio_code"])["value_bn_rp"]
    for direction, quantity in (("in", "interprovince_imports"), ("out", "interprovince_exports")):
        by_code = trade[trade["direction"] == direction].groupby("irio_code")["value_bn_rp"].sum()
        both = pd.concat([by_code, sectors[quantity]], axis=1).fillna(0.0).to_numpy()
        assert both[:, 0] == pytest.approx(both[:, 1], rel=1e-2, abs=0.05)


def test_partners_divide_the_provinces_among_them(tables: Tables) -> None:
    provinces = set(tables["irio_2016_trade"]["province"])
    named = [name for text in tables["partners"]["irio_provinces"] for name in text.split("|") if name not in ("", "*")]
    assert len(named) == len(set(named))
    assert set(named) - provinces == set()


def test_construction_of_ppu_in_2021_is_the_published_one_taken_back_two_years(tables: Tables) -> None:
    industry = tables["grdp_province_industry"].set_index(["basis", "year", "industry"])["value_bn_rp"]
    price = {year: industry["adhb", year, "F"] / industry["adhk2010", year, "F"] for year in (2021, 2023)}
    region = tables["grdp_region"].set_index(["region", "basis", "year", "method"])["value_bn_rp"]
    later = 0.2514 * region["ppu", "adhb", 2023, "derived"] / price[2023]
    share = later / 2.1042 / 1.8992 * price[2021] / region["ppu", "adhb", 2021, "derived"]
    cells = tables["industry_cells"].set_index(["region", "industry"])["value"]
    assert cells["ppu", "F"] == pytest.approx(share, abs=5e-5)


def test_trend_growth_follows_from_grdp(tables: Tables) -> None:
    frame = tables["grdp_region"]
    exact = frame[(frame["basis"] == "adhk2010") & (frame["method"] == "published")]
    level = exact.set_index(["region", "year"])["value_bn_rp"]
    for row in tables["trend_growth"].itertuples():
        first, last = (int(year) for year in row.period.split("-"))
        rate = (level[row.region, last] / level[row.region, first]) ** (1 / (last - first)) - 1
        assert row.growth_rate == pytest.approx(rate, abs=1e-5)


def test_the_money_of_the_capital_is_all_there(tables: Tables) -> None:
    spending = tables["ikn_spending"]
    rows = spending[
        (spending["category"] == "apbn_realised") & spending["item"].str.startswith("state budget spending")
    ]
    found = {(row.period, row.value) for row in rows.itertuples()}
    assert {("2022", 5.5), ("2023", 27.0), ("2024", 43.3), ("2025", 4.9)} <= found
