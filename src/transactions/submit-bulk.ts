import type { Caller, Scope } from "../platform/caller.ts";
import { platformProblem } from "../platform/errors.ts";
import type { WriteRequest } from "../platform/intent.ts";
import { Problem } from "../platform/problem.ts";
import { validationProblem } from "../platform/validation.ts";
import { askBefore } from "./ask-before.ts";
import { type BulkItem, maxChainCommands, readItem } from "./bulk-item.ts";
import { type Command, commandOf, type Reply } from "./command.ts";
import type { TransactionsDeps } from "./deps.ts";
import { transactionProblem } from "./errors.ts";
import type { Unit } from "./lanes.ts";
import { refusalOf } from "./refusal-of.ts";
import { laneOfCommand } from "./submit.ts";
import { type Transaction, transactionOf } from "./transaction.ts";

export type BulkInput = { readonly write: WriteRequest; readonly items: readonly unknown[] };

/** One item's outcome, in the order of the items. */
export type BulkResult =
  | { readonly transaction: Transaction; readonly isReplayed: boolean }
  | { readonly problem: Problem };

type Judged =
  | { readonly command: Command }
  | { readonly problem: Problem; readonly chain?: string };

const scopeOf = {
  TRANSFER: "transactions:write",
  TOPUP: "transactions:topup",
  WITHDRAWAL: "transactions:withdraw",
  POSTING: "transactions:post",
} as const satisfies Record<BulkItem["type"], Scope>;

/** Does many commands at once. Each has its own key and its own outcome; the items of a chain have one among them. */
export async function submitBulk(
  deps: TransactionsDeps,
  caller: Caller,
  { write, items }: BulkInput,
): Promise<BulkResult[]> {
  const judged = refuseLongChains(items.map((item) => judge(caller, write, item)));
  refuseBrokenChains(judged);
  await refuseVetoed(deps, judged);
  const results = new Map<number, BulkResult>();
  const units: { readonly unit: Unit; readonly places: readonly number[] }[] = [];
  const chains = new Map<string, { commands: Command[]; places: number[] }>();
  for (const [place, each] of judged.entries()) {
    if ("problem" in each) {
      results.set(place, each);
      continue;
    }
    const { command } = each;
    const chain = command.chain === undefined ? undefined : chains.get(command.chain);
    if (chain) {
      chain.commands.push(command);
      chain.places.push(place);
      continue;
    }
    const begun = { commands: [command], places: [place] };
    if (command.chain !== undefined) chains.set(command.chain, begun);
    units.push({ unit: begun.commands, places: begun.places });
  }
  await Promise.all(
    [...Map.groupBy(units, ({ unit }) => laneOfUnit(unit, deps))].map(async ([lane, group]) => {
      const replies = await deps.lanes.submit(
        lane,
        group.map(({ unit }) => unit),
      );
      for (const [index, { unit, places }] of group.entries()) {
        for (const [nth, place] of places.entries()) {
          results.set(place, resultOf(unit[nth], replies[index]?.[nth]));
        }
      }
    }),
  );
  return judged.map((_each, place) => results.get(place) ?? unanswered());
}

/** What may not be done takes its chain with it, as everything does that fails in one. */
async function refuseVetoed(deps: TransactionsDeps, judged: Judged[]): Promise<void> {
  const refusals = await askBefore(
    deps,
    judged.flatMap((each) => ("command" in each ? [each.command] : [])),
  );
  if (!refusals || refusals.size === 0) return;
  for (const [place, each] of judged.entries()) {
    const problem = "command" in each && refusals.get(each.command.transaction_ref);
    if (!problem) continue;
    const chain = chainNameOf(each);
    judged[place] = { problem, ...(chain !== undefined && { chain }) };
  }
  refuseBrokenChains(judged);
}

/** A chain travels whole, to the lane of its first command. */
function laneOfUnit(unit: Unit, deps: TransactionsDeps): number {
  const [first] = unit;
  return first ? laneOfCommand(first, deps.lanes) : 0;
}

function unanswered(): never {
  throw new Error("An item was not answered.");
}

function resultOf(command: Command | undefined, reply: Reply | undefined): BulkResult {
  if (!command || !reply) return unanswered();
  if (reply.code !== undefined) return { problem: refusalOf(reply) };
  return { transaction: transactionOf(command, reply), isReplayed: reply.replayed ?? false };
}

function judge(caller: Caller, write: WriteRequest, item: unknown): Judged {
  const chain = chainOf(item);
  const read = readItem(item);
  if (!("wish" in read)) return { problem: validationProblem(read), ...chain };
  const scope = scopeOf[read.item.type];
  if (!caller.scopes.has(scope)) {
    const problem = platformProblem("scope_missing", `This needs the scope ${scope}.`, {
      required_scope: scope,
    });
    return { problem, ...chain };
  }
  try {
    const own = { ...write, key: read.item.idempotency_key };
    return { command: { ...commandOf(caller, own, read.wish()), ...chain } };
  } catch (error) {
    if (error instanceof Problem) return { problem: error, ...chain };
    throw error;
  }
}

function chainOf(item: unknown): { readonly chain?: string } {
  const chain: unknown =
    typeof item === "object" && item !== null && "chain" in item ? item.chain : null;
  return typeof chain === "string" ? { chain } : {};
}

/** A chain that does not fit one batch is refused whole, before anything of it is tried. */
function refuseLongChains(judged: readonly Judged[]): Judged[] {
  const lengths = new Map<string, number>();
  for (const each of judged) {
    const chain = chainNameOf(each);
    if (chain !== undefined) lengths.set(chain, (lengths.get(chain) ?? 0) + 1);
  }
  return judged.map((each) => {
    const chain = chainNameOf(each);
    const length = lengths.get(chain ?? "") ?? 0;
    if (chain === undefined || length <= maxChainCommands) return each;
    return { problem: longChainProblem(chain, length), chain };
  });
}

function chainNameOf(each: Judged): string | undefined {
  return "problem" in each ? each.chain : each.command.chain;
}

function longChainProblem(chain: string, length: number): Problem {
  const message = `At most ${maxChainCommands} items in one chain; ${JSON.stringify(chain)} has ${length}.`;
  return validationProblem([{ in: "body", pointer: "/chain", message }]);
}

/** An item that cannot be read takes its whole chain with it, before anything is tried. */
function refuseBrokenChains(judged: Judged[]): void {
  const broken = new Set(judged.flatMap((each) => ("problem" in each ? [each.chain] : [])));
  for (const [place, each] of judged.entries()) {
    if ("problem" in each || each.command.chain === undefined) continue;
    if (!broken.has(each.command.chain)) continue;
    judged[place] = {
      problem: transactionProblem(
        "linked_command_failed",
        "Another item of this chain was refused before it was tried, so nothing of the chain was.",
      ),
      chain: each.command.chain,
    };
  }
}
