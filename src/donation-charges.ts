import type { Charges } from "./donations/index.ts";
import type { PaymentsService } from "./payments/index.ts";
import { bareCaller } from "./platform/caller.ts";
import { operatorRef } from "./platform/operator-key.ts";
import { Problem } from "./platform/problem.ts";

// No scopes: they are asked for at the door, and this one stands inside.
const platform = bareCaller(operatorRef, [], { isOperator: true });
const purpose = "DONATION";

type ChargingService = Pick<
  PaymentsService,
  "createCharge" | "getCharge" | "quoteFee" | "chargesAfter"
>;

/** Charges for donations, by way of payments, which is asked for when it is needed: it tells donations of its charges. */
export function chargesFor(payments: () => ChargingService): Charges {
  return {
    create: async ({ chargeRef, payeeRef, money, returnPath, traceparent, newRef }) => {
      const written = await payments().createCharge(platform, {
        // The ref is made once for a donation, so it is a key of its own.
        write: { key: `donation-${chargeRef}`, traceparent, newRef },
        chargeRef,
        payerRef: null,
        payeeRef,
        purpose,
        money,
        description: "Donation",
        // A QR code is how rupiah are paid; elsewhere people go to the provider's page.
        method: money.currency === "IDR" ? "QR" : "PAGE",
        returnPath,
      });
      return written.result;
    },
    find: async (chargeRef) => {
      try {
        return await payments().getCharge(platform, chargeRef);
      } catch (error) {
        if (error instanceof Problem && error.code === "charge_not_found") return null;
        throw error;
      }
    },
    feesOf: (payeeRef, money) => payments().quoteFee({ payeeRef, money }),
    changedAfter: (position, limit) => payments().chargesAfter({ position: position ?? "", limit }),
  };
}
