"""Mistakes planted in tables of random networks are found; what is no mistake is not explained by one."""

import random

import pytest

import symcnn
from symcnn.ask.audit.rows import is_a_slip
from tests.ask import audit_nets
from tests.ask.audit_nets import ROW_MISTAKES, counted, in_row, padded, random_net, slipped, unstrided

SEEDS = range(24)
FIGURES = [6, 37, 1, 1]  # rows met by a rule, by a slip; totals met by a rule, by a slip


def nets(seed, count=1):
    rng = random.Random(seed)
    found = [random_net(rng) for _ in range(count)]
    return rng, found[0]


def verdicts(net, numbers):
    """The verdicts on the rows, given by name: nothing is left to guess but the mistake."""
    parsed = symcnn.parse(net.text)
    names = [row.name for row in parsed.layers if not row.implied]
    found = symcnn.audit(parsed, dict(zip(names, numbers, strict=True)))
    return found, found.columns[0].verdicts


def planted(net, rng):
    """A row, the number that a mistake gives it, and the name of the mistake; None where it changes nothing."""
    rules, kinds, mistake = rng.choice(ROW_MISTAKES)
    rows = [i for i, layer in enumerate(net.layers) if layer.kind in kinds]
    if not rows:
        return None
    at = rng.choice(rows)
    return at, in_row(net, at, mistake), rules


@pytest.mark.parametrize("seed", SEEDS)
def test_a_table_without_mistakes_holds(seed):
    _, net = nets(seed)
    found, _ = verdicts(net, counted(net))
    assert found.holds
    in_order = symcnn.audit(symcnn.parse(net.text), counted(net))
    assert in_order.holds
    with_total = symcnn.audit(symcnn.parse(net.text), [*counted(net), sum(counted(net))])
    assert with_total.holds


@pytest.mark.parametrize("seed", SEEDS)
def test_mistakes_in_rows_are_named(seed):
    """One or two mistakes; each row is explained by what was planted, or by something no more far-fetched."""
    rng, net = nets(seed)
    numbers, rules = counted(net), {}
    for _ in range(20):
        found = planted(net, rng)
        if found is not None and found[1] != counted(net)[found[0]] and len(rules) < 2:
            at, number, names = found
            numbers[at], rules[at] = number, names
    audit, rows = verdicts(net, numbers)
    assert audit.holds == (not rules)
    assert audit.explained
    for at, verdict in enumerate(rows):
        assert verdict.holds == (at not in rules)
        if at in rules:
            assert all(way.value == numbers[at] for way in verdict.ways)
            assert verdict.way.cost() <= 10 * len(rules[at])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_chain_of_a_total_adds_up_exactly(seed):
    """The total of wrong rows is what is right and the mistakes of the rows, whether they are explained or not."""
    rng, net = nets(seed)
    right = counted(net)
    numbers = [n + rng.randint(1, 50) * (n > 0 and rng.random() < 0.5) for n in right]
    if numbers == right:
        return
    parsed = symcnn.parse(net.text)
    names = [row.name for row in parsed.layers if not row.implied]
    audit = symcnn.audit(parsed, dict(zip(names, numbers, strict=True)), params=sum(numbers))
    (chain,) = audit.chains
    assert audit.totals[0].from_rows
    assert sum(part.amount for part in chain.parts) == sum(numbers) - sum(right)
    assert {part.words.split(":")[0] for part in chain.parts} == {
        name for name, published, derived in zip(names, numbers, right, strict=True) if published != derived
    }


def test_almost_all_mistakes_are_named_as_they_were_planted():
    named = tried = 0
    for seed in range(80):
        rng, net = nets(seed)
        found = planted(net, rng)
        if found is None or found[1] == counted(net)[found[0]]:
            continue
        at, number, names = found
        numbers = counted(net)
        numbers[at] = number
        _, rows = verdicts(net, numbers)
        tried += 1
        named += any(sorted(way.rules) == sorted(names) for way in rows[at].ways)
    assert tried > 50
    assert named >= 0.95 * tried


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("change", [padded, unstrided])
def test_a_layer_that_was_misread_shows_in_the_dense_layer(seed, change):
    rng, net = nets(seed)
    kinds = ("conv",) if change is padded else ("conv", "pool")
    rows = [i for i, x in enumerate(net.layers) if x.kind in kinds and (change is padded or x.stride > 1)]
    if not rows:
        return
    first = next(i for i, x in enumerate(net.layers) if x.kind == "dense")
    other = change(net, rng.choice(rows))
    number = next(n for n, x in zip(counted(other), other.layers, strict=True) if x.kind == "dense")
    numbers = counted(net)
    same = number == numbers[first]
    numbers[first] = number
    audit, rows = verdicts(net, numbers)
    assert audit.holds == same
    assert audit.explained
    assert rows[first].way.cost() <= 12


