/**
 * How many decimals an amount in each currency may have. ISO 4217 with one departure: nobody has paid in sen for decades,
 * so the rupiah has none. The same table stands in `platform.currencies`; a test compares the two.
 */
const codesByExponent: Readonly<Record<number, string>> = {
  0: "BIF CLP DJF GNF IDR ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  2:
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD " +
    "CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ " +
    "GYD HKD HNL HTG HUF ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA " +
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN " +
    "QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP " +
    "TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG",
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF",
  6: "USDC USDT",
  8: "BTC",
  18: "ETH",
};

export const currencyExponents: ReadonlyMap<string, number> = new Map(
  Object.entries(codesByExponent).flatMap(([exponent, codes]) =>
    codes.split(" ").map((code) => [code, Number.parseInt(exponent, 10)] as const),
  ),
);

/** The decimals of a currency, or undefined for one that we do not know. */
export function exponentOf(currency: string): number | undefined {
  return currencyExponents.get(currency);
}
