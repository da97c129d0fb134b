import type { StudioWord } from "./words-en.ts";

/** Does something to the stage or to a donation, and says what came of it. */
export type Steer = {
  readonly command: (body: object, said?: StudioWord) => Promise<void>;
  readonly judge: (
    donationRef: string,
    verdict: "approve" | "reject",
    body?: object,
  ) => Promise<void>;
};

export type View = { readonly box: HTMLElement; readonly leave: () => void };