@pytest.mark.parametrize("seed", SEEDS)
def test_slips_are_named_unless_something_simpler_gives_the_number(seed):
    rng, net = nets(seed)
    numbers = counted(net)
    at = rng.choice([i for i, number in enumerate(numbers) if number])
    numbers[at] = slipped(numbers[at], rng)
    audit, rows = verdicts(net, numbers)
    assert not audit.holds
    assert audit.explained
    assert rows[at].way.rules == ("slip of digits",) or not rows[at].way.slips


@pytest.mark.parametrize("seed", SEEDS)
def test_a_running_total_is_read_and_its_mistakes_are_each_said_once(seed):
    rng, net = nets(seed)
    right = counted(net)
    wrong = [
        in_row(net, i, audit_nets.no_bias) if x.kind in ("conv", "dense") else right[i]
        for i, x in enumerate(net.layers)
    ]
    running = [sum(wrong[: i + 1]) for i in range(len(wrong))]
    rows = [i for i, number in enumerate(wrong) if number]
    slip = rng.choice([-100, 100]) if len(rows) > 1 and min(running[rows[1] :], default=0) > 1000 else 0
    numbers = [n + slip * (i >= rows[-1]) for i, n in enumerate(running)]
    audit, _ = verdicts(net, numbers)
    if len(rows) < 2:
        return
    (column,) = audit.columns
    assert column.running
    assert audit.explained
    assert sum(part.amount for chain in audit.chains for part in chain.parts) == numbers[-1] - sum(right)


def test_what_is_no_mistake_is_rarely_explained():
    """Of random numbers within a tenth of the right one, almost none are met by a rule, and few by a slip of digits."""
    by_rule = by_slip = tried = 0
    for seed in range(16):
        rng, net = nets(seed)
        right = counted(net)
        parsed = symcnn.parse(net.text)
        names = [row.name for row in parsed.layers if not row.implied]
        for _ in range(25):
            at = rng.choice([i for i, n in enumerate(right) if n > 1000] or [right.index(max(right))])
            number = rng.randint(right[at] * 9 // 10, right[at] * 11 // 10)
            if number == right[at]:
                continue
            found = symcnn.audit(parsed, {names[at]: number})
            assert not found.holds
            (verdict,) = found.columns[0].verdicts
            tried += 1
            by_rule += bool(verdict.ways) and not verdict.way.slips
            by_slip += bool(verdict.ways) and bool(verdict.way.slips)
    assert tried > 300
    assert by_rule <= 0.01 * tried
    assert by_slip <= 0.05 * tried


@pytest.mark.slow
def test_the_figures_on_the_page():
    """docs/audit.md states how often a random number is explained: these are its figures, from 60 networks."""
    rng, rows, totals = random.Random(7), [], []
    for seed in range(60):
        net = random_net(random.Random(1000 + seed))
        right, parsed = counted(net), symcnn.parse(net.text)
        names = [row.name for row in parsed.layers if not row.implied]
        for _ in range(40):
            at = rng.choice([i for i, n in enumerate(right) if n > 1000] or [right.index(max(right))])
            row, total = (rng.randint(n * 9 // 10, n * 11 // 10) for n in (right[at], sum(right)))
            if row != right[at] and total != sum(right):
                rows.append(symcnn.audit(parsed, {names[at]: row}).columns[0].verdicts[0].way)
                totals.append((symcnn.audit(parsed, params=total).totals[0].ways or [None])[0])
    assert len(rows) == 2399
    figures = [sum(1 for w in ways if w and bool(w.slips) == slip) for ways in (rows, totals) for slip in (False, True)]
    assert figures == FIGURES


@pytest.mark.parametrize("difference", [1, 9, 10, -300, 70_000])
def test_a_sum_with_one_digit_wrong_is_a_slip(difference):
    assert is_a_slip(difference)


@pytest.mark.parametrize("difference", [11, -242, 1_010])
def test_other_differences_are_no_slip(difference):
    assert not is_a_slip(difference)
