import { type Catalogue, problemsOf } from "../platform/problem.ts";
import { deliveryCatalogue } from "./deliver-code.ts";
import { keyCatalogue } from "./key-errors.ts";
import { roleCatalogue } from "./role-errors.ts";

const retryAfterFields = {
  retry_after_s: "Seconds to wait; the same as the Retry-After header.",
};

export const identityCatalogue = {
  invalid_credentials: {
    status: 401,
    title: "Email and password do not fit",
    meaning:
      "Nobody can log in with this address and password. Which of the two is wrong, or whether the account may not " +
      "be used, is not told.",
    remedy:
      "Check both. Set a new password with POST /v1/auth/password/forgot, or register again if you never confirmed your " +
      "address.",
  },
  challenge_ended: {
    status: 401,
    title: "Login has to begin again",
    meaning:
      "The challenge was answered, was tried too often, is older than five minutes, or never was.",
    remedy: "Log in again with POST /v1/auth/login.",
  },
  second_factor_wrong: {
    status: 401,
    title: "Second factor not right",
    meaning: "The code is not the one that the app shows now, or it was used before.",
    remedy: "Wait for the app's next code, check that its clock is right, or use a backup code.",
  },
  second_factor_paused: {
    status: 429,
    title: "Second factor tried too often",
    meaning: "Too many wrong codes in a row. Each further row of them makes the pause longer.",
    remedy: "Wait as long as Retry-After says.",
    fields: retryAfterFields,
  },
  refresh_token_invalid: {
    status: 401,
    title: "Refresh token not valid",
    meaning: "The token is unknown, has expired, or its session has ended.",
    remedy: "Log in again.",
  },
  refresh_token_reused: {
    status: 401,
    title: "Refresh token used twice",
    meaning:
      "The token had been exchanged before. Either it was stolen or whoever stole it came first, so its session has ended.",
    remedy:
      "Log in again. If it was not your own program that sent it twice, change your password.",
  },
  hashing_busy: {
    status: 503,
    title: "Too many logins at once",
    meaning:
      "Comparing a password takes time on purpose, and too many wait for it. Nothing was done.",
    remedy: "Wait as long as Retry-After says and try again.",
  },
  code_wrong: {
    status: 422,
    title: "Code not right",
    meaning: "The code is not the one that was sent for this request.",
    remedy: "Type the code of the newest message. After five tries, ask for another.",
    fields: { attempts_left: "How often this code may still be tried." },
  },
  code_ended: {
    status: 422,
    title: "Code has ended",
    meaning:
      "The code was used, was tried too often, was replaced by a newer one, is older than five minutes, or never was.",
    remedy: "Ask for another code.",
  },
  sent_too_often: {
    status: 429,
    title: "Sent too often",
    meaning:
      "One message a minute and five an hour are sent to one address for one purpose, whoever asks. Nothing was sent.",
    remedy: "Look for the message that was sent, or wait as long as Retry-After says.",
    fields: retryAfterFields,
  },
  username_taken: {
    status: 409,
    title: "Name taken",
    meaning: "Somebody has this name. Names are public, so this may be told.",
    remedy: "Choose another name, or leave it out and choose one later.",
  },
  password_too_common: {
    status: 422,
    title: "Password too common",
    meaning:
      "The password is among those that are tried first, or is made of your own address or name.",
    remedy: "Choose a longer phrase of your own, or let a password manager make one.",
  },
  password_wrong: {
    status: 403,
    title: "Present password not right",
    meaning: "The present password is not the one that was sent. Nothing was changed.",
    remedy: "Type it again, or set a new one with POST /v1/auth/password/forgot.",
  },
  reset_token_invalid: {
    status: 422,
    title: "Reset token not valid",
    meaning:
      "The token was used, was replaced by a newer one, is older than thirty minutes, or never was.",
    remedy: "Ask for another with POST /v1/auth/password/forgot.",
  },
  session_not_found: {
    status: 404,
    title: "Session not found",
    meaning: "There is no such session, or it is not yours to see.",
    remedy: "List the sessions that you may see with GET /v1/auth/sessions.",
    fields: { session_ref: "The ref that was asked for." },
  },
  session_required: {
    status: 403,
    title: "Only for people who are logged in",
    meaning: "This concerns a person's own account, and there is no person behind an API key.",
    remedy: "Log in and send the access token.",
  },
  step_up_required: {
    status: 403,
    title: "Prove again that it is you",
    meaning:
      "This is only done for somebody who proved within the last minutes who they are, and with their authenticator app " +
      "where they have one. A new address or number, a new app and a beneficiary ask for more than the password in any case.",
    remedy:
      "Step up with POST /v1/auth/step-up, by a code of the app or one that POST /v1/auth/step-up/request sends, and send it " +
      "with the new access token.",
    fields: {
      max_age_s: "How many seconds ago the proof may lie.",
      step_up:
        'Where to prove it: POST `{"code":...}` there, with the `otp_ref` of a code that was sent.',
      step_up_request: "Where a code is sent by mail for whoever has no authenticator app.",
    },
  },
  authenticator_required: {
    status: 409,
    title: "Use the authenticator app",
    meaning: "This account has an authenticator app, so no code is sent by mail instead.",
    remedy: "Step up with the code that the app shows, or with a backup code.",
  },
  totp_exists: {
    status: 409,
    title: "There is an authenticator app",
    meaning: "An app is confirmed for this account already.",
    remedy: "Remove it with POST /v1/auth/totp/remove first.",
  },
  totp_not_begun: {
    status: 409,
    title: "No app to confirm",
    meaning: "No app was begun, or another was begun meanwhile.",
    remedy: "Begin again with POST /v1/auth/totp and confirm with a code of that secret.",
  },
  totp_absent: {
    status: 409,
    title: "No authenticator app",
    meaning: "This account has no confirmed app.",
    remedy: "Begin with POST /v1/auth/totp.",
  },
  ...deliveryCatalogue,
  ...keyCatalogue,
  ...roleCatalogue,
} as const satisfies Catalogue;

export const identityProblem = problemsOf(identityCatalogue);
