import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { Written } from "../platform/intent.ts";
import type { Page } from "../platform/list.ts";
import { type AskHooks, createHookAsker } from "./ask-hooks.ts";
import type { BalanceMonitor } from "./balance-monitor.ts";
import { type CreateMonitorInput, createBalanceMonitor } from "./create-balance-monitor.ts";
import { type CreateHookInput, createHook } from "./create-hook.ts";
import { type CreateEndpointInput, createWebhookEndpoint } from "./create-webhook-endpoint.ts";
import { type DeleteMonitorInput, deleteBalanceMonitor } from "./delete-balance-monitor.ts";
import { type DeleteHookInput, deleteHook } from "./delete-hook.ts";
import { deleteWebhookEndpoint, type EndpointCommandInput } from "./delete-webhook-endpoint.ts";
import { deliverDue, type SendingRound } from "./deliver-due.ts";
import type { Delivery, LoggedDelivery, ReplayedRange } from "./delivery.ts";
import type { WebhooksDeps } from "./deps.ts";
import { getBalanceMonitor } from "./get-balance-monitor.ts";
import { getDelivery } from "./get-delivery.ts";
import { getHook } from "./get-hook.ts";
import { getWebhookEndpoint } from "./get-webhook-endpoint.ts";
import type { Hook, IssuedHook } from "./hook.ts";
import { type ListMonitorsInput, listBalanceMonitors } from "./list-balance-monitors.ts";
import { type ListDeliveriesInput, listDeliveries } from "./list-deliveries.ts";
import { type ListHooksInput, listHooks } from "./list-hooks.ts";
import { listWebhookEndpoints, type PageInput } from "./list-webhook-endpoints.ts";
import { purgeDeliveries } from "./purge-deliveries.ts";
import { type ReplayDeliveryInput, replayDelivery } from "./replay-delivery.ts";
import { type ReplayRangeInput, replayRange } from "./replay-range.ts";
import { type RotateSecretInput, rotateWebhookSecret } from "./rotate-webhook-secret.ts";
import { testWebhookEndpoint } from "./test-webhook-endpoint.ts";
import { type UpdateHookInput, updateHook } from "./update-hook.ts";
import { type UpdateEndpointInput, updateWebhookEndpoint } from "./update-webhook-endpoint.ts";
import type { IssuedEndpoint, WebhookEndpoint } from "./webhook-endpoint.ts";

export type WebhooksService = {
  createEndpoint(caller: Caller, input: CreateEndpointInput): Promise<Written<IssuedEndpoint>>;
  getEndpoint(caller: Caller, endpointRef: Ref): Promise<WebhookEndpoint>;
  listEndpoints(caller: Caller, input: PageInput): Promise<Page<WebhookEndpoint>>;
  updateEndpoint(caller: Caller, input: UpdateEndpointInput): Promise<Written<WebhookEndpoint>>;
  deleteEndpoint(caller: Caller, input: EndpointCommandInput): Promise<Written<WebhookEndpoint>>;
  rotateSecret(caller: Caller, input: RotateSecretInput): Promise<Written<IssuedEndpoint>>;
  testEndpoint(caller: Caller, input: EndpointCommandInput): Promise<Written<Delivery>>;
  listDeliveries(caller: Caller, input: ListDeliveriesInput): Promise<Page<Delivery>>;
  getDelivery(caller: Caller, deliveryRef: Ref): Promise<LoggedDelivery>;
  replayDelivery(caller: Caller, input: ReplayDeliveryInput): Promise<Written<Delivery>>;
  replayRange(caller: Caller, input: ReplayRangeInput): Promise<Written<ReplayedRange>>;
  createHook(caller: Caller, input: CreateHookInput): Promise<Written<IssuedHook>>;
  getHook(caller: Caller, hookRef: Ref): Promise<Hook>;
  listHooks(caller: Caller, input: ListHooksInput): Promise<Page<Hook>>;
  updateHook(caller: Caller, input: UpdateHookInput): Promise<Written<Hook>>;
  deleteHook(caller: Caller, input: DeleteHookInput): Promise<Written<Hook>>;
  createMonitor(caller: Caller, input: CreateMonitorInput): Promise<Written<BalanceMonitor>>;
  getMonitor(caller: Caller, monitorRef: Ref): Promise<BalanceMonitor>;
  listMonitors(caller: Caller, input: ListMonitorsInput): Promise<Page<BalanceMonitor>>;
  deleteMonitor(caller: Caller, input: DeleteMonitorInput): Promise<Written<BalanceMonitor>>;
  /** Asked before money moves. */
  readonly askHooks: AskHooks;
  deliverDue(): Promise<SendingRound>;
  purgeDeliveries(): Promise<number>;
};

/** The module's table of contents: a line for each verb, a file for each line. */
export function createWebhooksService(deps: WebhooksDeps): WebhooksService {
  return {
    createEndpoint: (caller, input) => createWebhookEndpoint(deps, caller, input),
    getEndpoint: (caller, endpointRef) => getWebhookEndpoint(deps, caller, endpointRef),
    listEndpoints: (caller, input) => listWebhookEndpoints(deps, caller, input),
    updateEndpoint: (caller, input) => updateWebhookEndpoint(deps, caller, input),
    deleteEndpoint: (caller, input) => deleteWebhookEndpoint(deps, caller, input),
    rotateSecret: (caller, input) => rotateWebhookSecret(deps, caller, input),
    testEndpoint: (caller, input) => testWebhookEndpoint(deps, caller, input),
    listDeliveries: (caller, input) => listDeliveries(deps, caller, input),
    getDelivery: (caller, deliveryRef) => getDelivery(deps, caller, deliveryRef),
    replayDelivery: (caller, input) => replayDelivery(deps, caller, input),
    replayRange: (caller, input) => replayRange(deps, caller, input),
    createHook: (caller, input) => createHook(deps, caller, input),
    getHook: (caller, hookRef) => getHook(deps, caller, hookRef),
    listHooks: (caller, input) => listHooks(deps, caller, input),
    updateHook: (caller, input) => updateHook(deps, caller, input),
    deleteHook: (caller, input) => deleteHook(deps, caller, input),
    createMonitor: (caller, input) => createBalanceMonitor(deps, caller, input),
    getMonitor: (caller, monitorRef) => getBalanceMonitor(deps, caller, monitorRef),
    listMonitors: (caller, input) => listBalanceMonitors(deps, caller, input),
    deleteMonitor: (caller, input) => deleteBalanceMonitor(deps, caller, input),
    askHooks: createHookAsker(deps),
    deliverDue: () => deliverDue(deps),
    purgeDeliveries: () => purgeDeliveries(deps),
  };
}
