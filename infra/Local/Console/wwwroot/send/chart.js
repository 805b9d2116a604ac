// Several lines over the last minutes, with axes and a legend that tells the numbers.
import { html } from '../vendor/preact.js';
import { short } from '../format.js';

const widest = 640;
const besideChart = 60;
const height = 180;
const left = 44;
const bottom = 20;
const dashes = ['', '6 3', '2 3', '8 3 2 3', '1 4'];

/** `lines`: `[{ name, values }]`, oldest value first, one a second; `slots`: how many fill the width. */
export function LineChart({ title, lines, slots, unit }) {
  // In the page's own pixels, so that texts keep their size on small screens.
  const width = Math.min(widest, window.innerWidth - besideChart);
  const top = niceTop(Math.max(1, ...lines.flatMap(line => line.values)));
  const x = i => left + (width - left) * i / (slots - 1);
  const y = value => (height - bottom) - (height - bottom - 8) * value / top;
  const points = values => values.map((value, i) => `${x(slots - values.length + i).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  return html`
    <figure class="chart">
      <figcaption>${title}</figcaption>
      <svg viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${described(title, lines, unit)}>
        ${[0, 0.5, 1].map(part => html`
          <line class="chart-grid" x1=${left} x2=${width} y1=${y(top * part)} y2=${y(top * part)} />
          <text class="chart-text" x=${left - 6} y=${y(top * part) + 4} text-anchor="end">${short(top * part)}</text>`)}
        <text class="chart-text" x=${left} y=${height - 4}>${Math.round((slots - 1) / 60 * 10) / 10} min ago</text>
        <text class="chart-text" x=${width} y=${height - 4} text-anchor="end">now</text>
        ${lines.map((line, i) => html`<polyline key=${line.name} class=${`chart-line chart-${i}`} stroke-dasharray=${dashes[i]} points=${points(line.values)} />`)}
      </svg>
      <ul class="chart-legend">
        ${lines.map((line, i) => html`<li key=${line.name}>
          <svg width="22" height="8" aria-hidden="true"><line class=${`chart-line chart-${i}`} stroke-dasharray=${dashes[i]} x1="0" x2="22" y1="4" y2="4" /></svg>
          ${line.name} <strong class="num">${short(line.values.at(-1) ?? 0)}</strong> <span class="muted num">at most ${short(Math.max(0, ...line.values))}</span></li>`)}
        ${lines.length === 0 && html`<li class="muted">Nothing yet.</li>`}
      </ul>
    </figure>`;
}

export const mostLines = dashes.length;

const described = (title, lines, unit) => lines.length === 0 ? `${title}: nothing yet`
  : `${title}: ${lines.map(line => `${line.name} now ${line.values.at(-1)} ${unit}, at most ${Math.max(...line.values)}`).join('; ')}`;

/** The next of 2, 4, 10, 20, 40, 100 …: halves of which are whole. */
function niceTop(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return Math.max(2, [1, 2, 4, 10].map(step => step * power).find(step => step >= value));
}
