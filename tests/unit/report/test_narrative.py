"""Sentences say what the run says."""

from made_up_case import made_up_case

from simulasi.report.narrative import grdp_sentence, headlines, source_line

BLANK = "\N{NO-BREAK SPACE}"


def test_the_headline_tells_the_trip_the_region_the_province_and_the_count(case):
    trip, region, province, count = (sentence.replace(BLANK, " ") for sentence in headlines(case))
    assert "Tenggarong" in trip
    assert "8,0 jam" in trip
    assert "4,0 jam" in trip
    assert region.startswith("PDRB Kutai Barat pada 2035 bertambah Rp")
    assert "(+0,34 %)" in region
    assert province.startswith("PDRB Kalimantan Timur pada 2035 bertambah")
    assert count == (
        "PDRB 2035: 1 wilayah bertambah, 1 berkurang, 1 hampir tidak berubah (kurang dari 0,01 %), 8 tidak berbeda."
    )


def test_a_loss_is_told_as_a_loss(case):
    assert "berkurang Rp" in grdp_sentence(case, "paser")
    assert "tidak berbeda" in grdp_sentence(case, "bontang")


def test_a_share_too_small_to_plan_with_is_told_in_words_with_the_amount(case):
    sentence = grdp_sentence(case, "berau").replace(BLANK, " ")
    assert "berkurang Rp" in sentence
    assert "(kurang dari 0,01 %)" in sentence
    assert BLANK in grdp_sentence(case, "berau")


def test_a_sentence_about_several_runs_has_their_range(world):
    many = made_up_case(world=world, members=3)
    assert "; 80 persen kali jalan: Rp" in grdp_sentence(many, "kubar")
    assert "; 80 persen kali jalan: Rp" in grdp_sentence(many, "paser")
    assert "3 kali jalan" in source_line(many)


def test_a_scenario_without_effect_is_told_in_two_sentences(unchanged):
    assert headlines(unchanged) == (
        "PDRB Kalimantan Timur pada 2035 tidak berbeda dari skenario Dasar.",
        "PDRB 2035: 0 wilayah bertambah, 0 berkurang, 11 tidak berbeda.",
    )


def test_the_source_line_tells_how_the_numbers_were_made(case):
    line = source_line(case)
    for part in ("simulasi 0.1.0", "made-up-worl", "jalan", "dasar", "benih acak 1", "satu kali jalan"):
        assert part in line


def test_the_same_sentences_are_said_in_english(world):
    trip, region, *_ = headlines(made_up_case(world=world, lang="en"))
    assert "8.0 hours" in trip
    assert "higher (+0.34%) than under Dasar." in region
