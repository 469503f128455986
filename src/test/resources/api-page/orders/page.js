// The shortest client of the merchant's API: lists the orders, and shows what becomes of them.
"use strict";

const rows = new Map();
let key;
let socket;
let work = Promise.resolve();

const element = id => document.getElementById(id);
const say = text => (element("state").textContent = text);

async function get(path) {
  const answer = await fetch("/nostrmarket/api/v1" + path, { headers: { "X-Api-Key": key } });
  const body = await answer.json();
  if (!answer.ok) {
    throw Object.assign(new Error(body.detail), { status: answer.status });
  }
  return body;
}

function show(order) {
  const name = order.public_key + " " + order.id; // two customers may choose the same id
  const row = rows.get(name) ?? element("orders").insertRow(0);
  rows.set(name, row);
  row.replaceChildren();
  // Text, never HTML: customers wrote it.
  for (const text of [order.id, items(order), order.address, order.total, status(order)]) {
    row.insertCell().textContent = text;
  }
}

function items({ items, extra }) {
  const names = new Map(extra.products.map(product => [product.id, product.name]));
  return items
    .map(({ quantity, product_id }) => `${quantity} x ${names.get(product_id) ?? product_id}`)
    .join(", ");
}

function status({ extra, paid, shipped }) {
  return extra.fail_message ?? (shipped ? "shipped" : paid ? "paid" : "waits for payment");
}

/** One after the other, so that no older answer comes after a newer one. */
function load(filter) {
  work = work
    .then(async () => {
      const orders = await get("/order" + filter);
      orders.reverse().forEach(show); // they come newest first
      say("Live");
    })
    .catch(() => socket.close()); // and begin anew
}

/** A frame brings a message; what has become of the order is read. */
function hear({ type, customerPubkey, dm }) {
  if (type === "dm:-1") {
    const line = document.createElement("li");
    line.textContent = dm.message;
    element("messages").prepend(line);
  } else if (customerPubkey) {
    load("?pubkey=" + customerPubkey);
  }
}

function listen(merchantId) {
  let timer;
  socket = new WebSocket(`${location.origin.replace("http", "ws")}/api/v1/ws/${merchantId}`);
  socket.onopen = () => {
    socket.send(key);
    load(""); // frames are not kept: whoever was away reads the list
    timer = setInterval(load, 60_000, ""); // a connection may be dead without anybody being told
  };
  socket.onmessage = ({ data }) => hear(JSON.parse(data));
  socket.onclose = () => {
    clearInterval(timer);
    openAgain();
  };
}

function openAgain() {
  say("Not connected, trying again");
  setTimeout(open, 1000);
}

async function open() {
  try {
    const merchant = await get("/merchant");
    listen(merchant.id);
  } catch (error) {
    if (error.status === 401) {
      say(error.message);
      element("login").hidden = false;
    } else {
      openAgain();
    }
  }
}

element("login").onsubmit = event => {
  event.preventDefault();
  element("login").hidden = true;
  key = element("key").value;
  open();
};
