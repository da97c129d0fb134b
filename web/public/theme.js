// Runs before the first paint, so that a chosen theme never flashes the other one. It is no module
// because modules wait for the document, and not inline because the content policy forbids that.
try {
  const theme = localStorage.getItem("saku.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's theme stands.
}
