// When the cron triggers of wrangler.toml are due. Nothing fires them locally but the launcher.

type Field = { readonly name: string; readonly from: number; readonly to: number };

// Cloudflare counts the days of the week from Sunday = 1, where other crons count from 0.
const fields: readonly Field[] = [
  { name: "minute", from: 0, to: 59 },
  { name: "hour", from: 0, to: 23 },
  { name: "day of the month", from: 1, to: 31 },
  { name: "month", from: 1, to: 12 },
  { name: "day of the week", from: 1, to: 7 },
];

/** Says whether a trigger is due in the minute that begins at this time, in UTC. */
export function isCronDue(expression: string, time: Date): boolean {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== fields.length) {
    throw new Error(`The cron trigger "${expression}" has ${parts.length} fields instead of 5.`);
  }
  const now = [
    time.getUTCMinutes(),
    time.getUTCHours(),
    time.getUTCDate(),
    time.getUTCMonth() + 1,
    time.getUTCDay() + 1,
  ];
  const [minute, hour, day, month, weekday] = fields.map((field, index) =>
    valuesOf(parts[index] ?? "", field, expression).has(now[index] ?? Number.NaN),
  );
  // As in every cron, two restricted day fields widen one another instead of narrowing.
  const isBothRestricted = !parts[2]?.startsWith("*") && !parts[4]?.startsWith("*");
  const isDay = isBothRestricted ? day || weekday : day && weekday;
  return Boolean(minute && hour && month && isDay);
}

function valuesOf(part: string, field: Field, expression: string): ReadonlySet<number> {
  const values = new Set<number>();
  for (const item of part.split(",")) {
    const { from, to, step } = rangeOf(item, field, expression);
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

function rangeOf(item: string, field: Field, expression: string) {
  const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(item);
  const [, first, last, every] = match ?? [];
  const from = first === undefined ? field.from : Number(first);
  const step = every === undefined ? 1 : Number(every);
  // "5/10" means every ten from five on, to the end of the field.
  const isOpen = first === undefined || (last === undefined && every !== undefined);
  const to = isOpen ? field.to : Number(last ?? first);
  const isUsable = match && from >= field.from && to <= field.to && from <= to && step > 0;
  if (!isUsable) {
    throw new Error(
      `The cron trigger "${expression}" has "${item}" as its ${field.name}; ` +
        `numbers from ${field.from} to ${field.to} with * , - / are understood here.`,
    );
  }
  return { from, to, step };
}

/** The triggers of a wrangler.toml, outside its environments. */
export function cronsOf(wranglerToml: string): readonly string[] {
  const section = /^\[triggers\]\s*$([\s\S]*?)(?=^\[|(?![\s\S]))/m.exec(wranglerToml)?.[1] ?? "";
  const list = /^crons\s*=\s*\[([\s\S]*?)\]/m.exec(section)?.[1] ?? "";
  const withoutComments = list.replace(/^\s*#.*$/gm, "");
  return [...withoutComments.matchAll(/"([^"]*)"|'([^']*)'/g)].map(
    ([, double, single]) => double ?? single ?? "",
  );
}
