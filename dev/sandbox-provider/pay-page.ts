// The page that a payer sees: the one thing of the sandbox that people look at.
import type { SandboxCharge } from "./book.ts";

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? "");

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; box-sizing: border-box; }
  main { width: min(24rem, 100%); display: grid; gap: 1rem; }
  h1 { font-size: 1.1rem; margin: 0; }
  p { margin: 0; }
  .amount { font-size: 2.2rem; font-weight: 700; font-variant-numeric: tabular-nums; }
  button, a.button { font: inherit; padding: .8rem 1rem; border-radius: .6rem; border: 1px solid currentColor;
    background: none; color: inherit; width: 100%; cursor: pointer; text-align: center; text-decoration: none;
    display: block; box-sizing: border-box; }
  button.primary { background: #0b6e4f; color: #fff; border-color: #0b6e4f; font-weight: 600; }
  form { margin: 0; }
  small { opacity: .75; }`;

/** The page of one charge, with what can still be done. It holds no script, so what strangers wrote cannot run. */
export function payPageOf(charge: SandboxCharge): string {
  const form = (action: string, label: string, kind = "") =>
    `<form method="post" action="/pay/${charge.id}/${action}"><button class="${kind}">${label}</button></form>`;
  const actions =
    charge.status === "PENDING"
      ? form("pay", "Pay", "primary") + form("fail", "Decline") + form("cancel", "Cancel")
      : `<a class="button" href="${escapeHtml(charge.return_url)}">Back to the shop</a>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pay ${escapeHtml(charge.currency)} ${escapeHtml(charge.amount)}</title>
<style>${style}</style>
<main>
  <h1>Sandbox payment</h1>
  <p class="amount">${escapeHtml(charge.currency)} ${escapeHtml(charge.amount)}</p>
  <p>${escapeHtml(charge.description)}</p>
  <p role="status">Status: <strong data-status>${charge.status}</strong></p>
  ${actions}
  <small>No real money moves here. This page belongs to the development stack.</small>
</main>
</html>`;
}
