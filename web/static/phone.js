// One phone: its chat, its command menu, its camera.

import { drawMessage, make, mediaUrl } from "./message.js";
import { pause, post, upload, whileBusy } from "./wire.js";

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const SCAN_MS = 1400;
const NEAR_PX = 140; // closer to the end than this counts as reading the latest

export class Phone {
  #rows = new Map();
  #messages = new Map();
  #typingEnds = 0;

  /** `page` gives the shop's name, the deep links' beginning, `zoom` and the other phones. */
  constructor(facts, page) {
    this.facts = facts;
    this.page = page;
    const stand = document.getElementById("phone").content.cloneNode(true).firstElementChild;
    this.stand = stand;
    this.part = (selector) => stand.querySelector(selector);
    this.#introduce();
    this.#listen();
  }

  get messages() {
    return [...this.#messages.values()];
  }

  /** Return the picture that the bot sent or changed last. */
  get newestPicture() {
    const pictures = this.messages.filter((message) => message.picture && message.author === "bot");
    return pictures.sort((one, other) => other.version - one.version)[0]?.picture;
  }

  showSnapshot({ messages, menu }) {
    const ids = new Set(messages.map((message) => message.id));
    for (const id of this.#rows.keys()) if (!ids.has(id)) this.#forget(id);
    messages.forEach((message) => this.#put(message, false));
    this.showMenu({ menu });
    this.#scroll();
  }

  showMessage({ message }) {
    if (message.author === "bot") this.#typing(false);
    this.#put(message, true);
  }

  showMenu({ menu }) {
    const toggle = this.part(".menu-toggle");
    this.part(".menu").replaceChildren(...menu.map(([word, told]) => this.#menuEntry(word, told)));
    toggle.hidden = !menu.length;
    if (!menu.length) this.#openMenu(false);
  }

  /** Send a text, a tap or an opened link; the answer comes through the live stream. */
  say(content) {
    return this.#attempt(() => post("/demo/say", { chat: this.facts.id, ...content }));
  }

  /** Return the payload of a deep link to this bot, or null for any other address. */
  payloadOf(url) {
    const address = URL.canParse(url) ? new URL(url) : null;
    const ours = address && (url.startsWith(this.page.link) || address.origin === location.origin);
    return ours ? address.searchParams.get("start") : null;
  }

  zoom(image) {
    this.page.zoom(image);
  }

  /** Keep the end in sight after a picture took its height. */
  settle() {
    if (this.following) this.#scroll();
  }

  #introduce() {
    const { facts, page } = this;
    this.stand.dataset.phone = facts.id;
    this.stand.setAttribute("aria-label", `${facts.name}'s phone`);
    this.part("h2").append(facts.name, make("small", "", {}, facts.title));
    this.part(".who p").textContent = facts.hint;
    this.part(".bot-name").textContent = page.shop;
    this.part(".empty").textContent = `${facts.name} hasn't written to ${page.shop} yet.`;
    this.part(".log").setAttribute("aria-label", `${facts.name}'s chat`);
    this.part(".chat").setAttribute("aria-label", `${facts.name}'s chat, scrolls`);
    this.part(".composer [type=text]").setAttribute("aria-label", `Message from ${facts.name}`);
    this.part(".menu-toggle").setAttribute("aria-label", `${facts.name}'s commands`);
    this.part(".attach").setAttribute("aria-label", `Send a photo from ${facts.name}`);
    this.part(".send").setAttribute("aria-label", `Send as ${facts.name}`);
    this.part(".shortcuts").append(...facts.shortcuts.map(({ label, text }) => this.#shortcut(label, text)));
    const scanned = page.facts(facts.scans);
    this.part(".scan").hidden = !scanned;
    if (scanned) this.part(".scan span").textContent = `Scan ${scanned.name}'s code`;
    this.part(".camera p").textContent = scanned ? `Looking at ${scanned.name}'s phone…` : "";
  }

  #listen() {
    const typed = this.part(".composer [type=text]");
    const file = this.part("[type=file]");
    const chat = this.part(".chat");
    this.following = true;
    chat.addEventListener("scroll", () => {
      this.following = chat.scrollHeight - chat.scrollTop - chat.clientHeight < NEAR_PX;
    });
    this.part("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = typed.value.trim();
      typed.value = "";
      if (text) this.say({ text });
    });
    this.part(".attach").addEventListener("click", () => file.click());
    file.addEventListener("change", () => {
      const [picture] = file.files;
      if (picture) this.#attempt(() => upload(this.facts.id, picture));
      file.value = "";
    });
    this.part(".scan").addEventListener("click", ({ currentTarget }) => whileBusy(currentTarget, () => this.#scan()));
    this.part(".menu-toggle").addEventListener("click", () => this.#openMenu(this.part(".menu").hidden));
    this.stand.addEventListener("keydown", (event) => event.key === "Escape" && this.#openMenu(false));
    document.addEventListener("pointerdown", (event) => {
      if (!event.target.closest(".menu, .menu-toggle")) this.#openMenu(false);
    });
  }

  async #scan() {
    const { id, scans } = this.facts;
    const picture = this.page.phone(scans).newestPicture;
    if (picture) await this.#point(picture);
    await this.#attempt(() => post("/demo/scan", { from: scans, to: id }));
  }

  async #point(picture) {
    const camera = this.part(".camera");
    camera.querySelector("img").src = mediaUrl(picture);
    camera.hidden = false;
    await pause(CALM.matches ? 0 : SCAN_MS);
    camera.hidden = true;
  }

  async #attempt(action) {
    const trouble = this.part(".trouble");
    trouble.hidden = true;
    this.following = true;
    this.#openMenu(false);
    this.#typing(true);
    try {
      await action();
      const mine = this.#typingEnds;
      setTimeout(() => mine === this.#typingEnds && this.#typing(false), 1500);
    } catch (error) {
      this.#typing(false);
      trouble.textContent = error.message;
      trouble.hidden = false;
    }
  }

  #put(message, live) {
    const old = this.#rows.get(message.id);
    if (old?.dataset.version === String(message.version)) return;
    const row = drawMessage(message, this);
    this.#rows.set(message.id, row);
    this.#messages.set(message.id, message);
    this.#begin();
    if (old) this.#change(old, row, live);
    else this.part(".log").append(row);
    row.classList.toggle("arriving", live && !old);
    if (message.author === "me") this.following = true;
    if (this.following) this.#scroll();
  }

  /** The shortcuts go with the first message of one's own, not with what comes by itself, and must not take the focus with them. */
  #begin() {
    const here = [...this.#messages.values()];
    const begun = here.some(({ author }) => author === "me");
    const leaving = begun && this.part(".shortcuts").contains(document.activeElement);
    this.stand.classList.toggle("heard", here.length > 0);
    this.stand.classList.toggle("begun", begun);
    if (leaving) this.part(".chat").focus({ preventScroll: true });
  }

  #change(old, row, live) {
    const focused = old.contains(document.activeElement) && document.activeElement.textContent;
    const [before, after] = [old.querySelector("img"), row.querySelector("img")];
    if (before && after) {
      after.width = before.naturalWidth; // the place is kept while the new picture loads
      after.height = before.naturalHeight;
    }
    old.replaceWith(row);
    if (focused !== false) this.#refocus(row, focused);
    row.classList.toggle("changed", live);
  }

  #refocus(row, label) {
    const same = [...row.querySelectorAll("button")].find((button) => button.textContent === label);
    (same ?? this.part(".chat")).focus({ preventScroll: true });
  }

  #forget(id) {
    this.#rows.get(id).remove();
    this.#rows.delete(id);
    this.#messages.delete(id);
    this.#begin();
  }

  #menuEntry(word, told) {
    const entry = make("button", "", { type: "button" }, make("strong", "", {}, `/${word}`), make("span", "", {}, told));
    entry.addEventListener("click", () => this.say({ text: `/${word}` }));
    return entry;
  }

  #shortcut(label, text) {
    const button = make("button", "", { type: "button" }, label);
    button.addEventListener("click", () => this.say({ text }));
    return button;
  }

  #openMenu(open) {
    const menu = this.part(".menu");
    if (menu.hidden === !open) return;
    const leaving = menu.contains(document.activeElement);
    menu.hidden = !open;
    this.part(".menu-toggle").setAttribute("aria-expanded", String(open));
    if (open) menu.querySelector("button")?.focus();
    else if (leaving) this.part(".menu-toggle").focus();
  }

  #typing(shown) {
    this.#typingEnds += 1;
    this.part(".typing").hidden = !shown;
    if (shown) this.#scroll();
  }

  #scroll() {
    const chat = this.part(".chat");
    chat.scrollTop = chat.scrollHeight;
  }
}
