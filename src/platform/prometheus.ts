/** Numbers of one name, as Prometheus reads them. */
export type Metric = {
  readonly name: `saku_${string}`;
  readonly type: "counter" | "gauge";
  readonly help: string;
  readonly samples: readonly Sample[];
};

export type Sample = {
  readonly labels?: Readonly<Record<string, string>>;
  /** Null where there is nothing to say yet. */
  readonly value: number | null;
};

export const prometheusMediaType = "text/plain; version=0.0.4; charset=utf-8";

/** The text exposition format. A metric without a number says nothing rather than zero. */
export function prometheusText(metrics: readonly Metric[]): string {
  return metrics.map(linesOf).join("");
}

function linesOf({ name, type, help, samples }: Metric): string {
  const lines = samples.flatMap(({ labels, value }) =>
    value === null ? [] : [`${name}${labelText(labels ?? {})} ${value}\n`],
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}
