import { type Answer, ask, type Refusal } from "../page/ask.ts";
import type { DonationQuote } from "./answers.ts";

const pauseMs = 350;

type Ears = {
  readonly asking: () => void;
  readonly quoted: (quote: DonationQuote) => void;
  readonly refused: (refusal: Refusal) => void;
  readonly lost: () => void;
};

/** Asks what a wish would cost once nothing was typed for a moment; only the newest question counts. */
export function createQuoting(
  slug: string,
  ears: Ears,
): { ask(body: unknown): void; rest(): void } {
  let timer = 0;
  let newest = 0;

  async function send(body: unknown): Promise<void> {
    newest += 1;
    const mine = newest;
    ears.asking();
    const path = `/v1/streamers/${encodeURIComponent(slug)}/donations/quote`;
    const answer = await ask(path, { method: "POST", body });
    if (mine === newest) tell(answer, ears);
  }

  return {
    ask: (body) => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void send(body), pauseMs);
    },
    rest: () => {
      window.clearTimeout(timer);
      newest += 1;
    },
  };
}

function tell(answer: Answer, ears: Ears): void {
  if (answer.outcome === "lost") ears.lost();
  else if (answer.outcome === "refused") ears.refused(answer.refusal);
  else ears.quoted(answer.value as DonationQuote);
}
