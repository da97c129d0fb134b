import { type Routes, reply, replyWritten } from "../platform/routes.ts";
import type { AuthEnv } from "./auth-routes.ts";
import { clientFacts } from "./client-facts.ts";
import { confirmContactChangeEndpoint, requestContactChangeEndpoint } from "./contact-endpoints.ts";
import {
  beginTotpEndpoint,
  confirmTotpEndpoint,
  removeTotpEndpoint,
  replaceBackupCodesEndpoint,
  requestStepUpEndpoint,
  stepUpEndpoint,
} from "./factor-endpoints.ts";
import {
  changePasswordEndpoint,
  forgotPasswordEndpoint,
  resetPasswordEndpoint,
} from "./password-endpoints.ts";
import { endSessionEndpoint, listSessionsEndpoint } from "./session-endpoints.ts";

/** Passwords and sessions: what somebody keeps an account safe with. */
export function addSecurityRoutes<E extends AuthEnv>(routes: Routes<E>): Routes<E> {
  return routes
    .on(forgotPasswordEndpoint, async (c, { caller, write, body }) => {
      const client = clientFacts((name) => c.req.header(name));
      await c.var.identity.forgotPassword(caller, { write, client, email: body.email });
      return reply(forgotPasswordEndpoint, 202, { delivery: "SENT" });
    })
    .on(resetPasswordEndpoint, async (c, { caller, write, body }) => {
      const client = clientFacts((name) => c.req.header(name));
      const { reset_token: token, new_password: newPassword } = body;
      const input = { write, client, token, newPassword };
      return reply(resetPasswordEndpoint, 200, await c.var.identity.resetPassword(caller, input));
    })
    .on(changePasswordEndpoint, async (c, { caller, write, body }) => {
      const client = clientFacts((name) => c.req.header(name));
      const { current_password: currentPassword, new_password: newPassword } = body;
      const input = { write, client, currentPassword, newPassword };
      return reply(changePasswordEndpoint, 200, await c.var.identity.changePassword(caller, input));
    })
    .on(listSessionsEndpoint, async (c, { caller, query }) => {
      const sessions = await c.var.identity.listSessions(caller, { userRef: query.user_ref });
      return reply(listSessionsEndpoint, 200, { data: sessions, next_cursor: null });
    })
    .on(endSessionEndpoint, async (c, { caller, write, params }) => {
      const input = { write, sessionRef: params.ref };
      return replyWritten(endSessionEndpoint, 200, await c.var.identity.endSession(caller, input));
    });
}

/** The authenticator app, and proving again that it is still the same person. */
export function addFactorRoutes<E extends AuthEnv>(routes: Routes<E>): Routes<E> {
  return routes
    .on(beginTotpEndpoint, async (c, { caller, write }) =>
      reply(beginTotpEndpoint, 200, await c.var.identity.beginTotp(caller, { write })),
    )
    .on(confirmTotpEndpoint, async (c, { caller, write, body }) => {
      const input = { write, client: clientFacts((name) => c.req.header(name)), code: body.code };
      return reply(confirmTotpEndpoint, 200, await c.var.identity.confirmTotp(caller, input));
    })
    .on(removeTotpEndpoint, async (c, { caller, write, body }) => {
      const input = { write, client: clientFacts((name) => c.req.header(name)), code: body.code };
      return reply(removeTotpEndpoint, 200, await c.var.identity.removeTotp(caller, input));
    })
    .on(replaceBackupCodesEndpoint, async (c, { caller, write, body }) => {
      const input = { write, client: clientFacts((name) => c.req.header(name)), code: body.code };
      const codes = await c.var.identity.replaceBackupCodes(caller, input);
      return reply(replaceBackupCodesEndpoint, 200, codes);
    })
    .on(requestStepUpEndpoint, async (c, { caller, write }) =>
      reply(requestStepUpEndpoint, 200, await c.var.identity.requestStepUp(caller, { write })),
    )
    .on(stepUpEndpoint, async (c, { caller, write, body }) => {
      const client = clientFacts((name) => c.req.header(name));
      const input = { write, client, code: body.code, otpRef: body.otp_ref ?? null };
      return reply(stepUpEndpoint, 200, await c.var.identity.stepUp(caller, input));
    });
}

/** Where somebody can be reached. */
export function addContactRoutes<E extends AuthEnv>(routes: Routes<E>): Routes<E> {
  return routes
    .on(requestContactChangeEndpoint, async (c, { caller, write, body }) => {
      const { email, phone = "" } = body;
      const contact = email
        ? { channel: "email" as const, email }
        : { channel: "sms" as const, phone };
      const sent = await c.var.identity.requestContactChange(caller, { write, contact });
      return reply(requestContactChangeEndpoint, 200, sent);
    })
    .on(confirmContactChangeEndpoint, async (c, { caller, write, body }) => {
      const client = clientFacts((name) => c.req.header(name));
      const input = { write, client, otpRef: body.otp_ref, code: body.code };
      const changed = await c.var.identity.confirmContactChange(caller, input);
      return reply(confirmContactChangeEndpoint, 200, changed);
    });
}
