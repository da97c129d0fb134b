import { afterAll, expect, it } from "vitest";
import type { LiveMessage } from "../../src/readmodels/index.ts";
import { testOperatorKey } from "../support/bindings.ts";
import { createMoney } from "../support/money.ts";
import { openSite } from "../support/site.ts";

const site = await openSite();
const money = createMoney(site.api);
afterAll(() => site.close());

const patient = { timeout: 30_000, interval: 50 };

it("brings a transfer to the copy, the history, the day and whoever looks on", async () => {
  const [ana, budi] = [await money.funded(), await money.open()];
  const address = new URL(`/v1/wallets/${budi}/live`, site.url.replace(/^http/, "ws"));
  const socket = new WebSocket(address.href, ["saku.live.v1", `saku.bearer.${testOperatorKey}`]);
  const messages: LiveMessage[] = [];
  socket.addEventListener("message", ({ data }) => {
    messages.push(JSON.parse(String(data)));
  });
  await expect.poll(() => messages.at(0)?.balance, patient).toBe("0");

  await money.transfer(ana, budi, "2500");
  await expect.poll(() => messages.at(-1)?.balance, patient).toBe("2500");
  expect(messages.at(-1)?.changes).toMatchObject([{ version: 1, amount: "2500" }]);

  const copy = () => site.api.get(`/v1/wallets/${budi}/balance?consistency=eventual&min_version=1`);
  await expect
    .poll(async () => (await copy()).body, patient)
    .toMatchObject({
      balance: "2500",
      version: 1,
      consistency: "eventual",
      has_min_version: true,
    });
  const first = async (path: string) => {
    const { body } = await site.api.get(`/v1/wallets/${ana}/${path}`);
    return (body.data as Record<string, unknown>[])[0];
  };
  await expect.poll(() => first("history"), patient).toMatchObject({ amount: "2500", version: 2 });
  expect(await first("snapshots")).toMatchObject({ total_debit: "2500", closing_balance: "7500" });
  socket.close();
});

it("rebuilds a projection with the cron, while it is read", async () => {
  const wallet = await money.funded();
  const read = async () =>
    (await site.api.get(`/v1/wallets/${wallet}/history`)).body.data as unknown[];
  await expect.poll(async () => (await read()).length, patient).toBe(1);
  const begun = await site.api.post("/v1/admin/projections/ledger_entries_view/rebuild", {});
  expect(begun.status).toBe(202);
  expect(await read()).toHaveLength(1);
  const state = async () =>
    (await site.api.get("/v1/admin/projections/ledger_entries_view")).body.state;
  await expect
    .poll(async () => {
      await site.runCron("* * * * *");
      return state();
    }, patient)
    .toBe("LIVE");
  expect(await read()).toHaveLength(1);
});
