// Reads whole sets of wallets as of one moment, past the product, all the while.
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { closedSetName } from "./bank.ts";
import type { HistoryLog } from "./history.ts";

const pauseMs = 25;
const afterLossMs = 300;

export async function readWhole(
  ownerUrl: string,
  history: HistoryLog,
  until: AbortSignal,
): Promise<void> {
  const wallets = history.sets.get(closedSetName)?.wallets ?? [];
  while (!until.aborted) {
    const client = new Client({ connectionString: ownerUrl });
    // A database that is killed takes the connection with it, which the next query says as well.
    client.on("error", () => undefined);
    try {
      await client.connect();
      while (!until.aborted) {
        const { rows } = await client.query<{ wallet: string; balance: string }>(sql, [wallets]);
        const balances = rows.map(({ wallet, balance }) => [wallet, BigInt(balance)] as const);
        history.addRead({ set: closedSetName, balances: new Map(balances) });
        await sleep(pauseMs);
      }
      await client.end();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      await sleep(afterLossMs);
    }
  }
}

const sql = `
  select owner_ref as wallet, sum(posted_credits - posted_debits)::text as balance
  from ledger.accounts join ledger.balances on account_id = accounts.id
  where owner_ref = any ($1::text[])
  group by owner_ref`;
