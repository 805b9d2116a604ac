// The queues, and what is in one.
import { html } from '../vendor/preact.js';
import { number } from '../format.js';
import { Duration, Empty, Resource, StatusBadge, useResource } from '../parts.js';
import { hrefTo } from '../router.js';
import { Queue } from './queue.js';
import { Table } from './table.js';

const refreshMs = 2_000;

export function Queues({ param, query }) {
  const all = useResource('queues', { every: refreshMs });
  if (param) return html`<${Queue} name=${param} query=${query} all=${all} />`;
  return html`
    <div class="page-head"><h1>Queues</h1></div>
    <${Resource} of=${all} what="the queues">
      ${({ queues }) => queues.length === 0
        ? html`<${Empty} title="No queues"><p>The running assembly has no <code>AWS::SQS::Queue</code>.</p><//>`
        : html`<${Lists} queues=${queues} />`}
    <//>`;
}

const held = queue => queue.visible + queue.inFlight + queue.delayed;

function Lists({ queues }) {
  const ordinary = queues.filter(queue => !queue.deadLetter);
  const dead = queues.filter(queue => queue.deadLetter);
  const filled = dead.filter(queue => held(queue) > 0);
  const empty = dead.filter(queue => held(queue) === 0);
  return html`
    ${filled.length > 0 && html`
      <section class="section">
        <div class="section-head"><h2>Waiting for you</h2><p class="muted">Dead-letter queues that hold messages: open one to see why they are there, and to send them back.</p></div>
        <${Table} caption="Dead-letter queues that hold messages" columns=${deadColumns} rows=${filled} keyOf=${queue => queue.name} />
      </section>`}
    ${ordinary.length > 0 && html`
      <section class="section">
        <h2>Queues</h2>
        <${Table} caption="Queues" columns=${columns} rows=${ordinary} keyOf=${queue => queue.name} />
      </section>`}
    ${empty.length > 0 && html`
      <section class="section">
        <h2>Empty dead-letter queues</h2>
        <${Table} caption="Empty dead-letter queues" columns=${deadColumns} rows=${empty} keyOf=${queue => queue.name} />
      </section>`}`;
}

const name = { head: 'Queue', rowHead: true, cell: queue => html`<a href=${hrefTo('queues', queue.name)}>${queue.label}</a>` };

const count = (head, key) => ({ head, right: true, cell: queue => html`<span class=${queue[key] === 0 ? 'muted' : ''}>${number(queue[key])}</span>` });

const oldest = { head: 'Oldest', right: true, cell: queue => html`<${Duration} ms=${queue.oldestMs} />` };

const listed = items => items.length === 0 ? html`<span class="muted">–</span>` : html`<span class="align-end">${items.join(', ')}</span>`;

const columns = [
  name, count('Visible', 'visible'), count('In flight', 'inFlight'), count('Delayed', 'delayed'), oldest,
  { head: 'Read by', cell: queue => listed(queue.consumers) },
];

const deadColumns = [
  name,
  {
    head: 'Messages', right: true, cell: queue => held(queue) > 0
      ? html`<${StatusBadge} status="failed">${number(held(queue))}<//>`
      : html`<span class="muted">0</span>`,
  },
  oldest,
  { head: 'Takes what fails in', cell: queue => listed(queue.sources.map(source => source.label)) },
];
