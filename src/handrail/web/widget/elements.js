// Builds elements. Text only ever enters through textContent: nothing that is shown is parsed as HTML.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child));
  return made;
}

export function words(name, text, attributes = {}) {
  const made = element(name, { dir: "auto", ...attributes });
  made.textContent = text;
  return made;
}

export function button(label, kind, onclick) {
  return words("button", label, { type: "button", class: kind, onclick });
}

export function unseen(text) {
  return words("span", text, { class: "unseen" });
}

export function drawn(path) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  for (const [name, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"]]) picture.setAttribute(name, value);
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  picture.append(line);
  return picture;
}

// Only https, or the server's own origin, becomes a link; anything else is no address to a customer.
export function safeAddress(address, base) {
  try {
    const url = new URL(address);
    const isSafe = url.protocol === "https:" || (url.protocol === "http:" && url.origin === base.origin);
    return isSafe && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

// A link where the address is one of ours or safe, and plain words where it is not.
export function linkTo(text, address, base) {
  const url = safeAddress(address, base);
  return url ? words("a", text, { href: url, target: "_blank", rel: "noopener noreferrer" }) : words("span", text);
}

export function pathOf(citation) {
  const parts = [citation.title, ...(citation.headings ?? [])];
  return parts.filter((part, place) => part && parts.indexOf(part) === place).join(" › ");
}

// One entry per cited place, numbered in the order in which it is first cited.
export function sourcesOf(claims, base) {
  const sources = new Map();
  for (const claim of claims) {
    for (const citation of claim.citations) {
      const key = placeOf(citation);
      if (!sources.has(key)) {
        const number = sources.size + 1;
        sources.set(key, { number, path: pathOf(citation), url: safeAddress(citation.url, base), quotes: [] });
      }
      const { quotes } = sources.get(key);
      if (!quotes.includes(citation.quote)) quotes.push(citation.quote);
    }
  }
  return sources;
}

export function placeOf(citation) {
  return JSON.stringify([citation.article, citation.headings]);
}
