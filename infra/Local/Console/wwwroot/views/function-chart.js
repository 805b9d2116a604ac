import { html } from '../vendor/preact.js';
import { duration, plural } from '../format.js';

const width = 600;
const height = 120;

/** The newest invocations' durations as bars, oldest first; a cold start's beginning stands below its duration. The table has the numbers. */
export function DurationChart({ invocations }) {
  const ended = invocations.filter(one => one.durationMs !== undefined && one.durationMs !== null).reverse();
  if (ended.length === 0) return null;
  const top = Math.max(...ended.map(one => one.durationMs + (one.initMs ?? 0)), 1);
  const step = width / Math.max(ended.length, 20);
  const scale = ms => Math.max(ms / top * (height - 4), 1.5);
  const failed = ended.filter(one => one.status !== 'ok').length;
  const cold = ended.filter(one => one.initMs).length;
  const text = `Durations of the newest ${plural(ended.length, 'invocation')}, at most ${duration(top)}; ${failed} failed, ${plural(cold, 'cold start')}. The table below has each.`;
  return html`
    <figure class="durations">
      <figcaption class="row"><span>${plural(ended.length, 'newest invocation')}, up to ${duration(top)}</span>
        <span class="legend legend-ok">ended</span><span class="legend legend-bad">failed</span><span class="legend legend-cold">cold start</span></figcaption>
      <svg viewBox=${`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label=${text}>
        <line x1="0" x2=${width} y1=${height - 0.5} y2=${height - 0.5} class="durations-base" />
        ${ended.map((one, i) => {
          const init = one.initMs ? scale(one.initMs) : 0;
          const tall = scale(one.durationMs);
          const x = width - (ended.length - i) * step;
          const bar = { x, width: Math.max(step - 2, 1) };
          return html`
            <g>
              <title>${duration(one.durationMs)}${one.initMs ? ` after a cold start of ${duration(one.initMs)}` : ''}, ${one.status}</title>
              ${init > 0 && html`<rect ...${bar} y=${height - init} height=${init} class="durations-cold" />`}
              <rect ...${bar} y=${height - init - tall} height=${tall} class=${one.status === 'ok' ? 'durations-ok' : 'durations-bad'} />
            </g>`;
        })}
      </svg>
    </figure>`;
}
