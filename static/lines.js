// On a draft's page, "Line 12" selects that line in the text box. Without this script the link leads to the box itself.
"use strict";
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  const box = link && link.hash ? document.querySelector(link.hash) : null;
  if (!box || box.tagName !== "TEXTAREA") return;
  event.preventDefault();
  const lines = box.value.split("\n");
  const at = Math.min(Number(link.dataset.line), lines.length) - 1;
  const start = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
  // How far down the line is, long lines above it wrapped as they are in the box.
  const ruler = box.cloneNode();
  ruler.removeAttribute("id");
  ruler.removeAttribute("name");
  ruler.rows = 1;
  ruler.value = box.value.slice(0, start);
  box.after(ruler);
  const above = ruler.scrollHeight;
  ruler.remove();
  box.focus();
  box.setSelectionRange(start, start + lines[at].length);
  box.scrollTop = above - box.clientHeight / 3;
});
