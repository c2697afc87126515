"""The page as a browser shows it, on a telephone and on a projector, without a network."""

import re
import shutil
import subprocess

import matplotlib.image
import pytest
from made_up_case import ASSUMPTIONS, IKN, made_up_case, made_up_pair, made_up_record, made_up_swings

from simulasi.data.load_tables import shipped_tables
from simulasi.report.page import page

pytestmark = pytest.mark.browser
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND")
WIDTHS = (360, 1024)
MEASURE = """<script>
document.querySelectorAll('details').forEach(part => { part.open = true; });
const wide = [...document.querySelectorAll('main *, header *, footer *')].filter(
  part => part.getBoundingClientRect().right > innerWidth + 1
    && !part.closest('.scroll') && part.className !== 'heard');
const small = [...document.querySelectorAll('p, li, td, th, dd, dt, figcaption, summary')].filter(
  part => parseFloat(getComputedStyle(part).fontSize) < 12);
const letters = [...document.querySelectorAll('svg text')].map(part => part.getBoundingClientRect().height);
const shapes = [...document.querySelectorAll('svg path')].filter(part => part.getBoundingClientRect().width > 20);
document.title = [document.documentElement.scrollWidth, innerWidth, wide.length, small.length,
  Math.min(...letters), shapes.length].join(' ');
</script>"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A page with everything in it, in a file: a road, and the capital's programme."""
    path = tmp_path_factory.mktemp("halaman") / "page.html"
    case = made_up_case()
    capital = made_up_pair({}, {"ikn": IKN}, world=case.words.world)
    swings = {each.name: made_up_swings(each) for each in (case, capital)}
    text = page([case, capital], ASSUMPTIONS, shipped_tables().register.sources, swings=swings, record=made_up_record())
    path.write_text(text, encoding="utf-8")
    return path


def chromium(*arguments):
    answer = subprocess.run([CHROMIUM, *OPTIONS, *arguments], capture_output=True, text=True, check=True, timeout=120)  # noqa: S603
    return answer.stdout


@pytest.fixture(scope="module", params=WIDTHS)
def measured(request, file):
    """Width of the document and of the window, parts too wide, letters too small, least height of letters, shapes."""
    text = file.read_text(encoding="utf-8")
    without_policy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    probe = file.with_name(f"probe-{request.param}.html")
    probe.write_text(without_policy.replace("</body>", f"{MEASURE}</body>"), encoding="utf-8")
    dom = chromium(f"--window-size={request.param},900", "--dump-dom", probe.as_uri())
    return [float(number) for number in re.search(r"<title>([^<]*)</title>", dom)[1].split()]


@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
def test_nothing_stands_beyond_the_edge_of_the_screen(measured):
    document, window, wide, *_ = measured
    assert document <= window
    assert wide == 0


@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
def test_letters_are_large_enough_to_read(measured):
    _, _, _, small, letters, _ = measured
    assert small == 0
    assert letters >= 10


@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
def test_the_figures_are_drawn(measured):
    assert measured[-1] > 10


@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
@pytest.mark.parametrize("width", WIDTHS)
def test_the_screen_is_not_empty(file, width, tmp_path):
    picture = tmp_path / "layar.png"
    chromium(f"--window-size={width},3000", f"--screenshot={picture}", file.as_uri())
    seen = matplotlib.image.imread(picture)
    assert seen.shape[1] == width
    for part in (seen[:1000], seen[1000:2000], seen[2000:3000]):
        assert part.std() > 0.02
