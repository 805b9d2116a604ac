// The home page: what leads to what in the running assembly, and what moves through it now.
import { html, useCallback, useEffect, useMemo, useState } from '../vendor/preact.js';
import { Empty, Resource, useResource } from '../parts.js';
import { useLive } from '../live.js';
import { go, hrefTo } from '../router.js';
import { alarmsOf, deadLettersOf, drawn, options } from '../graph/model.js';
import { titleOf } from '../graph/kinds.js';
import { Canvas } from '../graph/canvas.js';
import { FlowList } from '../graph/list.js';
import { Details } from '../graph/details.js';
import { Beginning, hasBegun, Ticker } from '../graph/ticker.js';

const most = 12;
const mostWhenNarrow = 3;
const narrow = window.matchMedia('(max-width: 860px)');

export function Graph({ query }) {
  const graph = useResource('graph');
  return html`
    ${!graph.data && html`<h1>Flow</h1>`}
    <${Resource} of=${graph} what="the graph">${data => data.nodes.length === 0
    ? html`<h1>Flow</h1><${Empty} title="Nothing here passes events on"><p>The assembly has no function, queue, bus, topic, table or bucket.</p><//>`
    : html`<${Flow} graph=${data} selected=${query.node} />`}<//>`;
}

function Flow({ graph, selected }) {
  const live = useLive();
  const isNarrow = useMatch(narrow);
  const [form, setForm] = useState(null);
  const [show, setShow] = useState({});
  const shown = useMemo(() => drawn(graph, show), [graph, show]);
  const marks = useMemo(() => ({ deadLetters: deadLettersOf(graph), alarms: alarmsOf(graph) }), [graph]);
  const select = useCallback(id => go(hrefTo('', { node: id }), { replace: true }), []);
  const asList = (form ?? (isNarrow ? 'list' : 'graph')) === 'list';
  const node = useMemo(() => find(graph, shown, selected), [graph, shown, selected]);
  const look = { graph: asList ? drawnWhole(graph) : shown, live, marks, selected: node?.id, onSelect: select };
  const begun = hasBegun(live, graph);
  const ticker = count => html`<${Ticker} live=${live} most=${count} />`;

  return html`
    <div class="page-head flow-head">
      <h1>Flow</h1>
      <div class="row" role="group" aria-label="Form">
        ${['graph', 'list'].map(name => html`<button type="button" class="button button-small" aria-pressed=${(name === 'list') === asList}
          onClick=${() => setForm(name)}>${name === 'list' ? 'List' : 'Graph'}</button>`)}
      </div>
      ${!asList && html`<${Options} show=${show} onChange=${setShow} />`}
    </div>
    ${!begun ? html`<div class="flow-beginning"><${Beginning} /></div>` : isNarrow && ticker(mostWhenNarrow)}
    <div class=${`flow${node ? ' flow-open' : ''}`}>
      ${asList ? html`<${FlowList} ...${look} />` : html`<${Canvas} ...${look} />`}
      ${node && html`<${Details} key=${node.id} node=${node} whole=${graph} live=${live} marks=${marks} onSelect=${select} />`}
    </div>
    ${begun && !isNarrow && ticker(most)}`;
}

const Options = ({ show, onChange }) => html`
  <fieldset class="row flow-options">
    <legend class="visually-hidden">Also show</legend>
    ${options.map(({ name, label }) => html`
      <label class="check"><input type="checkbox" checked=${Boolean(show[name])} onChange=${event => onChange({ ...show, [name]: event.target.checked })} />${label}</label>`)}
  </fieldset>`;

/** A drawn node, or one that is folded away: links from other views name any. */
function find(graph, shown, id) {
  if (!id) return undefined;
  const whole = graph.nodes.find(node => node.id === id);
  return shown.nodes.find(node => node.id === id) ?? (whole && { ...whole, title: titleOf(whole), members: [whole.id] });
}

const wholes = new WeakMap();

/** Everything, for the list: it has room. */
function drawnWhole(graph) {
  if (!wholes.has(graph)) wholes.set(graph, drawn(graph, { routes: true, rules: true, deadLetters: true, archives: true, access: true }));
  return wholes.get(graph);
}

function useMatch(media) {
  const [matches, setMatches] = useState(media.matches);
  useEffect(() => {
    const changed = () => setMatches(media.matches);
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  }, [media]);
  return matches;
}
