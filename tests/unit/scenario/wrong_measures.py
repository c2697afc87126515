"""Broken files of policies, utilities, services, moves of officials and money: the code, its key, and the file."""

from small_world import (
    BORDER,
    PIPE,
    PLANT,
    SCHOOL,
    WAGE,
    border,
    child,
    document,
    pipe,
    plant,
    policy,
    road,
    school,
    town,
)

TAX = '{ sectors = ["machinery"], share = 0.02 }'
LOCAL = '{ suppliers = ["hulu", "hilir"], factor = 1.5 }'
NO_WAGE = {"minimum_wage_factor": ""}
WASTE = {"quantity_l_s": "", "tariff_rp_m3": "", "quantity_t_day": "300.0", "tariff_rp_t": "400000.0"}
DAM = {"from": "", "tariff_rp_m3": ""}
MOVED = {"officials": "{ 2023 = 100 }", "officials_place": '"hulu"'}
FIRST, SECOND = "intervention[0]", "intervention[1]"

POLICIES = [
    ("missing_key", f"{FIRST}.regions", policy(regions="")),
    ("wrong_type", f"{FIRST}.regions", policy(regions='"hulu"')),
    ("wrong_length", f"{FIRST}.regions", policy(regions="[]")),
    ("unknown_region", f"{FIRST}.regions[1]", policy(regions='["hulu", "hilr"]')),
    ("named_twice", f"{FIRST}.regions", policy(regions='["hulu", "kota", "hulu"]')),
    ("one_measure", f"{FIRST}.kind", policy(**NO_WAGE)),
    ("one_measure", f"{FIRST}.kind", policy(local_hire_share="0.5")),
    ("one_measure", f"{FIRST}.kind", policy(subsidy=TAX)),
    ("one_measure", f"{FIRST}.kind", policy(**NO_WAGE, tax=TAX, subsidy=TAX)),
    ("wrong_type", f"{FIRST}.minimum_wage_factor", policy(minimum_wage_factor='"1,2"')),
    ("out_of_range", f"{FIRST}.minimum_wage_factor", policy(minimum_wage_factor="12.0")),
    ("out_of_range", f"{FIRST}.local_hire_share", policy(**NO_WAGE, local_hire_share="50")),
    ("wrong_type", f"{FIRST}.local_hire_share", policy(**NO_WAGE, local_hire_share="true")),
    ("wrong_type", f"{FIRST}.local_content", policy(**NO_WAGE, local_content="1.5")),
    ("missing_key", f"{FIRST}.local_content.factor", policy(**NO_WAGE, local_content='{ suppliers = ["hulu"] }')),
    (
        "unknown_region",
        f"{FIRST}.local_content.suppliers[0]",
        policy(**NO_WAGE, local_content=LOCAL.replace('"hulu"', '"hlu"')),
    ),
    ("out_of_range", f"{FIRST}.local_content.factor", policy(**NO_WAGE, local_content=LOCAL.replace("1.5", "15"))),
    ("unknown_key", f"{FIRST}.tax.shre", policy(**NO_WAGE, tax=TAX.replace("share", "shre"))),
    ("unknown_sector", f"{FIRST}.tax.sectors[0]", policy(**NO_WAGE, tax=TAX.replace("machinery", "machinry"))),
    ("named_twice", f"{FIRST}.tax.sectors", policy(**NO_WAGE, tax=TAX.replace('"]', '", "machinery"]'))),
    ("out_of_range", f"{FIRST}.tax.share", policy(**NO_WAGE, tax=TAX.replace("0.02", "0.6"))),
    ("out_of_range", f"{FIRST}.subsidy.share", policy(**NO_WAGE, subsidy=TAX.replace("0.02", "0.0"))),
    ("bad_date", f"{FIRST}.opens", policy(opens="2023-01-15")),
    ("dates_reversed", f"{FIRST}.closes", policy(closes="2022-12-01")),
    ("same_target", f"{SECOND}.id", document(WAGE, WAGE, id='"upah-lain"', regions='["kota", "hulu"]')),
    (
        "same_target",
        f"{SECOND}.id",
        document({**WAGE, **NO_WAGE, "tax": TAX}, WAGE, id='"upah-subsidi"', **NO_WAGE, subsidy=TAX),
    ),
    (
        "same_target",
        f"{SECOND}.id",
        document({**WAGE, **NO_WAGE, "local_content": LOCAL}, WAGE, id='"upah-lain"', **NO_WAGE, local_content=LOCAL),
    ),
]
UTILITIES = [
    ("unknown_region", f"{FIRST}.from", pipe(**{"from": '"hlu"'})),
    ("missing_key", f"{FIRST}.to", pipe(to="")),
    ("unknown_region", f"{FIRST}.to", pipe(to='"hilr"')),
    ("same_region", f"{FIRST}.to", pipe(to='"hulu"')),
    ("no_shortage_known", f"{FIRST}.quantity_l_s", pipe(**DAM, to='"kota"')),
    ("wrong_type", f"{FIRST}.quantity_l_s", pipe(quantity_l_s='"1.000"')),
    ("out_of_range", f"{FIRST}.quantity_l_s", pipe(quantity_l_s="0")),
    ("water_or_waste", f"{FIRST}.kind", pipe(quantity_l_s="", tariff_rp_m3="")),
    ("water_or_waste", f"{FIRST}.kind", pipe(quantity_t_day="300.0")),
    ("missing_key", f"{FIRST}.tariff_rp_m3", pipe(tariff_rp_m3="")),
    ("nobody_is_paid", f"{FIRST}.tariff_rp_m3", pipe(**{"from": ""})),
    ("out_of_range", f"{FIRST}.tariff_rp_m3", pipe(tariff_rp_m3="-1.0")),
    ("out_of_range", f"{FIRST}.tax_share", pipe(tax_share="10")),
    ("does_not_apply", f"{FIRST}.tariff_rp_t", pipe(tariff_rp_t="400000.0")),
    ("does_not_apply", f"{FIRST}.tariff_rp_m3", pipe(**WASTE | {"tariff_rp_m3": "1000.0"})),
    ("does_not_apply", f"{FIRST}.tax_share", pipe(**WASTE, tax_share="0.1")),
    ("missing_key", f"{FIRST}.from", pipe(**WASTE | {"from": ""})),
    ("missing_key", f"{FIRST}.tariff_rp_t", pipe(**WASTE | {"tariff_rp_t": ""})),
    ("out_of_range", f"{FIRST}.quantity_t_day", pipe(**WASTE | {"quantity_t_day": "-3"})),
    ("out_of_range", f"{FIRST}.tariff_rp_t", pipe(**WASTE | {"tariff_rp_t": "-3"})),
    ("same_target", f"{SECOND}.id", document(PIPE, PIPE, id='"pipa-lain"')),
    ("same_target", f"{SECOND}.id", document({**PIPE, **DAM}, PIPE, id='"pipa-lain"', **DAM)),
]
SERVICES = [
    ("unknown_region", f"{FIRST}.provider", school(provider='"hlu"')),
    ("missing_key", f"{FIRST}.provider", school(provider="")),
    ("unknown_region", f"{FIRST}.users[0]", school(users='["hilr"]')),
    ("named_twice", f"{FIRST}.users", school(users='["hilir", "hilir"]')),
    ("same_region", f"{FIRST}.users", school(users='["hulu", "kota"]')),
    ("wrong_type", f"{FIRST}.places", school(places='"banyak"')),
    ("out_of_range", f"{FIRST}.places", school(places="0")),
    ("missing_key", f"{FIRST}.cost_million_rp_place_year", school(cost_million_rp_place_year="")),
    ("out_of_range", f"{FIRST}.cost_million_rp_place_year", school(cost_million_rp_place_year="-1")),
    ("more_than_is_bought", f"{FIRST}.cost_million_rp_place_year", school(places="3000.0")),
    ("out_of_range", f"{FIRST}.travel_saved_h", school(travel_saved_h="-1.0")),
    ("out_of_range", f"{FIRST}.trips_a_year", school(trips_a_year="2000")),
    ("same_target", f"{SECOND}.id", document(SCHOOL, SCHOOL, id='"sekolah-lain"', users='["kota"]')),
]
OFFICIALS = [
    ("missing_key", f"{FIRST}.officials_place", town(officials="{ 2023 = 100 }")),
    ("missing_key", f"{FIRST}.officials", town(officials_place='"hulu"')),
    ("unknown_region", f"{FIRST}.officials_place", town(**MOVED | {"officials_place": '"hul"'})),
    ("bad_year", f"{FIRST}.officials", town(**MOVED | {"officials": "{ later = 100 }"})),
    ("out_of_range", f"{FIRST}.officials.2023", town(**MOVED | {"officials": "{ 2023 = -100 }"})),
    ("wrong_type", f"{FIRST}.officials", town(**MOVED | {"officials": "100"})),
]
MONEY = [
    ("not_together", f"{FIRST}.investment_bn_rp", road(cost_bn_rp="100", investment_bn_rp="{ 2022 = 50 }")),
    ("bad_year", f"{FIRST}.investment_bn_rp", road(investment_bn_rp="{ 22 = 50 }")),
    ("bad_year", f"{FIRST}.investment_bn_rp", road(investment_bn_rp="{ later = 50 }")),
    ("out_of_range", f"{FIRST}.investment_bn_rp.2022", road(investment_bn_rp="{ 2022 = -50 }")),
    ("wrong_type", f"{FIRST}.investment_bn_rp", road(investment_bn_rp="50")),
    (
        "invests_after_closing",
        f"{FIRST}.investment_bn_rp.2025",
        road(investment_bn_rp="{ 2022 = 50, 2025 = 5 }", closes="2025-01-01"),
    ),
    ("out_of_range", f"{FIRST}.cost_bn_rp", road(cost_bn_rp="-1")),
    ("out_of_range", f"{FIRST}.upkeep_bn_rp_a_year", road(upkeep_bn_rp_a_year="-1")),
    ("wrong_type", f"{FIRST}.upkeep_bn_rp_a_year", road(upkeep_bn_rp_a_year='"35"')),
    ("unknown_payer", f"{FIRST}.payer", road(payer='"stat"')),
    ("unknown_payer", f"{FIRST}.payer.provinc", road(payer="{ provinc = 0.5, hulu = 0.5 }")),
    ("shares_not_one", f"{FIRST}.payer", road(payer="{ province = 0.5, hulu = 0.4 }")),
    ("wrong_type", f"{FIRST}.payer", road(payer="1")),
    ("unknown_region", f"{FIRST}.parties[1]", road(parties='["hulu", "hilr"]')),
    ("named_twice", f"{FIRST}.parties", road(parties='["hulu", "hulu"]')),
    ("unknown_word", f"{FIRST}.affair", road(parties='["hulu", "hilir"]', affair='"wajib"')),
    ("lone_party", f"{FIRST}.affair", road(parties='["hulu"]', affair='"mandatory"')),
    ("lone_party", f"{FIRST}.affair", road(affair='"voluntary"')),
]


