// Talks to the server: opens a conversation, sends messages, listens to events. Shows nothing.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const SILENCE = 45000; // the server gives a sign of life every 15 seconds
const EARLY = 60000; // a token is renewed this long before it ends, or a third of its time

export class Refused extends Error {
  constructor(status, code, message, wait) {
    super(message);
    this.status = status;
    this.code = code;
    this.wait = wait; // milliseconds after which the server lets us ask again
  }

  // The conversation is gone or was never ours: sending again cannot help.
  get isFinal() {
    return this.status === 404;
  }

  // The same again may go through.
  get mayPass() {
    return this.status === 429 || this.status >= 500 || this.status === 409;
  }
}

export class Conversation {
  constructor(base, storageKey) {
    this.base = base;
    this.storageKey = storageKey;
    this.lastEvent = 0;
    this.listening = null;
    this.underWay = new Set(); // requests that show the token which is the right one now
    this.changing = null;
    this.wake = () => {};
    this.held = this.#remembered();
  }

  get isOpen() {
    return this.held !== null;
  }

  // Messages that are not known to have arrived: kept over a reload, each under its own key.
  get queue() {
    return this.held?.queue ?? [];
  }

  async open(scope) {
    const opened = await this.#send("conversations", { body: scope });
    this.held = { ...this.#held(opened), id: opened.id, queue: [] };
    this.lastEvent = 0;
    this.#remember();
  }

  say(text, key) {
    return this.#ask("messages", { text }, key);
  }

  askForPerson(key) {
    return this.#ask("handoff", {}, key);
  }

  decide(card, word) {
    const { version, digest } = card;
    return this.#ask(`actions/${encodeURIComponent(card.action)}/${word}`, { version, digest });
  }

  rate(score, comment) {
    return this.#ask("rating", { score, comment });
  }

  // Shows who the customer is; the token changes, so what is under way ends first, and what comes
  // meanwhile waits for the new one. Returns until when they are known.
  identify(identity) {
    const before = Promise.allSettled([...this.underWay, this.changing]);
    const changed = before.then(() => this.#signed(identity));
    this.changing = changed.catch(() => {});
    return changed;
  }

  async #signed(identity) {
    await this.#fresh();
    const body = { identity };
    const signed = await this.#send(`${this.#path()}/identify`, { body, token: this.held.token });
    this.#keep(signed, { known: Date.parse(signed.until) });
    return this.held.known;
  }

  site(key) {
    return this.#send(`sites/${encodeURIComponent(key)}`, { method: "GET" });
  }

  words(language) {
    return this.#send(new URL(`words/${language}.json`, this.base), { method: "GET" });
  }

  keepQueue(queue) {
    if (!this.held) return;
    this.held.queue = queue;
    this.#remember();
  }

  // Keeps whether the panel was open, for the host's next page.
  keepPanel(isOpen) {
    if (!this.held || this.held.panel === isOpen) return;
    this.held.panel = isOpen;
    this.#remember();
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
    clearTimeout(this.renewal);
  }

  // Tries again at once where it waits after a break.
  hurry() {
    this.wake();
  }

  // Calls back for every event, oldest first, until stopped; comes back by itself after a break.
  async listen({ onEvent, onCaughtUp, onBreak, onLost }) {
    this.stop();
    const listening = new AbortController();
    this.listening = listening;
    this.#renewInTime();
    let wait = FIRST_WAIT;
    while (!listening.signal.aborted) {
      const began = this.held.token;
      try {
        await this.changing;
        await this.#fresh();
        await this.#read(listening, onEvent, () => {
          wait = FIRST_WAIT;
          onCaughtUp();
        });
      } catch (error) {
        if (listening.signal.aborted) return;
        if (error instanceof Refused && error.isFinal) return onLost(error);
      }
      if (listening.signal.aborted) return;
      if (this.held.token !== began) continue; // renewed: nothing is wrong
      onBreak();
      await new Promise((resume) => {
        this.wake = resume;
        setTimeout(resume, wait * (0.75 + Math.random() / 2));
      });
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }

  async #read(listening, onEvent, onCaughtUp) {
    const connection = new AbortController();
    const leave = () => connection.abort();
    this.reading = connection;
    listening.signal.addEventListener("abort", leave);
    let alarm = setTimeout(leave, SILENCE);
    try {
      const response = await fetch(this.#address(`${this.#path()}/events`), {
        headers: { Authorization: `Bearer ${this.held.token}`, "Last-Event-ID": String(this.lastEvent) },
        signal: connection.signal,
        cache: "no-store",
        credentials: "omit",
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

  async #ask(path, body, key) {
    await this.changing;
    const asked = this.#asked(path, body, key);
    this.underWay.add(asked);
    try {
      return await asked;
    } finally {
      this.underWay.delete(asked);
    }
  }

  async #asked(path, body, key) {
    await this.#fresh();
    return this.#send(`${this.#path()}/${path}`, { body, key, token: this.held.token });
  }

  async #send(path, { body, key, token, method = "POST" }) {
    const headers = {};
    if (body) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = `Bearer ${token}`;
    if (key) headers["Idempotency-Key"] = key;
    const response = await fetch(this.#address(path), {
      method,
      headers,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(60000),
      credentials: "omit",
    });
    if (!response.ok) throw await refusal(response);
    return response.status === 204 ? {} : response.json();
  }

  // Renews the token where it is about to end; all who ask meanwhile wait for the same renewal.
  #fresh() {
    if (!this.held?.renewAt || Date.now() < this.held.renewAt) return undefined;
    this.renewing ??= this.#send(`${this.#path()}/renew`, { body: {}, token: this.held.token })
      .then((renewed) => this.#keep(renewed, {}))
      .catch((error) => {
        if (error.status === 401) error.status = 404; // it ended too long ago
        throw error;
      })
      .finally(() => (this.renewing = null));
    return this.renewing;
  }

  #renewInTime() {
    clearTimeout(this.renewal);
    if (!this.held?.renewAt) return;
    const left = Math.max(this.held.renewAt - Date.now(), FIRST_WAIT);
    this.renewal = setTimeout(() => this.#fresh()?.catch(() => {}), left);
  }

  #keep(given, more) {
    this.held = { ...this.held, ...this.#held(given), ...more };
    this.#remember();
    this.#renewInTime();
    this.reading?.abort(); // what listens with the old token hears no more
  }

  #held({ token, expires_in: seconds }) {
    const left = seconds * 1000;
    return { token, renewAt: seconds ? Date.now() + left - Math.min(EARLY, left / 3) : 0 };
  }

  #path() {
    return `conversations/${encodeURIComponent(this.held.id)}`;
  }

  #address(path) {
    return path instanceof URL ? path : new URL(`api/v1/${path}`, this.base);
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
  const wait = Number(response.headers.get("Retry-After")) * 1000;
  try {
    const { error } = await response.json();
    return new Refused(response.status, error.code, error.message, wait);
  } catch {
    return new Refused(response.status, "unknown", "", wait);
  }
}
