// What every view is made of.
import { html, useCallback, useEffect, useRef, useState } from './vendor/preact.js';
import { get } from './api.js';
import { whenReconnected } from './live.js';
import * as format from './format.js';

export { Json, Copy } from './json.js';

/**
 * `const { data, error, loading, reload } = useResource('queues')`. A null path asks for nothing. `every`: asks again after so
 * many milliseconds. What was there stays until the new answer comes, so that nothing jumps.
 */
export function useResource(path, { every } = {}) {
  const [result, setResult] = useState({ path: null, loading: path !== null });
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn(last => last + 1), []);

  useEffect(() => {
    if (path === null) return undefined;
    const aborter = new AbortController();
    setResult(before => ({ ...before, loading: true }));
    get(path, aborter).then(
      data => setResult({ path, data, loading: false }),
      error => aborter.signal.aborted || setResult(before => ({ ...before, path, error, loading: false })));
    return () => aborter.abort();
  }, [path, turn]);

  useEffect(() => {
    if (!every) return undefined;
    const timer = setInterval(() => document.hidden || reload(), every);
    return () => clearInterval(timer);
  }, [every, reload]);

  useEffect(() => whenReconnected(reload), [reload]);

  // Another path's answer is no answer to this one.
  const data = result.path === path || result.path?.split('?')[0] === path?.split('?')[0] ? result.data : undefined;
  return { data, error: result.path === path ? result.error : undefined, loading: result.loading, reload };
}

/**
 * Draws `children(data)`, or what there is instead of it, in one element: `<Resource of=${useResource('queues')}>${data => …}<//>`.
 * That nothing answers is told once, above the view.
 */
export const Resource = ({ of, what, children }) => html`
  <div class="resource">
    ${of.error && (of.error.status !== 0 || of.data === undefined) && html`<${NotLoaded} error=${of.error} retry=${of.reload} />`}
    ${of.data !== undefined ? children(of.data) : !of.error && html`<${Loading} what=${what} />`}
  </div>`;

export const Loading = ({ what = '' }) => html`<p class="loading" role="status"><span class="spinner" aria-hidden="true"></span>Loading ${what}…</p>`;

/** Nothing there yet: `title` says what is missing, the children what to do first. */
export const Empty = ({ title, children }) => html`<div class="empty"><p class="empty-title">${title}</p>${children}</div>`;

export const Failed = ({ error, retry }) => html`
  <div class="failed" role="alert">
    <p><strong>That did not work.</strong> ${error.message}</p>
    ${retry && html`<${Again} retry=${retry} />`}
  </div>`;

/** What should be shown could not be asked for. That nothing answers is told by the page's notice. */
export const NotLoaded = ({ error, retry }) => error.status === 0
  ? html`<div class="failed failed-quiet" role="status"><p>Nothing to show until the local run answers.</p><${Again} retry=${retry} /></div>`
  : html`<${Failed} error=${error} retry=${retry} />`;

const Again = ({ retry }) => html`<button type="button" class="button" onClick=${() => retry()}>Try again</button>`;

/** A moment as text, in UTC; the whole of it in the tooltip. `now` leaves out the day when it is today. */
export const Time = ({ value, now, ms }) => value
  ? html`<time class="num" datetime=${value} title=${`${value} (your clock: ${new Date(value).toLocaleString()})`}>${format.time(value, { now, ms })}</time>`
  : html`<span class="muted">–</span>`;

export const Duration = ({ ms }) => ms === undefined || ms === null
  ? html`<span class="muted">–</span>`
  : html`<span class="num" title=${`${format.number(ms)} ms`}>${format.duration(ms)}</span>`;

/** A path, which may be broken after its slashes. */
export const Path = ({ text }) => text.split('/').map((part, i) => html`${i > 0 && html`/<wbr />`}${part}`);

const tones = {
  ok: 'ok', completed: 'ok', enabled: 'ok', ready: 'ok', visible: 'quiet',
  running: 'live', busy: 'live', starting: 'live', inflight: 'live', waiting: 'live',
  delayed: 'warn', throttled: 'warn', dropped: 'warn', cancelling: 'warn', insufficient_data: 'warn', cancelled: 'warn',
  failed: 'bad', error: 'bad', timeout: 'bad', dead: 'bad', alarm: 'bad',
};

const words = {
  inFlight: 'in flight', INSUFFICIENT_DATA: 'insufficient data', timeout: 'timed out', dead: 'dead-lettered', ALARM: 'in alarm',
};

/** A state in words, with a mark of its own shape, so that colour is not all that tells. */
export function StatusBadge({ status, children }) {
  const tone = tones[status.toLowerCase()] ?? 'quiet';
  return html`<span class=${`badge badge-${tone}`}><span class="badge-mark" aria-hidden="true"></span>${children ?? words[status] ?? status}</span>`;
}

/**
 * Numbers over time as a small line. `label` says what it is; its last and greatest value are told with it. `slots`: how many
 * values fill the width; fewer stand at its right end, so that a line grows from there instead of being stretched.
 */
export function Sparkline({ values, label, width = 120, height = 28, max, slots = values.length }) {
  const top = Math.max(max ?? 0, ...values, 1);
  const step = width / Math.max(slots - 1, 1);
  const start = width - step * (values.length - 1);
  const points = values.map((value, i) => `${(start + i * step).toFixed(1)},${(height - 1.5 - value / top * (height - 3)).toFixed(1)}`);
  const text = values.length === 0 ? `${label}: nothing yet` : `${label}: now ${format.short(values.at(-1))}, at most ${format.short(Math.max(...values))}`;
  return html`
    <svg class="sparkline" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${text} preserveAspectRatio="none">
      ${points.length > 1 && html`
        <polygon points=${`${start.toFixed(1)},${height} ${points.join(' ')} ${width},${height}`} />
        <polyline points=${points.join(' ')} />`}
    </svg>`;
}

/** What can be set in a form, with its label, and a hint or error below: `<Field label="Count">${id => html`<input id=${id} />`}<//>`. */
export function Field({ label, hint, error, children }) {
  const id = useRef(`field-${nextId++}`).current;
  const note = error ?? hint;
  return html`
    <div class=${`field${error ? ' field-wrong' : ''}`}>
      <label for=${id}>${label}</label>
      ${children(id, note ? `${id}-note` : undefined)}
      ${note && html`<p id=${`${id}-note`} class=${error ? 'field-error' : 'hint'} role=${error ? 'alert' : undefined}>${note}</p>`}
    </div>`;
}

let nextId = 1;

/** `value`, once it has been the same for a while: for what is typed. */
export function useSettled(value, ms = 250) {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
