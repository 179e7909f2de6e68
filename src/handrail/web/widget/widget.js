// <handrail-chat>: a customer's conversation with the assistant, or with the person who took over.
// Attributes: site, mode (inline), heading, locale, lang, product, theme, open, identity, signed-in.
// Events: handrail-open, handrail-close, handrail-sign-in (somebody has to set `identity`).

import { Conversation, Refused } from "./conversation.js";
import { element, words } from "./elements.js";
import { Frame } from "./frame.js";
import { Drawing, showsCard } from "./replies.js";
import { CSS, LANGUAGES, WORDS } from "./made.js";

const ATTEMPTS = 4;
const PAUSE = 1500;
const SIGNING_IN = 5000; // so long a message waits for the identity that the page has announced
const base = new URL(".", document.currentScript?.src ?? location.href);
const sheet = new CSSStyleSheet();
sheet.replaceSync(CSS);

class HandrailChat extends HTMLElement {
  static observedAttributes = ["open", "identity"];
  #conversation = null;
  #frame;
  #rule;
  #drawing;
  #words = WORDS;
  #turns = new Map(); // replies by their record
  #said = new Map(); // what the customer wrote, by its record
  #cards = new Map(); // cards by their action
  #told = new Set(); // records whose reply is finished
  #queue = []; // messages on their way: {key, text, shown, attempts}
  #isSending = false;
  #isHandedOff = false;
  #agent = null;
  #dots = null;
  #identity = null;
  #config = {};
  #unread = 0;
  #named = () => {};
  #isCatchingUp = false;

