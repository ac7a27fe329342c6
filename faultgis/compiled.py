"""Compiled kernels: loops over cells and points that numpy cannot say.

Modules with kernels are loaded only by those who compute with them, never on the desktop's way to its window.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def kernel(function: Kernel) -> Kernel:
    """Compiled at its first call, kept on disk for the next start, and free of Python's lock while it runs.
    Where nothing may be kept on disk (read-only installation), it is compiled anew at each start. Division by
    zero gives infinity or NaN, as in numpy: a check for it would keep loops from running on many cells at
    once.
    """
    try:
        return cast(Kernel, njit(cache=True, nogil=True, error_model="numpy")(function))
    except RuntimeError:
        return cast(Kernel, njit(nogil=True, error_model="numpy")(function))
