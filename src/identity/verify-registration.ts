import { z } from "zod";
import type { Caller } from "../platform/caller.ts";
import { type Ref, refSchema } from "../platform/ids.ts";
import type { WriteRequest } from "../platform/intent.ts";
import type { ClientFacts } from "./client-facts.ts";
import type { IdentityDeps } from "./deps.ts";
import { hashOfCode } from "./one-time-code.ts";
import { runIdentityCommand } from "./run-identity-command.ts";
import { takeByAddress } from "./take-by-address.ts";
import { unkeyedIntent } from "./unkeyed-intent.ts";

export type VerifyRegistrationInput = {
  readonly write: WriteRequest;
  readonly client: ClientFacts;
  readonly otpRef: Ref;
  readonly code: string;
};

export const activatedUserSchema = z.object({
  user_ref: refSchema,
  user_status: z.literal("ACTIVE"),
  username: z.string().nullable().meta({
    description: "Null if none was wished for, or if somebody else was faster.",
  }),
});
export type ActivatedUser = z.output<typeof activatedUserSchema>;

/** Proves an address with the code that was sent to it. From then on its person can log in. */
export async function verifyRegistration(
  deps: IdentityDeps,
  caller: Caller,
  { write, client, otpRef, code }: VerifyRegistrationInput,
): Promise<ActivatedUser> {
  await takeByAddress(deps, "otp_ip", client);
  await deps.limits.take("otp_verify", otpRef);
  const { result } = await runIdentityCommand(
    deps,
    "identity.verify_registration",
    unkeyedIntent(caller, write, "identity.verify_registration"),
    {
      otp_ref: otpRef,
      code_hash: hashOfCode(deps.secrets.pepper, otpRef, code),
      ip: client.ip,
      user_agent: client.userAgent,
    },
    activatedUserSchema,
  );
  return result;
}
