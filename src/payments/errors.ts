import { type Catalogue, problemsOf } from "../platform/problem.ts";

const charge = { charge_ref: "The charge." };
const beneficiary = { beneficiary_ref: "The beneficiary." };

export const paymentCatalogue = {
  charge_not_found: {
    status: 404,
    title: "Charge not found",
    meaning: "There is no such charge, or it is not yours to see.",
    remedy: "Check the ref; list the charges that you may see with GET /v1/payments/charges.",
    fields: charge,
  },
  charge_exists: {
    status: 409,
    title: "Charge exists",
    meaning: "Another charge has this ref.",
    remedy: "Read the charge that the problem names; a new charge needs a new ref.",
    fields: charge,
  },
  charge_too_small: {
    status: 422,
    title: "Nothing would be left",
    meaning: "The fee would take all of the amount, so nothing is charged.",
    remedy: "Pay more than the fee.",
    fields: {
      amount: "What was to be paid.",
      fee_fixed: "The fixed part of the fee.",
      fee_percentage: "The part of the amount that is the fee, as a fraction.",
      currency: "The currency of both.",
    },
  },
  charge_not_refundable: {
    status: 409,
    title: "Not refundable",
    meaning: "The charge was not paid, or nothing of it is left to give back.",
    remedy: "Read the charge and its refunds.",
    fields: { ...charge, charge_status: "How it stands." },
  },
  refund_exceeds_charge: {
    status: 422,
    title: "More than is left",
    meaning: "More would be given back than was paid.",
    remedy: "Ask for at most what is left.",
    fields: { ...charge, remaining: "What is left to give back.", currency: "In which currency." },
  },
  charge_not_settleable: {
    status: 409,
    title: "Not to be settled",
    meaning:
      "Only a charge that the provider confirms as paid, and that was not given back, is settled.",
    remedy: "Read the charge; where the problem shows a fault, clear that first.",
    fields: {
      ...charge,
      charge_status: "How it stands.",
      fault: "What does not agree, if anything.",
    },
  },
  provider_not_available: {
    status: 422,
    title: "Provider not available",
    meaning: "This provider is not set up here, or does not do this.",
    remedy: "Choose another provider.",
    fields: { provider: "The provider.", available: "Those that are set up." },
  },
  provider_refused: {
    status: 422,
    title: "The provider refused",
    meaning: "The payment provider did not accept this. Nothing was charged.",
    remedy: "Check the amount and the currency, or choose another provider.",
    fields: { provider: "The provider.", reason: "Its own code.", ...charge },
  },
  provider_unavailable: {
    status: 503,
    title: "The provider did not answer",
    meaning:
      "The payment provider did not answer in time, so nobody knows yet whether it has done it.",
    remedy: "Send the same request again with the same Idempotency-Key; nothing is done twice.",
    fields: { provider: "The provider." },
  },
  signature_invalid: {
    status: 401,
    title: "Signature invalid",
    meaning: "The notification is not signed as this provider signs.",
    remedy: "Check the provider's secret in this deployment.",
    fields: { provider: "The provider." },
  },
  notification_not_found: {
    status: 404,
    title: "Notification not found",
    meaning: "There is no such notification.",
    remedy: "List them with GET /v1/payments/notifications.",
    fields: { notification_ref: "The ref that was asked for." },
  },
  notification_not_quarantined: {
    status: 409,
    title: "Not quarantined",
    meaning: "Only a notification that was quarantined waits for somebody to decide.",
    remedy: "Read it to see what became of it.",
    fields: { notification_ref: "The notification.", notification_status: "How it stands." },
  },
  case_not_found: {
    status: 404,
    title: "Case not found",
    meaning: "There is no such case.",
    remedy: "List them with GET /v1/payments/cases.",
    fields: { case_ref: "The ref that was asked for." },
  },
  case_closed: {
    status: 409,
    title: "Case closed",
    meaning: "Somebody has decided this case, or it went on by itself.",
    remedy: "List the open ones with GET /v1/payments/cases?is_open=true.",
    fields: { case_ref: "The case.", resolution: "How it was closed." },
  },
  resolution_not_possible: {
    status: 422,
    title: "Not possible for this case",
    meaning: "This cannot be done to what the case is about, or not as it stands by now.",
    remedy:
      "Use RETRY; for a charge's money that a wallet refuses REDIRECT with the wallet_ref of another one, for a refused " +
      "settlement also GIVE_UP; for what was never answered GIVE_UP, for a payout that arrived CONFIRM; for a difference " +
      "DISMISS, for a chargeback of an unknown amount CONFIRM.",
    fields: { case_ref: "The case.", kind: "Its kind.", resolution: "What was asked for." },
  },
  redirect_splits_charge: {
    status: 409,
    title: "It would lie in two places",
    meaning:
      "The rest of this charge's money still lies where this part was to go, and a charge is settled and given back from " +
      "one place.",
    remedy: "Let that wallet take money again, then use RETRY.",
    fields: { ...charge, wallet_ref: "The wallet that refused it." },
  },
  wallet_cannot_take: {
    status: 422,
    title: "The wallet cannot take it",
    meaning: "The wallet is closed, or kept in another currency than the charge.",
    remedy: "Name an open wallet in the currency of the charge.",
    fields: { wallet_ref: "The wallet.", wallet_status: "Its status.", currency: "Its currency." },
  },
  evidence_missing: {
    status: 422,
    title: "What was seen is missing",
    meaning: "CONFIRM takes somebody's word for what a provider shows, and keeps what they saw.",
    remedy: "Name the payout's external_reference, or the amount that the payer's bank has taken.",
    fields: { case_ref: "The case." },
  },
  external_reference_differs: {
    status: 409,
    title: "Another payout's name",
    meaning: "The provider calls this payout otherwise, or another payout has this name.",
    remedy: "Look the payout up at the provider by its amount and its account.",
    fields: {
      payout_ref: "The payout.",
      expected: "How the provider calls it, if it has said so.",
    },
  },
  payout_not_arrived: {
    status: 409,
    title: "The provider says otherwise",
    meaning: "The provider says that what it calls so did not arrive, or came back.",
    remedy: "Look at the provider again; where it was not sent, use GIVE_UP.",
    fields: { payout_ref: "The payout.", provider_status: "What the provider says." },
  },
  beneficiary_not_found: {
    status: 404,
    title: "Beneficiary not found",
    meaning: "There is no such beneficiary, it was removed, or it is not yours.",
    remedy: "List yours with GET /v1/payments/beneficiaries.",
    fields: beneficiary,
  },
  beneficiary_exists: {
    status: 409,
    title: "Beneficiary exists",
    meaning: "You have this account as a beneficiary already.",
    remedy: "Use the one that you have.",
  },
  beneficiary_currency_differs: {
    status: 422,
    title: "Another currency than the beneficiary's",
    meaning: "The beneficiary's account is kept in another currency.",
    remedy: "Use a beneficiary in the currency of the payout.",
    fields: { ...beneficiary, currency: "Its currency." },
  },
  payout_not_found: {
    status: 404,
    title: "Payout not found",
    meaning: "There is no such payout, or it is not yours to see.",
    remedy: "List yours with GET /v1/payments/payouts.",
    fields: { payout_ref: "The ref that was asked for." },
  },
} as const satisfies Catalogue;

export const paymentProblem = problemsOf(paymentCatalogue);
