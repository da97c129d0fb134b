// Programs in words, for whoever has to find out why one of them fails.
import { isMove, type MoneyCommand, type Program, type Step, type World } from "./command.ts";

export function describeProgram({ world, steps }: Program): string {
  return [...describeWorld(world), ...steps.map(describeStep)].join("\n");
}

function describeWorld({ wallets }: World): string[] {
  return Object.entries(wallets)
    .filter(([, { overdraft, limits }]) => overdraft > 0n || limits.length > 0)
    .map(([name, { overdraft, limits }]) => {
      const rules = limits.map(
        ({ direction, period, amount }) => `${direction} ${amount} a ${period}`,
      );
      return `${name} has overdraft ${overdraft}, limits [${rules.join(", ")}]`;
    });
}

function describeStep(step: Step): string {
  if (step.kind === "money") return step.commands.map(describeCommand).join(" linked with ");
  if (step.kind === "wait") return `wait ${step.hours} hours`;
  return `${step.kind} ${step.wallet}${step.kind === "freeze" ? ` ${step.mode}` : ""}`;
}

function describeCommand(command: MoneyCommand): string {
  if (!isMove(command)) {
    const { key, kind, original, amount, isFinal } = command;
    return `${key}: ${kind} ${amount ?? "all"} of ${original}${isFinal ? ", final" : ""}`;
  }
  const { key, kind, from, to, amount, currency, expiresAtHour, reference, guards } = command;
  return [
    `${key}: ${kind} ${amount} ${currency} ${from ?? "world"} -> ${to ?? "world"}`,
    ...(expiresAtHour === null ? [] : [`until hour ${expiresAtHour}`]),
    ...(reference === null ? [] : [`reference ${reference}`]),
    ...guards.map(({ wallet, name, value }) => `if ${wallet} ${name} ${value}`),
  ].join(", ");
}
