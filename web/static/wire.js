// Talks to the server: posts with a key that survives a retry, and one live stream for all phones.

const RETRIES = 3;

/** Post JSON and wait until the bot is through with it; throws words that can be shown. */
export function post(path, body) {
  const text = JSON.stringify({ ...body, nonce: nonce() });
  return send(path, { body: text, headers: { "Content-Type": "application/json" } });
}

/** Post a picture into a chat. */
export function upload(chat, file) {
  const query = new URLSearchParams({ chat, nonce: nonce() });
  return send(`/demo/photo?${query}`, { body: file, headers: { "Content-Type": file.type } });
}

/** Call `on.snapshot`, `on.message` and `on.menu` as chats change, for ever; `on.live` tells if we are connected. */
export function listen(chats, on) {
  const query = new URLSearchParams(chats.map((chat) => ["chat", chat]));
  const source = new EventSource(`/demo/events?${query}`);
  for (const kind of ["snapshot", "message", "menu"]) {
    source.addEventListener(kind, (event) => on[kind](JSON.parse(event.data)));
  }
  source.addEventListener("open", () => on.live(true));
  source.addEventListener("error", () => {
    on.live(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000, chats, on);
  });
}

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Do something once at a time; the button keeps its focus, which `disabled` would take away. */
export async function whileBusy(button, action) {
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  try {
    await action();
  } finally {
    button.ariaDisabled = null;
  }
}

async function send(path, request) {
  for (let attempt = 1; ; attempt += 1) {
    // The nonce stays the same, so that a post whose answer was lost is not done twice.
    const response = await fetch(path, { method: "POST", ...request }).catch(() => null);
    if (response?.ok) return;
    const passing = !response || response.status === 503;
    if (!passing || attempt === RETRIES) throw new Error(await reason(response));
    await pause(attempt * 700);
  }
}

async function reason(response) {
  if (!response) return "The demo does not answer. Is it still running?";
  const told = await response.json().catch(() => null);
  return told?.error ?? "Something went wrong. Please try again.";
}

function nonce() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
