import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { apiFixture } from "../support/api-fixture.ts";
import { cutTextOf } from "../support/cut-text.ts";
import {
  leaderboardFixture,
  promisedFixture,
  quoteFixture,
  stateFixture,
  streamerFixture,
} from "../support/donate-fixture.ts";
import { openPages } from "../support/open-pages.ts";
import { openVisit } from "../support/page-visit.ts";
import { problemsFixture } from "../support/problems-fixture.ts";
import { signIn, stubStudio } from "../support/studio-stub.ts";

const { browser, site } = await openPages();

site.answer("/v1/transactions/transfer", {
  ...{ status: 422, headers: { "idempotency-replayed": "false" } },
  body: {
    ...{ title: "Insufficient funds", detail: "9000 is too little." },
    code: "insufficient_funds",
  },
});

/** The pages, each with everything open that can be. */
const views: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "the front page": async (page) => {
    await page.goto("/");
    await page.getByText("The API and its database answer.").waitFor();
  },
  "the reference": async (page) => {
    await page.goto("/docs");
    await page.locator("#transfer .try summary").click();
    await page.getByRole("button", { name: "Send POST" }).click();
    await page.locator("#transfer .answer").waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  },
  "the list of problems": async (page) => {
    await page.goto("/problems/no_such_code");
    await page.locator("main li").first().waitFor();
  },
  "the page of a problem": async (page) => {
    await page.goto("/problems/insufficient_funds");
    await page.locator("pre").waitFor();
  },
  "the donate page": async (page) => {
    await openDonating(page);
    await page.getByRole("radio", { name: "Video" }).check();
  },
  "the page to pay on": async (page) => {
    await openDonating(page);
    await page.getByLabel("I agree").check();
    await page.getByLabel("I am 18").check();
    await page.locator(".donate-button").click();
    await page.locator(".qr").waitFor();
  },
  "the donate page, once unpaid": async (page) => {
    await openDonating(page);
    await page.getByLabel("I agree").check();
    await page.getByLabel("I am 18").check();
    const unpaid = { ...stateFixture, state: "NOT_PAID", unpaid_because: "EXPIRED" };
    site.answer(statePath, { status: 200, body: unpaid });
    await page.locator(".donate-button").click();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("What you wrote is still here.").waitFor();
  },
  "the way into the studio": async (page) => {
    await page.goto("/studio");
    await page.getByLabel("Password").waitFor();
  },
  "the way to an account": async (page) => {
    await page.goto("/studio");
    await page.getByRole("button", { name: "Create an account" }).click();
  },
  "the studio, live": async (page) => {
    await openStudio(page, "#live");
    await page.getByText("On stream").waitFor();
  },
  "the studio's donations": async (page) => {
    await openStudio(page, "#donations");
    await page.getByRole("cell", { name: "Sari" }).waitFor();
  },
  "the studio's goals": async (page) => {
    await openStudio(page, "#goals");
    await page.getByText("Mikrofon baru").waitFor();
    await page.getByRole("button", { name: "Change", exact: true }).click();
  },
  "the studio's page": async (page) => {
    await openStudio(page, "#page");
    await page.getByLabel("About you").waitFor();
  },
  "the studio's overlays": async (page) => {
    await openStudio(page, "#overlays");
    await page.getByRole("button", { name: "Change", exact: true }).click();
  },
  "the studio's earnings": async (page) => {
    await openStudio(page, "#earnings");
    await page.locator(".chart").waitFor();
    const unproved = { code: "step_up_required", detail: "x" };
    const mail = { otp_ref: promisedFixture.donation_ref };
    site.answer("/v1/payments/beneficiaries", { status: 403, body: unproved });
    site.answer("/v1/auth/step-up/request", { status: 200, body: mail });
    await page.getByLabel("Where to").selectOption("Another account");
    await page.getByRole("button", { name: /^Take out/ }).click();
    await page.getByText("Is it you?").waitFor();
  },
};

const statePath = `/v1/donations/${promisedFixture.donation_ref}/state`;

function stubDonating(): void {
  site.answer("/v1/streamers/budi", { status: 200, body: streamerFixture });
  site.answer("/v1/streamers/budi/leaderboard", { status: 200, body: leaderboardFixture });
  site.answer("/v1/streamers/budi/donations/quote", { status: 200, body: quoteFixture });
  site.answer("/v1/streamers/budi/donations", { status: 201, body: promisedFixture });
  site.answer(statePath, { status: 200, body: stateFixture });
}

