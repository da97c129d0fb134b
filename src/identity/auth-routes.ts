import { type Routes, type RouteVariables, reply, replyWritten } from "../platform/routes.ts";
import type { AccountService } from "./account-service.ts";
import {
  getMeEndpoint,
  loginEndpoint,
  logoutAllEndpoint,
  logoutEndpoint,
  refreshEndpoint,
  registerEndpoint,
  requestOtpEndpoint,
  verifyLoginEndpoint,
  verifyOtpEndpoint,
} from "./auth-endpoints.ts";
import { clientFacts } from "./client-facts.ts";

/** What these routes need from the request. */
export type AuthEnv = { Variables: RouteVariables & { identity: AccountService } };

/** Beginning an account, opening a session and ending it. */
export function addAuthRoutes<E extends AuthEnv>(routes: Routes<E>): Routes<E> {
  return routes
    .on(registerEndpoint, async (c, { caller, write, body }) => {
      const client = clientFacts((name) => c.req.header(name));
      const { email, password, username = null } = body;
      const input = { write, client, email, password, username };
      const sent = await c.var.identity.register(caller, input);
      return reply(registerEndpoint, 201, { ...sent, user_status: "PENDING" });
    })
    .on(requestOtpEndpoint, async (c, { caller, write, body }) => {
      const client = clientFacts((name) => c.req.header(name));
      const sent = await c.var.identity.resendCode(caller, {
        write,
        client,
        otpRef: body.otp_ref,
      });
      return reply(requestOtpEndpoint, 200, sent);
    })
    .on(verifyOtpEndpoint, async (c, { caller, write, body }) => {
      const client = clientFacts((name) => c.req.header(name));
      const input = { write, client, otpRef: body.otp_ref, code: body.code };
      return reply(verifyOtpEndpoint, 200, await c.var.identity.verifyRegistration(caller, input));
    })
    .on(loginEndpoint, async (c, { caller, write, body }) => {
      const client = clientFacts((name) => c.req.header(name));
      const { email, password, device_info: deviceInfo = null } = body;
      const input = { write, client, email, password, deviceInfo };
      const login = await c.var.identity.logIn(caller, input);
      if (login.isComplete) return reply(loginEndpoint, 200, login.tokens);
      return reply(loginEndpoint, 202, {
        login_status: "MFA_REQUIRED",
        challenge_token: login.challengeToken,
        expires_at: login.expiresAt,
      });
    })
    .on(verifyLoginEndpoint, async (c, { caller, write, body }) => {
      const client = clientFacts((name) => c.req.header(name));
      const { challenge_token: challenge, code, device_info: deviceInfo = null } = body;
      const input = { write, client, challenge, code, deviceInfo };
      return reply(verifyLoginEndpoint, 200, await c.var.identity.answerChallenge(caller, input));
    })
    .on(refreshEndpoint, async (c, { caller, write, body }) => {
      const client = clientFacts((name) => c.req.header(name));
      const input = { write, client, token: body.refresh_token };
      return reply(refreshEndpoint, 200, await c.var.identity.refresh(caller, input));
    })
    .on(logoutEndpoint, async (c, { caller, write }) =>
      replyWritten(logoutEndpoint, 200, await c.var.identity.endSession(caller, { write })),
    )
    .on(logoutAllEndpoint, async (c, { caller, write, body }) => {
      const input = { write, includeApiKeys: body.include_api_keys };
      const ended = await c.var.identity.logOutEverywhere(caller, input);
      return replyWritten(logoutAllEndpoint, 200, ended);
    })
    .on(getMeEndpoint, async (c, { caller }) =>
      reply(getMeEndpoint, 200, await c.var.identity.getMe(caller)),
    );
}
