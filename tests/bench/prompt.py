"""CPU time of the prompt up to its first answer, in a terminal of its own."""

import resource
import signal

import pexpect
from measure import ENVIRONMENT

FORMULA = "conv(F,K) pool(2) dense(N) dense(10)"
TERMINAL = {**ENVIRONMENT, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}


def first_answer_time(command):
    """CPU seconds of a prompt that is started and asked for one formula, until its answer stands there."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = pexpect.spawn(command[0], command[1:], env=TERMINAL, timeout=60, cwd="/")
    child.expect("2004h")  # the prompt reads
    child.send(f"{FORMULA}\r")
    child.expect("holds for")
    child.kill(signal.SIGKILL)  # what comes after the answer does not count
    child.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
