/** A place for one value that outlives the page. */
export type Memory = {
  read(): string;
  write(value: string): void;
};

/** Where the browser forbids storage, which makes its property throw, a value lives as long as the page. */
export function memoryOf(kind: "localStorage" | "sessionStorage", name: string): Memory {
  let held = "";
  try {
    held = window[kind].getItem(name) ?? "";
  } catch {
    // The value starts empty.
  }
  return {
    read: () => held,
    write: (value) => {
      held = value;
      try {
        if (value === "") window[kind].removeItem(name);
        else window[kind].setItem(name, value);
      } catch {
        // The value stays in `held`.
      }
    },
  };
}
