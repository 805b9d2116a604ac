import { html, useEffect, useState } from '../vendor/preact.js';
import { Field, useResource, useSettled } from '../parts.js';
import { go, hrefTo } from '../router.js';

const ranges = [
  { name: '', title: 'Any time' },
  { name: '5m', title: 'Last 5 minutes', ms: 5 * 60_000 },
  { name: '1h', title: 'Last hour', ms: 3_600_000 },
  { name: '24h', title: 'Last 24 hours', ms: 24 * 3_600_000 },
  { name: 'between', title: 'Between two times' },
];

/** `{ from, to }` of what the address holds, on the services' clock. */
export function sinceOf({ range, from, to }, now) {
  if (range === 'between') return { from: utc(from), to: utc(to) };
  const ms = ranges.find(({ name }) => name === range)?.ms;
  return ms ? { from: new Date(Date.parse(now) - ms).toISOString() } : {};
}

/** An input's `2026-01-01T12:00` is UTC here, as all times are. */
export function utc(text) {
  const time = text ? new Date(`${text}Z`) : undefined;
  return time && !Number.isNaN(time.getTime()) ? time.toISOString() : undefined;
}

/** What is looked for stands in the address, so that it can be kept, shared and gone back to. */
export function EventFilter({ query }) {
  const types = useResource('detailTypes');
  const [text, setText] = useState(query.text ?? '');
  const settled = useSettled(text);
  const change = values => go(hrefTo('events', { ...query, ...values }), { replace: true });

  useEffect(() => {
    if (settled !== (query.text ?? '')) change({ text: settled });
  }, [settled]);

  useEffect(() => {
    // Another link led here, such as "show all".
    if ((query.text ?? '') !== settled) setText(query.text ?? '');
  }, [query.text]);

  const names = [...new Set([...(types.data ?? []), query.detailType].filter(Boolean))].sort();
  return html`
    <form class="toolbar" role="search" aria-label="Events" onSubmit=${event => event.preventDefault()}>
      <${Field} label="Search">
        ${id => html`<input id=${id} type="search" class="search" placeholder="An id, a sensor, any word" value=${text} onInput=${event => setText(event.target.value)} />`}
      <//>
      <${Field} label="Event">
        ${id => html`
          <select id=${id} value=${query.detailType ?? ''} onChange=${event => change({ detailType: event.target.value })}>
            <option value="">Every detail-type</option>
            ${names.map(name => html`<option value=${name} selected=${name === query.detailType}>${name}</option>`)}
          </select>`}
      <//>
      <${Field} label="Time">
        ${id => html`
          <select id=${id} value=${query.range ?? ''} onChange=${event => change({ range: event.target.value, from: '', to: '' })}>
            ${ranges.map(({ name, title }) => html`<option value=${name} selected=${name === (query.range ?? '')}>${title}</option>`)}
          </select>`}
      <//>
      ${query.range === 'between' && html`
        <${Moment} label="From (UTC)" value=${query.from} change=${from => change({ from })} />
        <${Moment} label="To (UTC)" value=${query.to} change=${to => change({ to })} />`}
      ${['source', 'bus'].filter(name => query[name]).map(name => html`
        <button type="button" class="button" onClick=${() => change({ [name]: '' })}>
          ${name}: ${query[name]} <span aria-hidden="true">×</span><span class="visually-hidden">: remove this filter</span>
        </button>`)}
    </form>`;
}

export const Moment = ({ label, value = '', change, error }) => html`
  <${Field} label=${label} error=${error}>
    ${(id, note) => html`<input id=${id} type="datetime-local" step="1" value=${value} aria-describedby=${note} onChange=${event => change(event.target.value)} />`}
  <//>`;
