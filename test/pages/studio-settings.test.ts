// What a streamer sets: goals, the countdown, overlays, the queue and the rules, as it is sent to the API.
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPages } from "../support/open-pages.ts";
import { openVisit, type Visit } from "../support/page-visit.ts";
import {
  donationFixture,
  goalsFixture,
  overlayFixture,
  ownPageFixture,
  streamerRef,
  timerFixture,
  tokensFixture,
} from "../support/studio-fixture.ts";
import { signIn, stubStudio } from "../support/studio-stub.ts";

const { browser, site } = await openPages();
let visit: Visit;
let page: Page;

const timerPath = `/v1/streamers/${streamerRef}/timer`;
const settingsPath = `/v1/streamers/${streamerRef}/settings`;

beforeEach(async () => {
  site.reset();
  visit = await openVisit(browser, site.origin);
  page = visit.page;
  await stubStudio(page, site);
});

afterEach(async () => {
  await visit.close();
  expect(visit.complaints).toEqual([]);
});

const press = (name: string) => page.getByRole("button", { name, exact: true }).first().click();

/** What was sent last to change something at a path. */
async function change(path: string) {
  const changes = () =>
    site.received.filter(({ url, method }) => url === path && method !== "GET").at(-1);
  await expect.poll(changes).toBeDefined();
  const { body = "", headers = {} } = changes() ?? {};
  return { body: JSON.parse(body), headers };
}

describe("a goal", () => {
  it("begins with what there is already and what happens on the way", async () => {
    await signIn(page, "#goals");
    await page.getByLabel("What it is for").fill("Kamera");
    await page.getByLabel("Target").fill("3.000.000");
    await page.getByLabel("There is already").fill("500.000");
    await press("Add a milestone");
    await page.getByLabel("What happens then").fill("Main 12 jam");
    await page.getByLabel("When there is").fill("1.000.000");
    // Pressed twice, and meant once.
    await page.getByRole("button", { name: "Begin this goal" }).dblclick();

    const path = `/v1/streamers/${streamerRef}/goals`;
    expect((await change(path)).body).toEqual({
      ...{ title: "Kamera", target: "3000000", starting_amount: "500000" },
      milestones: [{ title: "Main 12 jam", amount: "1000000" }],
    });
    const begun = site.received.filter(({ url, method }) => url === path && method === "POST");
    expect(begun).toHaveLength(1);
  });

  it("is changed where it stands, and shows what it has promised", async () => {
    const [goal] = goalsFixture.data;
    const milestones = [{ title: "Separuh", amount: "1250000", is_reached: true }];
    site.answer(`/v1/streamers/${streamerRef}/goals`, {
      status: 200,
      body: { data: [{ ...goal, milestones }] },
    });
    await signIn(page, "#goals");
    await page.getByText("Separuh").waitFor();
    await press("Change");
    await page.getByLabel("What it is for").first().fill("Mikrofon besar");
    await press("Save");

    expect((await change(`/v1/goals/${goal?.goal_ref}`)).body).toMatchObject({
      title: "Mikrofon besar",
      milestones: [{ title: "Separuh", amount: "1250000" }],
    });
  });
});

describe("what was given meanwhile", () => {
  it("is seen without a reload, of goals and of the countdown", async () => {
    await page.clock.install();
    await signIn(page, "#goals");
    await page.getByText("01:02:05").waitFor();
    const [goal] = goalsFixture.data;
    site.answer(`/v1/streamers/${streamerRef}/goals`, {
      status: 200,
      body: { data: [{ ...goal, current: "1300000" }] },
    });
    site.answer(timerPath, { status: 200, body: { ...timerFixture, remaining_seconds: 3_785 } });
    await page.clock.runFor(11_000);

    await page.getByText("01:03:05").waitFor();
    await page.getByText("1,300,000").waitFor();
  });
});

