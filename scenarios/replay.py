"""Last night's incident on a laptop: recorded events become objects here, and deliveries again.

Rule 1: what is read is what people have: the JSON of `stripe events list` or of the dashboard (a
list, an array, one event, or one on each line), or a snapshot of a simulator.
Rule 2: the newest state of each object that the events tell of is put into the simulator, so that a
shop that asks finds it. It is written in the newest shape; what an older API version said otherwise
is left out, and what it did not say is as in a new object.
Rule 3: events are signed anew, with the wall's time, since a shop rightly refuses old signatures;
events of live mode are told as events of test mode.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from scenarios import signing
from scenarios.driver import Answer, Shop
from simulator import SimulatorError

if TYPE_CHECKING:
    from simulator import Account

Event = dict[str, Any]
Order = Literal["recorded", "reversed"]
# The kinds of objects that are taken over, by how to make one to fill in from.
KINDS: Final = ("payment_intent", "charge", "refund", "customer", "checkout.session")


class NothingToReplay(ValueError):  # noqa: N818 - it says what is wrong with the file
    """The file holds no events; the message says what it looks like, and what is wanted."""


@dataclass(frozen=True, slots=True)
class Delivered:
    event: str
    type: str
    answer: Answer


def read(path: Path) -> tuple[list[Event], Mapping[str, Any] | None]:
    """The events of a file, oldest first, and the snapshot where it is one.

    Raises:
        NothingToReplay: it cannot be read, or there are no events in it.
    """
    wanted = "wanted is what `stripe events list` gives, one event, or a simulator's snapshot"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NothingToReplay(f"{path} cannot be read: {error}") from error
    content = _parsed(text)
    snapshot = None
    if isinstance(content, dict) and str(content.get("format", "")).startswith("paidonce.snapshot"):
        snapshot, content = content, content.get("events")
    newest_first = isinstance(content, dict) and content.get("object") == "list"
    if isinstance(content, dict):
        content = content.get("data") if newest_first else [content]
    rows = content if isinstance(content, list) else []
    events = [row for row in rows if isinstance(row, dict) and row.get("object") == "event"]
    if not events or not all(_is_whole(event) for event in events):
        raise NothingToReplay(f"{path} holds no whole events; {wanted}")
    # Several events of a payment have the same second: only their places tell them apart.
    if newest_first or events[0]["created"] > events[-1]["created"]:
        events.reverse()
    return sorted(events, key=lambda event: event["created"]), snapshot


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        rows = [line for line in text.splitlines() if line.strip()]
    try:
        return [json.loads(row) for row in rows]
    except ValueError:
        return None


def _is_whole(event: Event) -> bool:
    about = event.get("data", {}).get("object") if isinstance(event.get("data"), dict) else None
    return (
        isinstance(event.get("id"), str)
        and isinstance(event.get("type"), str)
        and isinstance(event.get("created"), int)
        and isinstance(about, dict)
    )


def take_over(simulator: Account, shop_url: str, shop: Shop, events: Sequence[Event]) -> list[str]:
    """Put the newest state of every object that the events tell of into the simulator.

    Returns:
        What could not be taken over, and why.
    """
    models = _models(simulator)
    taken: dict[str, dict[str, Any]] = {}
    for event in events:
        about = event["data"]["object"]
        kind = about.get("object")
        if kind in models and isinstance(about.get("id"), str):
            taken[about["id"]] = {**models[kind], **_known(about, models[kind]), "livemode": False}
            if "livemode" not in models[kind]:
                del taken[about["id"]]["livemode"]
    left_out: list[str] = []
    snapshot = simulator.snapshot()
    for id, thing in taken.items():
        before = json.loads(json.dumps(snapshot["objects"]))
        snapshot["objects"].setdefault(thing["object"], []).append(thing)
        try:
            simulator.restore(snapshot)
        except SimulatorError as refusal:
            snapshot["objects"] = before
            left_out.append(f"{id}: {refusal}")
    simulator.restore(snapshot)
    _point_at(simulator, shop_url, shop)
    return left_out


def restore(simulator: Account, shop_url: str, shop: Shop, snapshot: Mapping[str, Any]) -> None:
    """Put a snapshot in the account's place, and turn its endpoint to the shop."""
    simulator.restore(snapshot)
    _point_at(simulator, shop_url, shop)


def deliver(shop: Shop, events: Sequence[Event], order: Order = "recorded") -> Iterator[Delivered]:
    """Deliver the events to the shop, signed, one after the other."""
    for event in reversed(events) if order == "reversed" else events:
        about = {**event["data"]["object"]}
        if "livemode" in about:
            about["livemode"] = False
        told = {**event, "livemode": False, "data": {**event["data"], "object": about}}
        body = json.dumps(told).encode()
        signed = signing.signature(body, shop.webhook_secret)
        yield Delivered(
            event["id"], event["type"], shop.deliver(body, {"Stripe-Signature": signed})
        )


def _point_at(simulator: Account, shop_url: str, shop: Shop) -> None:
    """One endpoint, with the secret that the shop knows."""
    for endpoint in simulator.endpoints.list():
        simulator.endpoints.remove(endpoint.id)
    simulator.endpoints.add(shop_url, secret=shop.webhook_secret)


def _models(simulator: Account) -> dict[str, dict[str, Any]]:
    """One new object of each kind, to fill in from; made in an account that is thrown away."""
    empty = simulator.snapshot()
    card = {"payment_method": "pm_card_visa", "confirm": True, "amount": 100, "currency": "usd"}
    card["return_url"] = "https://shop.example/return"
    _, intent = simulator.api("POST", "/v1/payment_intents", card)
    simulator.api("POST", "/v1/refunds", {"payment_intent": intent["id"]})
    simulator.api("POST", "/v1/customers", {})
    price = {"currency": "usd", "unit_amount": 100, "product_data": {"name": "x"}}
    session = {"mode": "payment", "line_items": [{"price_data": price, "quantity": 1}],
               "success_url": "https://shop.example/"}  # fmt: skip
    simulator.api("POST", "/v1/checkout/sessions", session)
    made = simulator.snapshot()["objects"]
    simulator.restore(empty)
    return {kind: made[kind][0] for kind in KINDS if made.get(kind)}


def _known(recorded: Mapping[str, Any], model: Mapping[str, Any]) -> dict[str, Any]:
    """What was recorded, as far as a new object has it; what is expanded is its id again."""
    kept = {}
    for name, value in recorded.items():
        if name not in model:
            continue
        if isinstance(value, dict) and isinstance(model[name], str) and "id" in value:
            kept[name] = value["id"]
        elif isinstance(value, dict) and isinstance(model[name], dict) and name != "metadata":
            kept[name] = {**model[name], **{k: v for k, v in value.items() if k in model[name]}}
        else:
            kept[name] = value
    return kept
