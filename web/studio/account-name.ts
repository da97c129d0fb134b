import type { Beneficiary } from "../../src/payments/beneficiary.ts";

/** Where rupiah can be sent, by the codes that providers have for it. */
export const rupiahChannels: Readonly<Record<string, string>> = {
  ID_BCA: "BCA",
  ID_BNI: "BNI",
  ID_BRI: "BRI",
  ID_BSI: "BSI",
  ID_CIMB: "CIMB Niaga",
  ID_DANAMON: "Danamon",
  ID_MANDIRI: "Mandiri",
  ID_PERMATA: "Permata",
  ID_DANA: "DANA",
  ID_GOPAY: "GoPay",
  ID_LINKAJA: "LinkAja",
  ID_OVO: "OVO",
  ID_SHOPEEPAY: "ShopeePay",
};

/** An account as its owner knows it; its whole number is never shown again. */
export function accountName({ channel_code, account_ends_in, holder_name }: Beneficiary): string {
  return `${rupiahChannels[channel_code] ?? channel_code} ••${account_ends_in}, ${holder_name}`;
}
