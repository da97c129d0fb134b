import type { ZodType } from "zod";
import type { Caller } from "../../src/platform/caller.ts";
import { Problem } from "../../src/platform/problem.ts";
import { faultsIn, plainly, validationProblem } from "../../src/platform/validation.ts";
import {
  captureBody,
  reverseBody,
  topUpBody,
  transferBody,
  voidBody,
  withdrawBody,
} from "../../src/transactions/bodies.ts";
import type { TransactionsService } from "../../src/transactions/index.ts";
import { legsBody } from "../../src/transactions/legs-body.ts";
import type { Submitted } from "../../src/transactions/submitted.ts";
import type { Transaction } from "../../src/transactions/transaction.ts";
import { operator, write } from "./bank-over.ts";

type Body = Readonly<Record<string, unknown>>;
export type How = {
  readonly key?: string;
  readonly caller?: Caller;
  readonly isDryRun?: boolean;
  readonly scheduledFor?: string;
};

/** What became of a command: the transaction, or the machine fields of its problem. */
export type Outcome = {
  /** APPLIED, or the code of the refusal. */
  readonly code: string;
  readonly transaction: Transaction | null;
  readonly isReplayed: boolean;
  readonly detail: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
};

/** Every way to move money, with bodies as HTTP brings them: read by the routes' own schemas, refused with a code. */
export type Mover = ReturnType<typeof createMover>;

export function createMover(transactions: TransactionsService, usual: Caller = operator) {
  const mannerOf = ({ key, isDryRun, scheduledFor }: How) => ({
    write: write(key),
    isDryRun,
    scheduledFor,
  });
  const by = ({ caller = usual }: How) => caller;
  return {
    topUp: (body: Body, how: How = {}) =>
      outcomeOf(async () =>
        transactions.topUp(by(how), { manner: mannerOf(how), body: read(topUpBody, body) }),
      ),
    transfer: (body: Body, how: How = {}) =>
      outcomeOf(async () =>
        transactions.transfer(by(how), { manner: mannerOf(how), body: read(transferBody, body) }),
      ),
    withdraw: (body: Body, how: How = {}) =>
      outcomeOf(async () =>
        transactions.withdraw(by(how), { manner: mannerOf(how), body: read(withdrawBody, body) }),
      ),
    post: (body: Body, how: How = {}) =>
      outcomeOf(async () =>
        transactions.postLegs(by(how), { manner: mannerOf(how), body: read(legsBody, body) }),
      ),
    capture: (transactionRef: string, body: Body = {}, how: How = {}) =>
      outcomeOf(async () => {
        const input = { manner: mannerOf(how), transactionRef, body: read(captureBody, body) };
        return transactions.capture(by(how), input);
      }),
    void: (transactionRef: string, body: Body = {}, how: How = {}) =>
      outcomeOf(async () => {
        const { reason } = read(voidBody, body);
        return transactions.void(by(how), { manner: mannerOf(how), transactionRef, reason });
      }),
    reverse: (transactionRef: string, body: Body = {}, how: How = {}) =>
      outcomeOf(async () => {
        const input = { manner: mannerOf(how), transactionRef, body: read(reverseBody, body) };
        return transactions.reverse(by(how), input);
      }),
  };
}

function read<Output>(schema: ZodType<Output>, body: Body): Output {
  const parsed = schema.safeParse(body, plainly);
  if (parsed.success) return parsed.data;
  throw validationProblem(faultsIn("body", parsed.error));
}

async function outcomeOf(ask: () => Promise<Submitted>): Promise<Outcome> {
  try {
    const { result, isReplayed } = await ask();
    return { code: "APPLIED", transaction: result, isReplayed, detail: null, fields: {} };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...refusedAs(error), isReplayed: false };
  }
}

export function refusedAs({ code, message, extensions }: Problem) {
  return { code, transaction: null, detail: message, fields: extensions };
}

/** The transaction of a command that must have been applied. */
export function applied({ code, detail, transaction }: Outcome): Transaction {
  if (!transaction) throw new Error(`Refused with ${code}: ${detail}`);
  return transaction;
}
