"use strict";
// The page asks the control API about once a second for what its open tab shows, and draws what changed.
// Text never becomes markup: everything is made of nodes.

const $ = id => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";

function fill(node, props, inner) {
  for (const [key, value] of Object.entries(props || {})) {
    if (key === "on") {
      for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    } else if (value !== undefined && value !== null && value !== false) {
      node.setAttribute(key, value === true ? "" : value);
    }
  }
  for (const part of inner.flat(9)) if (part !== null && part !== undefined) node.append(part);
  return node;
}
const h = (tag, props, ...inner) => fill(document.createElement(tag), props, inner);
const s = (tag, props, ...inner) => fill(document.createElementNS(SVG, tag), props, inner);

// --- asking

let key = sessionStorage.getItem("key") || "";

async function call(method, path, given) {
  const headers = key ? {Authorization: "Bearer " + key} : {};
  if (given !== undefined) headers["Content-Type"] = "application/json";
  const body = given === undefined ? undefined : JSON.stringify(given);
  const answer = await fetch("/_sim" + path, {method, headers, body});
  const said = await answer.json();
  if (!answer.ok) { say(said.error.message); throw new Error(said.error.message); }
  return said;
}

let hush;
function say(words) {
  $("said").textContent = words;
  $("said").className = "on";
  clearTimeout(hush);
  hush = setTimeout(() => { $("said").className = ""; }, 4000);
}

// --- small parts

const when = seconds => new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
// Stripe's decimals, and not the browser's: an amount of ISK, UGX or MGA would be another one.
const DECIMALS = /* decimals */{};
function money(amount, currency) {
  const digits = DECIMALS[currency] ?? 2;
  return new Intl.NumberFormat("en", {style: "currency", currency,
    minimumFractionDigits: digits, maximumFractionDigits: digits}).format(amount / 10 ** digits);
}

const GOOD = new Set(["succeeded", "delivered", "available", "complete", "paid", "won", "enabled"]);
const BAD = new Set(["failed", "canceled", "dropped", "lost", "expired", "disabled"]);
const look = word => (GOOD.has(word) ? "good" : BAD.has(word) ? "bad" : "wait");
const pill = (word, as) => h("span", {class: "pill " + (as || look(word))}, word);
const answered = status =>
  pill(status ? String(status) : "no answer", status && status < 400 ? "good" : "bad");
const code = text => h("code", {}, text);
const act = (words, deed) =>
  h("button", {on: {click: () => deed().then(refresh, () => {})}}, words);
const story = id =>
  h("a", {class: "mono", tabindex: 0, role: "button", on: {click: () => show("story", id)}}, id);
const number = text => h("td", {class: "number"}, text);
const wide = (...inner) => h("td", {class: "wide"}, ...inner);
const card = (title, ...inner) =>
  h("div", {class: "card"}, title ? h("h2", {}, title) : null, ...inner);

function table(heads, rows, none) {
  if (!rows.length) return h("div", {class: "empty"}, none);
  const cell = of => (of instanceof HTMLTableCellElement ? of : h("td", {}, of));
  const numeric = rows[0].map(of => of instanceof HTMLTableCellElement && of.className === "number");
  return h("div", {class: "scroll"}, h("table", {},
    h("thead", {}, h("tr", {}, heads.map((head, n) =>
      h("th", {scope: "col", class: numeric[n] && "number"}, head)))),
    h("tbody", {}, rows.map(cells => h("tr", {}, cells.map(cell))))));
}

// What is written into the page's fields outlives a redraw.
const form = {type: "lost_answer", on: "POST /v1/payment_intents", times: "1",
  at: "arrival", hold: "POST /v1/payment_intents/*/capture"};
const input = (name, more) => h("input", {value: form[name], ...more,
  on: {input: event => { form[name] = event.target.value; }}});
const choose = (name, options, label) => h("select", {"aria-label": label, on: {change: event => {
  form[name] = event.target.value;
  event.target.blur();
  drawn = "";
  refresh();
}}}, options.map(option => h("option", {value: option, selected: option === form[name]}, option)));

// --- one thing's story, drawn: the harness, the shop and Stripe, time going down

const LANES = {harness: ["shopper", 90], shop: ["shop", 350], stripe: ["Stripe", 830]};
const ROW = 36;
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];

function later(seconds) {
  const [unit, length] = UNITS.find(([, least]) => seconds >= least);
  const count = Math.round(seconds / length);
  return `${count} ${unit}${count === 1 ? "" : "s"} later`;
}

