// Many requests in a short time, and what queues and functions make of them.
import { html, useState } from '../vendor/preact.js';
import { Duration, Empty, Failed, Field, Resource, StatusBadge, useResource } from '../parts.js';
import { post } from '../api.js';
import { series, useLive } from '../live.js';
import { number } from '../format.js';
import { titleOf } from '../graph/kinds.js';
import { LineChart, mostLines } from './chart.js';
import { NumberField, submitted } from './parts.js';

const shownSeconds = 121;
const most = { count: 1_000_000, seconds: 3_600 };

export function Burst() {
  const bursts = useResource('bursts');
  const graph = useResource('graph');
  const live = useLive();
  return html`
    <${Resource} of=${bursts} what="the bursts">${({ bursts: choices }) => choices.length === 0
      ? html`<${Empty} title="This app names no bursts"><p>Name some in the context of its <code>cdk.json</code>, under <code>local:bursts</code>.</p><//>`
      : html`<${BurstForm} choices=${choices} burst=${live.tick?.burst} now=${live.tick?.now} />`}<//>
    <${Resource} of=${graph} what="the graph">${data => html`<${Charts} nodes=${data.nodes} history=${live.history.slice(-shownSeconds)} />`}<//>`;
}

function BurstForm({ choices, burst, now }) {
  const [choice, setChoice] = useState(choices[0]);
  const [count, setCount] = useState(String(choice.defaults.count));
  const [seconds, setSeconds] = useState(String(choice.defaults.seconds));
  const [asked, setAsked] = useState({});
  const isRunning = Boolean(burst) && !burst.endedAt;

  const choose = name => {
    const chosen = choices.find(one => one.name === name);
    setChoice(chosen);
    setCount(String(chosen.defaults.count));
    setSeconds(String(chosen.defaults.seconds));
  };

  const ask = async (path, body) => {
    setAsked({ isBusy: true });
    try {
      await post(path, body);
      setAsked({});
    } catch (error) {
      setAsked({ error });
    }
  };

  return html`
    <form class="card stack" onSubmit=${submitted(() => ask('bursts', { name: choice.name, count: Number(count), seconds: Number(seconds) }))}>
      <div class="toolbar">
        <${Field} label="Burst">${id => html`
          <select id=${id} value=${choice.name} onChange=${event => choose(event.target.value)}>${choices.map(one => html`<option value=${one.name}>${one.name}</option>`)}</select>`}<//>
        <${NumberField} label=${`How many ${choice.unit}`} value=${count} max=${most.count} onChange=${setCount} />
        <${NumberField} label="Within seconds" value=${seconds} max=${most.seconds} onChange=${setSeconds} />
        <button class="button button-main" disabled=${isRunning || asked.isBusy}>Start</button>
        <button type="button" class="button" disabled=${!isRunning || asked.isBusy} onClick=${() => ask('bursts/cancel', {})}>Cancel</button>
      </div>
      <p class="muted">${choice.description} <span class="mono">${choice.route}</span></p>
      ${asked.error && html`<${Failed} error=${asked.error} />`}
      <${Progress} burst=${burst} isRunning=${isRunning} now=${now} />
    </form>`;
}

function Progress({ burst, isRunning, now }) {
  if (!burst) return html`<p class="hint">Start it, and watch below how queues rise, functions scale out, and both come down again.</p>`;
  const { sent, total, accepted, failed, failures, startedAt, endedAt } = burst;
  return html`
    <div class="stack-s">
      <progress value=${sent} max=${total} aria-label="Sent">${sent} of ${total}</progress>
      <p class="row num">
        <span role="status"><${StatusBadge} status=${isRunning ? 'running' : sent < total ? 'cancelled' : 'completed'} /></span>
        <span>${number(sent)} of ${number(total)} ${burst.unit} sent</span> <span class="muted">${number(accepted)} accepted</span>
        <span class=${failed > 0 ? 'bad' : 'muted'}>${number(failed)} failed</span>
        <span class="muted"><${Duration} ms=${Math.max(0, Date.parse(endedAt ?? now) - Date.parse(startedAt))} /></span>
      </p>
      ${failures.map(failure => html`<p class="bad break">${number(failure.count)} times ${failure.status || 'no answer'}: ${failure.example}</p>`)}
    </div>`;
}

function Charts({ nodes, history }) {
  const depth = id => tick => (tick.nodes?.[id]?.visible ?? 0) + (tick.nodes?.[id]?.inFlight ?? 0) + (tick.nodes?.[id]?.delayed ?? 0);
  const environments = id => tick => tick.nodes?.[id]?.environments?.length ?? 0;
  return html`
    <div class="columns">
      <section class="card"><${LineChart} title="Messages in queues" unit="messages" slots=${shownSeconds} lines=${highest(nodes, ['Queue', 'DeadLetterQueue'], history, depth)} /></section>
      <section class="card"><${LineChart} title="Execution environments of functions" unit="environments" slots=${shownSeconds} lines=${highest(nodes, ['Function'], history, environments)} /></section>
    </div>`;
}

/** The lines that rose most, in the graph's order so that a line keeps its look. */
function highest(nodes, kinds, history, pickOf) {
  const lines = nodes.filter(node => kinds.includes(node.kind)).map(node => ({ name: titleOf(node), values: series(history, pickOf(node.id)) }))
    .map(line => ({ ...line, most: Math.max(0, ...line.values) })).filter(line => line.most > 0);
  const kept = new Set([...lines].sort((a, b) => b.most - a.most).slice(0, mostLines));
  return lines.filter(line => kept.has(line));
}
