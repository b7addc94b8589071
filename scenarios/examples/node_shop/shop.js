// A small shop in Node, with the official stripe package and nothing else.
//
// It sells carts: the browser confirms a PaymentIntent, and whoever hears of the payment first, the
// browser's way back or Stripe's webhook, makes the order. State is in memory; one process, one
// event loop, so that what happens between two awaits happens alone. That, and one promise for each
// cart, is all the locking that it needs.
//
// `node shop.js forgets_events`, captures_blindly or no_lock plants a defect, for the gate to find.

import http from "node:http";
import Stripe from "stripe";

const base = new URL(process.env.STRIPE_API_BASE ?? "https://api.stripe.com");
const stripe = new Stripe(process.env.STRIPE_SECRET_KEY, {
  host: base.hostname,
  port: base.port || (base.protocol === "https:" ? 443 : 80),
  protocol: base.protocol.slice(0, -1),
  maxNetworkRetries: 3,
});
const secret = process.env.STRIPE_WEBHOOK_SECRET;
const defect = process.argv[2] ?? "";

const products = new Map(); // sku -> { sku, prices, initial, stock }
const carts = new Map(); // id -> { id, currency, items, total, intents }
const orders = []; // what became of them
const seen = new Set(); // ids of events that were acted on
const turns = new Map(); // cart id -> the promise of whoever is at it
let busy = 0; // how much work is going on behind the answers

class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function whole(value, what, least, most) {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Refusal(422, `${what} must be a whole number from ${least} to ${most}`);
  }
  return value;
}

function found(map, id, what) {
  const thing = map.get(id);
  if (thing === undefined) throw new Refusal(404, `there is no ${what} ${id}`);
  return thing;
}

// One after the other, for one cart.
function alone(id, deed) {
  if (defect === "no_lock") return deed();
  const turn = (turns.get(id) ?? Promise.resolve()).catch(() => {}).then(deed);
  turns.set(id, turn);
  return turn;
}

function addProduct({ sku, prices, stock }) {
  if (typeof sku !== "string" || sku === "" || typeof prices !== "object" || prices === null) {
    throw new Refusal(422, "a product needs a sku and prices");
  }
  for (const price of Object.values(prices)) whole(price, "a price", 1, 99_999_999);
  whole(stock, "stock", 0, 1_000_000);
  products.set(sku, { sku, prices, initial: stock, stock });
  return { sku };
}

function openCart({ currency, items }) {
  if (!Array.isArray(items) || items.length === 0) throw new Refusal(422, "a cart needs items");
  let total = 0;
  for (const { sku, quantity } of items) {
    const price = found(products, sku, "product").prices[currency];
    if (price === undefined) throw new Refusal(422, `${sku} is not sold in ${currency}`);
    total += price * whole(quantity, "quantity", 1, 1000);
  }
  const cart = { id: `cart_${carts.size + 1}`, currency, items, total, intents: [] };
  carts.set(cart.id, cart);
  return { id: cart.id, total };
}

async function startPayment(cart, { capture_method = "automatic" }) {
  return alone(cart.id, async () => {
    const last = cart.intents.at(-1);
    if (last !== undefined) {
      const intent = await stripe.paymentIntents.retrieve(last);
      if (intent.status !== "canceled") return shown(intent);
    }
    const intent = await stripe.paymentIntents.create(
      {
        amount: cart.total,
        currency: cart.currency,
        capture_method,
        automatic_payment_methods: { enabled: true, allow_redirects: "never" },
        metadata: { cart_id: cart.id },
      },
      { idempotencyKey: `pay-${cart.id}-${cart.intents.length}-${process.pid}` },
    );
    cart.intents.push(intent.id);
    return shown(intent);
  });
}

const shown = (intent) => ({ payment_intent: intent.id, client_secret: intent.client_secret });

// Make the cart an order, if its payment is good; asked again, it gives the same order.
function complete(cart) {
  return alone(cart.id, async () => {
    const made = orders.find((order) => order.cart_id === cart.id);
    if (made !== undefined && defect !== "forgets_events") return made;
    const id = cart.intents.at(-1);
    if (id === undefined) throw new Refusal(402, "no payment was begun");
    if (defect === "captures_blindly") return captureBlindly(cart, id);
    let intent = await stripe.paymentIntents.retrieve(id);
    if (intent.status === "requires_capture") {
      if (!inStock(cart)) return giveBack(cart, intent);
      intent = await stripe.paymentIntents.capture(id, {}, { idempotencyKey: `capture-${id}` });
    }
    if (intent.status !== "succeeded") throw new Refusal(402, `the payment is ${intent.status}`);
    return inStock(cart) ? place(cart, intent) : giveBack(cart, intent);
  });
}

async function captureBlindly(cart, id) {
  try {
    return place(cart, await stripe.paymentIntents.capture(id));
  } catch (refused) {
    if (refused.code !== "payment_intent_unexpected_state") throw refused;
    await stripe.refunds.create({ payment_intent: id });
    throw new Refusal(402, "the payment failed");
  }
}

function inStock(cart) {
  return cart.items.every(({ sku, quantity }) => products.get(sku).stock >= quantity);
}

