"""What a problem keeps of the questions that were asked."""

from symcnn.grid.axes import Grid
from symcnn.grid.intervals import Intervals
from symcnn.grid.problem import PLANS, Problem
from symcnn.grid.tape import Tape


def test_the_plans_of_the_last_questions_are_kept():
    tape, planned = Tape(), []
    problem = Problem(Grid((), {}), tape, Intervals(tape, {}), {}, {}, tape.constant(1))
    for question in [0, 0, *range(1, PLANS + 1), PLANS, 1, 0]:
        assert problem.planned(question, lambda q=question: planned.append(q) or -q) == -question
    assert planned == [*range(PLANS + 1), 0]
    problem.replaced().planned(1, lambda: planned.append(1))
    assert planned[-1] == 1
