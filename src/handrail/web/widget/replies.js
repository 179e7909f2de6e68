// How a reply is shown: claim by claim, each with its source, the quote on demand.

import { element, freshId, sourceOf, sourcesOf, words } from "./elements.js";

export function customerMessage(text) {
  return element("div", { class: "turn customer" }, spoken("You: "), words("p", text, { class: "bubble" }));
}

export function agentMessage(text, name) {
  return element(
    "div",
    { class: "turn assistant" },
    words("p", name, { class: "by" }),
    words("p", text, { class: "bubble agent" }),
  );
}

export function note(text) {
  return words("p", text, { class: "note" });
}

export function assistantReply(reply, { onChoice, onPerson }) {
  const bubble = element("div", { class: `bubble ${reply.outcome}` }, ...bodyOf(reply, onChoice));
  const turn = element("div", { class: "turn assistant" }, spoken("Assistant: "), bubble);
  if (reply.outcome === "abstained") turn.append(personOffer(onPerson));
  return turn;
}

export function waiting() {
  return element(
    "div",
    { class: "turn assistant waiting" },
    element(
      "div",
      { class: "bubble", role: "status" },
      element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i")),
      words("span", "Looking in the help centre…", { class: "looking" }),
    ),
  );
}

export function notSent(message, onAgain) {
  return element(
    "div",
    { class: "failure", role: "alert" },
    words("span", message),
    onAgain && button("Try again", "plain", onAgain),
  );
}

export function button(label, kind, onclick) {
  return words("button", label, { type: "button", class: kind, onclick });
}

function bodyOf(reply, onChoice) {
  if (reply.claims.length > 0) return answered(reply.claims);
  if (reply.choices.length > 0) return clarified(reply, onChoice);
  return reply.reply.split(/\n{2,}/).map((part) => words("p", part));
}

function answered(claims) {
  const sources = sourcesOf(claims);
  const entries = new Map([...sources.values()].map((source) => [source, sourceEntry(source)]));
  const said = claims.map((claim) => {
    const cited = new Set(claim.citations.map((citation) => sourceOf(sources, citation)));
    const marks = [...cited].map((source) => sourceMark(source, entries.get(source)));
    return withMarks(claim.text, marks);
  });
  const heading = words("p", sources.size > 1 ? "Sources" : "Source", { class: "sources-heading" });
  return [...said, element("div", { class: "sources" }, heading, ...entries.values())];
}

function withMarks(text, marks) {
  const start = text.length - (/\S{1,30}$/.exec(text)?.[0].length ?? 0);
  const shown = words("p", text.slice(0, start), { class: "claim" });
  const tail = element("span", { class: "tail" }, text.slice(start)); // same direction as the claim
  for (const mark of marks) tail.append("\u00a0", mark);
  shown.append(tail);
  return shown;
}

function sourceMark(source, entry) {
  const mark = element("button", {
    type: "button",
    class: "mark",
    "aria-label": `Source ${source.number}: ${source.path}`,
    onclick: () => {
      entry.open = true;
      entry.querySelector("summary").focus();
    },
  });
  mark.textContent = String(source.number);
  return mark;
}

function sourceEntry(source) {
  const number = element("span", { class: "number", "aria-hidden": "true" }, String(source.number));
  const quotes = source.quotes.map((quote) => words("blockquote", quote));
  const link =
    source.url &&
    words("a", "Open the article", { href: source.url, target: "_blank", rel: "noopener noreferrer" });
  return element(
    "details",
    { id: freshId("source") },
    element("summary", {}, number, words("span", source.path)),
    element("div", { class: "quotes" }, ...quotes, link),
  );
}

function clarified(reply, onChoice) {
  const asked = reply.reply.split("\n")[0];
  const offered = reply.choices.map((choice) => {
    const made = button(choice.label, "choice", () => {
      if (!onChoice(choice.label)) return;
      for (const other of list.querySelectorAll("button")) other.disabled = true;
      made.classList.add("taken");
    });
    return element("li", {}, made);
  });
  const list = element("ul", { class: "choices" }, ...offered);
  return [words("p", asked), list];
}

function personOffer(onPerson) {
  return element("div", { class: "offer" }, button("Talk to a person", "secondary", onPerson));
}

function spoken(text) {
  return words("span", text, { class: "unseen" });
}
