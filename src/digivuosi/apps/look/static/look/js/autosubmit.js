// Filters apply themselves on change; without scripts their button does it.

const WAIT = 350;
let waiting;

function send(form) {
  clearTimeout(waiting);
  form.requestSubmit();
}

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-autosubmit]");
  if (form) send(form);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-autosubmit]");
  // Only a swap keeps the words being typed; a whole page would take the cursor away.
  if (!form?.hasAttribute("hx-get") || !event.target.matches("input[type=search], input[type=text]")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => send(form), WAIT);
});
