// How messages, replies, cards and the rating are drawn. `t` gives the words in the customer's language.

import { button, drawn, element, linkTo, pathOf, placeOf, sourcesOf, unseen, words } from "./elements.js";

const SHOWS_CARD = ["awaiting_customer", "approved"];
const ENDED = {
  approved: "doing",
  executing: "doing",
  awaiting_staff: "team",
  succeeded: "done",
  declined: "declined",
  expired: "expired",
  cancelled: "replaced",
  refused: "refused",
  failed: "failed",
  unknown: "unsure",
  reconciling: "unsure",
  needs_person: "unsure",
};
const NEEDS_STAFF = ["staff", "two_staff"];

export class Drawing {
  constructor(t, base) {
    this.t = t;
    this.base = base;
  }

  customer(text) {
    return element("div", { class: "turn customer" }, unseen(`${this.t("you")}: `), words("p", text, { class: "bubble" }));
  }

  agent(text, name) {
    return element("div", { class: "turn" }, words("p", name, { class: "by" }), words("p", text, { class: "bubble agent" }));
  }

  note(text) {
    return words("p", text, { class: "note" });
  }

  waiting() {
    const dots = element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i"));
    const bubble = element("div", { class: "bubble" }, dots, words("span", this.t("looking")));
    return element("div", { class: "turn waiting" }, bubble);
  }

  failure(message, onAgain) {
    const again = onAgain && button(this.t("again"), "plain", onAgain);
    return element("div", { class: "failure", role: "alert" }, words("span", message), again);
  }

  // An empty reply, filled claim by claim while it is being written.
  begun() {
    return element("div", { class: "turn" }, unseen(`${this.t("ai")}: `), element("div", { class: "bubble" }));
  }

  addClaim(turn, claim) {
    turn.querySelector(".bubble").append(words("p", claim.text, { class: "claim" }));
  }

