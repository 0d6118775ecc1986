// @ts-check
/** Small plots of the last hours as SVG: no library, no style attribute, readable in print. */
import { html, svg, t, time } from './page.js';

const WIDTH = 720;
const HEIGHT = 190;
const LEFT = 64;
const RIGHT = 8;
const TOP = 10;
const BOTTOM = 26;
const MOST_POINTS = 240;

/** @typedef {{at: string, waiting: number[], p95Ms: number | null}} Sample */

/** A round number at or above. */
function nice(/** @type {number} */ most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= most) ?? most;
}

/** @param {Sample[]} samples */
function thinned(samples) {
  const step = Math.ceil(samples.length / MOST_POINTS);
  return step <= 1 ? samples : samples.filter((_, i) => i % step === 0 || i === samples.length - 1);
}

/** @param {Sample[]} samples */
function frame(samples, /** @type {number} */ most, /** @type {string} */ label, /** @type {(n: number) => string} */ unit, /** @type {unknown} */ body) {
  if (samples.length < 2) {
    return html`<p class="soft">${t('plot.none')}</p>`;
  }
  const ticks = most <= 2 ? [0, most] : [0, most / 2, most];
  const y = (/** @type {number} */ n) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - n / most);
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label}>
    ${ticks.map((n) => svg`<line x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(n)} y2=${y(n)} class="grid"/><text x=${LEFT - 6} y=${y(n) + 4} text-anchor="end">${unit(n)}</text>`)}
    ${body}
    <text x=${LEFT} y=${HEIGHT - 6}>${time(samples[0].at)}</text><text x=${WIDTH - RIGHT} y=${HEIGHT - 6} text-anchor="end">${time(samples[samples.length - 1].at)}</text>
  </svg>`;
}

function places(/** @type {number} */ count) {
  return (/** @type {number} */ i) => LEFT + (WIDTH - LEFT - RIGHT) * (count < 2 ? 0 : i / (count - 1));
}

/** Who waited, by tier, the most urgent at the bottom. @param {Sample[]} all @param {string[]} tiers */
export function waitingPlot(all, tiers) {
  const samples = thinned(all);
  const most = nice(Math.max(1, ...samples.map((s) => s.waiting.reduce((a, b) => a + b, 0))));
  const x = places(samples.length);
  const y = (/** @type {number} */ n) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - n / most);
  const layers = tiers.map((tier, rank) => {
    const upTo = (/** @type {Sample} */ s, /** @type {number} */ end) => s.waiting.slice(0, end).reduce((a, b) => a + b, 0);
    const top = samples.map((s, i) => `${x(i).toFixed(1)},${y(upTo(s, rank + 1)).toFixed(1)}`);
    const bottom = samples.map((s, i) => `${x(i).toFixed(1)},${y(upTo(s, rank)).toFixed(1)}`).reverse();
    return svg`<polygon class=${tier} points=${[...top, ...bottom].join(' ')}/>`;
  });
  return frame(samples, most, t('plot.waiting'), (n) => String(Math.round(n * 10) / 10), layers);
}

/** @param {number} ms */
export function spoken(ms) {
  if (ms < 1000) {
    return `${Math.round(ms)} ms`;
  }
  return ms < 60000 ? `${Math.round(ms / 100) / 10} s` : `${Math.round(ms / 6000) / 10} min`;
}

/** Time to the first offer that 95 of 100 did not exceed. @param {Sample[]} all */
export function offerPlot(all) {
  const samples = thinned(all.filter((s) => s.p95Ms !== null));
  const most = nice(Math.max(1, ...samples.map((s) => Number(s.p95Ms))));
  const x = places(samples.length);
  const y = (/** @type {number} */ n) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - n / most);
  const points = samples.map((s, i) => `${x(i).toFixed(1)},${y(Number(s.p95Ms)).toFixed(1)}`).join(' ');
  return frame(samples, most, t('plot.offer'), spoken, svg`<polyline class="line" points=${points}/>`);
}
