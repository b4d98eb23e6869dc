// How far the mail has come, every five seconds. Without this script the link Refresh does it.
const every = 5000;

function renew(page, fresh) {
  const before = page.querySelector(".state").textContent;
  const state = fresh.querySelector(".state").textContent;
  page.replaceWith(fresh);
  // The numbers change all the time; a screen reader is told when the sending itself does.
  if (state !== before) document.getElementById("told").textContent = state;
}

async function refresh() {
  const page = document.querySelector(".live");
  const typing = page.contains(document.activeElement);
  const open = page.querySelector("details[open]");
  if (!typing && !open && !document.hidden) {
    const answer = await fetch(location.pathname, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return; // signed out: the numbers stay as they are
    const text = await answer.text();
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".live");
    if (fresh) renew(page, fresh);
  }
  if (!("over" in document.querySelector(".live").dataset)) setTimeout(refresh, every);
}

setTimeout(refresh, every);
