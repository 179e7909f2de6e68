// Talks to the server: opens a conversation, sends messages, listens to events. Shows nothing.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const SILENCE = 45000; // the server gives a sign of life every 15 seconds

export class Refused extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  // The conversation is gone or was never ours: sending again cannot help.
  get isFinal() {
    return this.status === 401 || this.status === 404;
  }
}

export class Conversation {
  constructor(base, storageKey) {
    this.base = base;
    this.storageKey = storageKey;
    this.lastEvent = 0;
    this.listening = null;
    this.held = this.#remembered();
  }

  get isOpen() {
    return this.held !== null;
  }

  async open(scope) {
    const opened = await this.#ask("conversations", { body: scope, token: null });
    this.held = { id: opened.id, token: opened.token };
    this.lastEvent = 0;
    this.#remember();
  }

  say(text, key) {
    return this.#ask(`${this.#path()}/messages`, { body: { text }, key });
  }

  askForPerson(key) {
    return this.#ask(`${this.#path()}/handoff`, { body: {}, key });
  }

  forget() {
    this.stop();
    this.held = null;
    this.lastEvent = 0;
    this.#remember();
  }

  stop() {
    this.listening?.abort();
    this.listening = null;
  }

  // Calls back for every event, oldest first, until stopped; comes back by itself after a break.
  async listen({ onEvent, onCaughtUp, onLost }) {
    this.stop();
    const listening = new AbortController();
    this.listening = listening;
    let wait = FIRST_WAIT;
    while (!listening.signal.aborted) {
      try {
        await this.#read(listening, onEvent, () => {
          wait = FIRST_WAIT;
          onCaughtUp();
        });
      } catch (error) {
        if (listening.signal.aborted) return;
        if (error instanceof Refused && error.isFinal) return onLost(error);
      }
      await new Promise((resume) => setTimeout(resume, wait * (0.75 + Math.random() / 2)));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }

  async #read(listening, onEvent, onCaughtUp) {
    const connection = new AbortController();
    const leave = () => connection.abort();
    listening.signal.addEventListener("abort", leave);
    let alarm = setTimeout(leave, SILENCE);
    try {
      const response = await fetch(this.#address(`${this.#path()}/events`), {
        headers: { Authorization: `Bearer ${this.held.token}`, "Last-Event-ID": String(this.lastEvent) },
        signal: connection.signal,
        cache: "no-store",
      });
      if (!response.ok) throw await refusal(response);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        clearTimeout(alarm);
        alarm = setTimeout(leave, SILENCE);
        const blocks = (rest + value).split("\n\n");
        rest = blocks.pop();
        for (const block of blocks) this.#tell(block, onEvent, onCaughtUp);
      }
    } finally {
      clearTimeout(alarm);
      listening.signal.removeEventListener("abort", leave);
    }
  }

  #tell(block, onEvent, onCaughtUp) {
    if (block.startsWith(":")) {
      onCaughtUp();
      return;
    }
    const fields = Object.fromEntries(
      block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
    );
    if (!fields.event) return;
    this.lastEvent = Number(fields.id);
    onEvent(fields.event, JSON.parse(fields.data));
  }

  async #ask(path, { body, key, token = this.held?.token }) {
    const headers = { "Content-Type": "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (key) headers["Idempotency-Key"] = key;
    const response = await fetch(this.#address(path), {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60000),
    });
    if (!response.ok) throw await refusal(response);
    return response.json();
  }

  #path() {
    return `conversations/${encodeURIComponent(this.held.id)}`;
  }

  #address(path) {
    return new URL(`api/v1/${path}`, this.base);
  }

  #remembered() {
    try {
      const held = JSON.parse(sessionStorage.getItem(this.storageKey));
      return typeof held?.id === "string" && typeof held?.token === "string" ? held : null;
    } catch {
      return null;
    }
  }

  #remember() {
    try {
      if (this.held) sessionStorage.setItem(this.storageKey, JSON.stringify(this.held));
      else sessionStorage.removeItem(this.storageKey);
    } catch {
      // Without storage the conversation lasts as long as the page.
    }
  }
}

async function refusal(response) {
  try {
    const { error } = await response.json();
    return new Refused(response.status, error.code, error.message);
  } catch {
    return new Refused(response.status, "unknown", "Something went wrong. Please try again.");
  }
}
