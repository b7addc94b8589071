// Makes the payment page nicer; it works without this script, too.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");
  // What stands behind the "#" is for this page alone; left there, redirects would hand it on.
  if (window.location.hash) window.history.replaceState(null, "", window.location.pathname + window.location.search);
  const form = document.querySelector("form[data-pay]");
  const told = document.querySelector("[data-told]");
  if (told && window.parent !== window) {
    window.parent.postMessage({ source: "paidonce", type: told.dataset.told, session: told.dataset.session }, "*");
  }
  const alert = document.querySelector("[role=alert]");
  if (alert) alert.focus();
  if (!form) return;
  const digits = (text) => text.replace(/\D/g, "");
  const rewrite = (input, make) => input && input.addEventListener("input", () => {
    const ahead = digits(input.value.slice(0, input.selectionStart)).length;
    input.value = make(digits(input.value));
    let at = 0;
    for (let seen = 0; at < input.value.length && seen < ahead; at += 1) {
      if (/\d/.test(input.value[at])) seen += 1;
    }
    input.setSelectionRange(at, at);
  });
  const card = form.elements.namedItem("cardNumber");
  const expiry = form.elements.namedItem("cardExpiry");
  rewrite(card, (text) => text.slice(0, 19).replace(/(.{4})(?=.)/g, "$1 "));
  rewrite(expiry, (text) => (text.length > 2 ? `${text.slice(0, 2)} / ${text.slice(2, 4)}` : text));
  rewrite(form.elements.namedItem("cardCvc"), (text) => text.slice(0, 4));
  for (const button of document.querySelectorAll("button[data-card]")) {
    button.addEventListener("click", () => {
      const fill = { cardNumber: button.dataset.card, cardExpiry: button.dataset.expiry, cardCvc: button.dataset.cvc };
      for (const [name, value] of Object.entries(fill)) {
        const input = form.elements.namedItem(name);
        if (input) { input.value = value; input.removeAttribute("aria-invalid"); }
      }
      const card = document.getElementById("method-card");
      if (card) card.checked = true;
      form.querySelector(".pay").focus();
    });
  }
  // Another way to send it costs another sum.
  const ways = [...form.querySelectorAll("input[name=shippingRate]")];
  const show = () => {
    const way = ways.find((input) => input.checked);
    if (!way) return;
    for (const place of document.querySelectorAll("[data-due]")) place.textContent = way.dataset.total;
    for (const place of document.querySelectorAll("[data-shipping]")) place.textContent = way.dataset.cost;
  };
  for (const way of ways) way.addEventListener("change", show);
  show();
  form.addEventListener("submit", () => {
    const button = form.querySelector(".pay");
    button.disabled = true;
    button.textContent = "Processing…";
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
})();
