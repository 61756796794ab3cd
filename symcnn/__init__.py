"""One line of text that describes a network goes in, exact formulas come out.

>>> import symcnn
>>> net = symcnn.parse("conv(32,3) pool(2) dense(100) dense(10)")
>>> net(H=28, W=28, C=1).params
542230
"""

from symcnn.errors import SymcnnError
from symcnn.network import Network, load, parse

__version__ = "0.1.0"
__all__ = ["Network", "SymcnnError", "__version__", "load", "parse"]
