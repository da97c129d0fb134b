/** Does what a form asks for, once at a time: who presses twice means it once. */
export function submitOnce(form: HTMLFormElement, work: () => Promise<void>): void {
  let isBusy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    form.setAttribute("aria-busy", "true");
    try {
      await work();
    } finally {
      isBusy = false;
      form.removeAttribute("aria-busy");
    }
  });
}
