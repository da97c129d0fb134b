import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with one line that says how many tests passed and failed, for whoever reads only the end of the log. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const stateIs = (state: string) => tests.filter((test) => test.result().state === state).length;
    const skipped = stateIs("skipped");
    console.log(
      `tests: ${stateIs("passed")} passed, ${stateIs("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`,
    );
  }
}
