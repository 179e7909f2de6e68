// What the shop does for its chat: it says who has signed in, with a token that its server signs.

const chat = document.querySelector("handrail-chat");
const isSignedIn = document.body.dataset.signedIn === "true";

async function identify() {
  const answer = await fetch("/identity", { cache: "no-store" });
  if (answer.ok) chat.identity = (await answer.json()).token;
}

if (isSignedIn) customElements.whenDefined("handrail-chat").then(identify);
chat.addEventListener("handrail-sign-in", (event) => {
  if (isSignedIn) identify();
  else if (event.detail.why === "asked") location.assign("/orders");
});
document.querySelector("form[action='/sign-out']")?.addEventListener("submit", () => {
  chat.identity = null; // the next person at this computer finds no conversation
});
