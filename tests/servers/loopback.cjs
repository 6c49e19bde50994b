// json-server 1 listens on all addresses, whatever its --host says. Loaded before it, this leaves loopback alone.
"use strict";
const { Server } = require("node:net");

const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...others) {
  const heard = others.filter((other) => typeof other === "function");
  return listen.call(this, port, "127.0.0.1", ...heard);
};