  async connectedCallback() {
    window.addEventListener("online", this.#connected);
    window.addEventListener("offline", this.#connected);
    if (this.#conversation) return this.#resume();
    const site = this.getAttribute("site");
    this.#conversation = new Conversation(base, `handrail:${base.host}:${site ?? ""}`);
    const own = new CSSStyleSheet(); // the site's colours, below what the host page sets
    this.#rule = own.cssRules[own.insertRule(":host {}")];
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [own, sheet];
    this.#config = (site && (await this.#given(this.#conversation.site(site)))) || {};
    const language = this.#language();
    this.#words = (language !== "en" && (await this.#given(this.#conversation.words(language)))) || WORDS;
    this.#build(this.#words === WORDS ? "en" : language);
    this.#start();
    this.#connected();
    this.#resume();
  }

  disconnectedCallback() {
    this.#conversation?.stop();
    window.removeEventListener("online", this.#connected);
    window.removeEventListener("offline", this.#connected);
  }

  attributeChangedCallback(name, before, after) {
    if (name === "identity") this.identity = after;
    else if (this.#frame && (before === null) !== (after === null)) this.#setOpen(after !== null);
  }

  // A token that the host's own server signed; null signs out and forgets the conversation.
  set identity(token) {
    if (token === this.#identity) return;
    this.#identity = token;
    this.#named();
    if (token) this.#identify();
    else if (this.#frame) this.#startAnew();
  }

  get identity() {
    return this.#identity;
  }

  open() {
    this.setAttribute("open", "");
  }

  close() {
    this.removeAttribute("open");
  }

  // What the server gives, or null where it cannot be had: the chat is shown either way.
  async #given(asked) {
    try {
      return await asked;
    } catch (error) {
      console.warn(`handrail-chat: ${error.message}`);
      return null;
    }
  }

  #language() {
    const named = [this.getAttribute("locale"), this.#config.locale, this.closest("[lang]")?.lang, navigator.language];
    const said = named.find(Boolean).toLowerCase().split(/[-_]/)[0];
    return LANGUAGES.includes(said) ? said : "en";
  }

  #t = (name, given = {}) =>
    Object.entries(given).reduce((text, [key, value]) => text.replaceAll(`{${key}}`, () => value), this.#words[name] ?? WORDS[name]);

  #build(language) {
    this.#drawing = new Drawing(this.#t, base);
    this.#frame = new Frame(this.#t, {
      title: this.getAttribute("heading") || this.#config.title || this.#t("title"),
      isInline: this.getAttribute("mode") === "inline",
      language,
      on: {
        say: (text) => this.#say(text),
        person: () => this.#askForPerson(),
        fresh: () => this.#startAnew(),
        open: (isOpen) => this.toggleAttribute("open", isOpen),
      },
    });
    for (const [name, value] of Object.entries(this.#config.theme ?? {})) {
      if (/^#[0-9a-f]{6}$/i.test(value)) this.#rule.style.setProperty(`--site-${name.replaceAll("_", "-")}`, value);
    }
    this.shadowRoot.append(...this.#frame.parts);
    if (this.#conversation.held?.panel) this.setAttribute("open", "");
    this.#frame.setOpen(this.hasAttribute("open"), false);
  }

  // Whether people answer here, and the assistant only drafts for them.
  get #isDrafting() {
    return this.#config.mode === "suggest";
  }

  #setOpen(isOpen) {
    this.#unread = 0;
    this.#conversation.keepPanel(isOpen);
    this.#frame.setOpen(isOpen);
    this.dispatchEvent(new CustomEvent(isOpen ? "handrail-open" : "handrail-close", { bubbles: true, composed: true }));
  }

  #start() {
    const { log, fresh } = this.#frame;
    for (const held of [this.#turns, this.#said, this.#cards, this.#told]) held.clear();
    this.#queue = [];
    this.#dots = null;
    this.#setWord({ isHandedOff: false });
    this.#frame.setClosed(false);
    fresh.hidden = true;
    const hello = words("p", this.#config.greeting || this.#t("hello"), { class: "hello" });
    log.replaceChildren(element("div", { class: "welcome" }, hello, words("p", this.#t(this.#isDrafting ? "introTeam" : "intro"))));
  }

  #startAnew() {
    this.#conversation.forget();
    this.#start();
    if (this.#frame.isInline || this.hasAttribute("open")) this.#frame.field.focus();
  }

  #resume() {
    if (!this.#frame || !this.#conversation.isOpen) return;
    for (const { key, text } of this.#conversation.queue) this.#queue.push({ key, text, shown: null, attempts: 0 });
    this.#isCatchingUp = true;
    this.#frame.log.setAttribute("aria-busy", "true"); // what was said before is not read out again
    this.#listen();
    if (this.#identity) this.#identify();
  }

  #listen() {
    this.#conversation.listen({
      onEvent: (kind, facts) => this.#happened(kind, facts),
      onCaughtUp: () => this.#caughtUp(),
      onBreak: () => this.#frame.say(this.#frame.notice, this.#t(navigator.onLine ? "reconnecting" : "offline")),
      onLost: () => this.#lose(),
    });
  }

  #caughtUp() {
    this.#isCatchingUp = false;
    this.#frame.log.removeAttribute("aria-busy");
    this.#connected();
  }

  #lose() {
    this.#conversation.forget();
    this.#start();
    this.#show(this.#drawing.note(this.#t("ended")));
  }

  #connected = () => {
    if (!this.#frame) return;
    this.#frame.say(this.#frame.notice, navigator.onLine ? "" : this.#t("offline"));
    if (!navigator.onLine) return;
    this.#conversation.hurry();
    this.#send();
  };

  #happened(kind, facts) {
    const heard = {
      "message.received": () => this.#received(facts),
      "reply.started": () => this.#turnOf(facts.record),
      "reply.claim": () => this.#drawing.addClaim(this.#turnOf(facts.record), facts),
      "reply.finished": () => this.#finished(facts),
      "reply.withdrawn": () => this.#withdrawn(facts.record),
      "action.proposed": () => this.#card(facts),
      "action.settled": () => this.#settled(facts),
      "handoff.requested": () => this.#setWord({ isHandedOff: true, facts }),
      "agent.joined": () => this.#joined(facts.agent),
      "agent.message": () => this.#fromAgent(facts),
      "agent.left": () => this.#left(facts.after),
      "agent.passed_on": () => this.#passedOn(),
      "conversation.closed": () => this.#closed(),
      "rating.requested": () => this.#askForRating(),
      "rating.given": () => this.#rated(),
    };
    if (kind === "reply.claim" && this.#told.has(facts.record)) return;
    heard[kind]?.();
  }

  // ---- what the customer says

  #say(text) {
    this.#post({ text, shown: this.#show(this.#drawing.customer(text)) });
  }

  #askForPerson() {
    if (this.#isHandedOff || this.#queue.some((one) => one.text === null)) return;
    this.#post({ text: null, shown: this.#show(this.#drawing.note(this.#t("asked"))) });
  }

  #post({ text, shown }) {
    this.#queue.push({ key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, text, shown, attempts: 0 });
    this.#keepQueue();
    this.#send();
  }

  #keepQueue() {
    this.#conversation.keepQueue(this.#queue.map(({ key, text }) => ({ key, text })));
  }

  // Sends what waits, one after the other, each under its own key: nothing is said twice.
  async #send() {
    if (this.#isSending || this.#isCatchingUp) return;
    this.#isSending = true;
    const queue = this.#queue;
    while (queue.length && queue === this.#queue) {
      const next = queue[0];
      if (!navigator.onLine) {
        this.#mark(next, this.#t("queued"));
        break;
      }
      try {
        await this.#deliver(next);
        if (queue !== this.#queue) break;
        queue.shift();
        this.#keepQueue();
      } catch (error) {
        if (queue !== this.#queue || !(await this.#mayGoOn(next, error))) break;
      }
    }
    this.#isSending = false;
    this.#showDots(false);
    if (this.#queue !== queue && this.#queue.length) this.#send();
  }

  async #deliver(next) {
    this.#showDots(!this.#isHandedOff);
    await this.#announced();
    if (!this.#conversation.isOpen) {
      await this.#conversation.open(this.#scope());
      this.#conversation.keepPanel(this.hasAttribute("open"));
      this.#keepQueue();
      if (this.#identity) await this.#identifyNow();
      this.#listen();
    }
    const asked = next.text === null ? this.#conversation.askForPerson(next.key) : this.#conversation.say(next.text, next.key);
    const reply = await asked;
    this.#mark(next, "");
    if (next.text !== null) this.#bind(next, reply.record);
    if (reply.reply) this.#finished(reply);
    else if (next.text !== null) this.#mark(next, this.#agent ? "" : this.#t("kept"));
    if (reply.outcome === "handed_off" && !this.#isHandedOff) this.#setWord({ isHandedOff: true });
  }

  // The page says that somebody is signed in, and has not said yet who: that takes a moment.
  #announced() {
    const isKnown = this.#identity || this.#conversation.held?.known > Date.now();
    if (isKnown || !this.hasAttribute("signed-in")) return undefined;
    return new Promise((resume) => {
      this.#named = resume;
      setTimeout(resume, SIGNING_IN);
    });
  }

  // After a message did not get through: tells whether to try on, after the pause that is due.
  async #mayGoOn(next, error) {
    this.#showDots(false);
    if (error instanceof Refused && error.isFinal) {
      this.#lose();
      return false;
    }
    next.attempts += 1;
    const mayPass = !(error instanceof Refused) || error.mayPass;
    if (!mayPass || (error instanceof Refused && next.attempts >= ATTEMPTS)) {
      this.#fail(next, this.#saidBy(error), mayPass);
      return this.#queue.length > 0;
    }
    this.#mark(next, this.#t("queued"));
    if (!navigator.onLine) return false;
    await new Promise((resume) => setTimeout(resume, error.wait || Math.min(PAUSE * next.attempts, 30000)));
    return true;
  }

  #fail(next, message, mayPass) {
    this.#queue.splice(this.#queue.indexOf(next), 1);
    this.#keepQueue();
    this.#mark(next, "");
    const again = () => {
      shown.remove();
      this.#queue.push({ ...next, attempts: 0 });
      this.#keepQueue();
      this.#send();
    };
    const shown = this.#show(this.#drawing.failure(message, mayPass ? again : null));
  }

  // Puts a word below what the customer wrote: that it waits, or for whom it is kept.
  #mark(next, text) {
    if (!next.shown) {
      if (!text || next.text === null) return;
      next.shown = this.#show(this.#drawing.customer(next.text)); // of before a reload
    }
    const last = next.shown.lastElementChild;
    if (last?.classList.contains("by")) last.remove();
    if (text && next.text !== null) next.shown.append(words("p", text, { class: "by" }));
  }

  #bind(next, record) {
    const held = this.#said.get(record);
    if (held && held !== next.shown) next.shown?.remove();
    else if (!held && next.shown) this.#said.set(record, next.shown);
    else if (!held) this.#said.set(record, this.#show(this.#drawing.customer(next.text)));
  }

  #received({ record, text }) {
    if (this.#said.has(record)) return;
    const mine = this.#queue.find((one) => one.text === text && one.shown && ![...this.#said.values()].includes(one.shown));
    this.#said.set(record, (!this.#isCatchingUp && mine?.shown) || this.#show(this.#drawing.customer(text)));
  }

  // ---- what the assistant says

  #turnOf(record) {
    if (!this.#turns.has(record)) {
      this.#showDots(false);
      this.#turns.set(record, this.#show(this.#drawing.begun()));
      this.#turns.get(record).classList.add("writing");
    }
    return this.#turns.get(record);
  }

  #finished(reply) {
    if (this.#told.has(reply.record)) return;
    this.#told.add(reply.record);
    if (!reply.reply) return;
    const turn = this.#turnOf(reply.record);
    turn.classList.remove("writing");
    this.#drawing.finish(turn, reply, {
      onChoice: (label) => this.#say(label),
      onPerson: () => this.#askForPerson(),
      onSignIn: () => this.#needSignIn("asked"),
    });
    if (showsCard(reply.action)) this.#card(reply.action);
    if (reply.reason === "not_identified" && !this.#isCatchingUp) this.#needSignIn("needed");
    this.#noteUnread();
    this.#frame.reveal(turn.nextElementSibling ?? turn);
  }

  #withdrawn(record) {
    this.#turns.get(record)?.remove();
    this.#turns.delete(record);
  }

  #showDots(isShown) {
    this.#dots?.remove();
    this.#dots = isShown ? this.#show(this.#drawing.waiting()) : null;
  }

  // ---- cards

  #card(facts) {
    const held = this.#cards.get(facts.action);
    if (held?.isSettled) return;
    const known = { ...held?.facts, ...facts };
    const decide = (word) => this.#decide(facts.action, word);
    const card = held?.card ?? this.#show(this.#drawing.card(known, decide));
    if (held) this.#drawing.deal(card, known, decide);
    clearTimeout(held?.alarm);
    this.#cards.set(facts.action, { card, facts: known, alarm: this.#expiry(known) });
  }

