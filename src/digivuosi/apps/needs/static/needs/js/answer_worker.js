// Loading the answering page again where there is no connection: a page and its files that answer.js has put aside are
// given when the server cannot be reached, and only then. It keeps nothing itself and never sees what is typed. It is
// served as /answer/worker.js, so that it can reach no other pages.

const PATIENCE = 8_000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || new URL(event.request.url).search) return;
  event.respondWith(fromServerOrKept(event.request));
});

async function fromServerOrKept(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (!kept) return fetch(request);
  const answer = fetch(request).catch(() => null);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const come = await Promise.race([answer, late]);
  return come && come.status < 500 ? come : kept;
}
