"""Simulate many reports on a Dask cluster: sizes and measured costs in, a Markdown table out (docs/clusters.md).

Nothing is built. The costs were measured (docs/clusters.md); the rest follows from queues: one client, one scheduler,
and nodes that warm up, fetch the inputs, work, and sometimes die.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
from collections import deque
from dataclasses import dataclass, field

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Costs:
    """Seconds and bytes, as measured on one core of a slow machine (see docs/clusters.md)."""

    submit: float = 0.002
    """Client: pickle a job and hand it over."""
    receive: float = 0.0067
    """Client: take a result and write its files, manifest and record."""
    schedule: float = 0.0051
    """Scheduler: all messages of a job, half before it runs and half after."""
    warm: float = 3.0
    """Node: import what a row needs."""
    job_bytes: int = 5_000
    result_bytes: int = 80_000
    input_bytes: int = 2 * MEGABYTE
    """The workshop's folder, sent once to the scheduler and once to each worker of Dask."""
    link: float = 125 * MEGABYTE
    """Bytes a second of the network card of a node."""


@dataclass(frozen=True)
class Plan:
    """A run: how many reports of how many seconds, on how many nodes of how many cores; deaths a node and hour."""

    reports: int
    seconds: float
    nodes: int
    cores: int = 8
    deaths: float = 0.02
    away: float = 120.0
    """Seconds until a node that died is there again, cold."""


@dataclass
class Result:
    """What a run took."""

    wall: float = 0.0
    worked: float = 0.0
    client: float = 0.0
    scheduler: float = 0.0
    retried: int = 0
    died: int = 0
    done: set[int] = field(default_factory=set)


class Simulation:
    """A run as a queue of events; the client and the scheduler do one thing at a time."""

    def __init__(self, plan: Plan, costs: Costs, seed: int = 1) -> None:
        self.plan, self.costs, self.random = plan, costs, random.Random(seed)  # noqa: S311 (nothing secret)
        self.events: list[tuple[float, int, str, int, int]] = []
        self.ticks = 0
        self.free = {"client": 0.0, "scheduler": 0.0}
        self.waiting: deque[int] = deque()
        self.slots = dict.fromkeys(range(plan.nodes), 0)
        self.idle: deque[int] = deque()
        self.running: dict[int, dict[int, float]] = {node: {} for node in range(plan.nodes)}
        self.life = [0] * plan.nodes
        self.result = Result()
        self.next = 0

    def run(self) -> Result:
        plan, costs = self.plan, self.costs
        for node in range(plan.nodes):
            # Each node that has the inputs serves one more: they spread in rounds.
            rounds = math.floor(math.log2(node + 1)) + 1
            self.at(costs.warm + rounds * costs.input_bytes / costs.link, "up", node, 0)
        for _ in range(2 * plan.nodes * plan.cores + 2):
            self.submit(0.0)
        while self.events and len(self.result.done) < plan.reports:
            now, _, kind, one, other = heapq.heappop(self.events)
            getattr(self, kind)(now, one, other)
            self.result.wall = now
        return self.result

    def at(self, when: float, kind: str, one: int, other: int) -> None:
        self.ticks += 1
        heapq.heappush(self.events, (when, self.ticks, kind, one, other))

    def serve(self, server: str, now: float, seconds: float) -> float:
        """Return when a server that does one thing at a time is done."""
        self.free[server] = max(self.free[server], now) + seconds
        setattr(self.result, server, getattr(self.result, server) + seconds)
        return self.free[server]

    def submit(self, now: float) -> None:
        if self.next < self.plan.reports:
            handed = self.serve("client", now, self.costs.submit)
            self.at(self.serve("scheduler", handed, self.costs.schedule / 2), "ready", self.next, 0)
            self.next += 1

    def ready(self, now: float, job: int, _: int) -> None:
        self.waiting.append(job)
        self.start(now)

    def up(self, now: float, node: int, life: int) -> None:
        if life != self.life[node]:
            return
        self.slots[node] = self.plan.cores
        self.idle.extend([node] * self.plan.cores)
        if self.plan.deaths:
            self.at(now + self.random.expovariate(self.plan.deaths / 3600), "die", node, life)
        self.start(now)

    def start(self, now: float) -> None:
        while self.waiting and self.idle:
            node = self.idle.popleft()
            if not self.slots[node]:
                continue  # it died
            self.slots[node] -= 1
            job = self.waiting.popleft()
            took = self.plan.seconds * self.random.lognormvariate(-0.045, 0.3)
            self.running[node][job] = now + took
            self.at(now + took, "finish", node, job)

    def finish(self, now: float, node: int, job: int) -> None:
        if self.running[node].get(job) != now:
            return  # the node died
        del self.running[node][job]
        self.slots[node] += 1
        self.idle.append(node)
        self.result.worked += self.plan.seconds
        told = self.serve("scheduler", now, self.costs.schedule / 2)
        self.at(told, "receive", job, 0)
        self.start(now)

    def receive(self, now: float, job: int, _: int) -> None:
        done = self.serve("client", now, self.costs.receive)
        assert job not in self.result.done  # noqa: S101 (nothing is made twice)
        self.result.done.add(job)
        self.submit(done)

    def die(self, now: float, node: int, life: int) -> None:
        if life != self.life[node]:
            return
        self.life[node] += 1
        self.result.died += 1
        lost, self.running[node], self.slots[node] = self.running[node], {}, 0
        self.idle = deque(one for one in self.idle if one != node)
        self.result.retried += len(lost)
        for job in lost:
            self.at(self.serve("scheduler", now, self.costs.schedule / 2), "ready", job, 0)
        back = self.plan.away + self.costs.warm + self.costs.input_bytes / self.costs.link
        self.at(now + back, "up", node, self.life[node])


def main() -> None:
    """Print a line for each number of nodes and length of a report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--nodes", type=int, nargs="+", default=[1, 4, 10, 25, 100])
    parser.add_argument("--seconds", type=float, nargs="+", default=[0.3, 1.0, 10.0])
    parser.add_argument("--deaths", type=float, default=0.02, help="of a node in an hour")
    asked = parser.parse_args()
    costs = Costs()
    print("| s a report | nodes | reports/s | time | nodes busy | client | scheduler | sent, GB | made again |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for seconds in asked.seconds:
        for nodes in asked.nodes:
            plan = Plan(asked.reports, seconds, nodes, deaths=asked.deaths)
            print(row(plan, Simulation(plan, costs).run(), costs))


def row(plan: Plan, result: Result, costs: Costs) -> str:
    """Return a line of the table."""
    sent = (plan.nodes + 1) * costs.input_bytes + plan.reports * (costs.job_bytes + costs.result_bytes)
    minutes = result.wall / 60
    time = f"{minutes / 60:.1f} h" if minutes > 90 else f"{minutes:.0f} min"
    shares = (result.worked / plan.nodes / plan.cores, result.client, result.scheduler)
    busy = " | ".join(f"{min(100, 100 * share / result.wall):.0f} %" for share in shares)
    rate = len(result.done) / result.wall
    return f"| {plan.seconds:g} | {plan.nodes} | {rate:.0f} | {time} | {busy} | {sent / 1e9:.1f} | {result.retried} |"


if __name__ == "__main__":
    main()
