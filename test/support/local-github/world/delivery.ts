import type { App, Installation } from './app.ts';

/** One webhook as the App's delivery log shows it. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly app: App;
  readonly installation: Installation | undefined;
  readonly repositoryId: number | undefined;
  readonly event: string;
  readonly action: string | undefined;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The bytes that were signed. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly deliveredAt: number;
  readonly redelivery: boolean;
  result: DeliveryResult | undefined;
}

export interface DeliveryResult {
  /** 0 where nobody answered. */
  readonly statusCode: number;
  readonly status: string;
  readonly seconds: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string | undefined;
}

/** Whether the receiver answered with a 2xx. */
export function arrived(delivery: Delivery): boolean {
  const code = delivery.result?.statusCode ?? 0;
  return code >= 200 && code < 300;
}
