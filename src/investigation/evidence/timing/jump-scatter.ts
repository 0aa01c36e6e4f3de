/** Standard deviation of values about two levels with one jump between them, where the jump is where it fits best. */
export function jumpScatter(values: Float64Array): number {
  const n = values.length;
  const middle = values.reduce((sum, value) => sum + value / n, 0);
  const away = values.map((value) => value - middle);
  const spread = away.reduce((sum, value) => sum + value * value, 0);
  let before = 0;
  let explained = 0;
  // The sums before and after the jump are opposite, since all values are taken from their mean.
  for (let i = 1; i < n; i++) {
    before += away[i - 1] as number;
    explained = Math.max(explained, (before * before) / i + (before * before) / (n - i));
  }
  return n === 0 ? 0 : Math.sqrt(Math.max(0, spread - explained) / n);
}
