import { readFileSync } from 'node:fs';
import type { AlertSource, ReadAlert } from '../../../src/intake/alerts/contract.ts';

const RECEIVED_AT = Date.UTC(2026, 10, 25, 12);

/** The bytes of a captured payload, such as `grafana/latency.firing.json`. */
export function capturedBytes(path: string): Buffer {
  return readFileSync(new URL(`../../fixtures/alerts/${path}`, import.meta.url));
}

/** The alerts of a captured payload of a source, or of a body in its place; none where it is no alert. */
export function readAlerts(source: AlertSource, body: unknown, headers = {}): readonly ReadAlert[] {
  const given = typeof body === 'string' ? JSON.parse(capturedBytes(`${source.id}/${body}`).toString('utf8')) : body;
  const reading = source.read(given, headers, RECEIVED_AT);
  return reading.kind === 'alerts' ? reading.alerts : [];
}
