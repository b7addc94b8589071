// The calls for a Checkout Session with a page of the shop's own (`ui_mode` custom, since dahlia elements):
// initCheckout, which tells at once since clover, and promises before. What is chosen, the simulator reckons.
(() => {
  "use strict";
  const loaded = document.currentScript ? document.currentScript.src : window.location.href;
  const train = new URL(loaded, window.location.href).pathname.split("/")[1];
  const promises = ["v3", "acacia", "basil"].includes(train);

  const failed = (error) => ({ type: "error", error: { message: error.message, code: error.code ?? null, ...error } });
  const idOf = (secret) => String(secret).split("_secret_")[0];
  const NOT_AUTHENTICATED = "We are unable to authenticate your payment method. Please choose a different payment method and try again.";

  class Checkout {
    constructor(inside, options) {
      this.inside = inside;
      this.elements = new inside.Elements(options.elementsOptions);
      this.heard = [];
      this.typed = {};
      this.page = null;
      const secret = options.clientSecret ?? (options.fetchClientSecret && options.fetchClientSecret());
      if (!secret) throw new Error("IntegrationError: initCheckout needs a clientSecret.");
      this.loading = Promise.resolve(secret).then((found) => {
        this.path = `/v1/payment_pages/${idOf(found)}`;
        return inside.call("GET", this.path);
      }).then((page) => this.take(page));
    }

    // What Stripe.js shows of a Session, made of what the page's own call answers.
    view() {
      const page = this.page;
      const format = page.currency && new Intl.NumberFormat("en-US", { style: "currency", currency: page.currency });
      const divisor = format ? 10 ** format.resolvedOptions().maximumFractionDigits : null;
      const money = (amount) => ({ amount: format ? format.format((amount ?? 0) / divisor) : "", minorUnitsAmount: amount ?? 0 });
      const details = page.total_details || {};
      const ways = (page.shipping_options || []).map((way) => ({ id: way.shipping_rate, ...money(way.shipping_amount), displayName: way.display_name }));
      const sent = ways.find((way) => page.shipping_cost && way.id === page.shipping_cost.shipping_rate);
      const email = this.typed.email ?? page.email ?? null;
      return {
        id: page.session_id, livemode: page.livemode, currency: page.currency, minorUnitsAmountDivisor: divisor,
        businessName: page.business_name, canConfirm: page.status === "open" && Boolean(email),
        email, phoneNumber: this.typed.phone ?? null,
        billingAddress: this.typed.billing ?? null, shippingAddress: this.typed.shipping ?? null,
        lineItems: (page.line_items || []).map((line) => ({
          id: line.id, name: line.description, quantity: line.quantity, adjustableQuantity: line.adjustable_quantity,
          unitAmount: money(line.unit_amount), subtotal: money(line.amount_subtotal), discount: money(line.amount_discount),
          taxExclusive: money(line.amount_tax), total: money(line.amount_total), recurring: line.recurring,
        })),
        total: {
          subtotal: money(page.amount_subtotal), discount: money(details.amount_discount), taxExclusive: money(details.amount_tax),
          taxInclusive: money(0), shippingRate: money(details.amount_shipping), total: money(page.amount_total),
        },
        discountAmounts: details.amount_discount ? [{ ...money(details.amount_discount), promotionCode: this.typed.code ?? null }] : null,
        shippingOptions: ways, shipping: sent ? { shippingOption: sent, taxAmounts: null } : null,
        status: page.status === "complete" ? { type: "complete", paymentStatus: page.payment_status } : { type: page.status },
      };
    }
    take(page) {
      if (page.error) return failed(page.error);
      this.page = page;
      const session = this.view();
      for (const heard of this.heard) heard(session);
      return { type: "success", session, success: session };
    }
    async choose(what) { await this.loading; return this.take(await this.inside.call("POST", this.path, what)); }
    async type(what) {
      await this.loading;
      Object.assign(this.typed, what);
      return this.take(this.page);
    }

    async confirm({ returnUrl, redirect = "always", email, phoneNumber, billingAddress, shippingAddress, paymentMethod } = {}) {
      await this.loading;
      const typed = { ...this.typed };
      if (email) typed.email = email;
      if (phoneNumber) typed.phone = phoneNumber;
      const billing = billingAddress ?? typed.billing;
      let method = paymentMethod;
      if (!method) {
        const submitted = await this.elements.submit();
        if (submitted.error) return failed(submitted.error);
        const made = await this.inside.call("POST", "/v1/payment_methods", this.inside.methodData(this.elements, billing));
        if (made.error) return failed(made.error);
        method = made.id;
      }
      const to = shippingAddress ?? typed.shipping;
      const answer = await this.inside.call("POST", `${this.path}/confirm`, {
        payment_method: method, expected_amount: this.page.amount_total ?? undefined, shipping: to,
        customer_details: { email: typed.email, phone: typed.phone, name: billing && billing.name },
      });
      if (answer.error) return failed(answer.error);
      if (answer.intent && answer.intent.status === "requires_action") await this.inside.challenge(answer.intent.client_secret);
      const done = this.take(await this.inside.call("GET", this.path));
      if (done.type === "error") return done;
      if (this.page.status !== "complete") return failed({ message: NOT_AUTHENTICATED, code: "payment_intent_authentication_failure" });
      const address = returnUrl || this.page.return_url;
      if (redirect === "if_required" || !address) return done;
      window.location.assign(address.replace("{CHECKOUT_SESSION_ID}", this.page.session_id));
      return new Promise(() => {});
    }

    actions() {
      return {
        getSession: () => this.view(), session: () => this.view(),
        confirm: (options) => this.confirm(options),
        updateEmail: (email) => this.type({ email }), updatePhoneNumber: (phone) => this.type({ phone }),
        updateBillingAddress: (billing) => this.type({ billing }), updateShippingAddress: (shipping) => this.type({ shipping }),
        applyPromotionCode: async (code) => { const done = await this.choose({ promotion_code: code }); if (done.type === "success") this.typed.code = code; return done; },
        removePromotionCode: () => this.choose({ promotion_code: "" }),
        updateShippingOption: (rate) => this.choose({ shipping_rate: rate }),
        updateLineItemQuantity: ({ lineItem, quantity }) => this.choose({ line_items: [{ id: lineItem, quantity }] }),
        runServerUpdate: async (update) => { await update(); return this.take(await this.inside.call("GET", this.path)); },
      };
    }
    front() {
      const create = (type) => (options) => this.elements.create(type, options);
      const get = (type) => () => this.elements.getElement(type);
      return {
        createPaymentElement: create("payment"), getPaymentElement: get("payment"),
        createBillingAddressElement: create("address"), createShippingAddressElement: create("address"),
        createExpressCheckoutElement: create("expressCheckout"), getExpressCheckoutElement: get("expressCheckout"),
        createContactDetailsElement: create("linkAuthentication"), createLinkAuthenticationElement: create("linkAuthentication"),
        createElement: (type, options) => this.elements.create(type, options), getElement: (type) => this.elements.getElement(type),
        changeAppearance: () => {}, loadFonts: () => {},
        on: (name, heard) => { if (name === "change") this.heard.push(heard); },
        loadActions: async () => {
          const done = await this.loading;
          return done.type === "error" ? done : { type: "success", actions: this.actions(), session: done.session };
        },
      };
    }
  }

  window.Stripe._parts.push((stripe, inside) => {
    const begin = (options = {}) => {
      const checkout = new Checkout(inside, options);
      if (!promises) return checkout.front();
      return checkout.loading.then((done) => {
        if (done.type === "error") throw new Error(done.error.message);
        return { ...checkout.front(), ...checkout.actions() };
      });
    };
    stripe.initCheckout = begin;
    stripe.initCheckoutElementsSdk = begin;
  });
})();
