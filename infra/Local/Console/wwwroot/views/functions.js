// The functions, and what one does.
import { html } from '../vendor/preact.js';
import { number, plural } from '../format.js';
import { Duration, Empty, Resource, StatusBadge, useResource } from '../parts.js';
import { hrefTo } from '../router.js';
import { FunctionView } from './function.js';
import { Table } from './table.js';

const refreshMs = 2_000;

export const Functions = ({ param, query }) => param
  ? html`<${FunctionView} name=${param} query=${query} />`
  : html`<${FunctionList} />`;

function FunctionList() {
  const all = useResource('functions', { every: refreshMs });
  return html`
    <div class="page-head"><h1>Functions</h1></div>
    <${Resource} of=${all} what="the functions">
      ${({ functions }) => functions.length === 0
        ? html`<${Empty} title="No functions"><p>The running assembly has no <code>AWS::Lambda::Function</code>.</p><//>`
        : html`
          ${functions.every(one => one.invocations === 0) && html`
            <p>None was invoked yet: all are scaled to zero. <a href=${hrefTo('send')}>Send an event or a request</a> to see environments start.</p>`}
          <${Table} caption="Functions" columns=${columns} rows=${functions} keyOf=${one => one.name} />`}
    <//>`;
}

const count = (head, key, tone) => ({
  head, right: true, cell: one => one[key] > 0 && tone ? html`<strong class=${tone}>${number(one[key])}</strong>` : html`<span class=${one[key] > 0 ? '' : 'muted'}>${number(one[key])}</span>`,
});

const columns = [
  { head: 'Function', rowHead: true, cell: one => html`<a href=${hrefTo('functions', one.name)}>${one.label}</a>` },
  { head: 'Environments', cell: one => html`<${EnvironmentCount} of=${one} />` },
  count('Waiting', 'waiting', 'warn'), count('Invocations', 'invocations'), count('Errors', 'errors', 'bad'), count('Throttles', 'throttles', 'warn'), count('Cold starts', 'coldStarts'),
  { head: 'Memory', right: true, cell: one => html`${number(one.memoryMb)} MB` },
  { head: 'Time-out', right: true, cell: one => html`<${Duration} ms=${one.timeoutMs} />` },
];

/** How many environments there are: each a mark, filled while it is busy. */
function EnvironmentCount({ of }) {
  if (of.environments === 0) return html`<span class="muted">none: the next start is cold</span>`;
  const marks = Math.min(of.environments, 12);
  return html`
    <span class="row">
      <span class="env-marks" aria-hidden="true">${Array.from({ length: marks }, (_, i) => html`<span class=${i < of.busy ? 'env-mark env-busy' : 'env-mark'}></span>`)}</span>
      <span>${of.busy > 0 ? `${number(of.busy)} of ${number(of.environments)} busy` : `${plural(of.environments, 'warm one')}`}</span>
      ${of.reserved !== undefined && of.reserved !== null && html`<${StatusBadge} status="quiet">at most ${number(of.reserved)}<//>`}
    </span>`;
}
