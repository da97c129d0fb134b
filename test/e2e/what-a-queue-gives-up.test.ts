// The real queues of the runtime, with a patience that a test has: what one gives up arrives at its dead one.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";
import { makeThrowawayFolder } from "../../dev/throwaway.ts";
import { queryAs } from "../support/database.ts";
import { createMoney } from "../support/money.ts";
import { openSite } from "../support/site.ts";

const folder = makeThrowawayFolder("dead");
const site = await openSite({}, impatientConfig());
const money = createMoney(site.api);
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});
const patient = { timeout: 50_000, interval: 200 };
const ask = (statement: string) => queryAs(site.ownerUrl, statement);

/** The configuration of the product, whose queues give up after their second try. */
function impatientConfig(): string {
  const path = join(folder, "wrangler.toml");
  const text = readFileSync("wrangler.toml", "utf8")
    .replaceAll("max_retries = 20\n", "max_retries = 1\n")
    .replace('main = "src/index.ts"', `main = "${resolve("src/index.ts")}"`)
    .replaceAll('".saku/assets"', `"${resolve(".saku/assets")}"`);
  writeFileSync(path, text);
  return path;
}

async function isLogged(walletRef: string): Promise<boolean> {
  const rows = await queryAs(
    site.ownerUrl,
    "select from audit.audit_logs where entity_ref = $1 and event_type = 'wallet.opened'",
    [walletRef],
  );
  return rows.length > 0;
}

async function letters() {
  const { body } = await site.api.get("/v1/admin/dead-letters?group=audit");
  return body.data as { readonly dead_letter_ref: string; readonly aggregate_ref: string }[];
}

it("puts aside what fails even at the dead queue, takes the rest, and replays it once it is mended", async () => {
  await ask("alter function audit.consume(json) rename to consume_elsewhere");
  const [good, bad] = [await money.open(), await money.open()];
  const arrived = () => site.logs().filter((line) => line.includes('"queue":"saku-audit-dead"'));
  await expect.poll(arrived, patient).not.toEqual([]);

  await ask(
    `alter table audit.audit_logs add constraint poison check (entity_ref <> '${bad}') not valid`,
  );
  await ask("alter function audit.consume_elsewhere(json) rename to consume");
  await expect.poll(() => isLogged(good), patient).toBe(true);
  await expect.poll(letters, patient).toMatchObject([{ aggregate_ref: bad }]);

  await ask("alter table audit.audit_logs drop constraint poison");
  const [letter] = await letters();
  const path = `/v1/admin/dead-letters/${letter?.dead_letter_ref}`;
  expect((await site.api.post(`${path}/drop`, {})).body.code).toBe("dead_letter_undroppable");
  expect((await site.api.post(`${path}/replay`, {})).status).toBe(200);
  await expect.poll(() => isLogged(bad), patient).toBe(true);
  expect(await letters()).toEqual([]);
}, 180_000);
