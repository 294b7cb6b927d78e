// Presses "Go on" while a spreadsheet is worked at. Without it somebody presses the button; it does the same.
(() => {
  const form = document.querySelector("form[data-go-on]");
  if (form) setTimeout(() => form.requestSubmit(form.querySelector("button")), 400);
})();
