import { z } from "zod";
import { createRefs, type Ref } from "../platform/ids.ts";
import { log } from "../platform/log.ts";
import { traceOf, traceparentOf } from "../platform/trace.ts";
import type { SendingDeps } from "./deps.ts";
import { guardedPost } from "./guarded-post.ts";
import { type AskedHook, createKnownHooks } from "./known-hooks.ts";
import { openFor, signedHeaders } from "./webhook-secret.ts";

/** A transaction as it is asked about: refs and amounts, and nobody's words. */
export type ProposedTransaction = {
  readonly transaction_ref: Ref;
  readonly [field: string]: unknown;
};

/** Why a transaction may not be done. */
export type Veto = {
  readonly transactionRef: Ref;
  readonly hookRef: Ref;
  /** In the words of the receiver; null where it gave none, or gave no answer at all. */
  readonly reason: string | null;
  readonly isUnanswered: boolean;
};

export type AskHooks = (
  propose: () => { readonly transactions: readonly ProposedTransaction[] },
  traceparent: string | null,
) => Promise<readonly Veto[]> | null;

const vetoSchema = z.object({
  allow: z.boolean().default(true),
  reason: z.string().nullish(),
  vetoed: z
    .array(z.object({ transaction_ref: z.string(), reason: z.string().nullish() }))
    .default([]),
});

type Verdict = z.output<typeof vetoSchema>;

const reasonKept = 200;
const answerLettersAtMost = 100_000;

/**
 * Asks every active hook whether transactions may be done, all hooks at once and all transactions of a submission in one
 * request. Null says that there is nobody to ask, and costs nothing.
 */
export function createHookAsker(deps: SendingDeps): AskHooks {
  const knownHooks = createKnownHooks(deps);
  const newRef = createRefs(deps.clock);
  return (propose, traceparent) => {
    const known = knownHooks.current();
    if (!(known instanceof Promise) && known.length === 0) return null;
    return askAll(known, async (hook) => {
      const { transactions } = propose();
      return askOne(deps, hook, newRef(), transactions, traceparent);
    });
  };
}

async function askAll(
  known: readonly AskedHook[] | Promise<readonly AskedHook[]>,
  ask: (hook: AskedHook) => Promise<readonly Veto[]>,
): Promise<readonly Veto[]> {
  return (await Promise.all((await known).map(ask))).flat();
}

async function askOne(
  deps: SendingDeps,
  hook: AskedHook,
  id: Ref,
  transactions: readonly ProposedTransaction[],
  traceparent: string | null,
): Promise<readonly Veto[]> {
  if (!hook.is_asked) {
    return failed(hook, transactions, "Whoever made it may keep no hooks any more.");
  }
  // What breaks on our side, as a secret does that cannot be opened, is a hook that did not answer: its policy decides.
  const said = await hear(deps, hook, id, transactions, traceparent).catch((error: unknown) => ({
    error: `The hook could not be asked: ${String(error)}`,
  }));
  if ("error" in said) return failed(hook, transactions, said.error);
  const { allow, reason, vetoed } = said;
  const refused = allow ? vetoed : transactions.map((each) => ({ ...each, reason }));
  return refused.map((each) => ({
    transactionRef: each.transaction_ref,
    hookRef: hook.hook_ref,
    reason: each.reason ? plainText(each.reason) : null,
    isUnanswered: false,
  }));
}

async function hear(
  deps: SendingDeps,
  hook: AskedHook,
  id: Ref,
  transactions: readonly ProposedTransaction[],
  traceparent: string | null,
): Promise<Verdict | { readonly error: string }> {
  const at = deps.clock.now();
  const trace = traceparent === null ? {} : { traceparent: traceparentOf(traceOf(traceparent)) };
  const body = JSON.stringify({
    specversion: "1.0",
    id,
    source: "saku",
    type: "transaction.proposed",
    subject: hook.hook_ref,
    time: at.toISOString(),
    datacontenttype: "application/json",
    ...trace,
    data: { transactions },
  });
  const secrets = [openFor(deps.keyEncryptionKey, hook.hook_ref, hook.sealed_secret)];
  const answer = await guardedPost(deps, {
    url: hook.url,
    headers: {
      ...headersOf(deps, hook),
      "content-type": "application/json",
      "user-agent": "Saku-Webhooks/1",
      ...signedHeaders({ id, at, body, secrets }),
      ...trace,
    },
    body,
    timeoutMs: hook.timeout_ms,
  });
  return "error" in answer ? answer : readVerdict(answer.response);
}

function headersOf({ keyEncryptionKey }: SendingDeps, hook: AskedHook): Record<string, string> {
  if (hook.sealed_headers === null) return {};
  return JSON.parse(openFor(keyEncryptionKey, hook.hook_ref, hook.sealed_headers));
}

/** An empty answer allows. One that cannot be read is none. */
async function readVerdict(response: Response): Promise<Verdict | { readonly error: string }> {
  if (!response.ok) {
    await response.body?.cancel();
    return { error: `The receiver answered ${response.status}.` };
  }
  try {
    const text = await readText(response);
    return vetoSchema.parse(text.trim() === "" ? {} : JSON.parse(text));
  } catch (error) {
    return { error: `The answer could not be read: ${String(error).slice(0, reasonKept)}` };
  }
}

async function readText(response: Response): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > answerLettersAtMost) throw new Error("It is too long.");
  }
  return text + decoder.decode();
}

function failed(
  hook: AskedHook,
  transactions: readonly ProposedTransaction[],
  error: string,
): readonly Veto[] {
  const { hook_ref: hookRef, on_failure: policy } = hook;
  log("warn", "hook_unanswered", { hook_ref: hookRef, policy, error });
  if (policy === "FAIL_OPEN") return [];
  return transactions.map(({ transaction_ref: transactionRef }) => ({
    transactionRef,
    hookRef,
    reason: null,
    isUnanswered: true,
  }));
}

/** What a stranger says to a person is one short line of text. */
function plainText(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ").slice(0, reasonKept);
}
