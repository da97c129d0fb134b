// Goals and leaders beside an alert: nobody reads words that stand over words.
import { expect, it } from "vitest";
import { goalFixture } from "../support/donate-fixture.ts";
import { openPages } from "../support/open-pages.ts";
import { openVisit } from "../support/page-visit.ts";
import { overlayAddress, playOf, stubStage } from "../support/stage-stub.ts";

const { browser, site } = await openPages();

const parts = ["ALERTS", "GOALS", "LEADERBOARD", "TICKER"];
const donor = { donor: "Anonim Baik Hati", amount: "1250000", currency: "IDR", donations: 1 };
const leaders = { period: "MONTH", data: Array(5).fill(donor) };

it.each(["TOP", "BOTTOM"])("stand clear of alerts at the %s", async (position) => {
  const overlay = { parts, position, scale_percent: 100 };
  site.answer("/v1/overlays/session", {
    status: 200,
    body: { ticket: "ticket", expires_at: "2099-01-01T00:00:00.000Z", overlay },
  });
  const visit = await openVisit(browser, site.origin, { width: 1920, height: 1080 });
  const { page } = visit;
  const stage = await stubStage(page);
  await page.goto(overlayAddress);
  await stage.heard("HELLO");
  stage.send({ t: "WIDGET", d: { widget: "goal", id: "g", rev: 1, data: goalFixture } });
  stage.send({ t: "WIDGET", d: { widget: "leaderboard", id: "l", rev: 1, data: leaders } });
  stage.send(playOf({ view: { message: "Semangat terus bang! ".repeat(6) } }));
  await stage.heard("STARTED");

  const alert = await page.locator(".alert").boundingBox();
  const [upper, lower] = [alert?.y ?? 0, (alert?.y ?? 0) + (alert?.height ?? 0)];
  for (const figure of [".goal", ".leaders"]) {
    const box = await page.locator(figure).boundingBox();
    const isClear = (box?.y ?? 0) > lower || (box?.y ?? 0) + (box?.height ?? 0) < upper;
    expect(isClear, figure).toBe(true);
  }
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

it.each([
  ["en-US", "$1,250.50 / $2,500"],
  ["id-ID", "$1.250,50 / $2.500"],
])("write amounts as the stage's language %s does", async (language, text) => {
  const overlay = { parts, position: "TOP", scale_percent: 100 };
  site.answer("/v1/overlays/session", {
    status: 200,
    body: { ticket: "ticket", expires_at: "2099-01-01T00:00:00.000Z", overlay },
  });
  const visit = await openVisit(browser, site.origin, { width: 1920, height: 1080 });
  const { page } = visit;
  const stage = await stubStage(page);
  await page.goto(overlayAddress);
  await stage.heard("HELLO");
  const goal = { ...goalFixture, currency: "USD", current: "1250.50", target: "2500.00" };
  stage.send({ t: "WIDGET", d: { widget: "goal", id: "g", rev: 1, data: goal } });
  const words = { text: "", language };
  stage.send({ t: "WIDGET", d: { widget: "ticker", id: "t", rev: 1, data: words } });

  await expect.poll(() => page.locator(".goal-amounts").innerText()).toBe(text);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});
