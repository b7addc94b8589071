// A stand-in for Stripe.js: the calls that a shop's page makes, answered by the simulator that this
// script was loaded from. Results are what Stripe.js gives: { paymentIntent } or { error }, never a throw.
(() => {
  "use strict";
  const loaded = document.currentScript ? document.currentScript.src : window.location.href;
  const base = new URL(loaded, window.location.href).origin;

  const flatten = (value, name, into) => {
    if (value === undefined || value === null) return into;
    if (Array.isArray(value)) value.forEach((member, index) => flatten(member, `${name}[${index}]`, into));
    else if (typeof value === "object") {
      for (const [key, member] of Object.entries(value)) flatten(member, name ? `${name}[${key}]` : key, into);
    } else into.append(name, String(value));
    return into;
  };

  const integration = (message) => new Error(`IntegrationError: ${message}`);
  const idOf = (secret) => String(secret).split("_secret_")[0];
  const nounOf = (secret) => (idOf(secret).startsWith("seti_") ? "setup_intent" : "payment_intent");
  const RESULT = { payment_intent: "paymentIntent", setup_intent: "setupIntent" };

  // What the shopper types in. It stands in the page itself, under a shadow root.
  const LOOKS = `
    :host { display: block; } * { box-sizing: border-box; }
    .row { display: flex; gap: 8px; flex-wrap: wrap; }
    label { display: grid; gap: 4px; flex: 1 1 110px; font: 500 13px/1.4 system-ui, sans-serif; color: #30313d; }
    label.wide { flex-basis: 220px; }
    input { font: 400 16px/1.4 system-ui, sans-serif; padding: 10px 12px; border: 1px solid #d8dee4; border-radius: 6px; width: 100%; }
    input:focus { outline: 3px solid #4f46e5; outline-offset: 1px; }
    p { margin: 6px 0 0; color: #b3093c; font: 400 13px/1.4 system-ui, sans-serif; min-height: 1.2em; }`;
  const FIELDS = {
    number: ["Card number", "1234 1234 1234 1234", "cc-number", "wide"],
    expiry: ["Expiration date", "MM / YY", "cc-exp", ""],
    cvc: ["Security code", "CVC", "cc-csc", ""],
    postal: ["Postal code", "12345", "postal-code", ""],
  };
  const PARTS = {
    card: ["number", "expiry", "cvc", "postal"], payment: ["number", "expiry", "cvc", "postal"],
    cardNumber: ["number"], cardExpiry: ["expiry"], cardCvc: ["cvc"],
    linkAuthentication: [], address: [], expressCheckout: [],
  };

  class Element {
    constructor(type, group, options) {
      Object.assign(this, { type, group, options: options || {}, inputs: {}, heard: {}, host: null });
      this.parts = (PARTS[type] || []).filter((part) => !(part === "postal" && this.options.hidePostalCode));
    }
    mount(where) {
      const place = typeof where === "string" ? document.querySelector(where) : where;
      if (!place) throw integration(`The selector you specified (${where}) applies to no DOM elements that are currently on the page.`);
      this.host = document.createElement("div");
      this.host.className = "StripeElement";
      const root = this.host.attachShadow({ mode: "open" });
      const style = document.createElement("style");
      style.textContent = LOOKS;
      const row = document.createElement("div");
      row.className = "row";
      this.told = document.createElement("p");
      this.told.setAttribute("role", "alert");
      for (const part of this.parts) {
        const [name, hint, complete, width] = FIELDS[part];
        const label = document.createElement("label");
        label.className = width;
        label.append(name);
        const input = document.createElement("input");
        Object.assign(input, { placeholder: hint, autocomplete: complete, inputMode: part === "postal" ? "text" : "numeric", name: part });
        input.addEventListener("input", () => this.emit("change", this.state()));
        input.addEventListener("focus", () => this.emit("focus", { elementType: this.type }));
        input.addEventListener("blur", () => this.emit("blur", { elementType: this.type }));
        label.append(input);
        row.append(label);
        this.inputs[part] = input;
      }
      root.append(style, row, this.told);
      place.replaceChildren(this.host);
      queueMicrotask(() => this.emit("ready", { elementType: this.type }));
      return this;
    }
    values() {
      const found = {};
      for (const [part, input] of Object.entries(this.inputs)) found[part] = input.value.trim();
      return found;
    }
    state() {
      const values = Object.values(this.values());
      const empty = values.every((value) => value === "");
      return { elementType: this.type, empty, complete: !empty && values.every(Boolean), error: undefined, value: { type: "card" } };
    }
    fail(message) { if (this.told) this.told.textContent = message || ""; }
    on(name, heard) { (this.heard[name] ||= []).push(heard); return this; }
    off(name) { delete this.heard[name]; return this; }
    once(name, heard) { const one = (event) => { this.off(name); heard(event); }; return this.on(name, one); }
    emit(name, event) { for (const heard of this.heard[name] || []) heard(event); }
    update(options) { Object.assign(this.options, options); }
    focus() { const first = Object.values(this.inputs)[0]; if (first) first.focus(); }
    blur() { for (const input of Object.values(this.inputs)) input.blur(); }
    clear() { for (const input of Object.values(this.inputs)) input.value = ""; }
    unmount() { if (this.host) this.host.remove(); this.host = null; }
    destroy() { this.unmount(); this.group.made = this.group.made.filter((element) => element !== this); }
    collapse() {}
  }

  class Elements {
    constructor(options) { this.options = options || {}; this.made = []; }
    create(type, options) { const element = new Element(type, this, options); this.made.push(element); return element; }
    getElement(type) { return this.made.find((element) => element.type === type || element.type === type.name) || null; }
    update(options) { Object.assign(this.options, options); }
    fetchUpdates() { return Promise.resolve({}); }
    values() { return Object.assign({}, ...this.made.map((element) => element.values())); }
    async submit() {
      const { number, expiry, cvc } = this.values();
      const message = !number ? "Your card number is incomplete." : !expiry ? "Your card’s expiration date is incomplete."
        : !cvc ? "Your card’s security code is incomplete." : null;
      for (const element of this.made) element.fail(message);
      return message ? { error: { type: "validation_error", code: "incomplete_payment_details", message } } : { selectedPaymentMethod: "card" };
    }
  }

  const cardOf = (elements) => {
    const { number = "", expiry = "", cvc = "" } = elements.values();
    const [month, year] = expiry.split(/\s*\/\s*/);
    return { number: number.replace(/\s/g, ""), exp_month: month, exp_year: year, cvc };
  };
  const methodData = (elements, details) => {
    const { postal } = elements.values();
    const billing = { ...details };
    if (postal) billing.address = { postal_code: postal, ...(billing.address || {}) };
    return { type: "card", card: cardOf(elements), billing_details: Object.keys(billing).length ? billing : undefined };
  };

  function make(key, settings) {
    if (!key) throw integration("Missing value for Stripe(): apiKey should be a string.");
    if (String(key).startsWith("sk_")) throw integration("You should not use your secret key with Stripe.js.");

    async function call(method, path, params) {
      const headers = { Authorization: `Bearer ${key}` };
      if (settings && settings.apiVersion) headers["Stripe-Version"] = settings.apiVersion;
      if (settings && settings.stripeAccount) headers["Stripe-Account"] = settings.stripeAccount;
      const body = flatten(params || {}, "", new URLSearchParams());
      const query = method === "GET" && `${body}` ? `?${body}` : "";
      try {
        const answer = await fetch(`${base}${path}${query}`, { method, headers, body: method === "GET" ? undefined : body });
        return await answer.json();
      } catch (wrong) {
        return { error: { type: "api_connection_error", message: "We are experiencing issues connecting to our payments provider. You have not been charged. Please check your internet connection and try again." } };
      }
    }

    const pathOf = (secret) => `/v1/${nounOf(secret)}s/${idOf(secret)}`;
    const wrapped = (noun, answer) => (answer.error ? { error: answer.error } : { [RESULT[noun] || noun]: answer });
    const retrieve = async (secret) => wrapped(nounOf(secret), await call("GET", pathOf(secret), { client_secret: secret }));

    // The challenge, in a frame over the page; it tells when the shopper has pressed a button.
    function challenge(secret, action) {
      const noun = nounOf(secret);
      const address = new URL("/3d_secure_2/hosted", base);
      address.searchParams.set(noun, idOf(secret));
      address.searchParams.set(`${noun}_client_secret`, secret);
      const veil = document.createElement("div");
      veil.setAttribute("style", "position:fixed;inset:0;z-index:2147483647;background:#1a1f36b3;display:grid;place-items:center;padding:16px");
      const frame = document.createElement("iframe");
      frame.name = "stripe-challenge-frame";
      frame.title = "3D Secure";
      frame.src = address.href;
      frame.setAttribute("style", "width:min(480px,100%);height:min(620px,100%);border:0;border-radius:14px;background:#fff");
      veil.append(frame);
      return new Promise((done) => {
        const heard = (message) => {
          if (message.source !== frame.contentWindow || (message.data || {}).type !== "authenticated") return;
          window.removeEventListener("message", heard);
          veil.remove();
          done();
        };
        window.addEventListener("message", heard);
        document.body.append(veil);
        frame.focus();
      });
    }

    async function carryOn(noun, answer, { handle = true } = {}) {
      if (answer.error || answer.status !== "requires_action" || !handle) return wrapped(noun, answer);
      const action = answer.next_action || {};
      if (action.type === "redirect_to_url") {
        window.location.assign(action.redirect_to_url.url);
        return new Promise(() => {});
      }
      if (action.type !== "use_stripe_sdk") return wrapped(noun, answer);
      await challenge(answer.client_secret, action);
      const after = await call("GET", pathOf(answer.client_secret), { client_secret: answer.client_secret });
      const failed = after.last_payment_error || after.last_setup_error;
      if (after.status === "requires_payment_method" && failed) {
        return { error: { ...failed, [noun]: after } };
      }
      return wrapped(noun, after);
    }

    async function confirm(secret, data, options) {
      const noun = nounOf(secret);
      const { payment_method: method, return_url, ...rest } = data || {};
      const params = { ...rest, client_secret: secret, use_stripe_sdk: true };
      if (return_url && !(options && options.handleActions !== false)) params.return_url = return_url;
      if (typeof method === "string") params.payment_method = method;
      else if (method && method.card instanceof Element) params.payment_method_data = methodData(method.card.group, method.billing_details);
      else if (method && method.card && method.card.token) params.payment_method_data = { type: "card", card: { token: method.card.token }, billing_details: method.billing_details };
      const answer = await call("POST", `${pathOf(secret)}/confirm`, params);
      return carryOn(noun, answer, { handle: !options || options.handleActions !== false });
    }

    async function confirmElements(noun, { elements, clientSecret, confirmParams = {}, redirect = "always" }) {
      const secret = clientSecret || (elements && elements.options.clientSecret);
      if (!secret) throw integration("You must pass in a clientSecret or an Elements instance that has one.");
      if (redirect === "always" && !confirmParams.return_url) throw integration("stripe.confirmPayment(): the return_url parameter is required unless redirect is 'if_required'.");
      const params = { client_secret: secret, use_stripe_sdk: true, ...confirmParams };
      if (elements && elements.made.length && !confirmParams.payment_method) {
        const submitted = await elements.submit();
        if (submitted.error) return submitted;
        params.payment_method_data = methodData(elements, (confirmParams.payment_method_data || {}).billing_details);
      }
      const done = await carryOn(noun, await call("POST", `${pathOf(secret)}/confirm`, params));
      const intent = done[RESULT[noun]];
      if (done.error || redirect === "if_required" || !intent) return done;
      const back = new URL(confirmParams.return_url);
      back.searchParams.set(noun, intent.id);
      back.searchParams.set(`${noun}_client_secret`, secret);
      back.searchParams.set("redirect_status", intent.status === "processing" ? "pending" : "succeeded");
      window.location.assign(back.href);
      return new Promise(() => {});
    }

    const stripe = {
      _apiKey: key,
      elements: (options) => new Elements(options),
      confirmCardPayment: confirm,
      confirmCardSetup: confirm,
      confirmPayment: (options) => confirmElements("payment_intent", options),
      confirmSetup: (options) => confirmElements("setup_intent", options),
      retrievePaymentIntent: retrieve,
      retrieveSetupIntent: retrieve,
      handleCardAction: async (secret) => {
        const intent = await call("GET", pathOf(secret), { client_secret: secret });
        return carryOn(nounOf(secret), intent);
      },
      handleNextAction: async ({ clientSecret }) => {
        const intent = await call("GET", pathOf(clientSecret), { client_secret: clientSecret });
        return carryOn(nounOf(clientSecret), intent);
      },
      createPaymentMethod: async (given) => {
        let params = given;
        if (given.elements) {
          const submitted = await given.elements.submit();
          if (submitted.error) return submitted;
          params = { ...methodData(given.elements, ((given.params || {}).billing_details) || {}) };
        } else if (given.card instanceof Element) params = { ...given, ...methodData(given.card.group, given.billing_details) };
        return wrapped("paymentMethod", await call("POST", "/v1/payment_methods", params));
      },
      createToken: async (what, data) => wrapped("token", await call("POST", "/v1/tokens",
        what instanceof Element ? { card: { ...cardOf(what.group), ...data } } : { [what]: data })),
      createConfirmationToken: async ({ elements, params = {} }) => {
        const submitted = await elements.submit();
        if (submitted.error) return submitted;
        const data = { ...params, payment_method_data: methodData(elements, (params.payment_method_data || {}).billing_details) };
        return wrapped("confirmationToken", await call("POST", "/v1/confirmation_tokens", data));
      },
      redirectToCheckout: async ({ sessionId }) => { window.location.assign(`${base}/c/pay/${sessionId}`); return new Promise(() => {}); },
      initEmbeddedCheckout: async ({ clientSecret, fetchClientSecret, onComplete }) => {
        const secret = clientSecret || await fetchClientSecret();
        const frame = document.createElement("iframe");
        const heard = (message) => {
          if (message.source === frame.contentWindow && (message.data || {}).type === "complete" && onComplete) onComplete();
        };
        frame.title = "Secure payment";
        frame.name = "embedded-checkout";
        frame.src = `${base}/c/pay/${idOf(secret)}?embedded`;
        frame.setAttribute("style", "width:100%;min-height:900px;border:0");
        return {
          mount: (where) => {
            window.addEventListener("message", heard);
            (typeof where === "string" ? document.querySelector(where) : where).replaceChildren(frame);
          },
          unmount: () => frame.remove(),
          destroy: () => { window.removeEventListener("message", heard); frame.remove(); },
        };
      },
      registerAppInfo: () => {},
    };
    for (const add of parts) add(stripe, { call, challenge, methodData, Elements });
    return stripe;
  }

  // What other scripts add to every Stripe object; see checkout_sdk.js.
  const parts = [];
  window.Stripe = Object.assign((key, settings) => make(key, settings), { version: 3, _parts: parts });
})();