def promise(**changes: str) -> str:
    """Write a file that promises growth of hulu; ``changes`` replace parts of the promise, or drop them when empty."""
    sound = {"indicator": '"grdp"', "region": '"hulu"', "sign": '"+"', "because": '"jalan"', "source": '"own"'}
    parts = ", ".join(f"{key} = {value}" for key, value in (sound | changes).items() if value)
    return child(f"expects_effect = [{{ {parts} }}]")


PROMISES = [
    ("unknown_word", "expects_effect[0].indicator", promise(indicator='"gdp"')),
    ("unknown_region", "expects_effect[0].region", promise(region='"hul"')),
    ("unknown_word", "expects_effect[0].sign", promise(sign='"naik"')),
    ("out_of_range", "expects_effect[0].year", promise(year="35")),
    ("missing_key", "expects_effect[0].because", promise(because="")),
    ("unknown_source", "expects_effect[0].source", promise(source='"owner"')),
    ("unknown_key", "expects_effect[0].yeer", promise(yeer="2035")),
    ("wrong_type", "expects_effect", child("[expects_effect]\nindicator = 'grdp'")),
]
BUILT = {"investment_bn_rp": "{ 2022 = 60 }", "payer": '"private"', "builds_with": "{ construction = 1.0 }"}
SHIFT = '{ from = "jawa", bn_rp_a_year = 36.0 }'
FACILITIES = [
    ("missing_key", f"{FIRST}.opens", plant(opens="")),
    ("unknown_region", f"{FIRST}.region", plant(region='"hilr"')),
    ("missing_key", f"{FIRST}.sectors", plant(sectors="")),
    ("unknown_sector", f"{FIRST}.sectors.machinry", plant(sectors="{ machinry = 1.0 }")),
    ("shares_not_one", f"{FIRST}.sectors", plant(sectors="{ machinery = 0.5 }")),
    ("not_made_here", f"{FIRST}.sectors.machinery", plant(region='"hulu"')),
    ("out_of_range", f"{FIRST}.capacity_bn_rp", plant(capacity_bn_rp="0")),
    ("out_of_range", f"{FIRST}.fills_in_years", plant(fills_in_years="-1")),
    ("missing_key", f"{FIRST}.fills_in_years", plant(fills_in_years="")),
    ("not_together", f"{FIRST}.fills_in_years", plant(phase_in_months="6")),
    ("out_of_range", f"{FIRST}.needs.raw_water_lps", plant(needs="{ raw_water_lps = -1 }")),
    ("out_of_range", f"{FIRST}.needs.workers", plant(needs="{ workers = -1 }")),
    ("unknown_key", f"{FIRST}.needs.power", plant(needs="{ power = 1 }")),
    ("missing_key", f"{FIRST}.needs.power_rp_kwh", plant(needs="{ power_mw = 1 }")),
    ("missing_key", f"{FIRST}.needs.power_mw", plant(needs="{ power_rp_kwh = 1000 }")),
    ("missing_key", f"{FIRST}.investment_bn_rp", plant(**BUILT | {"investment_bn_rp": ""})),
    ("missing_key", f"{FIRST}.payer", plant(**BUILT | {"payer": ""})),
    ("shares_not_one", f"{FIRST}.builds_with", plant(**BUILT | {"builds_with": "{ construction = 0.9 }"})),
    ("unknown_node", f"{FIRST}.replaces.from", plant(replaces=SHIFT.replace("jawa", "jwa"))),
    ("same_region", f"{FIRST}.replaces.from", plant(replaces=SHIFT.replace("jawa", "hilir"))),
    ("more_than_capacity", f"{FIRST}.replaces.bn_rp_a_year", plant(replaces=SHIFT.replace("36", "360"))),
    ("more_than_comes", f"{FIRST}.replaces.bn_rp_a_year", plant(replaces=SHIFT.replace("36", "120"))),
    ("unknown_key", f"{FIRST}.replaces.bn_rp", plant(replaces=SHIFT.replace(" }", ", bn_rp = 2 }"))),
    (
        "same_target",
        f"{SECOND}.id",
        document({**PLANT, "replaces": SHIFT}, PLANT, id='"pabrik-lain"', region='"kota"', replaces=SHIFT),
    ),
]
BARRIERS = [
    ("missing_key", f"{FIRST}.regions", border(regions="")),
    ("wrong_length", f"{FIRST}.regions", border(regions='["hulu"]')),
    ("unknown_region", f"{FIRST}.regions[1]", border(regions='["hulu", "kta"]')),
    ("named_twice", f"{FIRST}.regions", border(regions='["hulu", "hulu"]')),
    ("no_effect", f"{FIRST}.regions", border(goods_factor="")),
    ("no_effect", f"{FIRST}.regions", border(goods_factor="1.0")),
    ("out_of_range", f"{FIRST}.goods_factor", border(goods_factor="11.0")),
    ("out_of_range", f"{FIRST}.commuters_factor", border(commuters_factor="0.0")),
    ("wrong_type", f"{FIRST}.services_factor", border(services_factor='"2"')),
    ("same_target", f"{SECOND}.id", document(BORDER, BORDER, id='"zona"', regions='["kota", "hilir", "hulu"]')),
]
WRONG_MEASURES = [*FACILITIES, *BARRIERS, *POLICIES, *UTILITIES, *SERVICES, *OFFICIALS, *MONEY, *PROMISES]