describe("the countdown", () => {
  const price = { unit_amount: "10000", seconds_per_unit: 60, latest_end_at: null };

  it("starts and is moved without a word of what is left, so that nothing given meanwhile is lost", async () => {
    await signIn(page, "#goals");
    await page.getByText("01:02:05").waitFor();
    const ends_at = new Date(Date.now() + 3_725_500).toISOString();
    site.answer(timerPath, {
      status: 200,
      body: { ...timerFixture, ends_at, remaining_seconds: null },
    });
    await press("Start");
    await page.getByText("Running").waitFor();
    expect((await change(timerPath)).body).toEqual({ ...price, is_running: true });
    await press("+5 min");
    await expect
      .poll(async () => (await change(timerPath)).body)
      .toEqual({ ...price, is_running: true, add_seconds: 300 });
  });

  it("is set for the first time, and stands until it is started", async () => {
    site.answer(timerPath, { status: 404, body: { code: "timer_not_found" } });
    await signIn(page, "#goals");
    await page.getByText("No countdown yet").waitFor();
    await page.getByLabel("Each time somebody gives").fill("20.000");
    await page.getByLabel("It gains seconds").fill("90");
    await page.getByLabel("Minutes left").fill("30");
    site.answer(timerPath, { status: 200, body: { ...timerFixture, remaining_seconds: 1_800 } });
    await press("Set the countdown");
    await page.getByText("00:30:00").waitFor();

    expect((await change(timerPath)).body).toEqual({
      ...{ unit_amount: "20000", seconds_per_unit: 90, latest_end_at: null },
      ...{ remaining_seconds: 1_800, is_running: false },
    });
  });
});

describe("an overlay", () => {
  it("is moved and made larger over the version that was seen", async () => {
    const path = `/v1/overlays/${overlayFixture.overlay_ref}`;
    site.answer(path, { status: 200, body: { ...overlayFixture, version: 2 } });
    await signIn(page, "#overlays");
    await press("Change");
    const editor = page.locator("article form");
    await editor.getByLabel("Bottom").check();
    await editor.getByLabel("Size").fill("150");
    expect(await editor.locator(".screen-scene").getAttribute("data-position")).toBe("bottom");
    await editor.getByRole("button", { name: "Save" }).click();

    const { body, headers } = await change(path);
    expect(headers["if-match"]).toBe('"1"');
    expect(body).toEqual({
      ...{ name: "Alert", parts: ["ALERTS", "GOALS"], is_mirror: false },
      ...{ position: "BOTTOM", scale_percent: 150 },
    });
  });
});

describe("a form that was opened to change something", () => {
  it("is closed by Escape, and the focus is where it was", async () => {
    await signIn(page, "#goals");
    await press("Change");
    await page.locator(".editor form").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".editor form").waitFor({ state: "detached" });
    expect(await page.locator(":focus").innerText()).toBe("Change");
  });
});

describe("the queue", () => {
  it("is played as it is set: how close together, in which order, and how late still", async () => {
    const path = "/v1/overlays/stage/settings";
    await signIn(page, "#overlays");
    await page.getByLabel("Seconds between two").fill("2");
    await page.getByLabel("Order").selectOption("TIER");
    await page.getByLabel("Not any more after").selectOption("3600");
    await page.getByLabel("What piled up").selectOption("LAST");
    await page.locator(".panel").last().getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();

    const wanted = { gap_ms: 2_000, order: "TIER", backlog: "LAST", max_age_s: 3_600 };
    expect((await change(path)).body).toEqual(wanted);
  });
});

