/**
 * One metric inside a classic expression: its way to sum up over space, the metric with its scope, and what is done to it
 * (docs.datadoghq.com/dashboards/functions/rollup, read 2026-11). Percentiles have no rollup by the same name.
 */
const METRIC = /\b(avg|sum|min|max):([\w.]+\{[^{}]*\}(?:\s*by\s*\{[^{}]*\})?(?:\.\w+\([^()]*\))*)/g;

/**
 * The same expression in steps of our own: v1 has no parameter for them, so each metric that has no rollup gets one. Over
 * time it is summed up in the way that it is over space, which is what a count wants and an average.
 */
export function inSteps(expression: string, stepSeconds: number): string {
  return expression.replace(METRIC, (whole, how: string) =>
    whole.includes('.rollup(') ? whole : `${whole}.rollup(${how}, ${stepSeconds})`,
  );
}
