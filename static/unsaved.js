// Asks before a page is left on which something was typed and not saved. Without it everything works the same.
(() => {
  let typed = false;
  const form = document.querySelector("main form");
  if (!form) return;
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { typed = false; });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
})();
