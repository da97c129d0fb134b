import type { Page, WebSocketRoute } from "playwright-core";
import type { StageSnapshot } from "../../src/overlays/stage-snapshot.ts";
import type { PageSite } from "./page-site.ts";
import {
  donationFixture,
  earningsFixture,
  goalsFixture,
  moneyFixture,
  overlayFixture,
  ownPageFixture,
  snapshotFixture,
  stageSettingsFixture,
  streamerRef,
  timerFixture,
  tokensFixture,
} from "./studio-fixture.ts";

export type StudioStub = { show(snapshot: StageSnapshot): void; drop(): Promise<void> };

/** Everything that a studio asks for, answered. */
export async function stubStudio(page: Page, site: PageSite): Promise<StudioStub> {
  const { wallets, pending, cash, charges, payout, account } = moneyFixture;
  const answers: Readonly<Record<string, unknown>> = {
    "/v1/auth/login": tokensFixture,
    "/v1/auth/refresh": { ...tokensFixture, access_token: "access-2" },
    "/v1/auth/logout": {},
    [`/v1/streamers/${streamerRef}/settings`]: ownPageFixture,
    [`/v1/streamers/${streamerRef}/goals`]: goalsFixture,
    [`/v1/streamers/${streamerRef}/earnings`]: earningsFixture(),
    [`/v1/streamers/${streamerRef}/timer`]: timerFixture,
    "/v1/overlays/stage/settings": stageSettingsFixture,
    "/v1/overlays/stage/session": { ticket: "ticket", expires_at: "" },
    "/v1/overlays/stage/commands": snapshotFixture,
    "/v1/wallets": { data: wallets, next_cursor: null },
    [`/v1/wallets/${pending.wallet_ref}/balance`]: pending,
    [`/v1/wallets/${cash.wallet_ref}/balance`]: cash,
    "/v1/payments/charges": { data: charges, next_cursor: null },
    "/v1/payments/payouts": { data: [payout], next_cursor: null },
    "/v1/payments/beneficiaries": { data: [account], next_cursor: null },
    "/v1/overlays": { data: [overlayFixture], next_cursor: null },
    "/v1/donations": { data: [donationFixture], next_cursor: null },
  };
  for (const [path, body] of Object.entries(answers)) {
    site.answer(path, { status: 200, headers: { etag: '"3"' }, body });
  }
  let socket: WebSocketRoute | null = null;
  const show = (snapshot: StageSnapshot) =>
    socket?.send(JSON.stringify({ v: 1, ts: Date.now(), build: "b1", t: "SNAPSHOT", d: snapshot }));
  await page.routeWebSocket("**/v1/overlays/socket", (route) => {
    socket = route;
    route.onMessage((text) => {
      if (text === "ping") route.send("pong");
    });
    show(snapshotFixture);
  });
  return { show, drop: async () => socket?.close({ code: 1012 }) };
}

export async function signIn(page: Page, tab = ""): Promise<void> {
  await page.goto(`/studio${tab}`);
  await page.locator("input[type=email]").fill("budi@example.com");
  await page.locator("input[type=password]").fill("kopi susu tanpa gula");
  await page.locator("button[type=submit]").click();
  await page.locator(".tabs").waitFor();
}
