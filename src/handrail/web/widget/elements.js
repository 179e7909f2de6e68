// Builds elements. Text only ever enters through textContent: nothing that is shown is parsed as HTML.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

export function words(name, text, attributes = {}) {
  const made = element(name, { dir: "auto", ...attributes });
  made.textContent = text;
  return made;
}

// Only an http(s) address becomes a link; anything else is no address to a customer.
export function safeAddress(address) {
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

export function pathOf(citation) {
  const parts = [citation.title, ...(citation.headings ?? [])];
  return parts.filter((part, place) => part && parts.indexOf(part) === place).join(" › ");
}

// One entry per cited place, numbered in the order in which it is first cited.
export function sourcesOf(claims) {
  const sources = new Map();
  for (const claim of claims) {
    for (const citation of claim.citations) {
      const key = JSON.stringify([citation.article, citation.headings]);
      if (!sources.has(key)) {
        const number = sources.size + 1;
        sources.set(key, { number, path: pathOf(citation), url: safeAddress(citation.url), quotes: [] });
      }
      const { quotes } = sources.get(key);
      if (!quotes.includes(citation.quote)) quotes.push(citation.quote);
    }
  }
  return sources;
}

export function sourceOf(sources, citation) {
  return sources.get(JSON.stringify([citation.article, citation.headings]));
}

let made = 0;
export function freshId(prefix) {
  made += 1;
  return `${prefix}-${made}`;
}
