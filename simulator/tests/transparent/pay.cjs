// A shop that knows nothing of simulators: the SDK as it comes, and its key.
"use strict";
const Stripe = require("stripe");

const stripe = new Stripe(process.env.STRIPE_KEY, { maxNetworkRetries: 0, timeout: 20000 });

async function main() {
  const customer = await stripe.customers.create({ name: "Jenny" });
  const again = await stripe.customers.retrieve(customer.id);
  let refused = null;
  try {
    await stripe.paymentIntents.create({ amount: 1, currency: "usd" });
  } catch (error) {
    refused = error.code;
  }
  process.stdout.write(JSON.stringify({ id: customer.id, name: again.name, refused }));
}

main().catch((error) => {
  process.stderr.write(String(error.stack || error));
  process.exitCode = 1;
});
