// What pages do beyond being pages: look again when something changed, tell time as it is here, and
// take single keys. Everything works without it. What is fetched is parsed as a document of its own,
// never out of a string: pages here may make no markup from text (Trusted Types).

const DAY = 86400;
const MINUTE = 60;
const HOUR = 3600;
const PLACES = { i: "/console/inbox", a: "/console/actions", k: "/console/knowledge", r: "/console/review" };
const QUICKEST_RETRY = 1000;
const SLOWEST_RETRY = 30000;

function ago(seconds) {
  if (seconds < MINUTE) return `${Math.max(0, Math.floor(seconds))} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) {
    const minutes = String(Math.floor((seconds % HOUR) / MINUTE)).padStart(2, "0");
    return `${Math.floor(seconds / HOUR)} h ${minutes}`;
  }
  return `${Math.floor(seconds / DAY)} d`;
}

const today = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const longAgo = new Intl.DateTimeFormat(undefined, {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
});
const inFull = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

function tellTimes(root) {
  const now = new Date();
  for (const held of root.querySelectorAll("time[data-since]")) {
    held.textContent = ago((now - new Date(held.dateTime)) / 1000);
    held.title = inFull.format(new Date(held.dateTime));
  }
  for (const held of root.querySelectorAll("time[data-local]")) {
    const at = new Date(held.dateTime);
    const isToday = at.toDateString() === now.toDateString();
    held.textContent = (isToday ? today : longAgo).format(at);
    held.title = inFull.format(at);
  }
}

// The page as it is now; the browser parses it as a document in which no script runs.
function fetched(address) {
  return new Promise((resolve, reject) => {
    const asked = new XMLHttpRequest();
    asked.open("GET", address);
    asked.responseType = "document";
    asked.setRequestHeader("Handrail-Live", "1");
    asked.onload = () => (asked.status === 200 && asked.response ? resolve(asked.response) : reject(asked.status));
    asked.onerror = () => reject(0);
    asked.send();
  });
}

function isBusy(part) {
  const at = document.activeElement;
  return part.contains(at) && at !== document.body && at.matches("input, select, textarea");
}

function isAtEnd() {
  return innerHeight + scrollY >= document.documentElement.scrollHeight - 120;
}

// The box to answer in changes only with who has the word; what is being written stays, and is told.
function standAnew(fresh) {
  const held = document.getElementById("reply");
  if (!held || !fresh || held.dataset.stand === fresh.dataset.stand) return;
  const isEmpty = [...held.querySelectorAll("textarea")].every((box) => !box.value.trim());
  if (isEmpty) {
    const hadFocus = held.contains(document.activeElement);
    held.replaceWith(document.importNode(fresh, true));
    if (hadFocus) document.getElementById("text")?.focus();
    return;
  }
  const told = held.querySelector(".now") ?? document.createElement("p");
  told.className = "now fault";
  told.setAttribute("role", "status");
  held.prepend(told);
  told.textContent = `${fresh.dataset.now} What you wrote is still here, and was not sent.`;
  held.dataset.stand = fresh.dataset.stand;
}

let seen = document.body.dataset.liveMark ?? "";

async function lookAgain() {
  const page = await fetched(location.href);
  seen = page.body.dataset.liveMark ?? "";
  const wasAtEnd = isAtEnd();
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (!fresh || isBusy(part) || part.querySelector("form[data-sent]")) continue;
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    const same = focused?.getAttribute("href");
    const taken = document.importNode(fresh, true);
    tellTimes(taken);
    for (const held of part.querySelectorAll("details[open]")) {
      const where = [...part.querySelectorAll("details")].indexOf(held);
      taken.querySelectorAll("details")[where]?.setAttribute("open", "");
    }
    part.replaceWith(taken);
    if (same) taken.querySelector(`[href="${CSS.escape(same)}"]`)?.focus();
  }
  standAnew(page.getElementById("reply"));
  if (wasAtEnd && document.getElementById("transcript")) {
    scrollTo(0, document.documentElement.scrollHeight);
  }
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    yield* parts;
  }
}

async function listen(of) {
  let pause = QUICKEST_RETRY;
  for (;;) {
    try {
      const asked = new URLSearchParams({ of, seen });
      const answer = await fetch(`/console/live?${asked}`, {
        headers: { "Handrail-Live": "1" },
      });
      if (answer.status === 401) return location.reload();
      if (!answer.ok) throw new Error(String(answer.status));
      pause = QUICKEST_RETRY;
      say("");
      for await (const line of lines(answer.body)) {
        if (line === "event: changed") await lookAgain();
        if (line === "event: ended") return location.reload();
      }
    } catch {
      say("Not connected. Trying again.");
    }
    await new Promise((wake) => setTimeout(wake, pause));
    pause = Math.min(SLOWEST_RETRY, pause * 2);
  }
}

function say(text) {
  const place = document.querySelector(".live-state");
  if (place) place.textContent = text;
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
}

function unfold(key) {
  const part = document.querySelector(`details[data-key="${key}"]`);
  if (!part) return;
  part.open = true;
  part.querySelector("select, textarea, a")?.focus();
}

function keysAreOn() {
  return localStorage.getItem("handrail-keys") !== "off";
}

let isGoing = false;

function take(key) {
  if (isGoing) {
    isGoing = false;
    if (PLACES[key]) location.assign(PLACES[key]);
    return;
  }
  const act = {
    g: () => { isGoing = true; setTimeout(() => { isGoing = false; }, 1500); },
    j: () => step(1),
    k: () => step(-1),
    r: () => document.getElementById("text")?.focus(),
    t: () => document.querySelector('[data-key="t"]')?.click(),
    s: () => document.querySelector('[data-key="s"]')?.click(),
    m: () => unfold("m"),
    p: () => unfold("p"),
    n: () => unfold("n"),
    "/": () => document.querySelector("[data-search]")?.focus(),
    "?": () => document.getElementById("keys")?.showModal(),
  }[key];
  act?.();
  return Boolean(act);
}

document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && at.id === "text") {
    event.preventDefault();
    at.form.requestSubmit(at.form.querySelector(".primary"));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !keysAreOn()) return;
  if (at.closest("input, textarea, select, dialog[open]")) return;
  if (take(event.key)) event.preventDefault();
});

// A saved reply goes where the cursor is, and what was typed stays; the first gap is selected.
document.addEventListener("click", (event) => {
  const saved = event.target.closest("[data-reply]");
  const box = document.getElementById("text");
  if (!saved || !box || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const begin = box.selectionStart;
  box.setRangeText(saved.dataset.reply, begin, box.selectionEnd, "end");
  saved.closest("details").open = false;
  box.focus();
  const gap = box.value.indexOf("{customer}", begin);
  if (gap >= 0) box.setSelectionRange(gap, gap + "{customer}".length);
});

for (const button of document.querySelectorAll("[data-shows]")) {
  button.hidden = false;
  button.addEventListener("click", () => document.getElementById(button.dataset.shows).showModal());
}

const choice = document.getElementById("keys-on");
if (choice) {
  choice.checked = keysAreOn();
  choice.addEventListener("change", () => localStorage.setItem("handrail-keys", choice.checked ? "on" : "off"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});

const places = document.querySelector(".side nav");
const here = places?.querySelector("[aria-current]");
// In a narrow window the places stand in one line that is longer than the window.
if (here) places.scrollLeft = here.offsetLeft - (places.clientWidth - here.offsetWidth) / 2;

tellTimes(document);
setInterval(() => tellTimes(document), 15000);
if (document.getElementById("transcript") && !location.hash && document.querySelector(".said")) {
  document.querySelector(".transcript > :last-child").scrollIntoView({ block: "nearest" });
}
if (location.hash === "#text") {
  // The browser gives the draft's box the focus; what it replies to stands above it.
  addEventListener("load", () => scrollTo(0, document.documentElement.scrollHeight));
}
const of = document.body.dataset.liveOf?.trim();
if (of) listen(of);
