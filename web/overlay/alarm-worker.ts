// A page in the background has its timers slowed down to one a minute; a worker's keep their time.
let timer: ReturnType<typeof setTimeout> | undefined;

globalThis.addEventListener("message", (event: MessageEvent<number>) => {
  clearTimeout(timer);
  timer = setTimeout(() => globalThis.postMessage("wake"), event.data);
});
