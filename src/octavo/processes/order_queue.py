"""A queue of orders for several takers, of which some orders are for one of them alone."""

from __future__ import annotations

from collections import deque
from threading import Condition
from typing import Generic, TypeVar

_T = TypeVar("_T")


class OrderQueue(Generic[_T]):
    """Orders in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[int | None, _T]] = deque()
        self._condition = Condition()

    def put(self, order: _T, taker: int | None = None) -> None:
        """Add an order, which is for one taker alone if its number is given."""
        with self._condition:
            self._waiting.append((taker, order))
            self._condition.notify_all()

    def take(self, taker: int) -> _T:
        """Wait for the first order that a taker may take, and remove it."""
        with self._condition:
            while True:
                for place, (wanted, order) in enumerate(self._waiting):
                    if wanted in (None, taker):
                        del self._waiting[place]
                        return order
                self._condition.wait()

    def clear(self) -> list[_T]:
        """Remove all orders and return them."""
        with self._condition:
            orders = [order for _, order in self._waiting]
            self._waiting.clear()
            return orders