function place(cart, intent) {
  for (const { sku, quantity } of cart.items) products.get(sku).stock -= quantity;
  const order = {
    id: `${orders.length + 1}`,
    cart_id: cart.id,
    payment_status: "paid",
    currency: cart.currency,
    total: cart.total,
    paid: intent.amount_received,
    refunded: 0,
    payment_intents: [intent.id],
    lines: cart.items,
    effects: { placed: 1 },
  };
  orders.push(order);
  return order;
}

// Somebody else was faster: the money goes back, and the order says so.
async function giveBack(cart, intent) {
  const key = { idempotencyKey: `give-back-${intent.id}` };
  if (intent.status === "succeeded") {
    await stripe.refunds.create({ payment_intent: intent.id }, key);
  } else {
    await stripe.paymentIntents.cancel(intent.id, {}, key);
  }
  throw new Refusal(409, "it is sold out; nothing was kept");
}

async function refund(order, { amount }) {
  return alone(order.cart_id, async () => {
    const left = order.paid - order.refunded;
    const part = amount === undefined ? left : whole(amount, "amount", 1, left);
    if (part === 0) throw new Refusal(409, "everything went back already");
    const key = { idempotencyKey: `refund-${order.payment_intents[0]}-${order.refunded}-${part}` };
    await stripe.refunds.create({ payment_intent: order.payment_intents[0], amount: part }, key);
    await learnRefunds(order);
    return order;
  });
}

// What Stripe says went back is what went back, whoever gave it.
async function learnRefunds(order) {
  const made = await stripe.refunds.list({ payment_intent: order.payment_intents[0], limit: 100 });
  const stands = made.data.filter((one) => !["failed", "canceled"].includes(one.status));
  order.refunded = stands.reduce((sum, one) => sum + one.amount, 0);
  const whole = order.refunded >= order.paid;
  order.payment_status = whole ? "refunded" : order.refunded ? "partially_refunded" : "paid";
}

// An event is acted on before it is answered: what fails is sent again by Stripe.
async function receive(body, signature) {
  let event;
  try {
    event = stripe.webhooks.constructEvent(body, signature ?? "", secret);
  } catch (forged) {
    throw new Refusal(400, forged.message);
  }
  if (event.livemode || (seen.has(event.id) && defect !== "forgets_events")) return;
  const about = event.data.object;
  const id = about.object === "payment_intent" ? about.id : about.payment_intent;
  const order = orders.find((one) => one.payment_intents.includes(id));
  if (/refund/.test(event.type) && order !== undefined) {
    await alone(order.cart_id, () => learnRefunds(order));
  }
  const paid = ["payment_intent.succeeded", "payment_intent.amount_capturable_updated"];
  const cart = carts.get(about.metadata?.cart_id);
  if (paid.includes(event.type) && cart?.intents.includes(id)) {
    try {
      await complete(cart);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
    }
  }
  seen.add(event.id);
}

const view = () => ({
  orders,
  stock: [...products.values()].map(({ sku, stock, initial }) => ({ sku, stock, initial })),
  events: [...seen],
  quiet: busy === 0,
});

const routes = [
  ["GET", /^\/health$/, () => ({ ok: true })],
  ["GET", /^\/view$/, () => view()],
  ["POST", /^\/products$/, (_, body) => addProduct(body)],
  ["POST", /^\/carts$/, (_, body) => openCart(body)],
  ["POST", /^\/carts\/(\w+)\/payment$/, (id, body) => startPayment(found(carts, id, "cart"), body)],
  ["POST", /^\/carts\/(\w+)\/complete$/, (id) => complete(found(carts, id, "cart"))],
  ["POST", /^\/orders\/(\w+)\/refund$/, (id, body) => {
    return refund(found(new Map(orders.map((order) => [order.id, order])), id, "order"), body);
  }],
];

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

async function answer(request) {
  const raw = await read(request);
  if (request.method === "POST" && request.url === "/webhooks/stripe") {
    await receive(raw, request.headers["stripe-signature"]);
    return { received: true };
  }
  for (const [method, path, deed] of routes) {
    const match = method === request.method && path.exec(request.url);
    if (!match) continue;
    let body = {};
    try {
      body = raw.length ? JSON.parse(raw) : {};
    } catch {
      throw new Refusal(400, "the body is no JSON");
    }
    if (typeof body !== "object" || body === null) throw new Refusal(422, "the body is no object");
    return deed(match[1], body);
  }
  throw new Refusal(404, `there is no ${request.method} ${request.url}`);
}

const server = http.createServer(async (request, response) => {
  const counts = request.url !== "/view";
  busy += counts;
  let [status, body] = [200, null];
  try {
    body = await answer(request);
  } catch (error) {
    status = error instanceof Refusal ? error.status : error.type === "StripeCardError" ? 402 : 503;
    body = { error: error.message };
    if (status === 503) console.error(`${request.method} ${request.url}: ${error.message}`);
  }
  busy -= counts;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
});

server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => {
  console.log(`node shop ready on http://127.0.0.1:${server.address().port}`);
});
process.on("SIGTERM", () => process.exit(0));
