import type { ScoredSet } from './score-cases.ts';
import { digits, shareText } from './score-lines.ts';
import type { SetScore } from './score-set.ts';

const SIZE = 260;
const MARGIN = 36;

/** The scores as one self-contained HTML page with a reliability diagram and a curve of accuracy against coverage per set. */
export function scorePage(sets: readonly ScoredSet[], title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #1f2328; background: #fff; }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid #d1d9e0; padding: 0.3rem 0.7rem; text-align: left; }
figure { display: inline-block; margin: 0 1.5rem 1rem 0; }
figcaption { font-size: 0.85rem; color: #59636e; max-width: ${SIZE}px; }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>Each set stands by itself; figures are never pooled. Brackets hold 95 % intervals (Wilson).</p>
${sets.map(section).join('\n')}
</body>
</html>
`;
}

function section({ set, score, baselines }: ScoredSet): string {
  const rows = [{ name: 'whatchanged', score }, ...baselines];
  return `<section>
<h2>${escaped(set)}</h2>
<table>
<thead><tr><th>rule</th><th>HR@1</th><th>HR@3</th><th>HR@5</th><th>MRR</th><th>false accusations</th><th>right</th><th>AUC</th><th>ECE</th><th>ECE by chance</th><th>Brier</th><th>Brier of all</th><th>log loss</th></tr></thead>
<tbody>
${rows.map(row).join('\n')}
</tbody>
</table>
<p>Onset: median error ${digits(score.onsetErrorMedian, 1)} min; within five minutes ${shareText(score.onsetWithin5)}. False accusations at 80 % recall: ${digits(score.falseAt80Recall)}.</p>
${figure(reliabilityPlot(score), 'How often an answer of a given probability was right. On the diagonal the numbers mean what they say; the area of a dot is the number of cases.')}
${figure(coveragePlot(score), 'Accuracy when only the surest share of the answers is given.')}
</section>`;
}

function row({ name, score }: { name: string; score: SetScore }): string {
  const cells = [
    escaped(name),
    shareText(score.hitRate1),
    digits(score.hitRate3.share),
    digits(score.hitRate5.share),
    digits(score.meanReciprocalRank),
    shareText(score.falseAccusations),
    shareText(score.right),
    digits(score.auc),
    digits(score.calibrationError, 3),
    digits(score.calibrationErrorByChance, 3),
    digits(score.brier, 3),
    digits(score.brierOfAll, 3),
    digits(score.logLoss, 3),
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function figure(plot: string, caption: string): string {
  return `<figure>${plot}<figcaption>${escaped(caption)}</figcaption></figure>`;
}

function reliabilityPlot({ reliability, cases }: SetScore): string {
  const dots = reliability.map(
    ({ said, was, count }) =>
      `<circle cx="${x(said)}" cy="${y(was)}" r="${(2 + 12 * Math.sqrt(count / cases)).toFixed(1)}" fill="#0969da" fill-opacity="0.6"><title>${count} answers: said ${digits(said)}, was ${digits(was)}</title></circle>`,
  );
  const diagonal = `<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="#8c959f" stroke-dasharray="4"/>`;
  return plot('reliability diagram', 'said', 'was right', diagonal + dots.join(''));
}

function coveragePlot({ coverage }: SetScore): string {
  const points = coverage.map((point) => `${x(point.coverage)},${y(point.accuracy)}`).join(' ');
  const line = `<polyline points="${points}" fill="none" stroke="#0969da" stroke-width="2"/>`;
  return plot('accuracy against coverage', 'share of cases answered', 'accuracy', line);
}

function plot(label: string, across: string, up: string, marks: string): string {
  const ticks = [0, 0.5, 1]
    .map(
      (tick) =>
        `<text x="${x(tick)}" y="${SIZE - MARGIN + 14}" text-anchor="middle">${tick}</text><text x="${MARGIN - 6}" y="${y(tick)}" text-anchor="end" dominant-baseline="middle">${tick}</text>`,
    )
    .join('');
  return `<svg viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}" role="img" aria-label="${label}" font-size="10" fill="#59636e">
<rect x="${MARGIN}" y="${MARGIN / 2}" width="${SIZE - 1.5 * MARGIN}" height="${SIZE - 1.5 * MARGIN}" fill="none" stroke="#d1d9e0"/>
${ticks}<text x="${SIZE / 2}" y="${SIZE - 6}" text-anchor="middle">${across}</text><text x="12" y="${SIZE / 2}" text-anchor="middle" transform="rotate(-90 12 ${SIZE / 2})">${up}</text>
${marks}
</svg>`;
}

function x(share: number): string {
  return (MARGIN + share * (SIZE - 1.5 * MARGIN)).toFixed(1);
}

function y(share: number): string {
  return (SIZE - MARGIN - share * (SIZE - 1.5 * MARGIN)).toFixed(1);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