  #expiry({ action, state, expires_at: until }) {
    const left = Date.parse(until) - Date.now();
    if (state !== "awaiting_customer" || !(left < 86400000)) return null;
    return setTimeout(() => this.#settled({ action, state: "expired" }), Math.max(left, 0));
  }

  #settled({ action, state }) {
    const held = this.#cards.get(action);
    if (!held) return;
    clearTimeout(held.alarm);
    held.isSettled = true;
    this.#drawing.settle(held.card, state);
  }

  async #decide(action, word) {
    const { card, facts } = this.#cards.get(action);
    this.#drawing.setDeciding(card, true);
    card.querySelector(".failure")?.remove();
    card.focus();
    try {
      const { state } = await this.#conversation.decide(facts, word);
      this.#settled({ action, state });
    } catch (error) {
      this.#drawing.setDeciding(card, false);
      this.#undecided(card, action, error);
    }
  }

  #undecided(card, action, error) {
    if (error.status === 401) this.#needSignIn("needed");
    if (error.status === 404 || error.status === 409) this.#gone(action);
    const text = error.status === 401 ? this.#t("signIn") : this.#saidBy(error);
    if (!this.#cards.get(action).isSettled) card.append(this.#drawing.failure(text, null));
    else card.append(words("p", text, { class: "small" }));
  }

  // The server speaks English to programs; a customer who reads another language is told in theirs.
  #saidBy(error) {
    const isTheirs = error instanceof Refused && this.#words === WORDS;
    return (isTheirs && error.message) || this.#t("notSent");
  }

  // The card is not what is waiting any more; how it stands is told by an event, if it is known.
  #gone(action) {
    const held = this.#cards.get(action);
    clearTimeout(held.alarm);
    for (const one of held.card.querySelectorAll(".buttons")) one.remove();
  }

  // ---- people

  // Says who has the word: the assistant, nobody yet, or an agent.
  #setWord({ isHandedOff, agent = null, facts = null }) {
    const { person, field, handed, who, log } = this.#frame;
    this.#isHandedOff = isHandedOff;
    this.#agent = agent;
    person.hidden = isHandedOff;
    field.placeholder = this.#t(isHandedOff ? "add" : "ask");
    who.textContent = agent ? this.#t("with", { name: agent }) : this.#t(this.#isDrafting ? "aiTeam" : "ai");
    who.classList.toggle("human", Boolean(agent));
    if (isHandedOff) for (const offer of log.querySelectorAll(".offer")) offer.remove();
    if (!isHandedOff || agent) this.#frame.say(handed, "");
    else if (facts || handed.hidden) this.#frame.say(handed, this.#waitOf(facts ?? {}));
  }

  // What is known of the wait, and nothing else.
  #waitOf({ is_staffed: isStaffed, wait_seconds: seconds, position, until }) {
    if (isStaffed === false) {
      const back = until && new Date(until).toLocaleString(this.#language(), { dateStyle: "medium", timeStyle: "short" });
      return [this.#t("nobody"), back && this.#t("back", { time: back })].filter(Boolean).join(" ");
    }
    const said = [this.#t("waiting")];
    if (position) said.push(this.#t("place", { n: position }));
    if (seconds) said.push(this.#t("wait", { n: Math.ceil(seconds / 60) }));
    return said.join(" ");
  }

  #joined(agent) {
    this.#setWord({ isHandedOff: true, agent });
    this.#show(this.#drawing.note(this.#t("joined", { name: agent })));
  }

  #fromAgent({ text, agent }) {
    this.#setWord({ isHandedOff: true, agent });
    this.#show(this.#drawing.agent(text, agent));
    this.#noteUnread();
  }

  // Either a colleague has the word after them, or the assistant has it again.
  #left(after) {
    const name = this.#agent;
    this.#setWord({ isHandedOff: Boolean(after), agent: after });
    const said = after || this.#isDrafting ? "leftTeam" : "left";
    this.#show(this.#drawing.note(this.#t(said, { name: name ?? this.#t("someone") })));
  }

  // They have left, and a colleague of theirs will come.
  #passedOn() {
    const name = this.#agent ?? this.#t("someone");
    this.#setWord({ isHandedOff: true });
    this.#frame.say(this.#frame.handed, "");
    this.#show(this.#drawing.note(this.#t("passedOn", { name })));
  }

  #closed() {
    this.#setWord({ isHandedOff: true });
    this.#frame.say(this.#frame.handed, "");
    this.#frame.setClosed(true);
    this.#show(this.#drawing.note(this.#t("closed")));
    this.#askForRating();
  }

  #askForRating() {
    const { log } = this.#frame;
    const held = log.querySelector(".rating");
    if (held) return void this.#frame.show(held); // what was filled in stays
    log.querySelector(".thanks")?.remove(); // a later rating takes the place of the earlier one
    const form = this.#show(this.#drawing.rating((score, comment) => this.#rate(form, score, comment)));
  }

  async #rate(form, score, comment) {
    this.#drawing.setDeciding(form, true);
    form.querySelector(".failure")?.remove();
    try {
      await this.#conversation.rate(score, comment);
      this.#rated();
    } catch (error) {
      this.#drawing.setDeciding(form, false);
      form.append(this.#drawing.failure(this.#saidBy(error), null));
    }
  }

  #rated() {
    const { log } = this.#frame;
    log.querySelector(".rating")?.remove();
    if (!log.querySelector(".thanks")) this.#show(words("p", this.#t("thanks"), { class: "note thanks", role: "status" }));
  }

  // ---- who the customer is

  async #identify() {
    if (!this.#frame || !this.#conversation.isOpen) return; // before the first message
    await this.#identifyNow();
  }

  async #identifyNow() {
    const shown = this.#identity;
    clearTimeout(this.known);
    if (!shown) return;
    try {
      const until = await this.#conversation.identify(shown);
      this.known = setTimeout(() => this.#needSignIn("expired"), Math.max(until - Date.now() - 60000, 0));
    } catch (error) {
      if (shown !== this.#identity) return;
      if (!(error instanceof Refused)) {
        this.known = setTimeout(() => this.#identify(), 5000);
        return;
      }
      if (error.status === 404) return this.#startAnew(); // another customer's, or gone
      const isKnown = this.#conversation.held?.known > Date.now();
      if (!isKnown) this.#needSignIn("refused");
    }
  }

  #needSignIn(why) {
    this.dispatchEvent(new CustomEvent("handrail-sign-in", { bubbles: true, composed: true, detail: { why } }));
  }

  #scope() {
    const given = ["site", "locale", "product"].map((name) => [name, this.getAttribute(name)]);
    return Object.fromEntries(given.filter(([, value]) => value));
  }

  #show(shown) {
    this.#frame.fresh.hidden = false;
    const shownNow = this.#frame.show(shown);
    if (this.#dots && this.#dots !== shown) this.#frame.show(this.#dots);
    return shownNow;
  }

  #noteUnread() {
    if (this.#isCatchingUp || this.#frame.isInline || this.hasAttribute("open")) return;
    this.#unread += 1;
    this.#frame.setUnread(this.#unread);
  }
}

if (!customElements.get("handrail-chat")) customElements.define("handrail-chat", HandrailChat);
