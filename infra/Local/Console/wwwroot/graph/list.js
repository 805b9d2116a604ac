// The same graph as text: for small screens, for screen readers, and for whoever would rather read.
import { html, useMemo } from '../vendor/preact.js';
import { Icon, kindOf, verbs } from './kinds.js';
import { layOut } from './layout.js';
import { liveText, trouble } from './numbers.js';

const triggers = new Set(['Invokes', 'Authorizes', 'Consumes', 'Delivers', 'Matches', 'Tells', 'Changes']);
const passed = new Set(['Queue', 'DeadLetterQueue', 'Rule', 'Stream']);
const leads = ['Publishes', 'Writes', 'Sends', 'Notifies', 'Invokes', 'Reads', 'FailsTo'];

export function FlowList({ graph, live, marks, selected, onSelect }) {
  const list = useMemo(() => listed(graph), [graph]);
  const chip = node => html`<${Chip} node=${node} live=${live} marks=${marks} isSelected=${node.id === selected} onOpen=${() => onSelect(node.id)} />`;
  return html`
    <div class="flow-list">
      <ol class="stack-s">
        ${list.functions.map(({ node, chains, effects }) => html`
          <li key=${node.id} class="card flow-card">
            <h2 class="visually-hidden">${node.title}</h2>
            ${chains.map(chain => html`<${Chain} chain=${chain} chip=${chip} />`)}
            <div class="flow-function">${chip(node)}</div>
            ${effects.map(({ verb, edges }) => html`
              <div class="flow-line"><span class="flow-verb">${verb}</span>
                ${edges.map(({ edge, to }) => html`${chip(to)}${edge.text && html`<span class="hint flow-text">${edge.text.long}</span>`}`)}
              </div>`)}
          </li>`)}
      </ol>
      <details class="card">
        <summary>All ${graph.nodes.length} nodes, and what each leads to</summary>
        <${Table} graph=${graph} byId=${list.byId} live=${live} onSelect=${onSelect} />
      </details>
    </div>`;
}

function listed(graph) {
  const byId = new Map(graph.nodes.map(node => [node.id, node]));
  const functions = layOut(graph).order.map(id => byId.get(id)).filter(node => node.kind === 'Function');
  return {
    byId,
    functions: functions.map(node => ({ node, chains: grouped(chainsTo(graph, byId, node, new Set())), effects: effectsOf(graph, byId, node) })),
  };
}

/** What leads to a function, from what sets it off: `{ nodes: [bus, rule, queue], text }` each. */
function chainsTo(graph, byId, node, seen) {
  return graph.edges.filter(edge => edge.to === node.id && triggers.has(edge.kind)).flatMap(edge => {
    const from = byId.get(edge.from);
    if (!passed.has(from.kind) || seen.has(from.id)) return [{ nodes: [from], text: edge.text?.long }];
    const before = chainsTo(graph, byId, from, new Set([...seen, from.id]));
    return before.length === 0 ? [{ nodes: [from], text: edge.text?.long }]
      : before.map(chain => ({ nodes: [...chain.nodes, from], text: chain.text ?? edge.text?.long }));
  });
}

/** Many single ways in (routes) share a line. */
function grouped(chains) {
  const single = chains.filter(chain => chain.nodes.length === 1);
  const rest = chains.filter(chain => chain.nodes.length > 1);
  return single.length > 0 ? [{ nodes: single.map(chain => chain.nodes[0]), isAlternatives: true }, ...rest] : rest;
}

function effectsOf(graph, byId, node) {
  const edges = graph.edges.filter(edge => edge.from === node.id);
  return leads.map(kind => ({ verb: verbs[kind], edges: edges.filter(edge => edge.kind === kind).map(edge => ({ edge, to: byId.get(edge.to) })) }))
    .filter(effect => effect.edges.length > 0);
}

const Chain = ({ chain, chip }) => html`
  <div class="flow-line">
    ${chain.nodes.map((node, i) => html`${i > 0 && !chain.isAlternatives && html`<span class="flow-arrow" aria-label="leads to">→</span>`}${chip(node)}`)}
    ${chain.text && html`<span class="hint flow-text">${chain.text}</span>`}
  </div>`;

function Chip({ node, live, marks, isSelected, onOpen }) {
  const { word, family } = kindOf(node);
  const wrong = trouble(live.tick, live.history, node, marks);
  return html`
    <button type="button" class=${`chip family-${family}${isSelected ? ' chip-selected' : ''}`} aria-pressed=${isSelected} title=${`${word}: ${node.name}`} onClick=${onOpen}>
      <${Icon} node=${node} size=${14} /><span class="visually-hidden">${word} </span><span class="chip-name">${node.title}</span>
      <span class="chip-live">${liveText(live.tick, live.history, node)}</span>
      ${wrong && html`<span class="node-wrong">${wrong.text}</span>`}
    </button>`;
}

const Table = ({ graph, byId, live, onSelect }) => html`
  <div class="scroll-x" tabindex="0" role="region" aria-label="All nodes">
    <table class="data">
      <thead><tr><th scope="col">Node</th><th scope="col">Kind</th><th scope="col">Now</th><th scope="col">Leads to</th></tr></thead>
      <tbody>
        ${graph.nodes.map(node => html`
          <tr key=${node.id}>
            <th scope="row"><button type="button" class="link" onClick=${() => onSelect(node.id)}>${node.title}</button></th>
            <td>${kindOf(node).word}</td>
            <td class="num">${liveText(live.tick, live.history, node)}</td>
            <td>${graph.edges.filter(edge => edge.from === node.id).map(edge => `${verbs[edge.kind] ?? edge.kind} ${byId.get(edge.to)?.title}`).join('; ') || '–'}</td>
          </tr>`)}
      </tbody>
    </table>
  </div>`;
