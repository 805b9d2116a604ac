// One function: what it does now, what it did, its logs, and a way to invoke it.
import { html } from '../vendor/preact.js';
import { path } from '../api.js';
import { duration, number, plural } from '../format.js';
import { Duration, Empty, Loading, NotLoaded, StatusBadge, useResource } from '../parts.js';
import { hrefTo } from '../router.js';
import { DurationChart } from './function-chart.js';
import { FunctionLogs } from './function-logs.js';
import { Invocations } from './function-invocations.js';
import { Invoke } from './function-invoke.js';
import { Table } from './table.js';

const refreshMs = 2_000;

const tabs = [
  { name: '', title: 'Invocations', view: Overview },
  { name: 'logs', title: 'Logs', view: FunctionLogs },
  { name: 'invoke', title: 'Invoke', view: Invoke },
];

export function FunctionView({ name, query }) {
  const { data, error, reload } = useResource(path('functions', name), { every: refreshMs });
  const tab = tabs.find(candidate => candidate.name === (query.tab ?? '')) ?? tabs[0];
  if (error?.status === 404) {
    return html`
      <div class="page-head"><h1>Function</h1><a class="back" href=${hrefTo('functions')}>All functions</a></div>
      <${Empty} title="No such function">
        <p>${error.message}</p>
        <a class="button" href=${hrefTo('functions')}>Show all functions</a>
      <//>`;
  }

  return html`
    <div class="page-head">
      <h1 class="break">${data?.label ?? name}</h1>
      <a class="back" href=${hrefTo('functions')}>All functions</a>
      ${data && html`<a class="back" href=${hrefTo('', { node: data.node })}>In the flow</a>`}
    </div>
    ${error && !(data && error.status === 0) && html`<${NotLoaded} error=${error} retry=${reload} />`}
    ${!data && !error && html`<${Loading} what="the function" />`}
    ${data && html`
      <${Figures} of=${data} />
      <nav class="tabs" aria-label="Of this function">
        ${tabs.map(one => html`<a href=${hrefTo('functions', name, { tab: one.name })} aria-current=${one === tab ? 'page' : undefined}>${one.title}</a>`)}
      </nav>
      <${tab.view} key=${tab.name} of=${data} query=${query} reload=${reload} />`}`;
}

const Figures = ({ of }) => html`
  <dl class="figures">
    <div><dt>Invocations</dt><dd>${number(of.invocationCount)}</dd></div>
    <div><dt>Errors</dt><dd class=${of.errors > 0 ? 'bad' : ''}>${number(of.errors)}</dd></div>
    <div><dt>Throttles</dt><dd class=${of.throttles > 0 ? 'warn' : ''}>${number(of.throttles)}</dd></div>
    <div><dt>Cold starts</dt><dd>${number(of.coldStarts)}</dd></div>
    <div><dt>Environments</dt><dd>${number(of.environments.length)}</dd></div>
    <div><dt>Waiting for one</dt><dd class=${of.waiting > 0 ? 'warn' : ''}>${number(of.waiting)}</dd></div>
  </dl>`;

function Overview({ of }) {
  return html`
    <div class="columns">
      <section class="card"><h2>Durations</h2><${Durations} of=${of} /></section>
      <section class="card"><h2>Environments</h2><${Environments} of=${of} /></section>
    </div>
    <${Mappings} of=${of} />
    <section class="section">
      <h2>Newest invocations</h2>
      <${Invocations} of=${of} />
    </section>`;
}

function Durations({ of: { durations, invocations, timeoutMs } }) {
  if (!durations?.count) return html`<p class="muted">No invocation has ended yet.</p>`;
  const { cold } = durations;
  return html`
    <div class="stack">
      <dl class="percentiles">
        ${['p50', 'p95', 'p99', 'max'].map(name => html`<div><dt>${name}</dt><dd><${Duration} ms=${durations[name]} /></dd></div>`)}
        <div><dt>cold start, p50</dt><dd><${Duration} ms=${cold?.count > 0 ? cold.p50 : undefined} /></dd></div>
        <div><dt>cold start, max</dt><dd><${Duration} ms=${cold?.count > 0 ? cold.max : undefined} /></dd></div>
      </dl>
      <${DurationChart} invocations=${invocations} />
      <p class="hint">Of ${plural(durations.count, 'invocation')}, without the start of ${plural(cold?.count ?? 0, 'new environment')}. The time-out is ${duration(timeoutMs)}.</p>
    </div>`;
}

const states = { starting: 'starting (cold)', ready: 'ready (warm)', busy: 'busy' };

function Environments({ of }) {
  const most = of.reserved !== undefined && of.reserved !== null && `It gets at most ${number(of.reserved)}.`;
  if (of.environments.length === 0) return html`<p class="muted">None now, so the next invocation starts one: a cold start. ${most}</p>`;
  return html`
    <div class="stack-s">
      <${Table} caption="Environments" rows=${of.environments} keyOf=${one => one.id} columns=${[
        { head: 'Environment', rowHead: true, cell: one => html`<code title=${one.id}>${one.id.slice(0, 8)}</code>` },
        { head: 'State', cell: one => html`<${StatusBadge} status=${one.state}>${states[one.state] ?? one.state}<//>` },
        { head: 'For', right: true, cell: one => html`<${Duration} ms=${one.sinceMs} />` },
        { head: 'Invocations', right: true, cell: one => number(one.invocations) },
        { head: 'Process', right: true, cell: one => one.processId },
      ]} />
      ${most && html`<p class="hint">${most}</p>`}
    </div>`;
}

const Mappings = ({ of }) => of.mappings.length > 0 && html`
  <section class="section">
    <h2>Reads from</h2>
    <${Table} caption="Event source mappings" rows=${of.mappings} keyOf=${mapping => mapping.uuid} columns=${[
      { head: 'Source', rowHead: true, cell: mapping => mapping.source?.label ?? mapping.source },
      { head: 'State', cell: mapping => html`<${StatusBadge} status=${mapping.state} />` },
      { head: 'Batch', right: true, cell: mapping => `up to ${number(mapping.batchSize)}` },
      { head: 'Window', right: true, cell: mapping => html`<${Duration} ms=${mapping.windowMs ?? 0} />` },
      { head: 'Concurrency', right: true, cell: mapping => mapping.maximumConcurrency ? `up to ${number(mapping.maximumConcurrency)}` : html`<span class="muted">no limit of its own</span>` },
    ]} />
  </section>`;
