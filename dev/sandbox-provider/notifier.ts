// Tells the merchant what happened, as real providers do: signed, again until it is taken, and badly when asked to.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { nowSeconds, signatureOf } from "./signature.ts";

export type Manner = {
  /** How long after the fact it is sent. */
  readonly delay_ms?: number;
  /** How often the same thing is sent. */
  readonly copies?: number;
  /** Signed with a key that is not ours. */
  readonly forged?: boolean;
  /** Kept until somebody releases it, in whichever order. */
  readonly held?: boolean;
  /** Not sent at all: the merchant has to ask. */
  readonly silent?: boolean;
};

type Letter = { readonly body: string; readonly forged: boolean };

export type Notifier = {
  readonly tell: (type: string, data: Readonly<Record<string, unknown>>, manner: Manner) => void;
  /** Sends what is held and answers how much it was. */
  readonly release: (order: "kept" | "reversed") => Promise<number>;
  readonly close: () => void;
};

const pausesMs = [500, 1000, 2000, 5000, 10_000, 30_000, 60_000];

export function createNotifier(
  notifyUrl: () => string,
  secret: string,
  say: (line: string) => void,
): Notifier {
  const held: Letter[] = [];
  const closing = new AbortController();

  const send = async ({ body, forged }: Letter): Promise<boolean> => {
    const key = forged ? randomBytes(32).toString("hex") : secret;
    try {
      const response = await fetch(notifyUrl(), {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "saku-sandbox-provider",
          "sandbox-signature": signatureOf(key, body, nowSeconds()),
        },
        body,
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(30_000)]),
      });
      await response.arrayBuffer();
      // A forgery is refused for good; everything else is worth another try.
      return response.ok || forged;
    } catch {
      return closing.signal.aborted;
    }
  };

  const deliver = async (letter: Letter, delayMs: number): Promise<void> => {
    await sleep(delayMs, undefined, { signal: closing.signal });
    for (const pauseMs of pausesMs) {
      if (await send(letter)) return;
      await sleep(pauseMs, undefined, { signal: closing.signal });
    }
    say(`gave up telling ${letter.body}`);
  };
  // Only a provider that is closing stops in the middle.
  const post = (letter: Letter, delayMs: number) => void deliver(letter, delayMs).catch(() => {});

  return {
    tell: (type, data, { delay_ms = 0, copies = 1, forged = false, held: isHeld, silent }) => {
      if (silent) return;
      const id = `evt_${randomBytes(10).toString("hex")}`;
      const letter = { body: JSON.stringify({ id, type, data }), forged };
      for (let copy = 0; copy < copies; copy += 1) {
        if (isHeld) held.push(letter);
        else post(letter, delay_ms);
      }
    },
    release: async (order) => {
      const letters = held.splice(0);
      if (order === "reversed") letters.reverse();
      for (const letter of letters) await send(letter);
      return letters.length;
    },
    close: () => closing.abort(),
  };
}
