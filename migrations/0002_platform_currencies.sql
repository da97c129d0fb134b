-- A ref is a ULID in its canonical spelling: what APIs, events and logs show. Byte order is its order in time.
create domain platform.ref as text collate "C"
  check (value ~ '^[0-7][0-9A-HJKMNP-TV-Z]{25}$');

-- Whole minor units of some currency. Wide enough for a balance of 10^36 without overflow.
create domain platform.minor_units as numeric(38, 0);

-- How many decimals an amount in this currency may have. The same table stands in src/platform/currencies.ts, because an
-- amount is checked before any database is asked; a test compares the two.
create table platform.currencies (
  code text collate "C" primary key check (code ~ '^[A-Z0-9]{3,5}$'),
  exponent smallint not null check (exponent between 0 and 18)
);

grant select on platform.currencies to saku_app;

insert into platform.currencies (code, exponent)
select code, 0
from unnest(string_to_array('BIF CLP DJF GNF IDR ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF', ' ')) code
union all
select code, 2
from unnest(string_to_array(
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC '
  'CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF ILS INR IRR JMD KES '
  'KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK '
  'NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB '
  'TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG', ' ')) code
union all
select code, 3
from unnest(string_to_array('BHD IQD JOD KWD LYD OMR TND', ' ')) code
union all
select code, exponent
from (values ('CLF', 4), ('USDC', 6), ('USDT', 6), ('BTC', 8), ('ETH', 18)) as wide (code, exponent);
