"""What the delivery of an event costs, beside a bare client loop that posts the same bytes.

Both post to one receiver in a process of its own, with as many requests at once. The bare loop
signs nothing, remembers nothing, and renders nothing. Run it alone: `make bench` does.
"""

import asyncio
import multiprocessing
import multiprocessing.connection
from time import perf_counter

import aiohttp
from aiohttp import web

from simulator.resources.event import Event, EventData
from simulator.resources.webhook_endpoint import EndpointSecrets, Secret, WebhookEndpoint
from simulator.thread import loop_factory
from simulator.webhooks.bodies import body_of
from simulator.webhooks.courier import Courier
from simulator.webhooks.shipment import HEADERS
from simulator.work import Work
from simulator.world import Account, World

EVENTS = 3_000
AT_ONCE = 64
ROUNDS = 3


def receive(told: multiprocessing.connection.Connection) -> None:
    """A receiver that answers 200 and does nothing else."""

    async def serve() -> None:
        async def handle(request: web.BaseRequest) -> web.Response:
            await request.read()
            return web.Response()

        runner = web.ServerRunner(web.Server(handle))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        told.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(serve())


def account_with_endpoint(world: World, url: str) -> Account:
    """An account that has an endpoint, and room for many attempts at once."""
    account = world.account("sk_test_benchmark")
    work = Work(account)
    endpoint = WebhookEndpoint(
        id="we_1", created=0, enabled_events=["*"], livemode=False, metadata={}, url=url
    )
    work.keep(endpoint)
    work.keep(EndpointSecrets(id="we_1", secrets=(Secret("whsec_benchmark"),)))
    work.commit()
    account.outbox.concurrency = AT_ONCE
    return account


def event(account: Account) -> Event:
    """An event of the size that a PaymentIntent's has."""
    thing = {"id": account.new_id("pi"), "object": "payment_intent", "filler": "x" * 2_000}
    return Event(
        id=account.new_id("evt"),
        api_version=account.api_version,
        created=account.clock.now(),
        data=EventData(thing),
        livemode=False,
        request=None,
        type="payment_intent.succeeded",
    )


async def delivered(url: str) -> float:
    """Events a second through the courier."""
    world = World("benchmark")
    courier = Courier(world)
    account = account_with_endpoint(world, url)
    events = [event(account) for _ in range(EVENTS)]
    began = perf_counter()
    for one in events:
        account.events[one.id] = one
        courier.note(account, [one])
    done = await account.activity.until(
        lambda: not account.outbox.ready and not account.outbox.in_flight, 120.0
    )
    took = perf_counter() - began
    assert done
    assert {delivery.state for delivery in account.outbox.deliveries} == {"delivered"}
    await courier.close()
    return EVENTS / took


async def posted(url: str) -> float:
    """Requests a second in a bare loop."""
    account = World("benchmark").account("sk_test_benchmark")
    body = body_of(account, event(account), None)
    left = iter(range(EVENTS))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def loop() -> None:
            for _ in left:
                async with session.post(url, data=body, headers=HEADERS) as answer:
                    await answer.read()

        began = perf_counter()
        await asyncio.gather(*(loop() for _ in range(AT_ONCE)))
        return EVENTS / (perf_counter() - began)


def main() -> None:
    """Measure both in turns, and print the best of each."""
    here, there = multiprocessing.Pipe()
    receiver = multiprocessing.get_context("fork").Process(target=receive, args=(there,))
    receiver.start()
    try:
        url = f"http://127.0.0.1:{here.recv()}/hook"
        ours, bare = 0.0, 0.0
        for _ in range(ROUNDS):
            with asyncio.Runner(loop_factory=loop_factory()) as runner:
                bare = max(bare, runner.run(posted(url)))
                ours = max(ours, runner.run(delivered(url)))
    finally:
        receiver.terminate()
        receiver.join()
    print(f"a bare client loop      {bare:8.0f} requests/s")
    print(f"deliveries, signed      {ours:8.0f} deliveries/s")
    print(f"a delivery costs {bare / ours:.2f} times a bare request")


if __name__ == "__main__":
    main()
