// <handrail-chat>: a customer's conversation with the assistant, or with the person who took over.
// Attributes: heading, site, locale, product. Everything shown is built from text, never from HTML.

import { Conversation, Refused } from "./conversation.js";
import { element, words } from "./elements.js";
import { agentMessage, assistantReply, button, customerMessage, note, notSent, waiting } from "./replies.js";

const LONGEST = 4000;
const NEAR_LONGEST = 3500;
const base = new URL(".", import.meta.url);

class HandrailChat extends HTMLElement {
  #conversation;
  #parts;
  #seen = new Set(); // records that are shown already
  #held = []; // events that came while a message was on its way
  #isSending = false;
  #isHandedOff = false;
  #failed = null;

  connectedCallback() {
    if (this.shadowRoot) {
      this.#resume();
      return;
    }
    this.attachShadow({ mode: "open" });
    this.#conversation = new Conversation(base, `handrail-chat:${this.getAttribute("site") ?? ""}`);
    this.#parts = this.#build();
    this.#stayAtEnd(this.#parts.log);
    this.#start();
    window.addEventListener("online", this.#showConnection);
    window.addEventListener("offline", this.#showConnection);
    this.#showConnection();
    this.#resume();
  }

  disconnectedCallback() {
    this.#conversation.stop();
    window.removeEventListener("online", this.#showConnection);
    window.removeEventListener("offline", this.#showConnection);
  }

  #build() {
    const heading = this.getAttribute("heading") || "Help";
    const style = element("link", { rel: "stylesheet", href: new URL("chat.css", base).href });
    const log = element("div", { class: "log", role: "log", "aria-label": "Conversation", tabindex: "0" });
    const notice = element("p", { class: "notice", role: "status", hidden: true });
    const handed = element("p", { class: "handed", role: "status", hidden: true });
    const person = button("Talk to a person", "secondary person", () => this.#askForPerson());
    const fresh = button("New chat", "plain fresh", () => this.#startAnew());
    const field = element("textarea", {
      id: "message",
      rows: "1",
      maxlength: String(LONGEST),
      dir: "auto",
      placeholder: "Ask a question…",
      autocomplete: "off",
      enterkeyhint: "send",
      "aria-describedby": "count",
      oninput: () => this.#fit(),
      onkeydown: (event) => this.#sendOnEnter(event),
    });
    const count = element("p", { id: "count", class: "count", hidden: true });
    const send = element("button", { type: "submit", class: "send" }, arrow(), words("span", "Send", { class: "unseen" }));
    const form = element(
      "form",
      { onsubmit: (event) => this.#submit(event) },
      words("label", "Your message", { for: "message", class: "unseen" }),
      field,
      send,
      count,
    );
    const header = element(
      "header",
      {},
      element("div", { class: "who" }, words("h1", heading), words("p", "AI assistant", { class: "badge" })),
      element("div", { class: "tools" }, person, fresh),
    );
    const chat = element("section", { class: "chat", "aria-label": heading, hidden: true }, header, notice, log, handed, form);
    const show = () => {
      chat.hidden = false;
      this.#fit();
    };
    style.addEventListener("load", show);
    style.addEventListener("error", show);
    this.shadowRoot.append(style, chat);
    return { log, notice, handed, person, fresh, field, count, send };
  }

  #start() {
    const { log, handed, person, fresh, field } = this.#parts;
    this.#seen.clear();
    this.#held = [];
    this.#failed = null;
    this.#isHandedOff = false;
    handed.hidden = true;
    person.hidden = false;
    fresh.hidden = true;
    field.placeholder = "Ask a question…";
    log.replaceChildren(welcome());
  }

  #startAnew() {
    this.#conversation.forget();
    this.#start();
    this.#parts.field.focus();
  }

  #resume() {
    if (!this.#conversation.isOpen) return;
    this.#parts.log.setAttribute("aria-busy", "true"); // what was said before is not read out again
    this.#listen();
  }

  #listen() {
    this.#conversation.listen({
      onEvent: (kind, facts) => (this.#isSending ? this.#held.push([kind, facts]) : this.#happened(kind, facts)),
      onCaughtUp: () => this.#parts.log.removeAttribute("aria-busy"),
      onLost: () => this.#lose(),
    });
  }

  #lose() {
    this.#conversation.forget();
    this.#start();
    this.#show(note("The earlier conversation has ended. You can start a new one here."));
  }

  #happened(kind, facts) {
    if (kind === "message.received" && !this.#seen.has(facts.record)) {
      this.#show(customerMessage(facts.text));
      if (this.#isHandedOff) this.#show(note("Added for the person who will reply."));
    } else if (kind === "reply.finished" && !this.#seen.has(facts.record)) {
      this.#seen.add(facts.record);
      this.#showReply(facts);
    } else if (kind === "handoff.requested") this.#handOff();
    else if (kind === "agent.joined") this.#show(note(`${facts.name ?? "A person"} joined the conversation.`));
    else if (kind === "agent.message") this.#show(agentMessage(facts.text, facts.name ?? "Support"));
    else if (kind === "conversation.closed") this.#show(note("This conversation was closed."));
  }

  #submit(event) {
    event.preventDefault();
    const { field } = this.#parts;
    const text = field.value.trim();
    if (!text || this.#isSending) return;
    if (this.#send(text)) {
      field.value = "";
      this.#fit();
      field.focus();
    }
  }

  // Returns whether the message is on its way.
  #send(text) {
    if (this.#isSending) return false;
    const shown = this.#show(customerMessage(text));
    const key = crypto.randomUUID?.() ?? String(Math.random());
    this.#attempt(shown, () => this.#conversation.say(text, key));
    return true;
  }

  #askForPerson() {
    if (this.#isSending || this.#isHandedOff) return;
    const shown = this.#show(note("You asked for a person."));
    const key = crypto.randomUUID?.() ?? String(Math.random());
    this.#attempt(shown, () => this.#conversation.askForPerson(key));
  }

  // Sends, and sends again under the same key where that failed: nothing is said twice.
  async #attempt(shown, ask) {
    this.#failed?.remove();
    this.#failed = null;
    this.#setSending(true);
    const dots = this.#isHandedOff ? null : this.#show(waiting());
    try {
      if (!this.#conversation.isOpen) {
        await this.#conversation.open(this.#scope());
        this.#listen();
      }
      const reply = await ask();
      dots?.remove();
      this.#seen.add(reply.record);
      if (reply.reply) this.#showReply(reply);
      else this.#show(note("Added for the person who will reply."));
      if (reply.outcome === "handed_off") this.#handOff();
    } catch (error) {
      dots?.remove();
      this.#fail(error, shown, ask);
    } finally {
      this.#setSending(false);
      for (const [kind, facts] of this.#held.splice(0)) this.#happened(kind, facts);
    }
  }

  #fail(error, shown, ask) {
    if (error instanceof Refused && error.isFinal) {
      this.#lose();
      return;
    }
    const isAnswer = error instanceof Refused;
    const message = isAnswer ? error.message : "That could not be sent. Check your connection.";
    const mayHelp = !isAnswer || error.status >= 500 || error.status === 409;
    this.#failed = this.#show(notSent(message, mayHelp ? () => this.#attempt(shown, ask) : null));
  }

