import { type Catalogue, problemsOf } from "../platform/problem.ts";

/** A secret word on its way to the one person who may read it. */
export type CodeMessage = {
  readonly channel: "email" | "sms";
  readonly destination: string;
  /** What it is for, such as `registration` or `password_reset`; whoever delivers it has the words. */
  readonly template: string;
  readonly code: string;
};

/** Sends a code, by e-mail or message. It is not done before the code is on its way. */
export type DeliverCode = (message: CodeMessage) => Promise<void>;

export const deliveryCatalogue = {
  code_delivery_unavailable: {
    status: 503,
    title: "Codes cannot be delivered",
    meaning: "This installation has nothing that delivers codes to people. Nothing was done.",
    remedy: "Ask whoever runs it to connect a way of delivery; locally, codes lie in /dev/mailbox.",
  },
} as const satisfies Catalogue;

const deliveryProblem = problemsOf(deliveryCatalogue);

/**
 * The way of delivery where there is none. Call `refuseWithoutDelivery` before anybody is looked up: whoever has no
 * account must get the same answer.
 */
export const noDelivery: DeliverCode = async () => {
  throw deliveryProblem("code_delivery_unavailable", "Codes cannot be delivered here.");
};

/** Ends a request that would need a code before it learns anything. */
export async function refuseWithoutDelivery(deliver: DeliverCode): Promise<void> {
  if (deliver === noDelivery) await noDelivery(nobodysCode);
}

const nobodysCode: CodeMessage = { channel: "email", destination: "", template: "none", code: "" };
