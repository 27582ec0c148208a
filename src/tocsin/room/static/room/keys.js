// One key, one act: a key presses the button or follows the link that names it in data-key.
// Nothing happens while somebody types, or with a modifier held.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const target = event.target;
  if (target.closest("input, textarea, select")) return;
  if (event.key === "Enter" && target.closest("a, button")) return;
  const wanted = [...document.querySelectorAll("[data-key]")].find((element) =>
    element.dataset.key.split(" ").includes(event.key)
  );
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("input")) wanted.focus();
  else wanted.click();
});