  #showReply(reply) {
    if (!reply.reply) return;
    this.#show(
      assistantReply(reply, {
        onChoice: (label) => this.#send(label),
        onPerson: () => this.#askForPerson(),
      }),
    );
  }

  #handOff() {
    if (this.#isHandedOff) return;
    const { handed, person, field, log } = this.#parts;
    this.#isHandedOff = true;
    handed.textContent = "A person was asked to join. What you write now is kept for them; the assistant stays silent.";
    handed.hidden = false;
    person.hidden = true;
    field.placeholder = "Add something for the person…";
    for (const offer of log.querySelectorAll(".offer")) offer.remove();
  }

  #show(shown) {
    const { log, fresh } = this.#parts;
    fresh.hidden = false;
    log.querySelector(".welcome")?.classList.add("past");
    log.append(shown);
    const isLong = shown.offsetHeight > log.clientHeight - 48;
    if (isLong) shown.scrollIntoView({ block: "start" });
    else this.#toEnd();
    return shown;
  }

  #toEnd() {
    const { log } = this.#parts;
    log.scrollTop = log.scrollHeight;
  }

  // Keeps the newest message in sight when a banner, the keyboard or a longer draft takes room.
  #stayAtEnd(log) {
    let isAtEnd = true;
    log.addEventListener("scroll", () => {
      isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 48;
    });
    new ResizeObserver(() => isAtEnd && this.#toEnd()).observe(log);
  }

  #scope() {
    const given = ["site", "locale", "product"].map((name) => [name, this.getAttribute(name)]);
    return Object.fromEntries(given.filter(([, value]) => value));
  }

  #setSending(isSending) {
    this.#isSending = isSending;
    this.#parts.send.disabled = isSending;
    this.#parts.person.disabled = isSending;
  }

  #fit() {
    const { field, count } = this.#parts ?? {};
    if (!field) return;
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight}px`;
    count.hidden = field.value.length < NEAR_LONGEST;
    count.textContent = `${field.value.length} of ${LONGEST} characters`;
  }

  #sendOnEnter(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  }

  #showConnection = () => {
    const { notice } = this.#parts;
    notice.hidden = navigator.onLine;
    notice.textContent = navigator.onLine ? "" : "You are offline. Messages can be sent once you are back.";
  };
}

function welcome() {
  return element(
    "div",
    { class: "welcome" },
    words("p", "Hello! How can I help?", { class: "hello" }),
    words(
      "p",
      "I am an AI assistant. I answer from the help centre and show you where each answer comes from. If I am not sure, I say so, and you can ask for a person at any time.",
    ),
  );
}

function arrow() {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", width: "20", height: "20", "aria-hidden": "true" })) {
    drawn.setAttribute(name, value);
  }
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", "M12 19V5M5.5 11.5 12 5l6.5 6.5");
  drawn.append(path);
  return drawn;
}

customElements.define("handrail-chat", HandrailChat);
