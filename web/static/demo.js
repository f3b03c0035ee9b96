// The demo page: puts the phones on it, leads through the steps, tells the time, and opens deep links.

import { make } from "./message.js";
import { Phone } from "./phone.js";
import { listen, pause, whileBusy } from "./wire.js";

const byId = (id) => document.getElementById(id);
const phones = new Map();
const tabs = new Map();

const told = await (await fetch("/demo/phones")).json();
const page = {
  shop: told.shop,
  link: told.link,
  facts: (id) => told.phones.find((facts) => facts.id === id),
  phone: (id) => phones.get(id),
  zoom,
};

document.title = `Stempel demo — ${told.shop}`;
byId("shop").textContent = `— ${told.shop}`;
told.phones.forEach(putPhone);
byId("tomorrow").addEventListener("click", ({ currentTarget }) => whileBusy(currentTarget, nextDay));
byId("restart").addEventListener("click", ({ currentTarget }) => whileBusy(currentTarget, startOver));
told.switches.forEach((one) => byId("switches").append(make("option", "", { value: one.id }, one.label)));
byId("switches").value = told.gives;
byId("rules").hidden = told.switches.length === 0;
byId("switches").addEventListener("change", ({ currentTarget }) => switchTo(currentTarget));
byId("todo").addEventListener("click", () => show(current()?.chat));
const steps = told.steps.map(putStep);
let clock = readClock(told.now);
watchTabs();
offerLink(new URLSearchParams(location.search).get("start"));
tellTime();
setInterval(tellTime, 10_000);
byId("zoom").addEventListener("click", () => byId("zoom").close());
byId("zoom").addEventListener("close", () => history.state?.zoomed && history.back());
addEventListener("popstate", () => byId("zoom").close());
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest("#connect")) byId("connect").open = false;
});

listen([...phones.keys()], {
  snapshot(event) {
    phones.get(event.chat).showSnapshot(event);
    tickSteps();
  },
  message(event) {
    phones.get(event.chat).showMessage(event);
    const tab = tabs.get(event.chat);
    tab.classList.toggle("news", tab.getAttribute("aria-current") !== "true");
    tickSteps();
  },
  menu(event) {
    phones.get(event.chat).showMenu(event);
  },
  live(connected) {
    say(connected ? "" : "Reconnecting…");
  },
});

function putPhone(facts) {
  const phone = new Phone(facts, page);
  const tab = make("button", "", { type: "button" }, facts.name, make("small", "", {}, facts.title));
  tab.addEventListener("click", () => show(facts.id));
  phones.set(facts.id, phone);
  tabs.set(facts.id, tab);
  byId("phones").append(phone.stand);
  byId("tabs").append(tab);
}

function watchTabs() {
  const observer = new IntersectionObserver((entries) => entries.forEach(markTab), {
    root: byId("phones"),
    threshold: 0.6,
  });
  for (const phone of phones.values()) observer.observe(phone.stand);
}

function markTab({ target, isIntersecting }) {
  const tab = tabs.get(target.dataset.phone);
  tab.setAttribute("aria-current", String(isIntersecting));
  if (isIntersecting) tab.classList.remove("news");
}

function putStep(step, place) {
  const item = make("li", "", { title: step.label }, make("i", "", {}, String(place + 1)), make("span", "", {}, step.label));
  byId("steps").append(item);
  return { ...step, item, done: false };
}

function tickSteps() {
  for (const step of steps) {
    step.done ||= phones.get(step.chat)?.messages.some((message) => fits(message, step)) ?? false;
    step.item.classList.toggle("done", step.done);
    step.item.classList.toggle("current", step === current());
    step.item.setAttribute("aria-label", step.done ? `${step.label}: done` : step.label);
  }
  const todo = current()?.todo ?? told.afterwards;
  if (byId("todo").textContent !== todo) byId("todo").textContent = todo;
  for (const [chat, phone] of phones) phone.stand.classList.toggle("awaited", chat === current()?.chat);
}

const current = () => steps.find((step) => !step.done);

const show = (chat) => phones.get(chat)?.stand.scrollIntoView({ inline: "center", block: "nearest" });

function fits(message, step) {
  const words = message.text.toLowerCase();
  return message.author === step.author && (!step.picture || message.picture) && words.includes(step.says.toLowerCase());
}

/** Ask which phone opens the link that the page was opened with: a real phone's camera brings one here. */
function offerLink(payload) {
  const offer = byId("offer");
  if (!payload) return;
  const choices = [...phones.values()].map((phone) => {
    const button = make("button", "", { type: "button" }, `${phone.facts.name} (${phone.facts.title.toLowerCase()})`);
    button.addEventListener("click", () => {
      close();
      show(phone.facts.id);
      phone.say({ start: payload });
    });
    return button;
  });
  const close = () => {
    offer.hidden = true;
    history.replaceState(null, "", "/"); // a reload must not ask again
  };
  offer.querySelector(".offer-choices").append(...choices);
  offer.querySelector(".offer-close").addEventListener("click", close);
  offer.hidden = false;
  choices[0]?.focus();
}

function zoom(image) {
  const large = byId("zoom").querySelector("img");
  large.src = image.src;
  large.alt = image.alt;
  byId("zoom").showModal();
  history.pushState({ zoomed: true }, ""); // Back closes the picture, and stays on the page
}

/** Go on from a moment of the café, told with its zone: 2026-03-12T12:00:00+01:00. */
function readClock(moment) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(moment);
  const ahead = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const at = Date.parse(moment) + ahead - Date.now();
  return () => new Date(at + Date.now()); // its UTC is the café's time
}

function tellTime() {
  const now = clock();
  const time = now.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
  for (const face of document.querySelectorAll(".clock")) face.textContent = time;
  const day = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" };
  byId("day").textContent = now.toLocaleDateString("en-GB", day);
}

/** Move the café's clock to tomorrow morning: customers, reminders and birthday wishes come as they would. */
async function nextDay() {
  const answer = await fetch("/demo/tomorrow", { method: "POST" }).catch(() => null);
  if (!answer?.ok) return say("A day could not pass. Please try again.");
  clock = readClock((await answer.json()).now);
  tellTime();
}

/** Let the café give something else, and say what to try with it. */
async function switchTo(chosen) {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ switch: chosen.value });
  const answer = await fetch("/demo/switch", { method: "POST", headers, body }).catch(() => null);
  if (!answer?.ok) return say("The café could not change its rules. Please try again.");
  const { stays } = await answer.json();
  tip(`${told.switches.find((one) => one.id === chosen.value).todo} ${stays}`.trim());
}

/** Open a new café at this address, and come back when it is there. */
async function startOver() {
  say("Opening the café anew…");
  await fetch("/demo/restart", { method: "POST" }).catch(() => null);
  for (let tries = 0; tries < 60; tries += 1) {
    await pause(500);
    const opened = await fetch("/demo/phones").then((answer) => answer.json(), () => null);
    if (opened && opened.run !== told.run) return location.replace("/");
  }
  say("The café does not open. Is the demo still running?");
}

/** Say something that may be read and forgotten. */
async function tip(words) {
  say(words);
  await pause(8000);
  if (byId("connection").textContent === words) say("");
}

function say(words) {
  byId("connection").textContent = words;
}
