import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { Written } from "../platform/intent.ts";
import type { Page } from "../platform/list.ts";
import { type AddBeneficiaryInput, addBeneficiary } from "./add-beneficiary.ts";
import { advancePayout } from "./advance-payout.ts";
import type { Beneficiary } from "./beneficiary.ts";
import type { Case } from "./case.ts";
import type { Charge, ProviderName } from "./charge.ts";
import { type ChangedCharges, type ChargesAfterInput, chargesAfter } from "./charges-after.ts";
import { collectReceivables } from "./collect-receivables.ts";
import { type Confirmed, type ConfirmInput, confirmCharge } from "./confirm-charge.ts";
import { type CreateChargeInput, createCharge } from "./create-charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { getCharge } from "./get-charge.ts";
import { getNotification } from "./get-notification.ts";
import { getPayout } from "./get-payout.ts";
import { getReconciliation } from "./get-reconciliation.ts";
import { limitNotifications } from "./limit-notifications.ts";
import { listBeneficiaries } from "./list-beneficiaries.ts";
import { type ListCasesInput, listCases } from "./list-cases.ts";
import { type ListChargesInput, listCharges } from "./list-charges.ts";
import { listFeeRates } from "./list-fee-rates.ts";
import { type ListNotificationsInput, listNotifications } from "./list-notifications.ts";
import { type ListPayoutsInput, listPayouts } from "./list-payouts.ts";
import { type ListReceivablesInput, listReceivables } from "./list-receivables.ts";
import { listRefunds } from "./list-refunds.ts";
import type { Notification, RawNotification } from "./notification.ts";
import type { PageInput } from "./page-input.ts";
import type { SignedMessage } from "./payment-provider.ts";
import type { Payout } from "./payout.ts";
import { processNotification } from "./process-notification.ts";
import { purgeNotifications } from "./purge-notifications.ts";
import { type Quote, type QuoteInput, quoteFee } from "./quote-fee.ts";
import type { Receivable } from "./receivable.ts";
import { type PaymentFindings, reconcilePayments } from "./reconcile-payments.ts";
import type { Reconciliation } from "./reconciliation.ts";
import type { Refund } from "./refund.ts";
import { type RefundInput, refundCharge } from "./refund-charge.ts";
import { type RemoveBeneficiaryInput, removeBeneficiary } from "./remove-beneficiary.ts";
import { type RequestPayoutInput, requestPayout } from "./request-payout.ts";
import { type ResolveCaseInput, resolveCase } from "./resolve-case.ts";
import { type ResolveNotificationInput, resolveNotification } from "./resolve-notification.ts";
import { runDuePayments } from "./run-due-payments.ts";
import { type SetFeeRateInput, setFeeRate } from "./set-fee-rate.ts";
import { type SettleInput, settleCharge } from "./settle-charge.ts";
import type { StoredFeeRate } from "./stored-fee-rate.ts";
import { takeNotification } from "./take-notification.ts";

