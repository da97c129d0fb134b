import { z } from "zod";
import type { Clock } from "../platform/clock.ts";
import type { Fetch } from "./call-provider.ts";
import type { ProviderName } from "./charge.ts";
import { midtransProvider } from "./midtrans-provider.ts";
import type { PaymentProvider, PaymentProviders } from "./payment-provider.ts";
import { sandboxProvider } from "./sandbox-provider.ts";
import { stripeProvider } from "./stripe-provider.ts";
import { xenditProvider } from "./xendit-provider.ts";

const url = (standard: string) => z.url().default(standard);
const secret = z.string().min(1, "Expected the secret.");

const settingsSchema = z.strictObject({
  /** Who is asked where nobody chooses; the first of them when it is left out. */
  default: z.enum(["sandbox", "midtrans", "xendit", "stripe"]).optional(),
  sandbox: z.strictObject({ url: z.url(), secret }).optional(),
  midtrans: z
    .strictObject({
      api_url: url("https://api.midtrans.com"),
      snap_url: url("https://app.midtrans.com"),
      server_key: secret,
      iris: z
        .strictObject({
          url: url("https://app.midtrans.com/iris/api/v1"),
          creator_key: secret,
          merchant_key: secret,
        })
        .optional(),
    })
    .optional(),
  xendit: z
    .strictObject({
      url: url("https://api.xendit.co"),
      secret_key: secret,
      callback_token: secret,
    })
    .optional(),
  stripe: z
    .strictObject({
      url: url("https://api.stripe.com"),
      secret_key: secret,
      webhook_secret: secret,
    })
    .optional(),
});

export type ProviderSettings = z.output<typeof settingsSchema>;

/** All providers' secrets as one JSON text, so that one that is not used needs no secret of its own. */
export const providersVariable = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      context.addIssue({
        code: "custom",
        message: 'Expected JSON, such as {} or {"midtrans":{...}}.',
      });
      return z.NEVER;
    }
  })
  .pipe(settingsSchema);

/** The providers that this deployment has the secrets of. */
export function createProviders(
  settings: ProviderSettings,
  clock: Clock,
  fetch: Fetch = (address, init) => globalThis.fetch(address, init),
): PaymentProviders {
  const { sandbox, midtrans, xendit, stripe } = settings;
  const present: (PaymentProvider | undefined)[] = [
    sandbox && sandboxProvider(sandbox, clock, fetch),
    midtrans &&
      midtransProvider(
        {
          apiUrl: midtrans.api_url,
          snapUrl: midtrans.snap_url,
          serverKey: midtrans.server_key,
          iris: midtrans.iris
            ? {
                url: midtrans.iris.url,
                creatorKey: midtrans.iris.creator_key,
                merchantKey: midtrans.iris.merchant_key,
              }
            : null,
        },
        clock,
        fetch,
      ),
    xendit &&
      xenditProvider(
        {
          url: xendit.url,
          secretKey: xendit.secret_key,
          callbackToken: xendit.callback_token,
        },
        fetch,
      ),
    stripe &&
      stripeProvider(
        {
          url: stripe.url,
          secretKey: stripe.secret_key,
          webhookSecret: stripe.webhook_secret,
        },
        clock,
        fetch,
      ),
  ];
  return new Map<ProviderName, PaymentProvider>(
    present.flatMap((provider) => (provider ? [[provider.name, provider] as const] : [])),
  );
}

const names = {
  sandbox: "SANDBOX",
  midtrans: "MIDTRANS",
  xendit: "XENDIT",
  stripe: "STRIPE",
} as const satisfies Readonly<Record<string, ProviderName>>;

/** Who is asked where nobody chooses. Without any, whoever is asked is not there, and says so. */
export function defaultProviderOf(settings: ProviderSettings): ProviderName {
  const chosen = settings.default;
  if (chosen !== undefined) return names[chosen];
  const present = (["midtrans", "xendit", "stripe", "sandbox"] as const).find(
    (name) => settings[name] !== undefined,
  );
  return names[present ?? "midtrans"];
}