function step(moment) {
  const {request, attempt} = moment;
  if (request) {
    const error = request.error_code ? " " + request.error_code : "";
    return {by: request.caller, text: request.operation || `${request.method} ${request.path}`, status: request.status,
      answer: (request.status === null ? "no answer" : request.status + error), faults: request.faults,
      why: JSON.stringify(request.params, null, 2)};
  }
  if (attempt) {
    return {by: "stripe", text: moment.what.split(" sent to ")[0], status: attempt.status,
      answer: attempt.status === null ? "no answer" : String(attempt.status), faults: attempt.faults,
      why: attempt.error || attempt.answer};
  }
  return null;
}

function arrow(y, of) {
  const start = LANES[of.by][1], end = of.by === "stripe" ? LANES.shop[1] : LANES.stripe[1];
  const forth = Math.sign(end - start), good = of.status !== null && of.status < 300;
  const colour = `var(--${!good ? "bad" : of.by === "stripe" ? "event" : "accent"})`;
  const stop = of.status === null ? end - forth * 60 : end - forth * 7;
  const tip = of.status === null
    ? s("path", {d: `M${stop - 5} ${y - 5}l10 10m0 -10l-10 10`, stroke: colour})
    : s("path", {d: `M${end} ${y}l${-forth * 9} -4.5v9z`, fill: colour});
  return s("g", {},
    s("path", {d: `M${start} ${y}H${stop}`, stroke: colour, "stroke-width": 1.5,
      "stroke-dasharray": of.by === "stripe" ? "5 4" : null}),
    tip, s("circle", {cx: start, cy: y, r: 3.5, fill: colour}),
    s("text", {x: (start + end) / 2, y: y - 8, "text-anchor": "middle", stroke: "var(--card)",
      "stroke-width": 5, "paint-order": "stroke"}, s("title", {}, of.why), of.text,
    s("tspan", {dx: 10, "font-weight": 600, fill: colour}, of.answer),
    of.faults.length ? s("tspan", {dx: 10, fill: "var(--wait)"}, "⚡ " + of.faults.join(", ")) : null));
}

function picture(moments) {
  const parts = [], lanes = new Set(["shop", "stripe"]);
  let y = 52, before = null;
  const note = words => {
    y += ROW;
    parts.push(s("text", {x: 590, y: y - 8, "text-anchor": "middle", class: "note"}, words));
  };
  for (const moment of moments) {
    if (before !== null && moment.at - before >= 60) note(later(moment.at - before));
    before = moment.at;
    const of = step(moment);
    if (!of) continue;
    lanes.add(of.by);
    y += ROW;
    parts.push(arrow(y, of));
  }
  const heads = Object.entries(LANES).filter(([lane]) => lanes.has(lane)).map(([, [name, x]]) => [
    s("path", {d: `M${x} 40V${y + 16}`, stroke: "var(--line)", "stroke-width": 2}),
    s("rect", {x: x - 44, y: 10, width: 88, height: 26, rx: 13, fill: "var(--code)"}),
    s("text", {x, y: 27, "text-anchor": "middle", class: "lane"}, name)]);
  const left = lanes.has("harness") ? 0 : 240;
  return h("div", {class: "picture"}, s("svg", {viewBox: `${left} 0 ${920 - left} ${y + 24}`,
    style: `max-width: ${920 - left}px`, role: "img", "aria-label": "requests and deliveries in order"}, heads, parts));
}

// --- the tabs: what each needs, and what it shows

const attention = name => h("span", {class: "pill bad"}, name);