export type PaymentsService = {
  /** The providers of this deployment, for pages that let people choose. */
  readonly providers: readonly ProviderName[];
  quoteFee(input: QuoteInput): Promise<Quote>;
  createCharge(caller: Caller, input: CreateChargeInput): Promise<Written<Charge>>;
  getCharge(caller: Caller, chargeRef: Ref): Promise<Charge>;
  listCharges(caller: Caller, input: ListChargesInput): Promise<Page<Charge>>;
  chargesAfter(input: ChargesAfterInput): Promise<ChangedCharges>;
  confirm(input: ConfirmInput): Promise<Confirmed>;
  settle(caller: Caller, input: SettleInput): Promise<Charge>;
  refund(caller: Caller, input: RefundInput): Promise<Written<Refund>>;
  listRefunds(caller: Caller, chargeRef: Ref): Promise<Refund[]>;
  limitNotifications(ip: string | null): Promise<void>;
  takeNotification(provider: ProviderName, message: SignedMessage): Promise<Notification>;
  processNotification(kept: Notification, traceparent: string | null): Promise<void>;
  listNotifications(input: ListNotificationsInput): Promise<Page<Notification>>;
  getNotification(notificationRef: Ref): Promise<RawNotification>;
  purgeNotifications(): Promise<number>;
  resolveNotification(
    caller: Caller,
    input: ResolveNotificationInput,
  ): Promise<Written<Notification>>;
  listCases(input: ListCasesInput): Promise<Page<Case>>;
  resolveCase(caller: Caller, input: ResolveCaseInput): Promise<Written<Case>>;
  getReconciliation(): Promise<Reconciliation>;
  reconcile(): Promise<PaymentFindings>;
  setFeeRate(caller: Caller, input: SetFeeRateInput): Promise<Written<StoredFeeRate>>;
  listFeeRates(input: PageInput): Promise<Page<StoredFeeRate>>;
  listReceivables(caller: Caller, input: ListReceivablesInput): Promise<Page<Receivable>>;
  collectReceivables(): Promise<number>;
  addBeneficiary(caller: Caller, input: AddBeneficiaryInput): Promise<Written<Beneficiary>>;
  removeBeneficiary(caller: Caller, input: RemoveBeneficiaryInput): Promise<Written<Beneficiary>>;
  listBeneficiaries(caller: Caller, input: PageInput): Promise<Page<Beneficiary>>;
  requestPayout(caller: Caller, input: RequestPayoutInput): Promise<Written<Payout>>;
  advancePayout(payoutRef: Ref, traceparent: string | null): Promise<Payout>;
  getPayout(caller: Caller, payoutRef: Ref): Promise<Payout>;
  listPayouts(caller: Caller, input: ListPayoutsInput): Promise<Page<Payout>>;
  runDue(): Promise<number>;
};

/** The module's table of contents: a line for each verb, a file for each line. */
export function createPaymentsService(given: Omit<PaymentsDeps, "knownWallets">): PaymentsService {
  const deps: PaymentsDeps = { ...given, knownWallets: new Map() };
  return {
    providers: [...deps.providers.keys()],
    quoteFee: (input) => quoteFee(deps, input),
    createCharge: (caller, input) => createCharge(deps, caller, input),
    getCharge: (caller, chargeRef) => getCharge(deps, caller, chargeRef),
    listCharges: (caller, input) => listCharges(deps, caller, input),
    chargesAfter: (input) => chargesAfter(deps, input),
    confirm: (input) => confirmCharge(deps, input),
    settle: (caller, input) => settleCharge(deps, caller, input),
    refund: (caller, input) => refundCharge(deps, caller, input),
    listRefunds: (caller, chargeRef) => listRefunds(deps, caller, chargeRef),
    limitNotifications: (ip) => limitNotifications(deps, ip),
    takeNotification: (provider, message) => takeNotification(deps, provider, message),
    processNotification: (kept, traceparent) => processNotification(deps, kept, traceparent),
    listNotifications: (input) => listNotifications(deps, input),
    getNotification: (notificationRef) => getNotification(deps, notificationRef),
    purgeNotifications: () => purgeNotifications(deps),
    resolveNotification: (caller, input) => resolveNotification(deps, caller, input),
    listCases: (input) => listCases(deps, input),
    resolveCase: (caller, input) => resolveCase(deps, caller, input),
    getReconciliation: () => getReconciliation(deps),
    reconcile: () => reconcilePayments(deps),
    setFeeRate: (caller, input) => setFeeRate(deps, caller, input),
    listFeeRates: (input) => listFeeRates(deps, input),
    listReceivables: (caller, input) => listReceivables(deps, caller, input),
    collectReceivables: () => collectReceivables(deps),
    addBeneficiary: (caller, input) => addBeneficiary(deps, caller, input),
    removeBeneficiary: (caller, input) => removeBeneficiary(deps, caller, input),
    listBeneficiaries: (caller, input) => listBeneficiaries(deps, caller, input),
    requestPayout: (caller, input) => requestPayout(deps, caller, input),
    advancePayout: (payoutRef, traceparent) => advancePayout(deps, payoutRef, traceparent),
    getPayout: (caller, payoutRef) => getPayout(deps, caller, payoutRef),
    listPayouts: (caller, input) => listPayouts(deps, caller, input),
    runDue: () => runDuePayments(deps),
  };
}
