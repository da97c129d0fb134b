import { join } from "node:path";
import { defineConfig } from "vite";

const pages = ["index.html", "docs.html", "problems.html"];

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: "../.saku/assets",
    emptyOutDir: true,
    // What understands light-dark(), nesting and popular newer syntax without rewriting.
    target: ["chrome125", "firefox125", "safari17.5"],
    // An inlined image would be a data: URL in a style sheet, which hides its weight.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: pages.map((page) => join(import.meta.dirname, page)) },
  },
});
