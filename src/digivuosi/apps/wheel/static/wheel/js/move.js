// Sends a move by weeks that keys or the mouse ask for ("year:move"), and any other change by its address ("year:post").

const WAIT = 250;
let waiting;
let asked = null;
let busy = Promise.resolve();

function post(address, values, key) {
  busy = busy.then(async () => {
    await window.htmx.ajax("POST", address, { target: "#view", swap: "outerHTML", values });
    document.dispatchEvent(new CustomEvent("year:shown", { detail: { key } }));
  });
}

function send() {
  const { key, weeks } = asked;
  asked = null;
  const picture = document.querySelector("[data-picture]");
  if (weeks && picture) post(`${picture.dataset.placements}${key}/move/`, { weeks }, key);
}

document.addEventListener("year:move", (event) => {
  const { key, weeks } = event.detail;
  clearTimeout(waiting);
  // Three quick presses are one move of three weeks, with one way back.
  if (asked && asked.key !== key) send();
  asked = { key, weeks: (asked?.weeks ?? 0) + weeks };
  const here = new URL(window.location.href);
  here.searchParams.set("selected", key);
  window.history.replaceState(null, "", here);
  waiting = setTimeout(send, WAIT);
});

document.addEventListener("year:post", (event) => {
  const key = document.activeElement?.closest?.("[data-key]")?.dataset.key;
  post(event.detail.address, {}, key);
});
