// Stands for name resolution: what is meant for Stripe's API goes to this machine. Nothing else.
"use strict";
const net = require("node:net");

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  const normal = Array.isArray(given[0]) ? given[0] : given;
  const options = normal[0];
  if (options && typeof options === "object" && /\.stripe\.com$/.test(options.host || "")) {
    options.host = "127.0.0.1";
    options.port = Number(process.env.TLS_PORT);
    delete options.lookup;
  }
  return connect.apply(this, given);
};
