import { parseAmount } from "../platform/money.ts";

// Rounded to what is easily picked; money whose coffee costs about one is left out.
const currenciesByCoffee: Readonly<Record<string, string>> = {
  "0.00001": "BTC",
  "0.0003": "ETH",
  "5": "AED BRL CNY ILS MYR PEN PLN QAR RON SAR",
  "10": "DKK HKD MOP NOK SEK",
  "20": "CZK MXN ZAR",
  "50": "EGP PHP THB TRY TWD UAH",
  "100": "BDT DZD INR ISK JPY KES NPR RSD RUB XPF",
  "500": "AMD CRC HUF KZT LKR PKR",
  "1000": "ARS CLP IQD KRW NGN XAF XOF",
  "5000": "COP KHR MMK MNT PYG TZS UGX",
  "10000": "IDR LAK UZS VND",
};

/** About what a coffee costs, in minor units: the amounts of a page begin there until its streamer says otherwise. */
export function usualAmountOf(currency: string): bigint {
  const [coffee = "1"] =
    Object.entries(currenciesByCoffee).find(([, codes]) => codes.split(" ").includes(currency)) ??
    [];
  const amount = parseAmount(coffee, currency);
  if (typeof amount === "string") throw new Error(`${coffee} ${currency} is ${amount}.`);
  return amount;
}
