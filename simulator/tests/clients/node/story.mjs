// Drives the simulator's core with Stripe's own Node SDK. What it saw is printed as one JSON object,
// which the test that started it looks at.

import Stripe from "stripe";

const { SIMULATOR_HOST, SIMULATOR_PORT, SIMULATOR_KEY } = process.env;
const stripe = new Stripe(SIMULATOR_KEY, {
  host: SIMULATOR_HOST,
  port: Number(SIMULATOR_PORT),
  protocol: "http",
  telemetry: false,
});
const cards = { automatic_payment_methods: { enabled: true, allow_redirects: "never" } };
const order = { amount: 2500, currency: "usd", ...cards };

/** The refusal of a promise, in the words that the SDK has for it. */
async function refusal(promise) {
  try {
    await promise;
    return null;
  } catch (error) {
    const { type, code, decline_code, statusCode, param } = error;
    return { type, code, decline_code, statusCode, param };
  }
}

async function paysAndRefunds() {
  const customer = await stripe.customers.create({ email: "jo@example.com" });
  const method = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
  const intent = await stripe.paymentIntents.create({
    ...order,
    customer: customer.id,
    payment_method: method.id,
    capture_method: "manual",
    metadata: { order_id: "7" },
  });
  const held = await stripe.paymentIntents.confirm(intent.id);
  const paid = await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 2000 });
  const whole = await stripe.paymentIntents.retrieve(intent.id, {
    expand: ["latest_charge.balance_transaction"],
  });
  const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 500 });
  const charge = await stripe.charges.retrieve(whole.latest_charge.id);
  const gone = await stripe.customers.del(customer.id);
  return {
    statuses: [intent.status, held.status, paid.status, refund.status],
    received: paid.amount_received,
    net: whole.latest_charge.balance_transaction.net,
    refunded: charge.amount_refunded,
    deleted: gone.deleted,
  };
}

async function isRefused() {
  const confirm = { ...order, confirm: true };
  return {
    declined: await refusal(
      stripe.paymentIntents.create({ ...confirm, payment_method: "pm_card_chargeDeclined" }),
    ),
    missing: await refusal(stripe.paymentIntents.retrieve("pi_x")),
    keyless: await refusal(
      new Stripe("sk_tset_x", {
        host: SIMULATOR_HOST,
        port: Number(SIMULATOR_PORT),
        protocol: "http",
      }).balance.retrieve(),
    ),
  };
}

async function paysOnce() {
  const options = { idempotencyKey: "order-8" };
  const params = { ...order, confirm: true, payment_method: "pm_card_visa" };
  const [first, again] = [
    await stripe.paymentIntents.create(params, options),
    await stripe.paymentIntents.create(params, options),
  ];
  return { same: first.id === again.id };
}

async function turnsPages() {
  for (const name of ["a", "b", "c", "d", "e"]) await stripe.customers.create({ name });
  const names = [];
  for await (const customer of stripe.customers.list({ limit: 2 })) names.push(customer.name);
  return names;
}

async function verifies() {
  const payload = process.env.DELIVERED_BODY;
  if (!payload) return null;
  const event = stripe.webhooks.constructEvent(
    payload,
    process.env.DELIVERED_SIGNATURE,
    process.env.ENDPOINT_SECRET,
  );
  const forged = await refusal(
    (async () =>
      stripe.webhooks.constructEvent(
        `${payload} `,
        process.env.DELIVERED_SIGNATURE,
        process.env.ENDPOINT_SECRET,
      ))(),
  );
  return { type: event.type, forged: forged?.type };
}

const stories = { paysAndRefunds, isRefused, paysOnce, turnsPages, verifies };
const seen = {};
for (const name of process.argv.slice(2)) seen[name] = await stories[name]();
console.log(JSON.stringify(seen));
