"""What a newcomer gets: the README's two commands, the wheel built from the sdist, an editable install.

Slow: they make environments of their own and install into them.
"""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINE = "conv(32,3) pool(2) dense(100) dense(10)"
pytestmark = pytest.mark.slow


def run(*command, cwd):
    ran = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="session")
def copy(tmp_path_factory):
    """A copy of the files that are under version control (or would be), and nothing else."""
    target = tmp_path_factory.mktemp("copy")
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in listed.splitlines():
        source = ROOT / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(source.read_bytes())
    return target


def environment(folder):
    run(sys.executable, "-m", "venv", folder, cwd=folder.parent)
    return folder / "bin" / "python"


def readme_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)\n```$", text, re.MULTILINE | re.DOTALL)


def test_the_readme_installs_and_runs_with_one_command(copy):
    first, _ = readme_commands()
    assert "542,230" in run("bash", "-c", first, cwd=copy)


def test_the_readme_installs_and_tests_with_one_command(copy, tmp_path):
    _, second = readme_commands()
    command = second.replace(".venv", str(tmp_path / "venv"))
    assert re.search(r"\d+ passed", run("bash", "-c", command, cwd=copy))


def test_the_wheel_from_the_sdist_works_with_no_checkout_near(copy, tmp_path):
    run(sys.executable, "-m", "build", "--outdir", tmp_path / "dist", cwd=copy)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    shipped = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("symcnn/grammar/")}
    assert shipped == {f"symcnn/grammar/{path.name}" for path in (ROOT / "grammar").iterdir()}
    zoo = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("symcnn/zoo/")}
    assert zoo == {f"symcnn/zoo/{path.name}" for path in (ROOT / "symcnn" / "zoo").iterdir()}
    python = environment(tmp_path / "venv")
    run(python, "-m", "pip", "install", "-q", wheel, cwd=tmp_path)
    manual = tmp_path / "venv" / "share" / "man" / "man1" / "symcnn.1"
    assert manual.read_bytes() == (ROOT / "docs" / "man" / "symcnn.1").read_bytes()
    code = "import symcnn; print(symcnn.__file__); print(symcnn.parse('conv(16,3)').params)"
    where, formula = run(python, "-I", "-c", code, cwd="/").splitlines()
    assert str(tmp_path) in where
    assert formula == "144*C + 16"
    assert "542230" in run(python.parent / "symcnn", LINE, "H=28", "W=28", "C=1", "--only", "params", cwd="/")
    assert "25557032" in run(python.parent / "symcnn", "zoo:resnet50", "--only", "params", cwd="/")


def test_an_editable_install_reads_the_grammar_of_the_checkout(copy, tmp_path):
    python = environment(tmp_path / "venv")
    run(python, "-m", "pip", "install", "-q", "-e", copy, cwd=tmp_path)
    code = "from symcnn.text import grammar_files as g; print(g.folder()); import symcnn; symcnn.parse('relu')"
    assert Path(run(python, "-c", code, cwd="/").splitlines()[0]) == copy / "grammar"
