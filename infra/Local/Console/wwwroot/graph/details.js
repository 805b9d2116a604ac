// All about one node: its numbers, what it is joined with, where to look further.
import { html, useEffect, useMemo, useRef } from '../vendor/preact.js';
import { Duration, Json, Sparkline, StatusBadge } from '../parts.js';
import { series } from '../live.js';
import { plural, short } from '../format.js';
import { hrefTo } from '../router.js';
import { Icon, kindOf, titleOf, verbs } from './kinds.js';
import { figures, liveText, passingCounter, sum, trouble } from './numbers.js';

/** `whole`: the graph as the server gave it; what is folded in the drawing is told here. */
export function Details({ node, whole, live, marks, onSelect }) {
  const heading = useRef();
  const ways = useMemo(() => waysOf(whole, node), [whole, node]);
  useEffect(() => heading.current.focus({ preventScroll: window.innerWidth > 860 }), []);

  const close = () => {
    onSelect(null);
    document.querySelector(`[data-node="${CSS.escape(node.id)}"]`)?.focus({ preventScroll: true });
  };
  const { word, family } = kindOf(node);
  const wrong = trouble(live.tick, live.history, node, marks);
  return html`
    <aside class="details" aria-labelledby="details-title" onKeyDown=${event => event.key === 'Escape' && close()}>
      <header class=${`details-head family-${family}`}>
        <span class="node-icon"><${Icon} node=${node} /></span>
        <div><p class="hint">${word}</p><h2 id="details-title" ref=${heading} tabindex="-1">${node.title}</h2></div>
        <button type="button" class="button button-small" onClick=${close}>Close</button>
      </header>
      <div class="details-body">
        <${Links} node=${node} />
        <${DeadLetters} node=${node} whole=${whole} tick=${live.tick} ids=${node.members.flatMap(id => [...marks.deadLetters.get(id) ?? []])} />
        <p class="details-now num">${liveText(live.tick, live.history, node) || 'No numbers of its own'}
          ${wrong && html` <${StatusBadge} status="failed">${wrong.long}<//>`}</p>
        <${Charts} node=${node} live=${live} />
        <${Figures} rows=${figures(live.tick, node)} />
        <${Environments} node=${node} tick=${live.tick} />
        <${Alarms} node=${node} whole=${whole} tick=${live.tick} ids=${node.members.flatMap(id => marks.alarms.get(id) ?? [])} onSelect=${onSelect} />
        <${Members} node=${node} whole=${whole} live=${live} onSelect=${onSelect} />
        <${Ways} title="From" ways=${ways.into} onSelect=${onSelect} />
        <${Ways} title="To" ways=${ways.out} onSelect=${onSelect} />
        <dl class="facts details-path">
          ${node.physicalName && html`<dt>Name</dt><dd class="mono">${node.physicalName}</dd>`}
          ${node.members.length === 1 && html`<dt>Path</dt><dd class="mono">${node.id}</dd>`}
        </dl>
      </div>
    </aside>`;
}

/** Where each kind is looked at closer. */
function Links({ node }) {
  const name = node.physicalName ?? node.name;
  const links = {
    Function: [['Invocations, logs, invoke', hrefTo('functions', name)]],
    Queue: [['Messages', hrefTo('queues', name)]],
    DeadLetterQueue: [['Messages, reasons, redrive', hrefTo('queues', name)]],
    Bus: [['Its events', hrefTo('events', { bus: name })], ['Put an event on it', hrefTo('send', { bus: name })]],
    Route: [['Send a request', hrefTo('send', { route: node.name })]],
    Archive: [['Replay', hrefTo('replays')]],
  }[node.kind] ?? [];
  return links.length > 0 && html`<p class="row">${links.map(([text, href]) => html`<a class="button button-small" href=${href}>${text}</a>`)}</p>`;
}

/** What could not be handled is what one comes for: straight to it. */
function DeadLetters({ whole, tick, ids }) {
  const queues = [...new Set(ids)].map(id => whole.nodes.find(one => one.id === id)).filter(queue => tick?.nodes?.[queue.id]?.visible > 0);
  return queues.map(queue => html`
    <a class="button button-danger" href=${hrefTo('queues', queue.physicalName ?? queue.name)}>${plural(tick.nodes[queue.id].visible, 'dead letter')}: see why, redrive</a>`);
}

function Charts({ node, live }) {
  const { history } = live;
  const counter = passingCounter(node.kind);
  const isQueue = node.kind === 'Queue' || node.kind === 'DeadLetterQueue';
  const totals = counter ? series(history, tick => sum(tick, node, counter)) : [];
  const perSecond = totals.slice(1).map((total, i) => Math.max(0, total - totals[i]));
  return html`
    ${isQueue && html`<${Chart} label="Waiting" values=${series(history, tick => sum(tick, node, 'visible'))} />`}
    ${counter && html`<${Chart} label="Per second" values=${perSecond} />`}`;
}

const Chart = ({ label, values }) => html`
  <div class="details-chart">
    <span class="hint">${label}, last 3 minutes <span class="num">(at most ${short(Math.max(0, ...values))})</span></span>
    <${Sparkline} label=${label} values=${values} slots=${180} width=${320} height=${40} />
  </div>`;

const Figures = ({ rows }) => rows.length > 0 && html`
  <dl class="facts">${rows.map(([label, text]) => html`<dt key=${label}>${label}</dt><dd class="num">${text}</dd>`)}</dl>`;

const states = { ready: 'warm', busy: 'busy', starting: 'starting' };

function Environments({ node, tick }) {
  const all = node.members.flatMap(id => tick?.nodes?.[id]?.environments ?? []);
  return node.kind === 'Function' && html`
    <section class="stack-s"><h3>Execution environments</h3>
      ${all.length === 0 ? html`<p class="muted">None: the next invocation starts one (a cold start).</p>` : html`
        <ul class="stack-s">${all.map(({ id, state, sinceMs }) => html`
          <li key=${id} class="row"><${StatusBadge} status=${state}>${states[state] ?? state}<//> <span class="muted">for <${Duration} ms=${sinceMs} /></span></li>`)}</ul>`}
    </section>`;
}

function Alarms({ ids, whole, tick, onSelect }) {
  const nodes = whole.nodes.filter(one => ids.includes(one.id));
  return nodes.length > 0 && html`
    <section class="stack-s"><h3>Alarms</h3>
      <ul class="details-list">${nodes.map(one => html`<li key=${one.id}><${Other} node=${one} onSelect=${onSelect} /> <${AlarmState} state=${tick?.nodes?.[one.id]?.state} /></li>`)}</ul>
    </section>`;
}

const AlarmState = ({ state }) => html`<${StatusBadge} status=${state ?? 'none'}>${{ ALARM: 'in alarm', OK: 'ok' }[state] ?? 'no data yet'}<//>`;

/** What a group stands for. */
function Members({ node, whole, live, onSelect }) {
  if (node.members.length === 1 && node.members[0] === node.id) return null;
  const nodes = whole.nodes.filter(one => node.members.includes(one.id));
  return html`
    <section class="stack-s"><h3>${nodes.length} in this group</h3>
      <ul class="details-list">${nodes.map(one => html`
        <li key=${one.id}><${Other} node=${one} onSelect=${onSelect} />
          ${one.kind === 'Alarm' ? html`<${AlarmState} state=${live.tick?.nodes?.[one.id]?.state} />`
            : html`<span class="hint">${liveText(live.tick, live.history, { ...one, members: [one.id] })}</span>`}
        </li>`)}</ul>
    </section>`;
}

/** A rule is told with its pattern where it delivers to: folded, it has no place of its own. */
function waysOf(whole, node) {
  const byId = new Map(whole.nodes.map(one => [one.id, one]));
  const members = new Set(node.members);
  const way = end => edge => ({ edge, other: byId.get(edge[end]), matches: end === 'from' ? whole.edges.filter(one => one.kind === 'Matches' && one.to === edge.from) : [] });
  const isTold = edge => edge.kind !== 'Watched' && !(node.members.length > 1 && node.kind === 'Alarm');
  const isOwn = edge => isTold(edge) && byId.get(edge.from)?.kind !== 'Alarm';
  return {
    into: whole.edges.filter(edge => members.has(edge.to) && isOwn(edge)).map(way('from')),
    out: whole.edges.filter(edge => members.has(edge.from) && isTold(edge)).map(way('to')),
  };
}

const Ways = ({ title, ways, onSelect }) => ways.length > 0 && html`
  <section class="stack-s"><h3>${title}</h3>
    <ul class="details-list">${ways.map(({ edge, other, matches }) => html`<li key=${edge.id}><${Way} edge=${edge} other=${other} matches=${matches} isInto=${title === 'From'} onSelect=${onSelect} /></li>`)}</ul>
  </section>`;

function Way({ edge, other, matches, isInto, onSelect }) {
  const events = edge.events?.map(event => event.detailType ?? `any event of ${event.source ?? 'any source'}`) ?? [];
  const operations = edge.operations?.map(operation => operation.action.split(':').at(-1)) ?? [];
  const notes = [edge.label, events.join(', '), [...new Set(operations)].join(', ')].filter(Boolean);
  return html`
    <p class="muted">${isInto ? kindOf(other).word : `${verbs[edge.kind] ?? edge.kind} ${kindOf(other).word.toLowerCase()}`}
      ${' '}<${Other} node=${other} onSelect=${onSelect} />${isInto && ` ${verbs[edge.kind] ?? edge.kind} this`}</p>
    ${notes.map(note => html`<p class="hint break">${note}</p>`)}
    ${[edge, ...matches].flatMap(one => one.patterns ?? []).map(pattern => html`<${Json} value=${pattern} label=${`Pattern of ${titleOf(other)}`} copy=${false} />`)}`;
}

const Other = ({ node, onSelect }) => html`
  <button type="button" class="link details-other" onClick=${() => onSelect(node.id)}><${Icon} node=${node} size=${13} />${titleOf(node)}</button>`;
