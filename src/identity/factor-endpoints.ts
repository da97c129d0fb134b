import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { authTag, credentialBodyBytes, secondFactorSchema } from "./auth-endpoints.ts";
import { backupCodesSchema } from "./backup-codes.ts";
import { begunTotpSchema } from "./begin-totp.ts";
import { changedUserSchema } from "./changed-user.ts";
import { codeSchema } from "./one-time-code.ts";
import { shownCodeSchema } from "./sent-code.ts";
import { stepUpPath, stepUpRequestPath } from "./session-caller.ts";
import { sessionTokensSchema } from "./session-tokens.ts";

const tag = authTag;
const maxBodyBytes = credentialBodyBytes;
const scope = "account:write";
const once = "An Idempotency-Key has no effect here, because the answer is not kept.";
const recent = ["session_required", "step_up_required"] as const;

export const beginTotpEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/totp",
  operationId: "beginTotp",
  tag,
  scope,
  summary: "Begin an authenticator app",
  description: `Gives a secret for the app, which is asked for once a code of it has been confirmed. ${once}`,
  body: z.strictObject({}),
  replies: { 200: { description: "The secret, shown once.", body: begunTotpSchema } },
  problems: ["session_required", "step_up_required", "totp_exists"],
});

export const confirmTotpEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/totp/confirm",
  operationId: "confirmTotp",
  tag,
  scope,
  summary: "Confirm an authenticator app",
  description: `Takes the app's first code and gives ten backup codes. The other sessions end. ${once}`,
  body: z.strictObject({ code: codeSchema }),
  bodyExample: { code: "042317" },
  maxBodyBytes,
  replies: { 200: { description: "The backup codes, shown once.", body: backupCodesSchema } },
  problems: [...recent, "totp_not_begun", "second_factor_wrong"],
});

export const removeTotpEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/totp/remove",
  operationId: "removeTotp",
  tag,
  scope,
  summary: "Remove the authenticator app",
  description: `Takes a last code of it, or a backup code. The other sessions end. ${once}`,
  body: z.strictObject({ code: secondFactorSchema }),
  bodyExample: { code: "042317" },
  maxBodyBytes,
  replies: { 200: { description: "No app is asked for any more.", body: changedUserSchema } },
  problems: [...recent, "totp_absent", "second_factor_wrong", "second_factor_paused"],
});

export const replaceBackupCodesEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/totp/backup-codes",
  operationId: "replaceBackupCodes",
  tag,
  scope,
  summary: "Replace the backup codes",
  description: `Takes a code of the app, or one of the old ones, and gives ten new ones. ${once}`,
  body: z.strictObject({ code: secondFactorSchema }),
  bodyExample: { code: "042317" },
  maxBodyBytes,
  replies: { 200: { description: "The backup codes, shown once.", body: backupCodesSchema } },
  problems: [...recent, "totp_absent", "second_factor_wrong", "second_factor_paused"],
});

export const requestStepUpEndpoint = endpoint({
  method: "post",
  path: stepUpRequestPath,
  operationId: "requestStepUp",
  tag,
  scope,
  summary: "Send a code to step up with",
  description: `For somebody without an authenticator app, who sends it with the otp_ref of this answer to POST ${stepUpPath}. ${once}`,
  body: z.strictObject({}),
  replies: { 200: { description: "A message is on its way.", body: shownCodeSchema } },
  problems: [
    "session_required",
    "authenticator_required",
    "sent_too_often",
    "code_delivery_unavailable",
  ],
});

export const stepUpEndpoint = endpoint({
  method: "post",
  path: stepUpPath,
  operationId: "stepUp",
  tag,
  scope,
  summary: "Prove again that it is you",
  description: `Takes a code of the app, a backup code, or the code that was sent. A new session takes the place of the one that asks, and ends when that would have ended. ${once}`,
  body: z.strictObject({
    code: secondFactorSchema,
    otp_ref: refSchema.optional().meta({
      description: `Required with a code that was sent: what POST ${stepUpRequestPath} answered.`,
    }),
  }),
  bodyExample: { code: "042317" },
  maxBodyBytes,
  replies: { 200: { description: "The session that takes its place.", body: sessionTokensSchema } },
  problems: [
    "session_required",
    "totp_absent",
    "code_wrong",
    "code_ended",
    "second_factor_wrong",
    "second_factor_paused",
  ],
});
