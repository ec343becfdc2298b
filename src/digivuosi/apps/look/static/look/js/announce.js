// Reads out what changed: words in `data-announce` of a swapped part, or of an event "announce" from the server.

const region = document.getElementById("announcements");

function announce(words) {
  if (!region || !words) return;
  region.textContent = "";
  // A screen reader notices the change only when the region was empty for a moment.
  setTimeout(() => (region.textContent = words), 50);
}

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  const speaker = part.matches?.("[data-announce]") ? part : part.querySelector?.("[data-announce]");
  if (speaker) announce(speaker.dataset.announce);
});

document.addEventListener("announce", (event) => announce(event.detail?.value ?? event.detail));
