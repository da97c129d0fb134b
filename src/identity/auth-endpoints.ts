import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { momentSchema } from "../platform/moment.ts";
import { emailSchema } from "./email-address.ts";
import { endedSessionSchema } from "./end-session.ts";
import { meSchema } from "./get-me.ts";
import { endedSessionsSchema } from "./log-out-everywhere.ts";
import { codeSchema } from "./one-time-code.ts";
import { newPasswordSchema, passwordSchema } from "./password-rules.ts";
import { tokenSchema } from "./refresh-token.ts";
import { shownCodeSchema } from "./sent-code.ts";
import { sessionTokensSchema } from "./session-tokens.ts";
import { activatedUserSchema } from "./verify-registration.ts";

export const authTag = "Authentication";

/** What credentials come in is small; whatever is larger is not one. */
export const credentialBodyBytes = 8_192;

const tag = authTag;
const maxBodyBytes = credentialBodyBytes;
const sampleRef = "01JD3Z8K4M6N7P8Q9R0S1T2V3W";

const untilItExpires =
  "Nothing can be changed or paid from that moment on; an access token that somebody still has may read until it expires, " +
  "for fifteen minutes at most.";

/** Nothing on these routes is kept under an idempotency key: an answer that holds secrets is given once. */
const once = "An Idempotency-Key has no effect here, because the answer is not kept.";

export const deviceInfoSchema = z
  .string()
  .min(1)
  .max(100)
  .optional()
  .meta({ description: "What its owner knows the device by.", examples: ["Ayu's telephone"] });

export const secondFactorSchema = z
  .string()
  .min(6)
  .max(40)
  .meta({ description: "Six digits of the app, or a backup code.", examples: ["042317"] });

export const registerEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/register",
  operationId: "register",
  tag,
  scope: "public",
  summary: "Begin an account",
  description: `Sends a code to the address; the account is there once the code is verified. An address that has an account is answered the same, and its owner is told by mail. ${once}`,
  body: z.strictObject({
    email: emailSchema,
    password: newPasswordSchema,
    username: z
      .string()
      .regex(/^[a-z0-9_]{3,30}$/, "Expected 3 to 30 of a to z, 0 to 9 and _.")
      .optional()
      .meta({ description: "A public name, given when the code is verified if it is still free." }),
  }),
  bodyExample: { email: "ayu@example.com", password: "kopi susu tanpa gula", username: "ayu" },
  maxBodyBytes,
  replies: {
    201: {
      description: "A message is on its way.",
      body: shownCodeSchema.extend({ user_status: z.literal("PENDING") }),
    },
  },
  problems: [
    "username_taken",
    "password_too_common",
    "sent_too_often",
    "hashing_busy",
    "rate_limited",
    "code_delivery_unavailable",
  ],
});

export const requestOtpEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/otp/request",
  operationId: "resendCode",
  tag,
  scope: "public",
  summary: "Send another code",
  description: `For a registration that goes on. The code before ends. ${once}`,
  body: z.strictObject({ otp_ref: refSchema }),
  bodyExample: { otp_ref: sampleRef },
  maxBodyBytes,
  replies: { 200: { description: "A message is on its way.", body: shownCodeSchema } },
  problems: ["code_ended", "sent_too_often", "rate_limited", "code_delivery_unavailable"],
});

export const verifyOtpEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/otp/verify",
  operationId: "verifyRegistration",
  tag,
  scope: "public",
  summary: "Verify a registration",
  description: `Proves the address with the code that was sent to it. From then on its person can log in. ${once}`,
  body: z.strictObject({ otp_ref: refSchema, code: codeSchema }),
  bodyExample: { otp_ref: sampleRef, code: "042317" },
  maxBodyBytes,
  replies: { 200: { description: "The account is active.", body: activatedUserSchema } },
  problems: ["code_wrong", "code_ended", "rate_limited"],
});

export const loginEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/login",
  operationId: "logIn",
  tag,
  scope: "public",
  summary: "Log in",
  description: `Answers tokens, or 202 with a challenge for whoever has an authenticator app. A wrong password, an unknown address and an account that may not be used are answered alike. ${once}`,
  body: z.strictObject({
    email: emailSchema,
    password: passwordSchema,
    device_info: deviceInfoSchema,
  }),
  bodyExample: { email: "ayu@example.com", password: "kopi susu tanpa gula" },
  maxBodyBytes,
  replies: {
    200: { description: "A session is open.", body: sessionTokensSchema },
    202: {
      description: "The password is right; a second factor is awaited.",
      body: z.object({
        login_status: z.literal("MFA_REQUIRED"),
        challenge_token: z.string(),
        expires_at: momentSchema,
      }),
    },
  },
  problems: ["invalid_credentials", "hashing_busy", "rate_limited"],
});

export const verifyLoginEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/login/verify",
  operationId: "answerChallenge",
  tag,
  scope: "public",
  summary: "Log in with a second factor",
  description: `Continues a login that answered 202. ${once}`,
  body: z.strictObject({
    challenge_token: tokenSchema("mc"),
    code: secondFactorSchema,
    device_info: deviceInfoSchema,
  }),
  bodyExample: { challenge_token: `mc_${sampleRef}.${"x".repeat(43)}`, code: "042317" },
  maxBodyBytes,
  replies: { 200: { description: "A session is open.", body: sessionTokensSchema } },
  problems: ["challenge_ended", "second_factor_wrong", "second_factor_paused", "rate_limited"],
});

export const refreshEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/refresh",
  operationId: "refresh",
  tag,
  scope: "public",
  summary: "Refresh a session",
  description: `Exchanges a refresh token for the next pair, once. The same device that asks again within twenty seconds is given the same successor; otherwise a token that was used before ends its session. ${once}`,
  body: z.strictObject({ refresh_token: tokenSchema("rt") }),
  bodyExample: { refresh_token: `rt_${sampleRef}.${"x".repeat(43)}` },
  maxBodyBytes,
  replies: { 200: { description: "The next pair of tokens.", body: sessionTokensSchema } },
  problems: ["refresh_token_invalid", "refresh_token_reused", "rate_limited"],
});

export const logoutEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/logout",
  operationId: "logOut",
  tag,
  scope: "account:write",
  summary: "Log out",
  description: `Ends the session that asks, with all of its tokens. ${untilItExpires}`,
  body: z.strictObject({}),
  replies: { 200: { description: "The session has ended.", body: endedSessionSchema } },
  problems: ["session_required", "session_not_found"],
});

export const logoutAllEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/logout-all",
  operationId: "logOutEverywhere",
  tag,
  scope: "account:write",
  summary: "Log out everywhere",
  description:
    "Ends every session of the person who asks, for somebody who proved within five minutes who they are. API keys go on, " +
    `because services run on them, unless they are asked for: whoever fears that somebody else got in ends them too. ${untilItExpires}`,
  body: z.strictObject({
    include_api_keys: z
      .boolean()
      .default(false)
      .meta({ description: "Whether the API keys of the person end as well." }),
  }),
  bodyExample: { include_api_keys: true },
  replies: { 200: { description: "How many sessions and keys ended.", body: endedSessionsSchema } },
  problems: ["session_required", "step_up_required"],
});

export const getMeEndpoint = endpoint({
  method: "get",
  path: "/v1/auth/me",
  operationId: "getMe",
  tag,
  scope: "account:read",
  summary: "Read who you are",
  description: "The person behind the token, with their roles and what these let them do.",
  replies: { 200: { description: "The person.", body: meSchema } },
  problems: ["session_required"],
});
