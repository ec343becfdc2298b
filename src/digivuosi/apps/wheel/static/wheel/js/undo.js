// Ctrl+Z takes back the last change made on this page, then the one before it.

const ways = [];

function note() {
  const way = document.querySelector("#messages form")?.getAttribute("action");
  if (way && ways.at(-1) !== way) ways.push(way);
}

function typing(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])");
}

note();
document.addEventListener("htmx:oobAfterSwap", note);

document.addEventListener("keydown", (event) => {
  const asked = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
  if (!asked || typing(event.target) || !ways.length || !window.htmx) return;
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("year:post", { detail: { address: ways.pop() } }));
});

document.addEventListener("submit", (event) => {
  const way = event.target.getAttribute("action");
  if (way === ways.at(-1)) ways.pop();
});
