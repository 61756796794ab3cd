"""Questions as they are put in haste: values that are none, divisions by 0, names with two meanings."""

import csv
import json
from fractions import Fraction

import pytest

import symcnn
from symcnn.cli.main import main
from symcnn.errors import SymcnnError
from symcnn.network import Network

NET = "conv(F,3) dense(10)"
AT = {"H": 9, "W": 9, "C": 1}
HERE = ["H=9", "W=9", "C=1"]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([0, 4], "F = 0 must be positive"),
        ([4, 0], "F = 0 must be positive"),
        ("0..4", "F = 0 must be positive"),
        (["1/2", 4], "F = 1/2 must be a whole number"),
        ([Fraction(4), Fraction(9, 2)], "F = 9/2 must be a whole number"),
        ("1,,2", "a value of F is missing"),
        ("1..", "a value of F is missing"),
        ("..4", "a value of F is missing"),
        ("1..9:-1", "negative step"),
    ],
)
def test_values_that_no_symbol_takes_are_told(values, message):
    questions = (
        lambda: symcnn.sweep(NET, F=values, **AT).rows(),
        lambda: symcnn.solve(NET, "params <= 10k", "F", F=values, **AT),
        lambda: symcnn.design(NET, maximize="params", F=values, **AT),
    )
    for question in questions:
        with pytest.raises(SymcnnError, match=message):
            question()


def test_zeros_and_fractions_are_values_where_the_text_says_so():
    text = "param p: nat = 0, a: rational = 1 conv(round(8*a),3,1,p) dense(10)"
    rows = symcnn.sweep(text, p=[0, 1], a=[Fraction(1, 2), 1], **AT).rows()
    assert [row["macs"] for row in rows] == [
        symcnn.parse(text)(p=p, a=a, **AT).macs for p in (0, 1) for a in (Fraction(1, 2), 1)
    ]


