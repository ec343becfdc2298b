// A form is sent once, however often its button is pressed while the answer is on its way.

const WHILE = 15_000;
const sent = new WeakSet();

// At the window: by then the scripts that send a form themselves have said so.
window.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target) return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  // The answer may be a file, or never come: the form must not stay dead.
  setTimeout(() => sent.delete(form), WHILE);
});

// The back button brings the page as it was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) sent.delete(form);
});