describe("the rules", () => {
  it("are changed one by one, and what is not touched is sent as it was", async () => {
    await signIn(page, "#page");
    await page.getByLabel("Words that you do not want").fill("jelek\nburuk");
    await page.getByLabel("Words that no video's title").fill("spoiler");
    await page.getByLabel("A link in a message").selectOption("HOLD");
    await page.getByLabel("Counted over").selectOption("WEEK");
    await page.getByLabel("Places").fill("5");
    await page.getByLabel("Seconds of video").first().fill("60");
    await press("Save");
    await page.getByText("Saved.").waitFor();

    const { settings } = (await change(settingsPath)).body;
    const { running_text: _text, ...before } = ownPageFixture.settings;
    expect(settings).toMatchObject({
      ...{ min_amount: before.min_amount, quick_amounts: before.quick_amounts },
      moderation: {
        ...before.moderation,
        ...{ banned_words: ["jelek", "buruk"], banned_titles: ["spoiler"], on_link: "HOLD" },
      },
      leaderboard: { period: "WEEK", size: 5 },
    });
    expect(settings.tiers[0]).toMatchObject({ max_media_seconds: 60 });
  });

  it("say in which field something is wrong", async () => {
    site.answer(settingsPath, {
      status: 200,
      headers: { etag: '"3"' },
      body: ownPageFixture,
    });
    await signIn(page, "#page");
    await page.getByLabel("Places").fill("99");
    const errors = [{ in: "body", pointer: "/settings/leaderboard/size", message: "At most 20." }];
    site.answer(settingsPath, { status: 422, body: { code: "validation_failed", errors } });
    await press("Save");

    await page.getByText("leaderboard size: At most 20.").waitFor();
  });

  it("let a tier be tried on the overlay before it is saved", async () => {
    await signIn(page, "#page");
    await page.getByRole("button", { name: "Try it on the overlay" }).last().click();

    expect((await change("/v1/overlays/stage/commands")).body).toEqual({
      command: "TEST",
      test: {
        ...{ amount: "200000", currency: "IDR", amount_text: "Rp200.000", message: "Semangat!" },
        ...{ variant: "neon", sound: { src: "/v1/sounds/fanfare", duration_ms: 1_180 } },
      },
    });
  });

  it("read and write amounts with as many decimals as their currency has", async () => {
    const { settings } = ownPageFixture;
    const dollars = {
      ...{ min_amount: "1.00", max_amount: "1000.00", min_alert_amount: "1.00" },
      quick_amounts: ["1.00", "2.50"],
    };
    const body = { ...ownPageFixture, currency: "USD", settings: { ...settings, ...dollars } };
    site.answer(settingsPath, { status: 200, headers: { etag: '"3"' }, body });
    await signIn(page, "#page");
    await page.getByLabel("Smallest donation").fill("2.5");
    await page.getByLabel("Largest donation").fill("1,500");
    await press("Save");

    const sentSettings = (await change(settingsPath)).body.settings;
    expect(sentSettings).toMatchObject({ min_amount: "2.50", max_amount: "1500.00" });
    expect(sentSettings.quick_amounts).toEqual(["1.00", "2.50"]);
  });
});

describe("a donation", () => {
  it.each([
    ["SENT", "It is on its way back."],
    ["FAILED", "The provider refused: nothing goes back."],
  ])("is given back by whoever may, once they know what that means: %s", async (status, told) => {
    site.answer("/v1/auth/login", {
      status: 200,
      body: { ...tokensFixture, scope: `${tokensFixture.scope} payments:operate` },
    });
    const path = `/v1/payments/charges/${donationFixture.charge_ref}/refunds`;
    site.answer(path, { status: 201, body: { status } });
    await signIn(page, "#donations");
    await press("Give it back");
    expect(site.received.filter(({ url }) => url === path)).toEqual([]);
    await page.getByRole("button", { name: /^Really give Rp.?25,000 back$/ }).click();
    await page.getByText(told).waitFor();

    expect((await change(path)).body).toEqual({});
  });

  it("is not given back by its streamer, who may have spent it", async () => {
    await signIn(page, "#donations");
    await page.getByRole("cell", { name: "Sari" }).waitFor();
    expect(await page.getByRole("button", { name: "Give it back" }).count()).toBe(0);
  });
});
