// Says when a change did not reach the server; what was written on the page stays there.

function tell() {
  const messages = document.getElementById("messages");
  if (!messages) return;
  const notice = document.createElement("div");
  notice.className = "notice notice-error";
  const words = document.createElement("p");
  words.textContent = document.body.dataset.failure;
  const body = document.createElement("div");
  body.append(words);
  notice.append(body);
  messages.replaceChildren(notice);
  notice.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:sendError", tell);
document.addEventListener("htmx:timeout", tell);
document.addEventListener("htmx:responseError", tell);
