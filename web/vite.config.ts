import { join } from "node:path";
import { defineConfig } from "vite";

const pages = [
  ...["index.html", "docs.html", "problems.html"],
  ...["overlay.html", "donate.html", "studio.html"],
];

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: "../.saku/assets",
    emptyOutDir: true,
    // What understands light-dark(), nesting and popular newer syntax without rewriting.
    cssTarget: ["chrome125", "firefox125", "safari17.5"],
    // The overlay is shown by the Chromium of OBS 30; its own style sheets keep to what that one reads.
    target: ["chrome103", "firefox125", "safari17.5"],
    // An inlined image would be a data: URL in a style sheet, which hides its weight.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: pages.map((page) => join(import.meta.dirname, page)) },
  },
});