  // The whole reply in place of what was told of it so far.
  finish(turn, reply, { onChoice, onPerson, onSignIn }) {
    const bubble = turn.querySelector(".bubble");
    bubble.className = `bubble ${reply.outcome}`;
    bubble.replaceChildren(...this.#bodyOf(reply, onChoice));
    bubble.hidden = !bubble.childElementCount;
    if (reply.outcome === "abstained") turn.append(button(this.t("person"), "secondary offer", onPerson));
    if (reply.reason === "not_identified") turn.append(button(this.t("signIn"), "secondary offer", onSignIn));
  }

  card(facts, onDecide) {
    const card = element("div", { class: "card", role: "group", tabindex: "-1" });
    this.deal(card, facts, onDecide);
    return card;
  }

  deal(card, facts, onDecide) {
    const rows = (facts.rows ?? []).map(([label, value]) =>
      element("div", {}, words("dt", label), words("dd", value)),
    );
    const title = words("h2", facts.title);
    card.setAttribute("aria-label", facts.title);
    card.replaceChildren(title, element("dl", {}, ...rows));
    if (facts.state !== "awaiting_customer") {
      card.append(this.#standing(facts.state));
      return;
    }
    const ask = NEEDS_STAFF.includes(facts.control) ? `${this.t("confirmAsk")} ${this.t("thenTeam")}` : this.t("confirmAsk");
    const decide = (word) => button(this.t(word), word === "confirm" ? "primary" : "secondary", () => onDecide(word));
    card.append(words("p", ask, { class: "small" }), element("div", { class: "buttons" }, decide("confirm"), decide("decline")));
  }

  // Says where a card stands now; its buttons are gone.
  settle(card, state) {
    for (const old of card.querySelectorAll(".buttons, .small, .standing, .failure")) old.remove();
    card.append(this.#standing(state));
  }

  setDeciding(card, isDeciding) {
    for (const one of card.querySelectorAll("button")) one.disabled = isDeciding;
  }

  #standing(state) {
    const said = ENDED[state] ?? "unsure";
    return words("p", this.t(said), { class: `standing ${said}`, role: "status" });
  }

  rating(onRate) {
    const name = `score-${Math.random()}`;
    const scores = [1, 2, 3, 4, 5].map((score) =>
      element(
        "label",
        {},
        element("input", { type: "radio", name, value: String(score), required: true }),
        words("span", String(score)),
      ),
    );
    const comment = element("textarea", { rows: "2", maxlength: "1000", dir: "auto", "aria-label": this.t("comment"), placeholder: this.t("comment") });
    const send = (event) => {
      event.preventDefault();
      const score = Number(new FormData(form).get(name));
      if (score) onRate(score, comment.value.trim() || null);
    };
    const form = element(
      "form",
      { class: "card rating", onsubmit: send },
      element("fieldset", {}, words("legend", this.t("rate")), element("div", { class: "scores" }, ...scores)),
      comment,
      words("button", this.t("rateSend"), { type: "submit", class: "primary" }),
    );
    return form;
  }

  #bodyOf(reply, onChoice) {
    if (reply.claims.length > 0) return this.#answered(reply);
    if (reply.choices.length > 0) return this.#clarified(reply, onChoice);
    if (reply.differing?.length > 0) return this.#contested(reply);
    if (showsCard(reply.action)) return [];
    return paragraphs(reply.reply);
  }

  #answered({ claims, reply }) {
    const sources = sourcesOf(claims, this.base);
    const entries = new Map([...sources.values()].map((source) => [source, this.#sourceEntry(source)]));
    const said = claims.map((claim) => {
      const cited = new Set(claim.citations.map((citation) => sources.get(placeOf(citation))));
      return withMarks(claim.text, [...cited].map((source) => this.#sourceMark(source, entries.get(source))));
    });
    const claimed = claims.map((claim) => claim.text).join("\n\n");
    const after = reply.startsWith(claimed) ? paragraphs(reply.slice(claimed.length)) : [];
    const heading = words("p", this.t("sources"), { class: "small" });
    return [...said, ...after, element("div", { class: "sources" }, heading, ...entries.values())];
  }

  #sourceMark(source, entry) {
    const mark = element("button", {
      type: "button",
      class: "mark",
      "aria-label": `${this.t("sources")}: ${source.path}`,
      onclick: () => {
        entry.open = true;
        entry.querySelector("summary").focus();
      },
    });
    mark.textContent = String(source.number);
    return mark;
  }

  #sourceEntry(source) {
    const number = element("span", { class: "number", "aria-hidden": "true" }, String(source.number));
    const quotes = source.quotes.map((quote) => words("blockquote", quote));
    const link =
      source.url && words("a", this.t("article"), { href: source.url, target: "_blank", rel: "noopener noreferrer" });
    return element(
      "details",
      {},
      element("summary", {}, number, words("span", source.path)),
      element("div", { class: "quotes" }, ...quotes, link),
    );
  }

  // What each article says, one below the other: none of them is stated.
  #contested({ differing, reply }) {
    const said = paragraphs(reply);
    const sides = differing.map((side) => {
      const changed = side.updated && new Date(`${side.updated}T12:00`).toLocaleDateString(undefined, { dateStyle: "medium" });
      const place = [pathOf(side), side.product, changed].filter(Boolean).join(" · ");
      const caption = element("figcaption", { class: "small" }, linkTo(place, side.url, this.base));
      return element("figure", { class: "side" }, words("blockquote", side.quote), caption);
    });
    return [said[0], ...sides, said[said.length - 1]];
  }

  #clarified(reply, onChoice) {
    const offered = reply.choices.map((choice) => {
      const made = button(choice.label, "choice", () => {
        onChoice(choice.label);
        for (const other of list.querySelectorAll("button")) other.disabled = true;
        made.classList.add("taken");
      });
      return element("li", {}, made);
    });
    const list = element("ul", { class: "choices" }, ...offered);
    return [words("p", reply.reply.split("\n")[0]), list];
  }
}

export function showsCard(action) {
  return Boolean(action?.digest && SHOWS_CARD.includes(action.state));
}

export function arrow() {
  return drawn("M12 19V5M5.5 11.5 12 5l6.5 6.5");
}

function paragraphs(text) {
  return text
    .split(/\n{2,}/)
    .filter((part) => part.trim())
    .map((part) => words("p", part));
}

// Keeps the last word of a claim and its marks on one line, in the claim's own direction.
function withMarks(text, marks) {
  const start = text.length - (/\S{1,30}$/.exec(text)?.[0].length ?? 0);
  const shown = words("p", text.slice(0, start), { class: "claim" });
  const tail = element("span", { class: "tail" }, text.slice(start));
  for (const mark of marks) tail.append("\u00a0", mark);
  shown.append(tail);
  return shown;
}
