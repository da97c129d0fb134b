import { expect, it } from "vitest";
import { prometheusText } from "./prometheus.ts";

it("writes what Prometheus reads: a name, a type and a line for each number", () => {
  const text = prometheusText([
    {
      name: "saku_group_lag_seconds",
      type: "gauge",
      help: "How far a group is behind.",
      samples: [{ labels: { group: "audit", kind: "late" }, value: 0.25 }, { value: 3 }],
    },
  ]);
  expect(text).toBe(
    "# HELP saku_group_lag_seconds How far a group is behind.\n# TYPE saku_group_lag_seconds gauge\n" +
      'saku_group_lag_seconds{group="audit",kind="late"} 0.25\nsaku_group_lag_seconds 3\n',
  );
});

it("says nothing where there is no number yet, and lets no value break a line", () => {
  const samples = [{ labels: { job: 'a "b"\\\nc' }, value: 1 }, { value: null }];
  const text = prometheusText([{ name: "saku_x", type: "counter", help: "X.", samples }]);
  expect(text.split("\n").slice(2)).toEqual(['saku_x{job="a \\"b\\"\\\\\\nc"} 1', ""]);
});