const VIEWS = {
  payments: {
    name: "Payments", needs: {payments: "/payments?newest=200"},
    view: state => card(null, table(
      ["payment", "status", "amount", "received", "refunded", "created", "metadata"],
      [...state.payments].reverse().map(({currency, ...of}) => [
        story(of.id), pill(of.status), number(money(of.amount, currency)),
        number(money(of.amount_received, currency)),
        number(of.amount_refunded ? money(of.amount_refunded, currency) : ""), when(of.created),
        wide(code(Object.entries(of.metadata).map(pair => pair.join("=")).join(" ")))]),
      ["No payment yet. Point a client at this address, and its payments appear here.",
        h("pre", {}, `stripe.StripeClient("${key}", base_addresses={"api": "${location.origin}"})`)])),
  },
  deliveries: {
    name: "Deliveries", needs: {deliveries: "/deliveries?newest=200", endpoints: "/endpoints"},
    view: state => [
      card("Endpoints", table(["endpoint", "status", "events", "version", "signing secret"],
        state.endpoints.map(endpoint => [wide(code(endpoint.url)), pill(endpoint.status),
          wide(endpoint.events.join(" ")), endpoint.api_version || "the account's", code(endpoint.secret)]),
        "No endpoint yet: POST /v1/webhook_endpoints makes one.")),
      card(null,
        h("div", {class: "row"}, h("h2", {}, "Deliveries"), h("span", {class: "push"}),
          act(state.deliveries.paused ? "resume" : "pause",
            () => call("POST", "/deliveries/settings", {paused: !state.deliveries.paused}))),
        table(["event", "about", "state", "attempts", "next attempt", ""],
          [...state.deliveries.data].reverse().map(delivery => [
            code(delivery.event_type), story(delivery.subject || delivery.event), pill(delivery.state),
            wide(delivery.attempts.map(attempt => [h("span", {title: [attempt.error, ...attempt.faults].join(" ")},
              answered(attempt.status)), " "])),
            delivery.next_attempt_at ? when(delivery.next_attempt_at) : "",
            h("div", {class: "row close"},
              act("attempt", () => call("POST", `/deliveries/${delivery.id}/attempt`)),
              act("resend", () => call("POST", `/events/${delivery.event}/resend`)),
              act("twice at once",
                () => call("POST", `/events/${delivery.event}/duplicate`, {times: 2})))]),
          "Nothing has been delivered yet."))],
  },
  requests: {
    name: "Requests", needs: {requests: "/requests?newest=300"},
    view: state => card(null, table(
      ["at", "request", "status", "error", "by", "took", "idempotency key", "events", "faults"],
      [...state.requests.data].reverse().map(request => [
        when(request.at), wide(code(request.method + " " + request.path)), answered(request.status),
        request.error_code || "", request.caller + (request.replayed ? ", replayed" : ""),
        number(request.duration_ms.toFixed(1) + " ms"),
        code((request.idempotency_key || "").slice(0, 18)),
        number(request.events.length ? String(request.events.length) : ""),
        request.faults.map(attention)]),
      "No request yet.")),
  },
  faults: {
    name: "Faults and holds", needs: {faults: "/faults", holds: "/holds", held: "/held"},
    view: state => [
      card("Let something go wrong",
        h("div", {class: "row"}, choose("type", types.map(type => type.type), "fault"),
          h("span", {}, "on"), input("on", {size: 34, "aria-label": "where"}),
          input("times", {size: 3, "aria-label": "how often"}), h("span", {}, "times"),
          act("add", () => call("POST", "/faults", {type: form.type, on: form.on,
            times: form.times ? Number(form.times) : null}))),
        h("p", {class: "soft"}, (types.find(type => type.type === form.type) || {}).story || "")),
      card("Plans", table(["fault", "where", "struck", "at most", "options", ""],
        state.faults.map(fault => [code(fault.type), code(fault.on), number(String(fault.struck)),
          fault.times === null ? "always" : String(fault.times), code(JSON.stringify(fault.options)),
          act("remove", () => call("DELETE", "/faults/" + fault.id))]),
        "Nothing is planned to go wrong.")),
      card("Hold points",
        h("div", {class: "row"}, input("hold", {size: 40, "aria-label": "what to hold"}),
          choose("at", ["arrival", "work", "answer", "delivery", "delivered"], "where to hold it"),
          act("hold", () => call("POST", "/holds", {on: form.hold, at: form.at}))),
        table(["what", "gate", "taken", "at most", ""],
          state.holds.map(hold => [code(hold.on), hold.at, number(String(hold.taken)),
            hold.times === null ? "always" : String(hold.times),
            act("remove", () => call("DELETE", "/holds/" + hold.id))]),
          "Nothing is held back.")),
      card("Held now", table(["what", "gate", "about", "since", ""],
        state.held.map(held => [code(held.what), held.at, held.objects.map(story), when(held.since),
          act("release", () => call("POST", "/held/release", {ids: [held.id]}))]),
        "Nothing is waiting."))],
  },
  ledger: {
    name: "Ledger", needs: {ledger: "/ledger?newest=300"},
    view: state => [
      Object.entries(state.ledger.positions || {}).map(([currency, at]) =>
        card(`Where the ${currency.toUpperCase()} is`, h("div", {class: "tiles"}, Object.entries(at).map(
          ([position, amount]) => h("div", {class: "tile"},
            h("span", {class: "soft"}, position.replace("_", " ")), h("b", {}, money(amount, currency))))))),
      (state.ledger.discrepancies || []).length
        ? card("Contradictions", state.ledger.discrepancies.map(said => h("p", {}, attention(said)))) : null,
      card("Movements", table(["at", "what", "of", "postings"],
        [...(state.ledger.movements || [])].reverse().map(move => [when(move.at), move.what,
          story(move.subject), wide(Object.entries(move.postings).map(
            ([position, amount]) => `${position.replace("_", " ")} ${money(amount, move.currency)}`).join(",  "))]),
        "No money has moved yet."))],
  },
  story: {
    name: "Story", needs: {},
    view: state => card(about ? "Everything about " + about : "One thing's story",
      h("input", {value: about || "", size: 44, placeholder: "an id, or a value in metadata",
        "aria-label": "of what", on: {change: event => show("story", event.target.value)}}),
      state.story && state.story.length ? picture(state.story)
        : h("div", {class: "empty"}, about ? "Nothing is known of it." : "Click on any id, or write one here.")),
  },
};