async function openDonating(page: Page): Promise<void> {
  stubDonating();
  await page.goto("/donate/budi");
  await page.locator(".amount-input").fill("25000");
  await page.locator(".scene .alert").waitFor();
  await page.locator(".leader-list").waitFor();
}

async function openStudio(page: Page, tab: string): Promise<void> {
  await stubStudio(page, site);
  await signIn(page, tab);
}

const sizes = [
  { width: 360, height: 780 },
  // 1280 by 900 for whoever has it at 200 %.
  { width: 640, height: 450 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
];

const long = "Pneumonoultramicroscopicsilicovolcanoconiosis".repeat(3);

/** The same document with every text in it made long, written from the right, and with emoji. */
function stretched<Document>(document: Document): Document {
  const keys = ["summary", "description", "title", "name", "detail", "remedy", "x-scope"];
  const stretch = (key: string, value: unknown) =>
    keys.includes(key) && typeof value === "string" ? `${value} مرحبا 🪙 ${long}` : value;
  return JSON.parse(JSON.stringify(document, stretch));
}

const cases = Object.keys(views).flatMap((name) =>
  (["light", "dark"] as const).flatMap((theme) => sizes.map((size) => ({ name, theme, ...size }))),
);

describe("every page", () => {
  it.each(cases)(
    "$name is accessible and fits in $width px, $theme",
    async ({ name, theme, width, height }) => {
      const visit = await openVisit(browser, site.origin, { width, height, theme });
      await views[name]?.(visit.page);

      const faults = await faultsOf(visit.page);
      const overflow = await overflowOf(visit.page);
      const cut = await cutTextOf(visit.page);
      await visit.close();
      expect(faults).toEqual([]);
      expect(overflow).toBeLessThanOrEqual(0);
      expect(cut).toEqual([]);
      expect(visit.complaints).toEqual([]);
    },
  );

  it("would be seen to cut a text off", async () => {
    const visit = await openVisit(browser, site.origin);
    await visit.page.goto("/");
    await visit.page.evaluate(() => {
      const box = document.body.appendChild(document.createElement("p"));
      box.textContent = "Nobody reads the end of this";
      Object.assign(box.style, { width: "60px", overflow: "hidden", whiteSpace: "nowrap" });
    });

    expect(await cutTextOf(visit.page)).toEqual(["Nobody reads the end of this"]);
    await visit.close();
  });

  it("is accessible with the list of operations open on a phone", async () => {
    const visit = await openVisit(browser, site.origin, { width: 360, height: 780, theme: "dark" });
    await visit.page.goto("/docs");
    await visit.page.getByRole("button", { name: "Menu" }).click();

    expect(await faultsOf(visit.page)).toEqual([]);
    await visit.close();
  });

  it("shows where the focus is", async () => {
    const visit = await openVisit(browser, site.origin);
    await visit.page.goto("/docs");
    await visit.page.locator("article").first().waitFor();
    for (let stop = 0; stop < 24; stop += 1) {
      await visit.page.keyboard.press("Tab");
      const outline = await visit.page.evaluate(() => {
        const focused = document.activeElement;
        return focused ? getComputedStyle(focused).outlineStyle : "nothing";
      });
      expect(outline, `stop ${stop}`).toBe("solid");
    }
    await visit.close();
  });

  it.each(["/docs", "/problems", `/problems/${long}`])(
    "holds words of any length at %s",
    async (path) => {
      const visit = await openVisit(browser, site.origin, { width: 360 });
      site.answer("/openapi.json", { status: 200, body: stretched(apiFixture) });
      site.answer("/problems.json", {
        status: 200,
        body: [{ ...stretched(problemsFixture[0]), code: long, context: long }],
      });
      await visit.page.goto(path);
      await visit.page.locator("main code").first().waitFor();
      await visit.page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));

      expect(await overflowOf(visit.page)).toBeLessThanOrEqual(0);
      await visit.close();
      site.reset();
    },
  );

  it("keeps still for who asked for it", async () => {
    const visit = await openVisit(browser, site.origin);
    await visit.page.route("**/openapi.json", () => undefined);
    await visit.page.goto("/docs");
    await visit.page.locator(".skeleton").first().waitFor();

    expect(await visit.page.evaluate(() => document.getAnimations().length)).toBe(0);
    await visit.close();
  });
});

function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** What axe finds, in one line each: the rule and where. */
async function faultsOf(page: Page): Promise<string[]> {
  // As text, because a function would be sent with the imports of this file rewritten in it.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>("axe.run(document)");
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
  );
}
