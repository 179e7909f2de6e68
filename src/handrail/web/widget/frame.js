// What stands around the conversation: the launcher, the panel with its head, and the field to write in.

import { button, drawn, element, unseen, words } from "./elements.js";
import { arrow } from "./replies.js";

const LONGEST = 4000;
const NEAR_LONGEST = 3500;

export class Frame {
  constructor(t, { title, isInline, language, on }) {
    this.t = t;
    this.isInline = isInline;
    this.on = on;
    this.log = element("div", { class: "log", role: "log", "aria-label": t("log"), tabindex: "0" });
    this.notice = element("p", { class: "notice", role: "status", hidden: true });
    this.handed = words("p", "", { class: "handed", role: "status", hidden: true });
    this.person = button(t("person"), "secondary", on.person);
    this.fresh = button(t("fresh"), "plain", on.fresh);
    this.who = words("p", "", { class: "badge", role: "status", dir: null });
    this.title = words("h1", title, { dir: null });
    this.direction = isRightToLeft(language) ? "rtl" : "ltr";
    this.panel = this.#panel(language);
    this.launcher = isInline ? null : this.#launcher();
    this.#stayAtEnd();
  }

  get parts() {
    return [this.panel, this.launcher].filter(Boolean);
  }

  #panel(language) {
    const close = this.isInline
      ? null
      : element("button", { type: "button", class: "plain close", "aria-label": this.t("close"), onclick: () => this.on.open(false) }, drawn("M6 6l12 12M18 6 6 18"));
    const header = element(
      "header",
      {},
      element("div", { class: "who" }, this.title, this.who),
      close,
      element("div", { class: "tools" }, this.person, this.fresh),
    );
    const shown = { class: "chat", lang: language, dir: this.direction, "aria-label": this.title.textContent };
    const role = this.isInline ? {} : { role: "dialog", "aria-modal": "true", hidden: true, onkeydown: (event) => this.#keys(event) };
    const form = this.#form();
    return element("section", { ...shown, ...role }, header, this.notice, this.log, this.handed, form);
  }

  #launcher() {
    const shown = element("button", { type: "button", class: "launcher", dir: this.direction, "aria-expanded": "false", "aria-haspopup": "dialog", onclick: () => this.on.open(this.panel.hidden) });
    this.count = element("span", { class: "unread", hidden: true });
    shown.append(drawn("M4 5h16v11H9l-5 4z"), unseen(this.t("open")), this.count);
    return shown;
  }

  #form() {
    this.field = element("textarea", {
      id: "message",
      rows: "1",
      maxlength: String(LONGEST),
      dir: "auto",
      placeholder: this.t("ask"),
      autocomplete: "off",
      enterkeyhint: "send",
      "aria-describedby": "count",
      oninput: () => this.fit(),
      onkeydown: (event) => sendOnEnter(event),
    });
    this.limit = element("p", { id: "count", class: "small", hidden: true });
    const send = element("button", { type: "submit", class: "primary send" }, arrow(), unseen(this.t("send")));
    const submit = (event) => {
      event.preventDefault();
      const text = this.field.value.trim();
      if (!text) return;
      this.field.value = "";
      this.fit();
      this.field.focus();
      this.on.say(text);
    };
    const label = words("label", this.t("message"), { for: "message", class: "unseen" });
    this.form = element("form", { class: "write", onsubmit: submit }, label, this.field, send, this.limit);
    return this.form;
  }

  setOpen(isOpen, movesFocus = true) {
    if (this.isInline || this.panel.hidden === !isOpen) return;
    this.panel.hidden = !isOpen;
    this.launcher.setAttribute("aria-expanded", String(isOpen));
    this.setUnread(0);
    if (isOpen) {
      this.fit();
      this.toEnd();
    }
    if (!movesFocus) return;
    if (!isOpen) return this.launcher.focus();
    (this.form.hidden ? this.panel.querySelector("button") : this.field).focus();
  }

  setUnread(count) {
    if (!this.count) return;
    this.count.hidden = !count;
    this.count.textContent = String(count);
  }

  setClosed(isClosed) {
    this.form.hidden = isClosed;
  }

  say(place, text) {
    if (place.textContent !== (text ?? "")) place.textContent = text ?? "";
    place.hidden = !text;
  }

  show(shown) {
    this.log.querySelector(".welcome")?.classList.add("past");
    this.log.append(shown);
    this.reveal(shown);
    return shown;
  }

  // Brings the newest into sight, once a picture: many may come at a time.
  reveal(shown) {
    this.newest = shown;
    this.revealing ??= requestAnimationFrame(() => {
      this.revealing = null;
      const isLong = this.newest.offsetHeight > this.log.clientHeight - 48;
      if (isLong) this.newest.scrollIntoView({ block: "start" });
      else this.toEnd();
    });
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  fit() {
    const { field, limit } = this;
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight + 2}px`;
    limit.hidden = field.value.length < NEAR_LONGEST;
    limit.textContent = `${field.value.length} / ${LONGEST}`;
  }

  // Keeps the newest message in sight when a banner, the keyboard or a longer draft takes room.
  #stayAtEnd() {
    let isAtEnd = true;
    const { log } = this;
    log.addEventListener("scroll", () => {
      isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 48;
    });
    new ResizeObserver(() => isAtEnd && this.toEnd()).observe(log);
  }

  #keys(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.on.open(false);
    } else if (event.key === "Tab") this.#keepInside(event);
  }

  #keepInside(event) {
    const all = this.panel.querySelectorAll("button, a[href], textarea, input, summary, [tabindex='0']");
    const here = [...all].filter((one) => !one.disabled && one.checkVisibility());
    const [first, last] = [here[0], here.at(-1)];
    const now = this.panel.getRootNode().activeElement;
    if (event.shiftKey ? now === first || !here.includes(now) : now === last) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    }
  }
}

function isRightToLeft(language) {
  return /^(ar|fa|he|iw|ps|sd|ug|ur|yi)\b/i.test(language);
}

function sendOnEnter(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}
