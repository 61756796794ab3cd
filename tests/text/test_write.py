"""The canonical form, by example. To add a case add a line: messy text => canonical text."""

import pytest

from symcnn.errors import SymcnnError
from symcnn.text import tree
from symcnn.text.parse import parse, parse_value
from symcnn.text.write import write

ON_ONE_LINE = """
conv( 32 , 3 )pool(2)                      => conv(32,3) pool(2)
relu() bn( )                               => relu bn
conv(32,3,)                                => conv(32,3)
conv(32, 3, pad = same)                    => conv(32,3,pad=same)
conv(32,3×5)                               => conv(32,3x5)
conv(32,(3,k))                             => conv(32,(3,k))
input(( 10, ))                             => input((10,))
concat(d = [6, 12]){a}                     => concat(d=[6,12]){ a }
concat(d=1..9 by 2){a}                     => concat(d=1..9 by 2){ a }
x.y.z                                      => x.y.z
res{conv(8,3)|id}                          => res{ conv(8,3) | id }
res{}                                      => res{ }
res{|}                                     => res{ | }
3 * {relu}                                 => 3*{ relu }
3*conv(8,3) as x                           => 3*conv(8,3) as x
( n )*relu                                 => n*relu
(3)*relu                                   => 3*relu
(1.5)*relu (2k)*relu                       => (1.5)*relu (2k)*relu
(n - 1) * relu                             => (n-1)*relu
2*3*relu                                   => 2*3*relu
relu as e[ i + 1 ]                         => relu as e[i+1]
for i in 1 .. n{relu}                      => for i in 1..n { relu }
for i in 4..1 by -1{relu}                  => for i in 4..1 by -1 { relu }
for a,b in [(1,2),(3,4)]{relu}             => for a, b in [(1,2), (3,4)] { relu }
for i in 0 .. n - 1 { relu }               => for i in 0..n-1 { relu }
if(a){relu}else{bn}                        => if a { relu } else { bn }
if (a==b) {relu}                           => if a == b { relu }
if a{relu}else if(b){bn}else{id}           => if a { relu } else if b { bn } else { id }
if(a){relu}else if b{bn} as x              => if a { relu } else if b { bn } as x
def f(a:rational=1/2,b=2*a,){relu}         => def f(a:rational=1/2,b=2*a) { relu }
net f(){relu}                              => net f { relu }
shared t{relu}                             => shared t { relu }
set conv( pad=same )                       => set conv(pad=same)
let a=1,b=a+1                              => let a = 1, b = a + 1
let a=[64,128]                             => let a = [64, 128]
let a=[[1,2],[3,4]]                        => let a = [[1, 2], [3, 4]]
let a=f([1, 2])[ i+1 ]                     => let a = f([1,2])[i+1]
let m=c*w % g//64                          => let m = c*w % g//64
param a:rational=1,b                       => param a: rational = 1, b
import a . b                               => ! '.'
import a.b:c,d relu                        => import a.b: c, d; relu
assume divisible,H%32==0                   => assume divisible, H % 32 == 0
expect a=b                                 => expect a == b
expect params~1.5k                         => expect params ~ 1.5k
expect params==542_230                     => expect params == 542_230
expect p==(a+b)*c+d                        => expect p == (a+b)*c + d
let a=1 let b=2 relu                       => let a = 1; let b = 2; relu
expect a==1 relu                           => expect a == 1; relu
assume n>=2 and m<n,H%2^n==0 relu          => assume n >= 2 and m < n, H % 2^n == 0; relu
assume divisible relu                      => assume divisible; relu
param a relu                               => param a; relu
shared t{relu} t                           => shared t { relu } t
relu;bn;;pool(2);                          => relu bn pool(2)
set conv(pad=same) relu                    => set conv(pad=same); relu
def f{relu};f                              => def f { relu } f
not(a)                                     => ! 'not' is a word
conv(a and(b))                             => ! 'and' is a word
for(i){relu}                               => ! 'for' is a word
def if(a){relu}                            => ! 'if' is a word
def a.b(c){relu}                           => ! 'a.b' has a dot
"""

VALUES = """
a-(b-c)            => a-(b-c)
(a-b)-c            => a-b-c
(a+b)-c            => a+b-c
a+(b+c)            => a+(b+c)
(a*b)*c            => a*b*c
a*(b*c)            => a*(b*c)
a/(b*c)            => a/(b*c)
(a/b)*c            => a/b*c
(a+b)*c            => (a+b)*c
(a*b)+c            => a*b+c
a - -b             => a--b
a*(-b)             => a*-b
-(a*b)             => -(a*b)
(-a)*b             => -a*b
-(a+b)             => -(a+b)
- - a              => --a
-3**2              => -3^2
-(3^2)             => -3^2
(-3)^2             => (-3)^2
2^-1               => 2^-1
2^(3^4)            => 2^3^4
(2^3)^4            => (2^3)^4
2^(a+b)            => 2^(a+b)
(a).c              => a.c
(a+b).c            => (a+b).c
(.c)[1]            => .c[1]
(-a)[1]            => (-a)[1]
a==b               => a == b
(a==b)==c          => (a == b) == c
(a==b) and c<d     => a == b and c < d
not (a and b)      => not (a and b)
not (a==b)         => not a == b
(not a)==b         => (not a) == b
not not a          => not not a
a or (b and c)     => a or b and c
(a or b) and c     => (a or b) and c
a or (b or c)      => a or (b or c)
(a or b) or c      => a or b or c
if(a==b, 1, 2)     => if(a == b,1,2)
sum(i,i = 1..n)    => sum(i,i=1..n)
( 1, )             => (1,)
(1,2,)             => (1,2)
[1,2,]             => [1,2]
[]                 => []
((((a))))          => a
"""

