"""Questions that a user puts to networks, a file each: they are answered in `ask`, from reports alone."""

from symcnn.questions.auditing import audit
from symcnn.questions.comparing import compare
from symcnn.questions.designing import design
from symcnn.questions.drawing import draw
from symcnn.questions.solving import solve
from symcnn.questions.sweeping import sweep
from symcnn.questions.varying import sensitivity

__all__ = ["audit", "compare", "design", "draw", "sensitivity", "solve", "sweep"]
