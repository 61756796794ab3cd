"""The largest or smallest value of a sum in a model of CP-SAT, and what is proved of it."""

from __future__ import annotations

from collections.abc import Mapping
from math import gcd
from typing import NamedTuple

from symcnn.errors import SymcnnError
from symcnn.grid.cpsat import Model
from symcnn.grid.linear import Linear


class Found(NamedTuple):
    """What the solver says: whether it is proved, the objective, its bound, and the numbers in the columns."""

    status: str  # optimal, feasible, impossible, unknown
    value: int
    bound: int
    columns: Mapping[str, int]


def optimum(model: Model, objective: Linear, largest: bool, seconds: float, effort: float | None = None) -> Found:
    """Find the largest or smallest value of a sum; `effort` bounds the work, independently of the machine.

    Raises SymcnnError for a model that the solver refuses.
    """
    divisor = gcd(*(c for _, c in objective.terms)) or 1
    ends = [(end - objective.constant) // divisor for end in (objective.low, objective.high)]
    reduced = Linear(tuple((v, c // divisor) for v, c in objective.terms), 0, *ends)
    goal = model.expression(reduced)
    model.model.maximize(goal) if largest else model.model.minimize(goal)
    fault = model.model.validate()
    if fault:
        raise SymcnnError("E505", f"the solver refuses the model: {fault.strip()}", None, "give narrower ranges")
    solver = model.cp.CpSolver()
    solver.parameters.num_workers = 1  # and a fixed seed: the same answer every time
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = seconds
    if effort is not None:
        solver.parameters.max_deterministic_time = effort
    status = STATUS[solver.solve(model.model)]
    if status == "impossible":
        return Found(status, 0, 0, {})
    inner = solver.response_proto.inner_objective_lower_bound  # an integer; of what is made small
    bound = min(-inner, reduced.high) if largest else max(inner, reduced.low)
    if status == "unknown":
        return Found(status, 0, bound * divisor + objective.constant, {})
    values = [solver.value(v) for v in model.variables]
    columns = {name: sum(c * values[v] for v, c in model.symbol(name).terms) for name in model.names}
    reached = sum(c * values[v] for v, c in reduced.terms)
    bound = reached if status == "optimal" else bound
    return Found(status, reached * divisor + objective.constant, bound * divisor + objective.constant, columns)


STATUS = {0: "unknown", 1: "unknown", 2: "feasible", 3: "impossible", 4: "optimal"}
