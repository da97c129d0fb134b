import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { WriteRequest, Written } from "../platform/intent.ts";
import { type AnswerChallengeInput, answerChallenge } from "./answer-challenge.ts";
import type { BackupCodes } from "./backup-codes.ts";
import { type BegunTotp, beginTotp } from "./begin-totp.ts";
import { type ChangePasswordInput, changePassword } from "./change-password.ts";
import type { ChangedUser } from "./changed-user.ts";
import { type ConfirmContactChangeInput, confirmContactChange } from "./confirm-contact-change.ts";
import { confirmTotp } from "./confirm-totp.ts";
import type { IdentityDeps } from "./deps.ts";
import { type EndedSession, type EndSessionInput, endSession } from "./end-session.ts";
import { type ForgotPasswordInput, forgotPassword } from "./forgot-password.ts";
import { getMe, type Me } from "./get-me.ts";
import { listSessions, type Session } from "./list-sessions.ts";
import { type LogIn, type LogInInput, logIn } from "./log-in.ts";
import {
  type EndedSessions,
  type LogOutEverywhereInput,
  logOutEverywhere,
} from "./log-out-everywhere.ts";
import { type RefreshInput, refresh } from "./refresh.ts";
import { type RegisterInput, register } from "./register.ts";
import { type FactorInput, removeTotp } from "./remove-totp.ts";
import { replaceBackupCodes } from "./replace-backup-codes.ts";
import { type RequestContactChangeInput, requestContactChange } from "./request-contact-change.ts";
import { requestStepUp } from "./request-step-up.ts";
import { type ResendCodeInput, resendCode } from "./resend-code.ts";
import { type ResetPasswordInput, resetPassword } from "./reset-password.ts";
import type { SentCode } from "./sent-code.ts";
import type { SessionTokens } from "./session-tokens.ts";
import { type StepUpInput, stepUp } from "./step-up.ts";
import {
  type ActivatedUser,
  type VerifyRegistrationInput,
  verifyRegistration,
} from "./verify-registration.ts";

type WriteOnly = { readonly write: WriteRequest };

export type AccountService = {
  register(caller: Caller, input: RegisterInput): Promise<SentCode>;
  resendCode(caller: Caller, input: ResendCodeInput): Promise<SentCode>;
  verifyRegistration(caller: Caller, input: VerifyRegistrationInput): Promise<ActivatedUser>;
  logIn(caller: Caller, input: LogInInput): Promise<LogIn>;
  answerChallenge(caller: Caller, input: AnswerChallengeInput): Promise<SessionTokens>;
  refresh(caller: Caller, input: RefreshInput): Promise<SessionTokens>;
  endSession(caller: Caller, input: EndSessionInput): Promise<Written<EndedSession>>;
  logOutEverywhere(caller: Caller, input: LogOutEverywhereInput): Promise<Written<EndedSessions>>;
  getMe(caller: Caller): Promise<Me>;
  listSessions(caller: Caller, input: { readonly userRef?: Ref | undefined }): Promise<Session[]>;
  forgotPassword(caller: Caller, input: ForgotPasswordInput): Promise<void>;
  resetPassword(caller: Caller, input: ResetPasswordInput): Promise<ChangedUser>;
  changePassword(caller: Caller, input: ChangePasswordInput): Promise<ChangedUser>;
  beginTotp(caller: Caller, input: WriteOnly): Promise<BegunTotp>;
  confirmTotp(caller: Caller, input: FactorInput): Promise<BackupCodes>;
  removeTotp(caller: Caller, input: FactorInput): Promise<ChangedUser>;
  replaceBackupCodes(caller: Caller, input: FactorInput): Promise<BackupCodes>;
  requestContactChange(caller: Caller, input: RequestContactChangeInput): Promise<SentCode>;
  confirmContactChange(caller: Caller, input: ConfirmContactChangeInput): Promise<ChangedUser>;
  requestStepUp(caller: Caller, input: WriteOnly): Promise<SentCode>;
  stepUp(caller: Caller, input: StepUpInput): Promise<SessionTokens>;
};

/** What can be done about accounts and sessions. */
export function createAccountService(deps: IdentityDeps): AccountService {
  return {
    register: (caller, input) => register(deps, caller, input),
    resendCode: (caller, input) => resendCode(deps, caller, input),
    verifyRegistration: (caller, input) => verifyRegistration(deps, caller, input),
    logIn: (caller, input) => logIn(deps, caller, input),
    answerChallenge: (caller, input) => answerChallenge(deps, caller, input),
    refresh: (caller, input) => refresh(deps, caller, input),
    endSession: (caller, input) => endSession(deps, caller, input),
    logOutEverywhere: (caller, input) => logOutEverywhere(deps, caller, input),
    getMe: (caller) => getMe(deps, caller),
    listSessions: (caller, input) => listSessions(deps, caller, input),
    forgotPassword: (caller, input) => forgotPassword(deps, caller, input),
    resetPassword: (caller, input) => resetPassword(deps, caller, input),
    changePassword: (caller, input) => changePassword(deps, caller, input),
    beginTotp: (caller, input) => beginTotp(deps, caller, input),
    confirmTotp: (caller, input) => confirmTotp(deps, caller, input),
    removeTotp: (caller, input) => removeTotp(deps, caller, input),
    replaceBackupCodes: (caller, input) => replaceBackupCodes(deps, caller, input),
    requestContactChange: (caller, input) => requestContactChange(deps, caller, input),
    confirmContactChange: (caller, input) => confirmContactChange(deps, caller, input),
    requestStepUp: (caller, input) => requestStepUp(deps, caller, input),
    stepUp: (caller, input) => stepUp(deps, caller, input),
  };
}
