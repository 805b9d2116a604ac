import { html, useState } from '../vendor/preact.js';
import { number } from '../format.js';
import { Duration, Empty, StatusBadge, Time } from '../parts.js';
import { hrefTo } from '../router.js';
import { storyOf } from './places.js';
import { Table } from './table.js';

export function Invocations({ of }) {
  const [onlyFailed, setOnlyFailed] = useState(false);
  const { invocations } = of;
  if (invocations.length === 0) {
    return html`
      <${Empty} title="Not invoked yet">
        <p>Send what it reacts to, or invoke it yourself with an example.</p>
        <div class="actions">
          <a class="button button-main" href=${hrefTo('functions', of.name, { tab: 'invoke' })}>Invoke it</a>
          <a class="button" href=${hrefTo('send')}>Send something</a>
        </div>
      <//>`;
  }

  const failed = invocations.filter(one => !['ok', 'running'].includes(one.status));
  const shown = onlyFailed ? failed : invocations;
  return html`
    <label class="check">
      <input type="checkbox" checked=${onlyFailed} onChange=${() => setOnlyFailed(!onlyFailed)} />
      Only those that failed (${number(failed.length)} of ${number(invocations.length)})
    </label>
    ${shown.length === 0
      ? html`<p class="muted">None of the newest ${number(invocations.length)} failed.</p>`
      : html`<${Table} caption="Newest invocations" columns=${columns(of)} rows=${shown} keyOf=${one => one.stepId} />`}`;
}

const columns = of => [
  { head: 'Time (UTC)', rowHead: true, cell: one => html`<a href=${storyOf(one.stepId)}><${Time} value=${one.time} now=${of.invocations[0].time} /><span class="visually-hidden">: its story</span></a>` },
  { head: 'Status', cell: one => html`<${StatusBadge} status=${one.status} />` },
  { head: 'Duration', right: true, cell: one => html`<${Duration} ms=${one.durationMs} />` },
  { head: 'Cold start', right: true, cell: one => one.initMs ? html`<${Duration} ms=${one.initMs} />` : html`<span class="muted">–</span>` },
  { head: 'Memory', right: true, cardHide: true, cell: one => one.memoryMb ? `${number(one.memoryMb)} MB` : html`<span class="muted">–</span>` },
  ...of.invocations.some(one => one.fromName) ? [{ head: 'From', cell: one => one.fromName ?? html`<span class="muted">–</span>` }] : [],
  {
    head: 'Error', wide: true, cell: one => one.errorType || one.errorMessage
      ? html`<span class="two-lines" title=${one.errorMessage}><strong class="bad">${one.errorType}</strong>${one.errorType && one.errorMessage ? ': ' : ''}${one.errorMessage}</span>`
      : null,
  },
  { head: 'Logs', hideHead: true, cell: one => html`<a href=${hrefTo('functions', of.name, { tab: 'logs', requestId: one.requestId })}>Logs<span class="visually-hidden"> of ${one.requestId}</span></a>` },
];
