// Draws one message: words with links and commands, picture, document and buttons.

import { whileBusy } from "./wire.js";

const LINKS = /(https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]'"])|(?<![\w/])(\/[a-z][a-z0-9_]{1,31})(?![\w/])/g;

/** Make an element with classes, properties and children. */
export function make(tag, className = "", properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** Return the address of a kept file. */
export const mediaUrl = (id) => `/demo/media/${encodeURIComponent(id)}`;

/** Draw a message; `phone` says what happens when something in it is tapped. */
export function drawMessage(message, phone) {
  const bubble = make("div", "bubble");
  if (message.picture) bubble.append(picture(message, phone));
  if (message.document) bubble.append(documentChip(message.document));
  if (message.text) bubble.append(make("p", "words", {}, ...words(message.text, phone)));
  const row = make("article", `message ${message.author}`, {}, bubble);
  if (message.buttons.length) row.append(keyboard(message, phone));
  row.dataset.version = message.version;
  return row;
}

function picture(message, phone) {
  const alt = message.text || (message.author === "me" ? "Your photo" : "A picture from the bot");
  const image = make("img", "", { src: mediaUrl(message.picture), alt });
  image.addEventListener("load", () => phone.settle());
  image.addEventListener("error", () => image.closest("button")?.classList.add("gone"));
  const frame = make("button", "picture", { type: "button", title: "Zoom" }, image);
  frame.addEventListener("click", () => phone.zoom(image));
  return frame;
}

function documentChip(file) {
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", "#i-file");
  icon.setAttribute("aria-hidden", "true");
  icon.append(use);
  const name = make("span", "", {}, make("strong", "", {}, file.filename), make("small", "", {}, "Save"));
  return make("a", "document", { href: `${mediaUrl(file.media_id)}?save`, download: file.filename }, icon, name);
}

function words(text, phone) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(LINKS)) {
    parts.push(text.slice(end, found.index), found[1] ? link(found[1], found[1], phone) : command(found[2], phone));
    end = found.index + found[0].length;
  }
  return [...parts, text.slice(end)];
}

function link(url, label, phone, className = "") {
  const anchor = make("a", className, { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
  const payload = phone.payloadOf(url);
  if (payload === null) return anchor;
  anchor.addEventListener("click", (event) => {
    event.preventDefault(); // a deep link opens in the phone it was tapped in
    phone.say({ start: payload });
  });
  return anchor;
}

function command(word, phone) {
  const button = make("button", "command", { type: "button" }, word);
  button.addEventListener("click", () => phone.say({ text: word }));
  return button;
}

function keyboard(message, phone) {
  const rows = message.buttons.map((row) => make("div", "keys", {}, ...row.map((key) => drawKey(key, message, phone))));
  return make("div", "keyboard", {}, ...rows);
}

function drawKey(key, message, phone) {
  if (key.url) return link(key.url, key.label, phone, "key outside");
  const button = make("button", "key", { type: "button" }, key.label);
  const tap = { data: key.data, message_id: message.id };
  button.addEventListener("click", () => whileBusy(button, () => phone.say({ tap })));
  return button;
}
