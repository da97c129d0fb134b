import { expect, it } from "vitest";
import { urlFault } from "./url-fault.ts";

const faultAbroad = (url: string) => urlFault(url, { allowsLoopback: false });
const faultAtHome = (url: string) => urlFault(url, { allowsLoopback: true });

it.each([
  "https://shop.example.com/saku",
  "https://shop.example.com:8443/saku?key=1",
  "https://xn--kaf-dma.xn--p1ai./hook",
  "https://8.8.8.8/",
  "https://[2606:4700:4700::1111]/",
])("takes %s", (url) => {
  expect(faultAbroad(url)).toBeNull();
});

it.each([
  "http://shop.example.com/",
  "ftp://shop.example.com/",
  "file:///etc/passwd",
  "https://user:password@shop.example.com/",
  "https://shop.example.com/#part",
  "https://localhost/",
  "https://localhost./",
  "https://a.localhost/",
  "https://printer/",
  "https://printer.local/",
  "https://metadata.google.internal/",
  "https://127.0.0.1/",
  "https://127.1/",
  "https://2130706433/",
  "https://0x7f.0.0.1/",
  "https://0177.0.0.1/",
  "https://127.0.0.1./",
  "https://127.0.0.1../",
  "https://169.254.169.254.../",
  "https://localhost../",
  "https://metadata.google.internal../",
  "https://a..example.com/",
  "https://169.254.169.254/latest/meta-data",
  "https://10.0.0.1/",
  "https://[::1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[fd00:ec2::254]/",
  "https://[64:ff9b::7f00:1]/",
  "no url",
])("refuses %s", (url) => {
  expect(faultAbroad(url)).not.toBeNull();
});

it("lets webhooks stay on the machine where somebody develops, and opens nothing else", () => {
  expect(faultAtHome("http://127.0.0.1:4000/hook")).toBeNull();
  expect(faultAtHome("http://localhost:4000/hook")).toBeNull();
  expect(faultAtHome("http://[::1]:4000/hook")).toBeNull();
  expect(faultAtHome("http://[7f00::1]/hook")).not.toBeNull();
  expect(faultAtHome("http://192.168.1.1/hook")).not.toBeNull();
  expect(faultAtHome("http://shop.example.com/hook")).not.toBeNull();
  expect(faultAtHome("file://localhost/etc/passwd")).not.toBeNull();
});
