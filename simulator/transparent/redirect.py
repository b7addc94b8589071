"""Two routes without root or TLS: a preload file for Node, and a `sitecustomize` for Python.

Each is one small file, written where the user says, that sends what is meant for Stripe to
`PAIDONCE_URL`, and touches nothing else.
"""

from pathlib import Path
from typing import Final

NODE_NAME: Final = "paidonce-redirect.cjs"
PYTHON_NAME: Final = "sitecustomize.py"

NODE: Final = r"""// Sends what is meant for Stripe's API to a simulator on this machine.
//   PAIDONCE_URL=%(url)s NODE_OPTIONS="--require %(path)s" node shop.js
"use strict";
const http = require("node:http");
const https = require("node:https");
const { syncBuiltinESMExports } = require("node:module");

const target = new URL(process.env.PAIDONCE_URL || "%(url)s");
const HOSTS = new Set(["api.stripe.com", "connect.stripe.com", "files.stripe.com"]);
const agent = new http.Agent({ keepAlive: true });
const request = https.request;

// https.request takes (options), (url), (url, options), each with a callback after it.
function read(first, second) {
  const given = typeof first === "string" || first instanceof URL;
  const options = given ? (typeof second === "object" && second) || {} : first || {};
  if (!given) return [options, options.hostname || String(options.host || "").split(":")[0]];
  const url = new URL(first);
  return [{ ...options, path: url.pathname + url.search }, url.hostname];
}

https.request = function (...given) {
  const [options, host] = read(given[0], given[1]);
  if (!HOSTS.has(host)) return request.apply(https, given);
  const callback = given.find((part) => typeof part === "function");
  const sent = http.request(
    {
      ...options,
      protocol: "http:",
      agent,
      host: target.hostname,
      hostname: target.hostname,
      port: target.port || 80,
      headers: { Host: host, ...options.headers },
    },
    callback,
  );
  // Stripe's SDK writes the body once the connection is secure: here it is so once it is open.
  sent.on("socket", (socket) => {
    if (socket.connecting) socket.once("connect", () => socket.emit("secureConnect"));
    else process.nextTick(() => socket.emit("secureConnect"));
  });
  return sent;
};
https.get = function (...given) {
  const sent = https.request(...given);
  sent.end();
  return sent;
};

// SDKs that use fetch are sent the same way.
const fetched = globalThis.fetch;
if (fetched) {
  globalThis.fetch = function (what, options) {
    const url = new URL(what instanceof Request ? what.url : String(what));
    if (!HOSTS.has(url.hostname)) return fetched(what, options);
    url.protocol = target.protocol;
    url.host = target.host;
    return fetched(what instanceof Request ? new Request(url, what) : url, options);
  };
}
syncBuiltinESMExports();
"""

PYTHON: Final = r'''"""Sends what is meant for Stripe's API to a simulator on this machine.

    PAIDONCE_URL=%(url)s PYTHONPATH=%(folder)s python shop.py
"""

import importlib.abc
import importlib.util
import os
import sys

URL = os.environ.get("PAIDONCE_URL", "%(url)s").rstrip("/")


def turn(stripe):
    """Let the SDK, of whatever version, talk to the simulator."""
    names = ("api_base", "connect_api_base", "upload_api_base")
    client = sys.modules.get("stripe._stripe_client")
    for module in (stripe, client, sys.modules.get("stripe._requestor_options")):
        for name in (*names, *("DEFAULT_" + name.upper() for name in names)):
            if module is not None and hasattr(module, name):
                setattr(module, name, URL)


class Finder(importlib.abc.MetaPathFinder):
    """Waits for `import stripe`, and turns it once it is there."""

    def find_spec(self, name, path=None, target=None):
        if name != "stripe":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            return spec
        run = spec.loader.exec_module

        def exec_module(module):
            run(module)
            turn(module)

        spec.loader.exec_module = exec_module
        return spec


sys.meta_path.insert(0, Finder())

# Whatever sitecustomize the interpreter would have run besides is still run.
_here = os.path.dirname(os.path.abspath(__file__))
for _folder in sys.path:
    _other = os.path.join(_folder or ".", "sitecustomize.py")
    if os.path.abspath(os.path.dirname(_other)) != _here and os.path.isfile(_other):
        _spec = importlib.util.spec_from_file_location("paidonce_other_sitecustomize", _other)
        _spec.loader.exec_module(importlib.util.module_from_spec(_spec))
        break
'''


def write(language: str, folder: Path, url: str) -> tuple[Path, str]:
    """Write the file of a language, `node` or `python`; where it is, and how it is used."""
    folder.mkdir(parents=True, exist_ok=True)
    if language == "node":
        path = (folder / NODE_NAME).resolve()
        path.write_text(NODE % {"url": url, "path": path}, encoding="utf-8")
        return path, f'PAIDONCE_URL={url} NODE_OPTIONS="--require {path}" node your-shop.js'
    path = (folder / PYTHON_NAME).resolve()
    path.write_text(PYTHON % {"url": url, "folder": path.parent}, encoding="utf-8")
    return path, f"PAIDONCE_URL={url} PYTHONPATH={path.parent} python your_shop.py"
