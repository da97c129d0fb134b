// What a wallet held at a past moment, asked for again later, is the same for ever by recorded time. What it must have been
// is what this client was told when it moved the money.
import { afterAll, expect, it } from "vitest";
import { testOperatorKey } from "../support/bindings.ts";
import { runClockAhead } from "../support/clock.ts";
import type { Answer } from "../support/http.ts";
import { createMoney } from "../support/money.ts";
import { openSite } from "../support/site.ts";

const site = await openSite();
const money = createMoney(site.api);
afterAll(() => site.close());

type Told = {
  readonly at: string;
  readonly wallet: string;
  readonly balance: string;
  readonly version: number;
};
type Balance = { readonly wallet_ref: string; readonly balance: string; readonly version: number };

const shifted = (moment: string, byMs: number) => new Date(Date.parse(moment) + byMs).toISOString();

/** The answer to the letter, because "the same" means the same bytes. */
async function textAt(wallet: string, at: string): Promise<string> {
  const response = await site.send(`/v1/wallets/${wallet}/balance?at=${at}`, {
    headers: { authorization: `Bearer ${testOperatorKey}` },
  });
  expect(response.status).toBe(200);
  return response.text();
}

/** Notes what each answer said of each wallet, and when that was. */
function openNotes() {
  const notes: Told[] = [];
  const note = ({ status, body }: Answer): Answer => {
    expect(status).toBe(201);
    for (const { wallet_ref: wallet, balance, version } of body.balances as Balance[]) {
      notes.push({ at: String(body.created_at), wallet, balance, version });
    }
    return { status, body, headers: new Headers() };
  };
  const heldAt = (wallet: string, at: string) =>
    notes
      .filter((told) => told.wallet === wallet && told.at <= at)
      .reduce((last, told) => (told.version >= last.version ? told : last), {
        balance: "0",
        version: 0,
      });
  return { note, notes, heldAt };
}

/** Everything that moves money or looks as if it did, among two wallets. */
async function live(note: (answer: Answer) => Answer, [ana, budi]: readonly [string, string]) {
  const ref = ({ body }: Answer) => String(body.transaction_ref);
  note(await money.topUp(ana, "1000"));
  const paid = note(await money.transfer(ana, budi, "300"));
  const held = note(await money.transfer(ana, budi, "200", { hold: true }));
  note(await money.send(`/${ref(held)}/capture`, { amount: "50", final: false }));
  note(await money.send(`/${ref(paid)}/reverse`, { amount: "100" }));
  note(await money.send(`/${ref(held)}/void`, {}));
  expect((await money.transfer(budi, ana, "1000000")).status).toBe(422);
  note(await money.transfer(budi, ana, "25"));
}

it.each(["CASH", "PLATFORM"])(
  "stays what it was about this very moment in a %s wallet, though many pay at once",
  async (type) => {
    const wallet = await money.open("IDR", type);
    const answers = new Map<string, string>();
    const versions = new Set<number>();
    let paid = 0;
    const payers = Array.from({ length: 8 }, async () => {
      while (versions.size < 6) {
        expect((await money.topUp(wallet, "1")).status).toBe(201);
        paid += 1;
      }
    });
    while (versions.size < 6) {
      const at = new Date().toISOString();
      const text = await textAt(wallet, at);
      answers.set(at, text);
      versions.add(JSON.parse(text).version);
    }
    await Promise.all(payers);
    for (const [at, text] of answers) expect(await textAt(wallet, at)).toBe(text);
    expect(await money.balanceOf(wallet)).toMatchObject({ balance: `${paid}`, version: paid });
  },
);

// The last of them, because the accounts that its clock has taken ahead stay there: their time never goes back.
it("is what was told then, to the letter, whatever happens afterwards and however late it is asked for", async () => {
  const { note, notes, heldAt } = openNotes();
  const pair = [await money.open(), await money.open()] as const;
  await live(note, pair);
  const moments = [...new Set(notes.flatMap(({ at }) => [shifted(at, -1), at]))];
  const asked = pair.flatMap((wallet) => moments.map((at) => ({ wallet, at })));
  const ask = () => Promise.all(asked.map(({ wallet, at }) => textAt(wallet, at)));
  const first = await ask();
  for (const [index, { wallet, at }] of asked.entries()) {
    const { balance, version } = heldAt(wallet, at);
    expect(JSON.parse(first[index] ?? "")).toMatchObject({ balance, version, as_of: at });
  }
  expect(new Set(first).size).toBe(asked.length);

  await live(note, pair);
  // Money that counts from a moment before all of it, or after, was recorded now all the same.
  const [ana] = pair;
  for (const days of [-30, -1, 1]) {
    const effective_at = shifted(new Date().toISOString(), days * 86_400_000);
    note(await money.topUp(ana, "7", { effective_at }));
  }
  expect(await ask()).toEqual(first);
  const by = `/v1/wallets/${ana}/balance?at=${moments[0]}&by=effective`;
  expect((await site.api.get(by)).body).toMatchObject({ balance: "14", version: 2 });

  await site.api.post(`/v1/wallets/${ana}/freeze`, { mode: "ALL" }, { "idempotency-key": ana });
  for (const cron of ["* * * * *", "*/5 * * * *"]) await site.runCron(cron);
  expect(await ask()).toEqual(first);
  for (const days of [1, 40, 400]) {
    await runClockAhead(site.ownerUrl, days);
    note(await money.topUp(pair[1], "1"));
    expect(await ask()).toEqual(first);
  }
  await runClockAhead(site.ownerUrl, 0);
});

it("leaves books that balance", async () => {
  expect(await money.integrity()).toMatchObject({ ok: true });
});
