import { z } from "zod";
import { peppersOf } from "./identity/index.ts";
import { providersVariable } from "./payments/index.ts";
import { rateLimitsSchema } from "./platform/rate-limits-text.ts";
import { maxLanes } from "./transactions/index.ts";

const minSecretLength = 32;
const secretSchema = z
  .string()
  .min(minSecretLength, `Expected at least ${minSecretLength} characters.`);

const configSchema = z
  .object({
    ENVIRONMENT: z.enum(["development", "test", "preview", "production"]),
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "Expected a postgres:// URL."),
    NEON_PROXY_URL: z.union([z.literal(""), z.url()]).default(""),
    OPERATOR_KEY: z
      .string()
      .regex(
        /^saku_(live|test)_[A-Za-z0-9]{32,}$/,
        "Expected saku_live_ or saku_test_ and 32 or more letters and digits.",
      ),
    CURSOR_SECRET: secretSchema,
    IDENTITY_PEPPER: secretSchema.refine(
      (list) => peppersOf(list).every((pepper) => pepper.length >= minSecretLength),
      `Expected at least ${minSecretLength} characters of each of the peppers.`,
    ),
    IDENTITY_KEK: secretSchema,
    IDENTITY_TOKEN_SECRET: secretSchema,
    PASSWORD_COST: z.enum(["full", "test"]).default("full"),
    WALLET_LANES: z
      .string()
      .regex(/^\d{1,4}$/, `Expected a whole number from 0 to ${maxLanes}.`)
      .transform((text) => Number.parseInt(text, 10))
      .refine((count) => count <= maxLanes, { error: `At most ${maxLanes}.` })
      .prefault("8"),
    RATE_LIMITS: rateLimitsSchema,
    CLICKHOUSE_URL: z
      .union([
        z.literal(""),
        z.url({ protocol: /^https?$/, error: "Expected an http:// or https:// URL." }),
      ])
      .default(""),
    WEBHOOKS_TO_LOOPBACK: z.enum(["allowed", "refused"]).default("refused"),
    PAYMENT_PROVIDERS: providersVariable,
    SITE_URL: z.union([z.literal(""), z.url()]).default(""),
    SPEECH_PROVIDER: z.enum(["local", "google", "workers-ai", "none"]).default("local"),
    VIDEO_SOURCE: z.enum(["catalogue", "youtube"]).default("youtube"),
    GOOGLE_API_KEY: z
      .string()
      .default("none")
      .transform((key) => (key === "none" ? "" : key)),
    CORS_ORIGINS: z
      .string()
      .default("")
      .transform((list) =>
        list
          .split(",")
          .map((origin) => origin.trim())
          .filter(Boolean),
      ),
  })
  .refine(
    ({ ENVIRONMENT, NEON_PROXY_URL }) => ENVIRONMENT !== "production" || NEON_PROXY_URL === "",
    {
      error: "Production talks to Neon itself; leave it empty.",
      path: ["NEON_PROXY_URL"],
    },
  )
  .refine(
    ({ ENVIRONMENT, CLICKHOUSE_URL }) =>
      ENVIRONMENT !== "production" || !/^http:/i.test(CLICKHOUSE_URL),
    {
      error: "Production sends rows and passwords over https:// alone.",
      path: ["CLICKHOUSE_URL"],
    },
  )
  .refine(
    ({ ENVIRONMENT, WEBHOOKS_TO_LOOPBACK }) =>
      ENVIRONMENT === "development" || ENVIRONMENT === "test" || WEBHOOKS_TO_LOOPBACK === "refused",
    {
      error: "Only where one develops are webhooks sent to this machine.",
      path: ["WEBHOOKS_TO_LOOPBACK"],
    },
  )
  .refine(
    ({ ENVIRONMENT, PASSWORD_COST }) => ENVIRONMENT !== "production" || PASSWORD_COST === "full",
    {
      error: "Production hashes passwords at full cost.",
      path: ["PASSWORD_COST"],
    },
  )
  .refine(
    ({ ENVIRONMENT, OPERATOR_KEY }) =>
      ENVIRONMENT !== "production" || OPERATOR_KEY.startsWith("saku_live_"),
    {
      error: "Production takes a saku_live_ key.",
      path: ["OPERATOR_KEY"],
    },
  )
  .refine(
    ({ ENVIRONMENT, PAYMENT_PROVIDERS }) =>
      ENVIRONMENT !== "production" || PAYMENT_PROVIDERS.sandbox === undefined,
    {
      error: "Production takes no play money: leave the sandbox out.",
      path: ["PAYMENT_PROVIDERS"],
    },
  )
  .refine(
    ({ ENVIRONMENT, VIDEO_SOURCE }) => ENVIRONMENT !== "production" || VIDEO_SOURCE !== "catalogue",
    {
      error: "Production asks YouTube whether a video can be played: youtube.",
      path: ["VIDEO_SOURCE"],
    },
  )
  .refine(
    ({ SPEECH_PROVIDER, GOOGLE_API_KEY }) => SPEECH_PROVIDER !== "google" || GOOGLE_API_KEY !== "",
    {
      error: "Google speaks for a key only: put one, or choose local, workers-ai or none.",
      path: ["GOOGLE_API_KEY"],
    },
  );

export type Config = z.output<typeof configSchema>;

const parsed = new WeakMap<object, Config>();

/** Parses the variables once an isolate. What is missing or wrong stops the first request, and names itself. */
export function configOf(env: object): Config {
  let config = parsed.get(env);
  if (!config) {
    config = parseConfig(env);
    parsed.set(env, config);
  }
  return config;
}

/** Names each variable and what is wrong with it, and never its value, which may be a secret. */
function parseConfig(env: object): Config {
  const result = configSchema.safeParse(env);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`The Worker's variables are not usable. ${faults.join(" ")}`);
}
