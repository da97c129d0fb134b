import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { authTag, credentialBodyBytes } from "./auth-endpoints.ts";
import { changedUserSchema } from "./changed-user.ts";
import { emailSchema } from "./email-address.ts";
import { newPasswordSchema, passwordSchema } from "./password-rules.ts";
import { tokenSchema } from "./refresh-token.ts";

const tag = authTag;
const maxBodyBytes = credentialBodyBytes;

export const forgotPasswordEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/password/forgot",
  operationId: "forgotPassword",
  tag,
  scope: "public",
  summary: "Ask for a new password",
  description:
    "Sends a token that sets a new password, once and within thirty minutes. The answer is the same whether anybody " +
    "has the address. An Idempotency-Key has no effect here: asking again is held back by time.",
  body: z.strictObject({ email: emailSchema }),
  bodyExample: { email: "ayu@example.com" },
  maxBodyBytes,
  replies: {
    202: {
      description: "A message is on its way.",
      body: z.object({ delivery: z.literal("SENT") }),
    },
  },
  problems: ["sent_too_often", "rate_limited", "code_delivery_unavailable"],
});

export const resetPasswordEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/password/reset",
  operationId: "resetPassword",
  tag,
  scope: "public",
  summary: "Set a new password",
  description:
    "Sets it with the token that was sent, and ends every session. It logs nobody in, and an authenticator app is " +
    "still asked for. An Idempotency-Key has no effect here, because the token works once.",
  body: z.strictObject({ reset_token: tokenSchema("pr"), new_password: newPasswordSchema }),
  bodyExample: {
    reset_token: `pr_01JD3Z8K4M6N7P8Q9R0S1T2V3W.${"x".repeat(43)}`,
    new_password: "teh tarik tanpa gula",
  },
  maxBodyBytes,
  replies: { 200: { description: "The password is set.", body: changedUserSchema } },
  problems: ["reset_token_invalid", "password_too_common", "hashing_busy", "rate_limited"],
});

export const changePasswordEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/password/change",
  operationId: "changePassword",
  tag,
  scope: "account:write",
  summary: "Change your password",
  description:
    "Takes the present password and the new one, and ends every other session. An Idempotency-Key has no effect here: " +
    "a password is not remembered in any form but its own.",
  body: z.strictObject({ current_password: passwordSchema, new_password: newPasswordSchema }),
  bodyExample: {
    current_password: "kopi susu tanpa gula",
    new_password: "teh tarik tanpa gula",
  },
  maxBodyBytes,
  replies: { 200: { description: "The password is changed.", body: changedUserSchema } },
  problems: ["session_required", "password_wrong", "password_too_common", "hashing_busy"],
});
