// The demo page: puts the phones on it, ticks the steps, and opens deep links.

import { make } from "./message.js";
import { Phone } from "./phone.js";
import { listen } from "./wire.js";

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
if (told.tomorrow) {
  byId("tomorrow").hidden = false;
  byId("tomorrow").addEventListener("click", nextDay);
}
const steps = told.steps.map(putStep);
watchTabs();
offerLink(new URLSearchParams(location.search).get("start"));
tellTime();
setInterval(tellTime, 10_000);
byId("zoom").addEventListener("click", () => byId("zoom").close());
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
    byId("connection").textContent = connected ? "" : "Reconnecting…";
  },
});

function putPhone(facts) {
  const phone = new Phone(facts, page);
  const tab = make("button", "", { type: "button" }, facts.name, make("small", "", {}, facts.title));
  tab.addEventListener("click", () => phone.stand.scrollIntoView({ inline: "center", block: "nearest" }));
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
  const item = make("li", "", {}, make("i", "", {}, String(place + 1)), step.label);
  byId("steps").append(item);
  return { ...step, item };
}

function tickSteps() {
  for (const step of steps) {
    const done = phones.get(step.chat)?.messages.some((message) => fits(message, step)) ?? false;
    step.item.classList.toggle("done", done);
    step.item.setAttribute("aria-label", done ? `${step.label}: done` : step.label);
  }
}

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
      phone.stand.scrollIntoView({ inline: "center", block: "nearest" });
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
}

function tellTime() {
  const now = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  for (const clock of document.querySelectorAll(".clock")) clock.textContent = now;
}

// Moves the demo's clock to tomorrow morning: reminders and birthday wishes come as they would.
async function nextDay() {
  const button = byId("tomorrow");
  button.disabled = true;
  try {
    const answer = await fetch("/demo/tomorrow", { method: "POST" });
    if (answer.ok) byId("day").textContent = (await answer.json()).day;
  } finally {
    button.disabled = false;
  }
}