def test_what_follows_from_others_is_of_the_kind_of_its_symbol():
    expected = {h: symcnn.parse(NET, F=4, H=h, W=h // 2, C=1).params for h in range(6, 40, 2)}
    sweep = symcnn.sweep(NET, F=4, H="1..39", W="H/2", C=1)
    assert {row["H"]: row["params"] for row in sweep} == expected
    found = symcnn.solve(NET, "params <= 10k", "H", F=4, W="H/2", C=1)
    best = max(h for h, params in expected.items() if params <= 10_000)
    assert found.value == best
    assert f"H = {best + 2} gives params = {expected[best + 2]:,}" in str(found)
    assert symcnn.design(NET, where="params <= 10k", maximize="params", F=4, H="1..39", W="H/2", C=1).values == {
        "H": best
    }
    assert [str(c) for c in symcnn.parse(NET)(W="H/2").conditions] == ["H >= 6", "H % 2 == 0"]


def test_a_size_that_is_another_is_the_number_that_is_given_with_it():
    at_28 = symcnn.solve(NET, "params <= 1M", "F", H=28, W=28, C=1)
    assert symcnn.solve(NET, "params <= 1M", "F", H=28, W="H", C=1).solutions == at_28.solutions
    space = {"where": "params <= 100k", "maximize": "macs", "F": "1..99", "C": 1}
    assert symcnn.design(NET, H=28, W="H", **space) == symcnn.design(NET, H=28, W=28, **space)


def test_defaults_are_read_once_where_a_size_is_another(monkeypatch):
    made = []
    monkeypatch.setattr(Network, "__init__", counted(made, Network.__init__))
    net = symcnn.load("zoo:unet", d=1, f=4, W="H")
    assert len(made) <= 3
    monkeypatch.undo()
    assert net.report.example.total("macs") == symcnn.load("zoo:unet", d=1, f=4, C=1, K=1, H=256, W=256, p=1).macs


def counted(made, init):
    def counting(self, *arguments):
        made.append(arguments)
        assert len(made) < 20
        init(self, *arguments)

    return counting


CLAIMS = {
    "params/(F-4) > 400": lambda f, params: f != 4 and params / Fraction(f - 4) > 400,
    "not params/(F-4) > 400": lambda f, params: f != 4 and not params / Fraction(f - 4) > 400,
    "params/(4-F) >= -2000 and F != 5": lambda f, params: f != 4 and params / Fraction(4 - f) >= -2000 and f != 5,
    "max(params/(F-4), 100) <= 400": lambda f, params: f != 4 and max(params / Fraction(f - 4), 100) <= 400,
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_what_is_divided_by_0_does_not_hold_and_what_is_divided_by_less_turns(claim):
    params = {f: symcnn.parse(NET, F=f, **AT).params for f in range(1, 30)}
    expected = [f for f in params if CLAIMS[claim](f, params[f])]
    assert expected
    if "max" not in claim:
        sweep = symcnn.sweep(NET, F=range(1, 30), where=claim, **AT)
        assert [row["F"] for row in sweep] == expected
        assert sweep.left_out == {f"{claim.removeprefix('not ').split(' ')[0]}: no division by 0": 1}
        every = symcnn.solve(NET, claim, "F", want="every", F=range(1, 30), **AT)
        assert [one.value for one in every.solutions] == expected
    else:
        assert [row["F"] for row in symcnn.sweep(NET, F=range(5, 30), where=claim, **AT)] == [
            f for f in expected if f > 4
        ]


def test_a_quotient_has_no_value_where_it_divides_by_0():
    rows = symcnn.sweep(NET, quantity="params/(F-2)", F=[1, 2, 3], **AT).top(3, "params/(F-2)")
    assert [row["params/(F-2)"] for row in rows] == [1510, -510]


def test_a_name_with_two_meanings_is_asked_for():
    with pytest.raises(SymcnnError, match="is a quantity, and a symbol"):
        symcnn.sweep("conv(params,3)", params=[1, 2], **AT)
    with pytest.raises(SymcnnError, match="is a quantity, and a symbol"):
        symcnn.solve("conv(depth,3)", "depth <= 3", "depth", **AT)
    rows = symcnn.sweep("conv(depth,3)", quantity="params", depth=[1, 2], **AT).rows()
    assert [row["params"] for row in rows] == [10, 20]


def test_counts_are_whole_numbers_whatever_their_formula_looks_like():
    axes = {"d": [1, 2], "f": [4, 8], "C": 1, "K": 2, "H": 32, "W": "H"}
    net = symcnn.load("zoo:unet")
    frame = symcnn.sweep(net, **axes).to_pandas()
    expected = [net(d=d, f=f, C=1, K=2, H=32, W=32, p=1).params for d in (1, 2) for f in (4, 8)]
    assert (str(frame["params"].dtype), frame["params"].tolist()) == ("int64", expected)


def test_a_claim_with_one_sign_says_how_it_is_written():
    with pytest.raises(SymcnnError, match="write: F==3"):
        symcnn.sweep(NET, F=[1, 3], where="F=3", **AT)


def test_a_range_may_stand_in_a_list():
    assert [row["F"] for row in symcnn.sweep(NET, F=[9, "1..3", "2^(4..5)"], **AT)] == [9, 1, 2, 3, 16, 32]


@pytest.mark.parametrize("rows", [5, [{"F": 1}], None])
def test_values_of_a_wrong_type_are_refused(rows):
    with pytest.raises((TypeError, SymcnnError)):
        symcnn.sweep(NET, F=b"3", **AT)
    with pytest.raises((TypeError, SymcnnError)):
        symcnn.sweep(NET, rows, F={1: 2}, **AT)


@pytest.mark.parametrize("values", [3, [3, 4]])
def test_values_are_given_once(values):
    rows = {"F": [1, 2]}
    for question in (
        lambda: symcnn.sweep(NET, rows, F=values, **AT),
        lambda: symcnn.design(NET, rows, F=values, maximize="macs", **AT),
    ):
        with pytest.raises(SymcnnError, match="F has values in the configurations, and beside them"):
            question()


@pytest.mark.parametrize("number", [0, -1, "3", True])
def test_numbers_of_rows_and_bins_are_whole_from_1(number):
    sweep = symcnn.sweep(NET, F="1..9", **AT)
    for question in (
        lambda: sweep.top(number),
        lambda: sweep.histogram("macs", number),
        lambda: symcnn.solve(NET, "params > 3", "F", want="every", limit=number, F="1..9", **AT),
    ):
        with pytest.raises(SymcnnError, match="is no number of them"):
            question()


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_a_search_takes_time(seconds):
    with pytest.raises(SymcnnError, match="finds nothing"):
        symcnn.design(NET, maximize="macs", F="1..9", time=seconds, **AT)


def test_claims_may_be_several():
    assert symcnn.sweep(NET, F="1..9", where=["params > 1k", "F < 5"], **AT).count() == 3
    found = symcnn.solve(NET, "params <= 5k, macs < 3k", "F", **AT)
    assert found.value == 3  # 1,510 and 2,793; with 4 filters there are 3,724 MACs
    with pytest.raises(SymcnnError, match="nothing is claimed"):
        symcnn.solve(NET, "", "F", **AT)


# --------------------------------------------------------------- on a command line


def test_a_claim_of_solve_with_one_sign_says_how_it_is_written(capsys):
    assert main(["solve", NET, "params=5000", "--for", "F", *HERE]) != 0
    assert "a claim compares: params==5000" in capsys.readouterr().err


def test_chosen_rows_are_written_to_a_file(tmp_path, capsys):
    path = tmp_path / "best.csv"
    assert main(["sweep", NET, "F=1..9", *HERE, "--top", "2", "--out", str(path)]) == 0
    with path.open() as file:
        assert [row["F"] for row in csv.DictReader(file)] == ["9", "8"]
    assert "2 rows" in capsys.readouterr().out


@pytest.mark.parametrize("more", [["--count", "--top", "1"], ["--histogram", "macs", "--out", "x.csv"]])
def test_two_questions_at_once_are_refused(more, capsys):
    assert main(["sweep", NET, "F=1..9", *HERE, *more]) != 0
    assert "different questions" in capsys.readouterr().err


COUNTED = ["--dtype", "float16", "--batch", "8"]


def test_questions_count_as_the_table_does(capsys):
    expected = {f: symcnn.parse(NET, F=f, dtype="float16", batch=8, **AT).memory for f in range(1, 40)}
    main(["sweep", NET, "F=1..39", *HERE, *COUNTED, "--quantity", "memory", "--rows", "50", "--json"])
    assert {row["F"]: row["memory"] for row in json.loads(capsys.readouterr().out)["rows"]} == expected
    main(["solve", NET, "memory<=50k", "--for", "F", *HERE, *COUNTED])
    best = max(f for f, memory in expected.items() if memory <= 50_000)
    assert capsys.readouterr().out.startswith(f"F = {best} ")
    main(["design", NET, "F=1..39", *HERE, *COUNTED, "--where", "memory<=50k", "--maximize", "memory"])
    assert capsys.readouterr().out.startswith(f"F = {best}\n")


@pytest.mark.parametrize(
    "words",
    [
        ["solve", "conv(limit,3) dense(want)", "params<=50k", "--for", "limit", "want=3", *HERE],
        ["design", "conv(time,3) dense(where)", "--maximize", "macs", "time=1..9", "where=3", *HERE],
        ["sensitivity", "conv(quantity,3) dense(symbols)", "quantity=4", "symbols=3", *HERE],
        ["sweep", "conv(quantity,3) dense(network)", "quantity=4", "network=3", *HERE],
    ],
)
def test_symbols_may_have_the_names_of_options(words, capsys):
    assert main(words) == 0


def test_a_claim_may_have_brackets_and_several_parts(capsys):
    assert main(["solve", NET, "params/(F+1)>=430 and F<9", "--for", "F", "--all", *HERE]) == 0
    shown = capsys.readouterr().out
    expected = [f for f in range(1, 9) if symcnn.parse(NET, F=f, **AT).params >= 430 * (f + 1)]
    assert [int(line.split()[0]) for line in shown.splitlines()[2:]] == expected


@pytest.mark.parametrize("step", [1, 7, 99])
def test_many_chosen_rows_are_those_of_the_sweep(step):
    text = "if F % 2 == 0 { conv(F,3) } else { conv(2*F,1) }"
    sweep = symcnn.sweep(text, F=range(1, 40), **{**AT, "C": range(1, 30)})
    rows = sorted(sweep, key=lambda row: -row["params"])
    most = len(rows) // step
    assert list(sweep.top(most, "params")) == rows[:most]
    front = list(sweep.pareto("params,-C,-F"))
    assert front
    assert all(row in rows for row in front)
