"""The month of docs/model.md once more: region by region and pair by pair, in plain loops and plain numbers.

It is written from the page and shares no line with ``simulasi.model``. It is slow, and it is there to be read beside
the page: the array month must equal it. A number of a sector and a region stands at ``table[sector][region]``, one of
a pair at ``table[sector][origin][destination]``; the nodes are the regions, then the partners.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp, inf, log, sqrt
from types import SimpleNamespace

INPUTS, FINAL, INVESTORS, PROGRAMMES = CLASSES = range(4)
INDUSTRIES, OTHERS = USES = range(2)
CARGO = ("dry_bulk", "general", "container", "perishable", "liquid", "construction")
ADMINISTRATION = "O"
RP_PER_BILLION = 1e9


@dataclass
class Route:
    """One way between two nodes.

    share : part of what travels between them that takes it
    gates : numbers of the gates that it passes
    peak  : passenger car units in the peak hour that a unit a month brings, by number of the link
    """

    share: float
    gates: list
    peak: dict


@dataclass
class Way:
    """The network of a month.

    land, sea, loss, is_open : freight by sector and pair, shares of the producer value, and what spoils
    hours   : of people between regions, one way
    local   : part of the land freight that a zone earns: pairs of its region, and freight by sector and pair
    routes  : by class of traffic, origin and destination
    trips   : of people by pair, in the base year
    passing : what each gate passes in a month, tonnes; nothing in a month in which nobody has to wait
    wait_h  : hours of waiting at each gate that turned the routes, like ``passing``
    """

    land: list
    sea: list
    loss: list
    is_open: list
    hours: list
    local: list = field(default_factory=list)
    routes: dict = field(default_factory=dict)
    trips: list | None = None
    passing: list | None = None
    wait_h: list | None = None

    def tau(self, s, o, d):
        return self.land[s][o][d] + self.sea[s][o][d]


@dataclass
class Now:
    """What a month brings from outside."""

    way: Way
    growth: list
    people: list
    births: list
    officials: list
    arrivals: list
    minimum_wage: list
    local_hire: list
    tax: list
    water: list
    public: list
    payments: list
    drawn: list
    affinity: list
    commuting: list
    size: list
    built: list
    trend: list
    programme: list
    outside: list
    world_price: list
    numeraire: float


class Reference:
    """The constants of a run, and its month.

    accounts : names of docs/model.md, section 6, as plain lists
    kinds    : of each sector, with kbli, holds_stock, needs_inputs, is_resource, is_mobile, is_carrier, takes_price
    way      : freight in the base year
    p        : parameters, by group and name
    """

    def __init__(self, accounts, kinds, way, p):
        self.a, self.kinds, self.way, self.p = accounts, kinds, way, p
        self.sectors, self.regions = range(len(kinds)), range(len(accounts.output[0]))
        self.nodes = range(len(accounts.flows[0]))
        self.carrier = next(s for s in self.sectors if kinds[s].is_carrier)
        self.share = [[[self._share(s, o, d) for d in self.nodes] for o in self.nodes] for s in self.sectors]
        self.paid0 = [[self._paid_in_the_base(s, d) for d in self.nodes] for s in self.sectors]
        self._cargo()
        self._production()
        self._costs()
        self._work()
        self._households()
        self._capital()
        self._public_money()
        self._moves()
        self._water()

    # ------------------------------------------------------------------------------------------------ the base year

    def _share(self, s, o, d):
        bought = sum(self.a.flows[s][i][d] for i in self.nodes)
        return self.a.flows[s][o][d] / bought if bought > 0 else self.a.gravity[s][o][d]

    def _paid_in_the_base(self, s, d):
        """Price paid for a delivered unit when every producer price is 1 (eq. 7)."""
        weight = [self.share[s][o][d] if self.way.is_open[s][o][d] else 0.0 for o in self.nodes]
        cost = sum(weight[o] * (1 + self.way.tau(s, o, d)) for o in self.nodes)
        arriving = sum(weight[o] * (1 - self.way.loss[s][o][d]) for o in self.nodes)
        return cost / arriving if arriving else 1.0

    def _cargo(self):
        """Tonnes that are hauled for a billion rupiah: those whose freight the margins hold."""
        a = self.a
        self.is_carried = [kind.cargo in CARGO for kind in self.kinds]
        self.tonnes = [
            1000 * a.freight_scale[s] / a.value_per_tonne[s] if self.is_carried[s] else 0.0 for s in self.sectors
        ]

    def _production(self):
        a, p = self.a, self.p.production
        days = 365 / 12
        self.stock_months = [p.finished_stock_days / days if k.holds_stock else 0.0 for k in self.kinds]
        self.input_months = [p.input_stock_days / days if k.holds_stock else 0.0 for k in self.kinds]
        room = [1 + p.resource_slack if k.is_resource else 1 / p.target_utilisation for k in self.kinds]
        self.capacity0 = [[a.output[s][r] * room[s] for r in self.regions] for s in self.sectors]
        self.critical = [
            [
                i
                for i in self.sectors
                if self.kinds[i].holds_stock and a.recipe[i][s] > p.critical_coefficient and self.kinds[s].needs_inputs
            ]
            for s in self.sectors
        ]
        self.jobs_per_output = [
            [a.jobs[s][r] / a.output[s][r] if a.output[s][r] else 0.0 for r in self.regions] for s in self.sectors
        ]
        self.pay_per_job = [
            [a.wage[s] * a.output[s][r] / a.jobs[s][r] if a.jobs[s][r] else 0.0 for r in self.regions]
            for s in self.sectors
        ]

    def _costs(self):
        a = self.a
        self.markup, self.margin0, self.pressure0, self.is_made = [], [], [], []
        for s in self.sectors:
            cost = [self.unit_cost(s, [self.paid0[i][r] for i in self.sectors], 1.0) for r in self.regions]
            self.is_made.append([a.output[s][r] > 0 and cost[r] > 0 for r in self.regions])
            self.markup.append([1 / c - 1 if c else 0.0 for c in cost])
            self.margin0.append([1 - c for c in cost])
            self.pressure0.append([])
            for r in self.regions:
                stocked = (1 + self.stock_months[s]) * a.output[s][r]
                supply = stocked if self.stock_months[s] else self.capacity0[s][r]
                self.pressure0[s].append(a.output[s][r] / supply if supply else 0.0)

    def _work(self):
        """Who works where in the base year, and the least that is paid (eq. 10)."""
        a, p = self.a, self.p.labour
        self.jobs0 = [sum(a.jobs[s][r] for s in self.sectors) for r in self.regions]
        self.rate0 = [1 - self.jobs0[r] / a.labour_force[r] for r in self.regions]
        least = p.minimum_wage_rp / RP_PER_BILLION
        self.floor = [[min(1.0, least / pay) if pay else 0.0 for pay in row] for row in self.pay_per_job]
        pull = [[self._pull_of_work(home, place) for place in self.regions] for home in self.regions]
        size = [sqrt(jobs) for jobs in self.jobs0]
        for _ in range(100):
            met = [sum(pull[home][place] * size[place] for place in self.regions) for home in self.regions]
            size = [sqrt(size[r] * self.jobs0[r] / met[r]) if met[r] else 0.0 for r in self.regions]
        self.commuters = [[size[o] * pull[o][d] * size[d] for d in self.regions] for o in self.regions]
        for r in self.regions:
            self.commuters[r][r] += self.jobs0[r] - sum(self.commuters[r])
        # where a region has no administration, a civil servant makes what he makes in all regions together
        output, jobs = [sum(row) for row in a.output], [sum(row) for row in a.jobs]
        self.per_official = [
            [self._made_by_an_official(s, a.output[s][r], a.jobs[s][r], output[s], jobs[s]) for r in self.regions]
            for s in self.sectors
        ]

    def _pull_of_work(self, home, place):
        """How often a job is taken for its distance (eq. 10b)."""
        if home == place:
            return 1.0
        hours = (self.way.hours[home][place] + self.way.hours[place][home]) / 2
        return self.p.labour.commuting_abroad * exp(-self.p.labour.commuting_friction * hours)

    def _made_by_an_official(self, s, output, jobs, output_of_all, jobs_of_all):
        if self.kinds[s].kbli != ADMINISTRATION:
            return 0.0
        if jobs:
            return output / jobs
        return output_of_all / jobs_of_all if jobs_of_all else 0.0

    def _households(self):
        a, p = self.a, self.p.households
        poorest = [min(a.households[s][r] / a.population[r] for r in self.regions) for s in self.sectors]
        self.needs = [[p.subsistence_share * poorest[s] * a.population[r] for r in self.regions] for s in self.sectors]
        beyond = [
            [self.paid0[s][r] * (a.households[s][r] - self.needs[s][r]) for r in self.regions] for s in self.sectors
        ]
        total = [sum(beyond[s][r] for s in self.sectors) for r in self.regions]
        self.spare_share = [[beyond[s][r] / total[r] for r in self.regions] for s in self.sectors]
        paid = [sum(self.pay_per_job[s][r] * a.jobs[s][r] for s in self.sectors) for r in self.regions]
        a_head = [paid[r] / self.jobs0[r] if self.jobs0[r] else 0.0 for r in self.regions]
        wages = [sum(self.commuters[r][place] * a_head[place] for place in self.regions) for r in self.regions]
        surplus = [sum(self.margin0[s][r] * a.output[s][r] for s in self.sectors) for r in self.regions]
        self.income0 = [wages[r] + p.retained_surplus * surplus[r] for r in self.regions]
        spending = [sum(self.paid0[s][r] * a.households[s][r] for s in self.sectors) for r in self.regions]
        self.spent_share = sum(spending) / sum(self.income0)
        self.transfer = [spending[r] - self.spent_share * self.income0[r] for r in self.regions]

    def _capital(self):
        a, p = self.a, self.p.investment
        years = [
            [12 * max(0.0, (self.margin0[s][r] + a.wage[s]) * a.output[s][r]) for r in self.regions]
            for s in self.sectors
        ]
        capital = [[p.capital_output * value for value in row] for row in years]
        self.coefficient = [
            [capital[s][r] / self.capacity0[s][r] if self.capacity0[s][r] else 0.0 for r in self.regions]
            for s in self.sectors
        ]
        self.capital0 = [sum(capital[s][r] for s in self.sectors) for r in self.regions]
        self.wear = 1 - (1 - p.depreciation) ** (1 / 12)
        invested = sum(map(sum, a.investment))
        self.replaced = min(1.0, self.wear * sum(self.capital0) / invested) if invested else 0.0

    def _public_money(self):
        """What local taxes are raised on, and the revenue of the base year (eq. 15)."""
        a = self.a
        self.taxed = [
            [0.0 if self.kinds[s].is_resource else self.margin0[s][r] + a.wage[s] for r in self.regions]
            for s in self.sectors
        ]
        price = [[1.0] * len(self.regions) for _ in self.sectors]
        self.own0, self.shared0 = self.own_and_shared_revenue(a.output, price)
        bought = [sum(self.paid0[s][r] * a.government[s][r] for s in self.sectors) for r in self.regions]
        self.grant0 = [bought[r] - self.own0[r] - self.shared0[r] for r in self.regions]
        usual = [self.own0[r] + self.shared0[r] for r in self.regions]
        self.bought_of_revenue = [min(1.0, bought[r] / usual[r]) if usual[r] else 1.0 for r in self.regions]

    def own_and_shared_revenue(self, output, price):
        """Revenue of taxes and levies, and of coal, oil and gas, by region (eq. 15)."""
        p, people = self.p.public, self.a.population
        own, pool = [], []
        for r in self.regions:
            value = [output[s][r] * price[s][r] for s in self.sectors]
            own.append(p.local_tax * sum(self.taxed[s][r] * value[s] for s in self.sectors))
            pool.append(p.shared_revenue * sum(value[s] for s in self.sectors if self.kinds[s].takes_price))
        for_all = (1 - p.producer_share) * sum(pool)
        return own, [p.producer_share * pool[r] + for_all * people[r] / sum(people) for r in self.regions]

    def _moves(self):
        """Who moves in a usual month, between regions and with the rest of the country, which comes last (eq. 13)."""
        p, people, hours = self.p.migration, self.a.population, self.way.hours
        pull = [
            [
                0.0 if o == d else people[o] * people[d] * exp(-(hours[o][d] + hours[d][o]) / 2 / p.decay_h)
                for d in self.regions
            ]
            for o in self.regions
        ]
        total = sum(map(sum, pull))
        between = p.moves_between / 12 * sum(people) / total if total else 0.0
        outside = [p.moves_outside / 12 * people[r] for r in self.regions]
        self.usual_moves = [[between * pull[o][d] for d in self.regions] + [outside[o]] for o in self.regions]
        self.usual_moves.append([*outside, 0.0])

    def _water(self):
        """Who uses raw water, and what is served of it in the base year (eq. 16)."""
        self.uses_water = [kind.needs_inputs and not kind.is_resource for kind in self.kinds]
        self.served0 = [
            self.served(supply, need) for supply, need in zip(self.a.water_supply, self.a.water_need, strict=True)
        ]

    def served(self, supply, need):
        return min(1.0, supply / need) if need else 1.0

    def first(self):
        """The state of the base year."""
        a = self.a
        none = [[0.0] * len(self.regions) for _ in self.sectors]
        return SimpleNamespace(
            price=[[1.0] * len(self.regions) for _ in self.sectors],
            stock=[[self.stock_months[s] * a.output[s][r] for r in self.regions] for s in self.sectors],
            inputs=[
                [self.input_months[s] * self.inputs_for(s, [row[r] for row in a.output]) for r in self.regions]
                for s in self.sectors
            ],
            owed=none,
            expected=a.output,
            capacity=self.capacity0,
            building=none,
            jobs=a.jobs,
            wage=[1.0] * len(self.regions),
            income=[self.spent_share * value for value in self.income0],
            people=a.population,
            houses=a.population,
            rent=[1.0] * len(self.regions),
            public=[0.0] * len(self.regions),
            capital_orders=[0.0] * len(self.regions),
            backlog=[[[0.0] * len(self.regions) for _ in range(2)] for _ in self.sectors],
        )

    def inputs_for(self, i, output):
        return sum(self.a.recipe[i][s] * output[s] for s in self.sectors)

    def unit_cost(self, s, paid, wage, tax=0.0):
        return sum(self.a.recipe[i][s] * paid[i] for i in self.sectors) + self.a.wage[s] * wage + tax

    # ------------------------------------------------------------------------------------------------ the month

    def month(self, state, now):
        """Return the state after a month, and what happened in it."""
        regions = [Region(self, state, now, r) for r in self.regions]
        terms = [Terms(self, s, [region.price[s] for region in regions], now) for s in self.sectors]
        for region in regions:
            region.look(terms)
            region.plan()
        for region in regions:
            region.want()
        exports = [self.exports(terms[s], s, now) for s in self.sectors]
        sales = [None] * len(self.kinds)
        for goods in (True, False):
            for s in self.sectors:
                if self.kinds[s].holds_stock is goods:
                    sales[s] = terms[s].sell(regions, exports[s])
            if goods:
                for region in regions:
                    region.order_haulage(terms, sales)
        traffic = self.haul(state, now, terms, sales)
        for region in regions:
            region.close(sales, traffic.received)
        moved = self.people(regions, now)
        return self._joined(regions, traffic), self._ledger(regions, terms, sales, exports, traffic, moved)

    def people(self, regions, now):
        """Fill the jobs, pay residents and governments, and let people move; return who moved."""
        self.fill_jobs(regions, now)
        for region in regions:
            region.count_workers(regions)
        for region in regions:
            region.earn(regions)
        self.raise_revenue(regions, now)
        return self.move(regions)

    def fill_jobs(self, regions, now):
        """Let residents choose where to look for work, and fill the jobs there in two rounds (eq. 10b)."""
        looking = {}
        for home in self.regions:
            pull = [
                self.commuters[home][place] * self._reach(home, place, now)
                * regions[place].wage ** self.p.labour.commuting_elasticity
                for place in self.regions
            ]  # fmt: skip
            for place in self.regions:
                looking[home, place] = pull[place] / sum(pull) if sum(pull) else 0.0
        for region in regions:
            region.employed = [0.0 for _ in regions]
        asked = {}
        for place in self.regions:
            who_look = [regions[home].willing * looking[home, place] for home in self.regions]
            for home in self.regions:
                asked[home, place] = who_look[home] / sum(who_look) * regions[place].open if sum(who_look) else 0.0
        for home in self.regions:
            total = sum(asked[home, place] for place in self.regions)
            part = min(1.0, regions[home].most_at_work / total) if total else 1.0
            regions[home].employed = [part * asked[home, place] for place in self.regions]
        jobless = [max(0.0, region.most_at_work - sum(region.employed)) for region in regions]
        left = [max(0.0, regions[d].open - sum(region.employed[d] for region in regions)) for d in self.regions]
        for place in self.regions:
            who_look = [jobless[home] * looking[home, place] for home in self.regions]
            part = min(1.0, left[place] / sum(who_look)) if sum(who_look) else 0.0
            for home in self.regions:
                regions[home].employed[place] += part * who_look[home]
        self._fill_camps(regions, now)

    def _fill_camps(self, regions, now):
        """Let those without a job anywhere take what camps keep for them, by the week (eq. 10b)."""
        open_there = [regions[d].open - sum(region.employed[d] for region in regions) for d in self.regions]
        kept = [min(max(0.0, open_there[d]), regions[d].promised) for d in self.regions]
        offered = {}
        for home in self.regions:
            spare = max(0.0, regions[home].most_at_work - sum(regions[home].employed))
            near = [exp(-now.way.hours[home][d] / self.p.labour.camp_decay_h) for d in self.regions]
            total = sum(kept[d] * near[d] for d in self.regions)
            for place in self.regions:
                share = kept[place] * near[place] / total if total else 0.0
                offered[home, place] = spare * near[place] * share
        for place in self.regions:
            come = sum(offered[home, place] for home in self.regions)
            part = min(1.0, kept[place] / come) if come else 0.0
            for home in self.regions:
                regions[home].employed[place] += part * offered[home, place]

    def _reach(self, home, place, now):
        """Fall of commuting with the hours of today over that with the hours of the base year."""
        if home == place:
            return now.commuting[home][place]
        friction = self.p.labour.commuting_friction
        before = exp(-friction * self.way.hours[home][place])
        reach = exp(-friction * now.way.hours[home][place]) / before if before else 0.0
        return now.commuting[home][place] * reach

    def raise_revenue(self, regions, now):
        """Raise the revenue of governments, and let their spending follow it (eq. 15)."""
        p = self.p.public
        output = [[region.output[s] for region in regions] for s in self.sectors]
        price = [[region.price[s] for region in regions] for s in self.sectors]
        own, shared = self.own_and_shared_revenue(output, price)
        for r, region in enumerate(regions):
            scale = now.growth[r] * now.numeraire
            officials = sum(region.paid[s] * region.made_by_officials(s) for s in self.sectors)
            region.own_revenue, region.shared_revenue = own[r] + now.payments[r], shared[r]
            region.grant = scale * region.crowd / now.people[r] * self.grant0[r] + officials
            moved_here = sum(region.paid[s] * now.public[s][r] for s in self.sectors)
            found = region.own_revenue + region.levied - moved_here + region.shared_revenue
            above = found - scale * (self.own0[r] + self.shared0[r])
            aim = p.spent_share * self.bought_of_revenue[r] * above
            region.after["public"] = region.public + (aim - region.public) / p.delay_months

    def move(self, regions):
        """Let people move to where they are better off; return who moved, by origin and destination (eq. 13)."""
        p = self.p.migration
        value = [region.attraction for region in regions] + [0.0]
        crowd = [region.crowd / region.now.people[region.r] for region in regions] + [1.0]
        places = range(len(value))
        moved = [[0.0 for _ in places] for _ in places]
        for o in places:
            for d in places:
                factor = exp(p.income_elasticity / 2 * (value[d] - value[o]))
                factor = min(p.most, max(1 / p.most, factor))
                moved[o][d] = self.usual_moves[o][d] * sqrt(crowd[o] * crowd[d]) * factor
        for r, region in enumerate(regions):
            came, left = sum(row[r] for row in moved), sum(moved[r])
            region.after["people"] = region.now.births[r] * (region.people + came - left) + region.now.arrivals[r]
        return moved

    def exports(self, terms, s, now):
        """What partners want, by partner (eq. 5)."""
        wanted = []
        for d in self.nodes[len(self.regions) :]:
            base = sum(now.size[s][o] * self.a.flows[s][o][d] * (1 - self.way.loss[s][o][d]) for o in self.regions)
            relative = terms.paid[d] / (now.outside[s][d - len(self.regions)] * self.paid0[s][d])
            wanted.append(base * relative**-self.p.trade.export_elasticity)
        return wanted

    def haul(self, state, now, terms, sales):
        """Put on the routes what was shipped and what waited; what does not pass a gate waits (eq. 1)."""
        seen, queue = [0.0 for _ in state.volume], [0.0 for _ in state.queue]
        waiting, passed = state.waiting, {}
        asked = [0.0 for _ in state.queue]
        units = {(kind, o, d): self._units(kind, o, d, state, now, terms, sales) for kind, o, d in now.way.routes}
        for (kind, o, d), routes in now.way.routes.items():
            for route in routes:
                for gate in route.gates:
                    asked[gate] += route.share * units[kind, o, d] if kind != "people" else 0.0
        for (kind, o, d), routes in now.way.routes.items():
            passed[kind, o, d] = 0.0
            for route in routes:
                load, let_through = route.share * units[kind, o, d], 1.0
                if kind != "people" and now.way.passing:
                    parts = [self._open(now.way.passing[g], asked[g]) for g in route.gates]
                    let_through = min(parts)
                    tightest = [g for g, part in zip(route.gates, parts, strict=True) if part == let_through]
                    for gate in tightest:
                        queue[gate] += (1 - let_through) * load / len(tightest)
                passed[kind, o, d] += route.share * let_through
                for link, peak in route.peak.items():
                    seen[link] += peak * load * let_through
        if now.way.passing:
            waiting = [
                [[[self._left(s, use, o, d, passed, state, terms, sales) for d in self.nodes] for o in self.nodes]
                 for use in USES]
                for s in self.sectors
            ]  # fmt: skip
        return SimpleNamespace(
            volume=self._averaged(state.volume, seen),
            wait_h=self._averaged(state.wait_h, now.way.wait_h or state.wait_h),
            queue=queue,
            waiting=waiting,
            received=[[[self._received(s, use, r, state.waiting, waiting) for r in self.regions] for use in USES]
                      for s in self.sectors],
        )  # fmt: skip

    def _averaged(self, expected, seen):
        """Move what is expected towards what was seen."""
        speed = self.p.traffic.adjustment_speed
        return [before + speed * (now - before) for before, now in zip(expected, seen, strict=True)]

    def _open(self, passing, asked):
        """Part of what asks to pass a gate that does; what it has too much by a millionth passes, too."""
        return 1.0 if asked <= passing * (1 + 1e-6) else passing / asked

    def _units(self, kind, o, d, state, now, terms, sales):
        """Tonnes between two nodes that ask to pass, of people persons."""
        if kind == "people":
            crowd = [people / usual for people, usual in zip(state.people, self.a.population, strict=True)]
            return now.way.trips[o][d] * sqrt(crowd[o] * crowd[d])
        total = 0.0
        for s in self.sectors:
            if self.kinds[s].cargo == kind:
                # where something has to wait, what spoils is not counted among it
                shipped = sales[s].flows[o][d] * (terms[s].arriving(o, d) if now.way.passing else 1.0)
                waited = sum(state.waiting[s][use][o][d] for use in USES) if state.waiting else 0.0
                total += self.tonnes[s] * (shipped + waited)
        return total

    def _left(self, s, use, o, d, passed, state, terms, sales):
        """What waits between two nodes at the end of the month."""
        kind = self.kinds[s].cargo
        if o == d or not self.is_carried[s]:
            return 0.0
        shipped = sales[s].to_industries[o][d]
        if use == OTHERS:
            shipped = sales[s].flows[o][d] - shipped
        arriving = shipped * terms[s].arriving(o, d)
        return max(0.0, (1 - passed.get((kind, o, d), 0.0)) * (state.waiting[s][use][o][d] + arriving))

    def _received(self, s, use, r, before, after):
        return sum(before[s][use][o][r] - after[s][use][o][r] for o in self.nodes) if after else 0.0

    def _joined(self, regions, traffic):
        tables = ("price", "stock", "inputs", "owed", "expected", "capacity", "building", "jobs")
        after = {name: [[region.after[name][s] for region in regions] for s in self.sectors] for name in tables}
        for name in ("wage", "income", "people", "houses", "rent", "public", "capital_orders"):
            after[name] = [region.after[name] for region in regions]
        after["backlog"] = [
            [[region.after["backlog"][s][k] for region in regions] for k in range(2)] for s in self.sectors
        ]
        return SimpleNamespace(
            **after, volume=traffic.volume, wait_h=traffic.wait_h, queue=traffic.queue, waiting=traffic.waiting
        )

    def _ledger(self, regions, terms, sales, exports, traffic, moved):
        def table(name):
            return [[getattr(region, name)[s] for region in regions] for s in self.sectors]

        partners = range(len(self.nodes) - len(self.regions))
        wanted = [
            [
                [region.wanted[s][k] for region in regions] + [exports[s][i] if k == FINAL else 0.0 for i in partners]
                for k in CLASSES
            ]
            for s in self.sectors
        ]
        single = (
            "surplus", "wages", "unemployment", "employed", "elsewhere", "labour_force", "consumer_price", "carried",
            "own_revenue", "shared_revenue", "grant", "levied", "water_need", "water_served",
        )  # fmt: skip
        return SimpleNamespace(
            output=table("output"),
            used=table("used"),
            wanted=wanted,
            paid=[quoted.paid for quoted in terms],
            orders=[sold.orders for sold in sales],
            arrivals=[sold.arrivals for sold in sales],
            payments=[sold.payments for sold in sales],
            flows=[sold.flows for sold in sales],
            shipped=[[sum(row) for row in sold.flows] for sold in sales],
            received=traffic.received,
            moved=moved,
            public=table("bought_by_government"),
            water_allowed=table("allowed_by_water"),
            **{name: [getattr(region, name) for region in regions] for name in single},
        )


class Terms:
    """The market of one commodity in one month."""

    def __init__(self, base, s, prices, now):
        self.base, self.s, self.way, self.affinity = base, s, now.way, now.affinity[s]
        p, kind, output = base.p.trade, base.kinds[s], base.a.output[s]
        sigma = p.sigma_goods if kind.holds_stock else p.sigma_services
        made = sum(output)
        mean = sum(output[r] * (now.size[s][r] - now.built[s][r]) for r in base.regions) / made if made else 1.0
        self.price = prices + now.outside[s]
        size = now.size[s] + [mean] * len(now.outside[s])
        self.pull = [size[o] * self.price[o] ** -sigma for o in base.nodes]
        self.weight = [[self._weight(o, d, sigma) for d in base.nodes] for o in base.nodes]
        self.paid = [self._paid(d, now.numeraire) for d in base.nodes]

    def _weight(self, o, d, sigma):
        """Base share of an origin, by affinity and the change of freight; nothing where there is no way (eq. 6)."""
        if not self.way.is_open[self.s][o][d]:
            return 0.0
        change = (1 + self.way.tau(self.s, o, d)) / (1 + self.base.way.tau(self.s, o, d))
        return self.base.share[self.s][o][d] * self.affinity[o][d] * change**-sigma

    def arriving(self, o, d):
        return 1 - self.way.loss[self.s][o][d]

    def _paid(self, d, numeraire):
        """Price paid for a delivered unit (eq. 7)."""
        nodes, s = self.base.nodes, self.s
        volume = sum(self.pull[o] * self.weight[o][d] * self.arriving(o, d) for o in nodes)
        value = sum(self.pull[o] * self.price[o] * self.weight[o][d] * (1 + self.way.tau(s, o, d)) for o in nodes)
        return value / volume if volume else numeraire * self.base.paid0[s][d]

    def sell(self, regions, exports):
        """Sell to all buyers in two rounds (eq. 8)."""
        base, nodes = self.base, self.base.nodes
        outside = [[exports[i] if k == FINAL else 0.0 for i in range(len(exports))] for k in CLASSES]
        wanted = [[region.wanted[self.s][k] for region in regions] + outside[k] for k in CLASSES]
        supply = [region.supply[self.s] for region in regions] + [inf] * len(exports)
        orders, first = self._round(wanted, supply, self.pull)
        shipped = [sum(first[k][o][d] for k in CLASSES for d in nodes) for o in nodes]
        rest = [inf if supply[o] == inf else max(0.0, supply[o] - shipped[o]) for o in nodes]
        left = [1.0 if supply[o] == inf else rest[o] / supply[o] if supply[o] else 0.0 for o in nodes]
        missing = [
            [max(0.0, wanted[k][d] - self._arrived(first[k], d)) if k <= FINAL else 0.0 for d in nodes] for k in CLASSES
        ]
        _, second = self._round(missing, rest, [self.pull[o] * left[o] for o in nodes])
        flow = [[[first[k][o][d] + second[k][o][d] for d in nodes] for o in nodes] for k in CLASSES]
        price_there = [[self.price[o] * (1 + self.way.tau(self.s, o, d)) for d in nodes] for o in nodes]
        return SimpleNamespace(
            orders=[sum(orders[k][o][d] for k in CLASSES for d in nodes) for o in nodes],
            arrivals=[[self._arrived(flow[k], d) for d in nodes] for k in CLASSES],
            payments=[[sum(price_there[o][d] * flow[k][o][d] for o in nodes) for d in nodes] for k in CLASSES],
            flows=[[sum(flow[k][o][d] for k in CLASSES) for d in nodes] for o in base.nodes],
            to_industries=flow[INPUTS],
        )

    def _arrived(self, flow, d):
        return sum(flow[o][d] * self.arriving(o, d) for o in self.base.nodes)

    def _round(self, wanted, supply, pull):
        """Orders and deliveries of one round, by class, origin and destination."""
        nodes = self.base.nodes
        orders = [[[0.0 for _ in nodes] for _ in nodes] for _ in CLASSES]
        for d in nodes:
            reach = sum(pull[o] * self.weight[o][d] * self.arriving(o, d) for o in nodes)
            for k in CLASSES:
                for o in nodes:
                    orders[k][o][d] = wanted[k][d] / reach * pull[o] * self.weight[o][d] if reach else 0.0
        filled = [[[0.0 for _ in nodes] for _ in nodes] for _ in CLASSES]
        for o in nodes:
            available = supply[o]
            for k in CLASSES:
                asked = sum(orders[k][o])
                part = min(1.0, max(0.0, available) / asked) if asked else 1.0
                filled[k][o] = [part * order for order in orders[k][o]]
                available -= asked
        return orders, filled

    def land_freight(self, sold, r):
        """What carriers of a region earn on this commodity: half of each trip, or all where a partner is its end.

        What zones on the way earn comes off first.
        """
        earned, regions = 0.0, self.base.regions
        for o in self.base.nodes:
            for d in self.base.nodes:
                both = o in regions and d in regions
                paid_here = [(zone, freight[self.s][o][d]) for zone, freight in self.way.local]
                ends = self.way.land[self.s][o][d] - sum(part for _, part in paid_here)
                value = self.price[o] * ends * sold.flows[o][d]
                earned += sum(self.price[o] * part * sold.flows[o][d] for zone, part in paid_here if zone == r)
                if o == r:
                    earned += value / 2 if both else value
                if d == r:
                    earned += value / 2 if both else value
        return earned


class Region:
    """One region in one month: what it sees, decides and is left with."""

    def __init__(self, base, state, now, r):
        self.base, self.now, self.r = base, now, r
        tables = ("stock", "inputs", "owed", "expected", "capacity", "building", "jobs")
        for name in tables:
            setattr(self, name, [row[r] for row in getattr(state, name)])
        self.backlog = [[row[r] for row in by_class] for by_class in state.backlog]
        self.coming = [sum(row[r] for row in by_use[INDUSTRIES]) for by_use in state.waiting] or [0.0] * len(self.stock)
        for name in ("wage", "income", "people", "houses", "rent", "public", "capital_orders"):
            setattr(self, name, getattr(state, name)[r])
        self.crowd = self.people / base.a.population[r]
        self.price = [
            now.world_price[s] if base.kinds[s].takes_price and base.is_made[s][r] else state.price[s][r]
            for s in base.sectors
        ]
        self.after = {}

    def look(self, terms):
        """See the prices paid here, and what living costs."""
        base, r = self.base, self.r
        self.paid = [terms[s].paid[r] for s in base.sectors]
        basket = [row[r] for row in base.a.households]
        self.consumer_price = sum(basket[s] * self.paid[s] for s in base.sectors) / sum(
            basket[s] * base.paid0[s][r] for s in base.sectors
        )

    def plan(self):
        """Plan output (eq. 4), and find what critical inputs allow (eq. 9)."""
        base, r, p = self.base, self.r, self.base.p
        self.most, self.planned = [], []
        for s in base.sectors:
            per_output = base.jobs_per_output[s][r]
            staff = (1 + p.labour.overtime) * (self.jobs[s] / per_output) if per_output else inf
            most = self.capacity[s] if base.kinds[s].is_mobile else min(self.capacity[s], staff)
            gap = (base.stock_months[s] * self.expected[s] - self.stock[s]) / p.production.stock_adjustment_months
            self.most.append(most)
            self.planned.append(max(0.0, min(most, self.expected[s] + gap)))
        goods = [kind.holds_stock for kind in base.kinds]
        tried = [self.planned[s] if goods[s] else self.most[s] for s in base.sectors]
        allowed = []
        for s in base.sectors:
            allowed.append(1.0)
            for i in base.critical[s]:
                need = base.inputs_for(i, tried)
                allowed[s] = min(allowed[s], self.inputs[i] / need if need else 1.0)
        self.allowed_by_water = self._water()
        allowed = [allowed[s] * self.allowed_by_water[s] for s in base.sectors]
        self.made = [self.planned[s] * allowed[s] for s in base.sectors]
        self.supply = [self.stock[s] + self.made[s] if goods[s] else self.most[s] * allowed[s] for s in base.sectors]

    def _water(self):
        """Need for raw water, what is served of it, and what each industry can make of its plan (eq. 16)."""
        base, r, p = self.base, self.r, self.base.p.water
        users = [s for s in base.sectors if base.uses_water[s]]
        usual = sum(base.a.output[s][r] for s in users)
        makes = sum(self.planned[s] for s in users if base.a.output[s][r]) / usual if usual else 1.0
        self.water_need = base.a.water_need[r] * (p.household_share * self.crowd + (1 - p.household_share) * makes)
        self.water_need += self.now.drawn[r] if base.a.water_need[r] else 0.0
        self.water_served = base.served(self.now.water[r], self.water_need)
        lower = min(1.0, self.water_served / base.served0[r]) ** p.output_elasticity
        return [lower if base.uses_water[s] and base.a.output[s][r] else 1.0 for s in base.sectors]

    def want(self):
        """Order inputs for the plan, and gather what households, government, investors and programmes want (eq. 5)."""
        base, r, p, now = self.base, self.r, self.base.p, self.now
        consumed, investment = self._consumption(), self._investment()
        self.bought_by_government = self._government()
        self.wanted = []
        for s in base.sectors:
            use = base.inputs_for(s, self.planned)
            months = p.production.stock_adjustment_months if base.input_months[s] else 1.0
            gap = base.input_months[s] * use - (self.inputs[s] + self.coming[s] - self.owed[s])
            orders = max(0.0, use + gap / months)
            public = self.bought_by_government[s]
            programme = now.programme[s][r] / self.paid[s]
            self.wanted.append(
                [orders, consumed[s] + public, investment[s] + self.backlog[s][0], programme + self.backlog[s][1]]
            )

    def _consumption(self):
        base, r, now = self.base, self.r, self.now
        income = self.income + now.growth[r] * now.numeraire * self.crowd / now.people[r] * base.transfer[r]
        needs = [base.needs[s][r] * self.crowd for s in base.sectors]
        cost = sum(self.paid[s] * needs[s] for s in base.sectors)
        met = max(0.0, min(1.0, income / cost)) if cost else 1.0
        spare = max(0.0, income - cost)
        return [needs[s] * met + base.spare_share[s][r] * spare / self.paid[s] for s in base.sectors]

    def made_by_officials(self, s):
        """What civil servants make who were moved here; like all, they make more from year to year."""
        now, r = self.now, self.r
        return self.base.per_official[s][r] * now.officials[r] * now.growth[r] / now.people[r]

    def made_by_newcomers(self, s):
        """What the civil servants make who come until the next month: they come with their posts."""
        now, r = self.now, self.r
        come = now.arrivals[r] / self.base.p.migration.household
        return self.base.per_official[s][r] * come * now.growth[r] / now.people[r]

    def _government(self):
        base, r, now = self.base, self.r, self.now
        usual = []
        for s in base.sectors:
            services = base.a.government[s][r] * now.growth[r] * self.crowd / now.people[r]
            usual.append(max(0.0, services + self.made_by_officials(s) + now.public[s][r]))
        cost = sum(self.paid[s] * usual[s] for s in base.sectors)
        extra = (1 - base.p.public.works_share) * self.public
        scale = max(0.0, 1 + (extra / cost if cost else 0.0))
        return [volume * scale for volume in usual]

    def _investment(self):
        base, r = self.base, self.r
        volumes = [row[r] for row in base.a.investment]
        present = sum(base.coefficient[s][r] * self.capacity[s] for s in base.sectors)
        worn = present / base.capital0[r] if base.capital0[r] else 1.0
        works = base.p.public.works_share * self.public / self.now.numeraire
        new = (self.capital_orders + works) / sum(volumes) if sum(volumes) else 0.0
        scale = (1 - base.replaced) * self.now.growth[r] + base.replaced * worn + new
        return [volume * max(0.0, scale) for volume in volumes]

    def order_haulage(self, terms, sales):
        """Carriers order the services that the freight on goods pays for (eq. 3)."""
        base = self.base
        goods = [s for s in base.sectors if base.kinds[s].holds_stock]
        self.carried = sum(terms[s].land_freight(sales[s], self.r) for s in goods) / self.paid[base.carrier]
        self.wanted[base.carrier][INPUTS] += self.carried

    def close(self, sales, received):
        """Count the month, and leave the state of the next."""
        base, r, p = self.base, self.r, self.base.p
        goods = [kind.holds_stock for kind in base.kinds]
        shipped = [sum(sales[s].flows[r]) for s in base.sectors]
        self.ordered = [sales[s].orders[r] for s in base.sectors]
        self.output = [self.made[s] if goods[s] else shipped[s] for s in base.sectors]
        self.used = [base.inputs_for(s, self.output) for s in base.sectors]
        self.used[base.carrier] += self.carried
        came = [sales[s].arrivals[INPUTS][r] + received[s][INDUSTRIES][r] for s in base.sectors]
        held = [self.inputs[s] - self.owed[s] + came[s] - self.used[s] for s in base.sectors]
        least = self.now.minimum_wage[r] * self.now.numeraire  # eq. 10a
        cover = p.labour.minimum_wage_cover
        self.paid_wage = [self.wage + cover * max(0.0, base.floor[s][r] * least - self.wage) for s in base.sectors]
        tax = [self.now.tax[s][r] * self.price[s] for s in base.sectors]
        self.cost = [base.unit_cost(s, self.paid, self.paid_wage[s], tax[s]) for s in base.sectors]
        speed = p.production.expectation_speed
        missed = [[max(0.0, self.wanted[s][k] - sales[s].arrivals[k][r]) for k in (2, 3)] for s in base.sectors]
        self.after |= {
            "stock": [max(0.0, self.supply[s] - shipped[s]) if goods[s] else self.stock[s] for s in base.sectors],
            "inputs": [max(0.0, value) for value in held],
            "owed": [max(0.0, -value) for value in held],
            "expected": [self.expected[s] + speed * (self.ordered[s] - self.expected[s]) for s in base.sectors],
            "backlog": missed,
        }
        self._hire()
        self._set_prices(goods)
        self._build()
        self.levied = sum(self.output[s] * tax[s] for s in base.sectors)
        value = sum(
            self.output[s] * (self.price[s] - self.cost[s] + base.a.wage[s] * self.paid_wage[s]) for s in base.sectors
        )
        self.surplus = value - self.wages

    def _hire(self):
        """Hire towards what output needs; count the jobs that are open to residents, and the residents (eq. 10)."""
        base, r, p, now = self.base, self.r, self.base.p.labour, self.now
        jobs, new = [], 0.0
        for s in base.sectors:
            need = base.jobs_per_output[s][r] * self.output[s]
            speed = 1.0 if base.kinds[s].is_mobile else p.hiring_speed
            jobs.append(self.jobs[s] + speed * (need - self.jobs[s]))
            if base.kinds[s].is_mobile:
                new += max(0.0, jobs[s] - base.a.jobs[s][r] * now.growth[r])
        productivity = now.growth[r] / now.people[r]
        self.promised = max(p.camp_local_share, now.local_hire[r]) * new / productivity
        self.in_camps = new / productivity - self.promised
        self.open = sum(jobs) / productivity - self.in_camps
        self.usual_force = base.a.labour_force[r] / base.a.population[r] * self.people
        self.willing = (1 - base.rate0[r]) * self.usual_force
        share, eta = 1 - min(p.least_unemployment, base.rate0[r]), p.participation_response
        self.most_at_work = share * (self.usual_force - eta * self.willing) / (1 - eta * share)
        self.wages = sum(self.paid_wage[s] * base.pay_per_job[s][r] * jobs[s] for s in base.sectors)
        self.after["jobs"] = [jobs[s] + self.made_by_newcomers(s) * base.jobs_per_output[s][r] for s in base.sectors]

    def count_workers(self, regions):
        """Count who works here and who of the residents does, and move the wage along the wage curve (eq. 10)."""
        base, p = self.base, self.base.p.labour
        come = sum(region.employed[self.r] for region in regions)
        self.elsewhere = self.in_camps + max(0.0, self.open - come)
        workers = come + self.elsewhere
        self.pay_a_head = self.wages / workers if workers else 0.0
        self.labour_force = self.usual_force + p.participation_response * (sum(self.employed) - self.willing)
        self.unemployment = 1 - sum(self.employed) / self.labour_force
        rate, normal = (max(p.least_unemployment, one) for one in (self.unemployment, base.rate0[self.r]))
        aim = self.consumer_price * (rate / normal) ** p.wage_curve
        self.after["wage"] = self.wage + p.wage_speed * (aim - self.wage)

    def _set_prices(self, goods):
        """Move prices by cost and scarcity (eq. 11)."""
        base, r, p = self.base, self.r, self.base.p.prices
        prices = []
        for s in base.sectors:
            limit = self.supply[s] if goods[s] else self.capacity[s]
            normal = base.pressure0[s][r]
            pressure = (self.ordered[s] / limit if limit else normal) - normal
            pressure = max(-p.pressure_limit, min(p.pressure_limit, pressure))
            aim = self.cost[s] * (1 + base.markup[s][r])
            price = self.price[s]
            if base.is_made[s][r] and not base.kinds[s].takes_price:
                price += p.cost_speed * (aim - price) + p.pressure_speed * price * pressure
            prices.append(price)
        self.after["price"] = prices

    def _build(self):
        """Order and finish capacity (eq. 12)."""
        base, r, p = self.base, self.r, self.base.p
        capacity, building, net = [], [], 0.0
        for s in base.sectors:
            kind, present = base.kinds[s], self.capacity[s]
            wanted = self.expected[s] / p.production.target_utilisation
            gap = p.investment.adjustment_speed * (wanted - present - self.building[s])
            margin = 1 - self.cost[s] / self.price[s]
            ratio = margin / base.margin0[s][r] if base.margin0[s][r] else 1.0
            ordered = max(0.0, min(1.0, ratio)) * gap if gap > 0 else max(gap, -base.wear * present)
            if kind.is_resource or kind.is_mobile:
                ordered = 0.0
            finished = self.building[s] / p.investment.delay_months
            if kind.is_mobile:
                aim = self.ordered[s] / p.production.target_utilisation
                capacity.append(present + (aim - present) / p.production.mobile_adjustment_months)
            else:
                capacity.append(present * self.now.trend[s][r] + finished + min(0.0, ordered))
            building.append(self.building[s] - finished + max(0.0, ordered))
            net += base.coefficient[s][r] * ordered
        for s in base.sectors:
            capacity[s] += self.made_by_newcomers(s) / p.production.target_utilisation
        self.after |= {"capacity": capacity, "building": building, "capital_orders": net}

    def earn(self, regions):
        """Income that can be spent next month, houses, rents, and what they make of life here (eq. 13, 14)."""
        base, r, p = self.base, self.r, self.base.p
        pay = sum(self.employed[region.r] * region.pay_a_head for region in regions)
        income = base.spent_share * (pay + p.households.retained_surplus * self.surplus)
        income += p.labour.camp_local_spending * self.pay_a_head * self.elsewhere
        seekers = self.people + p.housing.camp_share * self.elsewhere
        built = max((seekers - self.houses) / p.housing.building_months, -p.housing.wear * self.houses)
        aim = self.consumer_price * (seekers / self.houses) ** (1 / p.housing.supply_elasticity)
        rent = self.rent + p.housing.rent_speed * (aim - self.rent)
        houses = self.now.births[r] * (self.houses + built) + self.now.arrivals[r]
        self.after |= {"income": income, "houses": houses, "rent": rent}
        at_work = (1 - self.unemployment) / (1 - base.rate0[r])
        living = (1 - p.housing.spending_share) * log(self.consumer_price) + p.housing.spending_share * log(rent)
        self.attraction = log(at_work) + log(self.after["wage"]) - living
