import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { authTag, credentialBodyBytes } from "./auth-endpoints.ts";
import { changedUserSchema } from "./changed-user.ts";
import { emailSchema } from "./email-address.ts";
import { codeSchema } from "./one-time-code.ts";
import { phoneNumber } from "./phone-number.ts";
import { shownCodeSchema } from "./sent-code.ts";

const tag = authTag;
const scope = "account:write";
const maxBodyBytes = credentialBodyBytes;
const once = "An Idempotency-Key has no effect here, because the answer is not kept.";

export const requestContactChangeEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/contact",
  operationId: "requestContactChange",
  tag,
  scope,
  summary: "Begin to change your address or number",
  description: `Sends a code to the new one, for somebody who proved within five minutes who they are. One that another person has is answered the same. ${once}`,
  body: z
    .strictObject({ email: emailSchema.optional(), phone: phoneNumber.optional() })
    .refine(({ email, phone }) => (email === undefined) !== (phone === undefined), {
      error: "Send an email or a phone.",
    }),
  bodyExample: { phone: "+62 812 3456 7890" },
  maxBodyBytes,
  replies: { 200: { description: "A message is on its way.", body: shownCodeSchema } },
  problems: ["session_required", "step_up_required", "sent_too_often", "code_delivery_unavailable"],
});

export const confirmContactChangeEndpoint = endpoint({
  method: "post",
  path: "/v1/auth/contact/verify",
  operationId: "confirmContactChange",
  tag,
  scope,
  summary: "Change your address or number",
  description: `Takes the code that was sent to the new one. The address that stood before is told. ${once}`,
  body: z.strictObject({ otp_ref: refSchema, code: codeSchema }),
  bodyExample: { otp_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3W", code: "042317" },
  maxBodyBytes,
  replies: { 200: { description: "It is changed.", body: changedUserSchema } },
  problems: ["session_required", "step_up_required", "code_wrong", "code_ended"],
});