// --- what is shown, and when

let [tab, about] = location.hash.slice(1).split("/").map(decodeURIComponent);
if (!VIEWS[tab]) tab = "payments";
let types = [], drawn = "";

function show(name, of) {
  tab = name;
  if (of !== undefined) about = of;
  location.hash = name === "story" && about ? `story/${encodeURIComponent(about)}` : name;
  refresh();
}

async function ask() {
  const accounts = await call("GET", "/accounts");
  // Whoever opens the page wants to see what was just begun: the account that was opened last.
  if (!accounts.some(account => account.secret_key === key)) key = (accounts.at(-1) || {}).secret_key || "";
  const needs = {clock: "/clock", ledger: "/ledger?newest=0", ...VIEWS[tab].needs};
  const answers = Object.entries(needs).map(async ([name, path]) => [name, await call("GET", path)]);
  const state = {accounts, ...Object.fromEntries(await Promise.all(answers))};
  if (tab === "story" && about) state.story = await call("GET", "/timeline/" + encodeURIComponent(about));
  if (tab === "faults" && !types.length) types = await call("GET", "/fault_types");
  return state;
}

function drawHead({accounts, clock, ledger}) {
  $("clock").textContent = when(clock.now) + " UTC";
  $("frozen").hidden = !clock.frozen;
  $("freeze").textContent = clock.frozen ? "let it run" : "freeze";
  $("next").disabled = !clock.next_due_at;
  $("due").textContent = clock.next_due_at
    ? `the next thing falls due at ${when(clock.next_due_at)}` : "nothing falls due";
  if ($("account").children.length !== accounts.length || $("account").value !== key) {
    $("account").replaceChildren(...accounts.map(account =>
      h("option", {value: account.secret_key, selected: account.secret_key === key}, account.secret_key)));
  }
  $("seed").textContent = "seed " + (accounts[0] || {}).seed;
  $("sums").replaceChildren(...Object.entries(ledger.totals).map(([currency, sums]) =>
    h("div", {class: "sums"}, ["authorized", "captured", "refunded", "disputed", "fees"].map(name =>
      h("div", {class: "card tile"},
        h("span", {class: "soft"}, name), h("b", {}, money(sums[name], currency)))))));
}

async function refresh() {
  let state;
  try { state = await ask(); } catch { return; }
  drawHead(state);
  const seen = JSON.stringify([tab, about, {...state, clock: 0}, types.length, key]);
  const at = document.activeElement;
  const writing = drawn && at && $("body").contains(at) && /INPUT|SELECT/.test(at.tagName);
  if (seen === drawn || writing) return;
  drawn = seen;
  $("tabs").replaceChildren(...Object.entries(VIEWS).map(([name, view]) => h("button",
    {role: "tab", "aria-selected": String(name === tab), on: {click: () => show(name)}}, view.name)));
  $("body").replaceChildren(...[VIEWS[tab].view(state)].flat(9).filter(Boolean));
}

const DEEDS = {
  advance: button => call("POST", "/clock/advance", {by: button.dataset.by}),
  next: () => call("POST", "/clock/advance", {to_next: true}),
  freeze: () => call("POST", $("frozen").hidden ? "/clock/freeze" : "/clock/thaw"),
  settle: () => call("POST", "/settle", {}).then(() => say("All is quiet.")),
  reset: () => (confirm("Forget everything in this account?") ? call("POST", "/reset") : Promise.resolve()),
};
document.querySelectorAll("[data-do]").forEach(button =>
  button.addEventListener("click", () => DEEDS[button.dataset.do](button).then(refresh, () => {})));
$("account").addEventListener("change", event => {
  key = event.target.value;
  sessionStorage.setItem("key", key);
  about = null;
  event.target.blur();
  refresh();
});
window.addEventListener("hashchange", () => {
  const [name, of] = location.hash.slice(1).split("/").map(decodeURIComponent);
  if (VIEWS[name] && (name !== tab || (of && of !== about))) show(name, of);
});

// A simulator with much to tell has other things to do than to tell it: the page is never more
// than a tenth of its work.
async function watch() {
  const began = performance.now();
  if (!document.hidden) await refresh();
  setTimeout(watch, Math.max(1000, 9 * (performance.now() - began)));
}
watch();
