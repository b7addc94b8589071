"""A part of the shop: it says, in annotations, which other parts it needs.

Whoever puts the shop together hands them over: the sound ones, or a defective one in one's place.
So each file shows what it leans on, and imports nothing that leans on it.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping


class Part:
    """Base of all parts."""

    @classmethod
    def needs(cls) -> set[str]:
        """The names of what is to be handed over: all that is annotated, here and in the bases."""
        return {name for base in cls.__mro__ for name in inspect.get_annotations(base)}

    def meet(self, shop: Mapping[str, object]) -> None:
        """Take over what is needed, by name.

        Raises:
            LookupError: there is no such part.
        """
        for name in self.needs():
            if name not in shop:
                raise LookupError(f"{type(self).__name__} needs {name}, which this shop has not.")
            setattr(self, name, shop[name])
