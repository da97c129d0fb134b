import { z } from "zod";
import {
  basicAuthOf,
  callProvider,
  type Fetch,
  isSameText,
  jsonHeaders,
  parseJson,
  refused,
  sha512Of,
  unavailable,
} from "./call-provider.ts";
import type {
  HeardNotification,
  ObservedPayout,
  PaymentProvider,
  SignedMessage,
} from "./payment-provider.ts";
import { wholeUnitsOf } from "./provider-amount-of.ts";

export type IrisSettings = {
  readonly url: string;
  /** Of the role that makes payouts; another person's role approves them in Midtrans' own dashboard. */
  readonly creatorKey: string;
  readonly merchantKey: string;
};

type Iris = NonNullable<PaymentProvider["payouts"]> & {
  readonly hear: (message: SignedMessage) => HeardNotification | null;
};

const provider = "MIDTRANS";
const createdSchema = z.object({ payouts: z.array(z.object({ reference_no: z.string() })).min(1) });
const statusSchema = z.looseObject({ status: z.string(), error_code: z.string().optional() });
const notificationSchema = z.looseObject({ reference_no: z.string(), status: z.string() });

/** Iris, Midtrans' way out. */
export function irisPayouts({ url, creatorKey, merchantKey }: IrisSettings, fetch: Fetch): Iris {
  const headers = { ...jsonHeaders, ...basicAuthOf(creatorKey) };
  return {
    send: async (order) => {
      const amount = order.currency === "IDR" ? wholeUnitsOf(order.amount, "IDR") : null;
      if (amount === null) throw refused(provider, "currency");
      const { status, json } = await callProvider(fetch, {
        provider,
        method: "POST",
        url: `${url}/payouts`,
        headers: { ...headers, "x-idempotency-key": order.payoutRef },
        body: JSON.stringify({
          payouts: [
            {
              beneficiary_name: order.holderName,
              beneficiary_account: order.accountNumber,
              // Iris says bca where others say ID_BCA.
              beneficiary_bank: order.channelCode.replace(/^ID_/, "").toLowerCase(),
              amount: `${amount}`,
              notes: `payout ${order.payoutRef}`,
            },
          ],
        }),
      });
      if (status !== 200 && status !== 201) throw refused(provider, `${status}`);
      const created = createdSchema.safeParse(json);
      const reference = created.data?.payouts[0]?.reference_no;
      if (reference === undefined) throw unavailable(provider, "Iris answered without a name.");
      return { externalReference: reference };
    },
    read: async ({ externalReference }) => {
      const { status, json } = await callProvider(fetch, {
        provider,
        method: "GET",
        url: `${url}/payouts/${externalReference}`,
        headers,
      });
      if (status === 404) return null;
      const answer = statusSchema.safeParse(json);
      if (!answer.success) throw unavailable(provider, "Iris answered something else.");
      return observedOf(answer.data.status, answer.data.error_code);
    },
    hear: ({ body, headers: given }) => {
      const signature = given.get("iris-signature");
      if (signature === null || !isSameText(signature, sha512Of(`${body}${merchantKey}`))) {
        return null;
      }
      const parsed = notificationSchema.safeParse(parseJson(body));
      if (!parsed.success) return null;
      const { reference_no, status } = parsed.data;
      return {
        eventKey: `${reference_no}:${status}`,
        subject: "PAYOUT",
        subjectRef: null,
        externalReference: reference_no,
      };
    },
  };
}

function observedOf(status: string, errorCode: string | undefined): ObservedPayout {
  if (status === "completed") return { status: "COMPLETED", failureReason: null };
  if (status === "failed" || status === "rejected") {
    return { status: "FAILED", failureReason: errorCode ?? status };
  }
  return { status: "SENT", failureReason: null };
}