OVER_LINES = [
    ("relu\n\n\n\nbn\npool(2)\n", "relu\n\nbn\npool(2)"),
    ("\n\n  relu\n\n", "relu"),
    ("2*{\n\nrelu\n\n\nbn\n\n}", "2*{\n  relu\n\n  bn\n}"),
    ("2*{ relu\nbn }", "2*{ relu\n  bn }"),
    ("a{ b\n    | c\n  d\n   | e }", "a{ b\n| c\n  d\n| e }"),
    ("def f { a{ b\n| c } }", "def f { a{ b\n  | c } }"),
    ("let t = [\n(1,2),\n  (3,4)\n]", "let t = [\n    (1,2),\n    (3,4)\n]"),
    ("for a in [1,\n2] {\nb\n}", "for a in [1,\n    2] {\n  b\n}"),
    ("2*{\nfor a in [\n1] {\nb } }", "2*{\n  for a in [\n      1] {\n    b } }"),
    ("conv(32,\n  3)", "conv(32,3)"),
    ("let a = 1;\nrelu", "let a = 1\nrelu"),
    ("let a = 1 +\n 2 relu", "let a = 1 + 2; relu"),
    ("import a:\nb relu", "import a: b; relu"),
    ("bn (\nn)*relu", "bn n*relu"),
    ("let a = (1\n) relu", "let a = 1; relu"),
    ("let a = [(\n1),(2\n)]", "let a = [1, 2]"),
    ("relu\r\n\r\n\r\nbn\tbn\fbn\r\n", "relu\n\nbn bn bn"),
]

COMMENTS = [
    ("#a", "# a"),
    ("#", "#"),
    ("##  a  \n", "##  a"),
    ("#!/usr/bin/env x\nrelu #!b", "#!/usr/bin/env x\nrelu  # !b"),
    ("#a\r\n#b\r\nrelu", "# a\n# b\nrelu"),
    ("relu#a\n\n\n#b\nbn\n#c", "relu  # a\n\n# b\nbn\n# c"),
    ("2*{#a\nrelu#b\n#c\n}", "2*{  # a\n  relu  # b\n  # c\n}"),
    ("2*{\n\n#a\n}", "2*{\n  # a\n}"),
    ("a{ b #1\n| #2\nc }", "a{ b  # 1\n|  # 2\n  c }"),
    ("relu conv(32, #a\n3) bn", "relu\n# a\nconv(32,3) bn"),
    ("2*{ relu conv(32, #a\n3) }", "2*{ relu\n  # a\n  conv(32,3) }"),
    ("for i #a\nin 1..2 #b\n{ relu }", "# a\n# b\nfor i in 1..2 { relu }"),
    ("if a { b } #1\nelse #2\n{ c }", "if a { b } else {  # 1\n  # 2\n  c }"),
    ("2*{ a } as #1\nx b", "2*{ a } as x  # 1\nb"),
    ("let t = [ #1\n(1, #2\n2), #3\n3 #4\n] relu", "let t = [  # 1\n    (1,2),  # 2\n    # 3\n    3  # 4\n]; relu"),
    ("let a = 1 #x\n; relu", "let a = 1  # x\nrelu"),
]


def table(text):
    return [tuple(part.strip() for part in line.split("=>")) for line in text.strip().splitlines()]


@pytest.mark.parametrize(("messy", "canonical"), table(ON_ONE_LINE))
def test_one_line(messy, canonical):
    if canonical.startswith("!"):
        with pytest.raises(SymcnnError, match=canonical[2:]):
            parse(messy)
    else:
        assert write(parse(messy)) == canonical
        assert write(parse(canonical)) == canonical
        assert parse(canonical) == parse(messy)


@pytest.mark.parametrize(("messy", "canonical"), table(VALUES))
def test_a_value(messy, canonical):
    assert write(parse(f"f({messy})")) == f"f({canonical})"
    assert parse_value(canonical) == parse_value(messy)


@pytest.mark.parametrize(("messy", "canonical"), OVER_LINES + COMMENTS)
def test_line_breaks_and_comments(messy, canonical):
    assert write(parse(messy)) == canonical
    assert write(parse(canonical)) == canonical


@pytest.mark.parametrize("blank", ["", " ", "\n\n", "\r\n\t\f"])
def test_nothing_stays_nothing(blank):
    assert write(parse(blank)) == ""


def test_one_line_has_no_comments():
    assert write(parse("#a\nlet n = 2 # b\nn*{\n\nrelu }\n"), line=True) == "let n = 2; n*{ relu }"


def test_a_tree_without_a_text_is_one_line():
    relu = tree.Call("relu")
    assert write(tree.Program((tree.Repeat(tree.Name("n"), tree.Block((relu, relu))), relu))) == "n*{ relu relu } relu"


def test_a_new_element_among_old_ones_loses_no_comment():
    old = parse("relu # a\n# b\nbn # c\n")
    new = tree.Program((old.body[0], tree.Call("pool"), old.body[1]), span=old.span, comments=old.comments)
    assert write(new).count("#") == 3
    assert parse(write(new)) == new


def test_long_chains_are_no_problem():
    text = " else ".join(f"if a == {i} {{ relu }}" for i in range(2000))
    assert write(parse(text)) == text


def test_too_deep_a_tree_is_an_error_with_words():
    with pytest.raises(SymcnnError, match="nested too deeply"):
        write(parse(f"conv({'-' * 5000}1)"))
