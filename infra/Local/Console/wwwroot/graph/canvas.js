// The drawn graph: edges in SVG, nodes as buttons above them.
import { html, useEffect, useMemo, useRef, useState } from '../vendor/preact.js';
import { rateText } from '../format.js';
import { Icon, kindOf } from './kinds.js';
import { layOut, neighbour } from './layout.js';
import { edgeRate, environmentsOf, liveText, trouble } from './numbers.js';
import { usePanZoom } from './panzoom.js';
import { useDots } from './dots.js';

const panelWidth = 400;

/** A small graph doesn't need a large frame. */
const roomy = 1.3;
const zoomStep = 1.25;

/** Smaller, names can't be read: then one pans. */
const readable = 0.68;

/** `graph`: what `drawn` gave. `marks`: `{ deadLetters, alarms }` by node. */
export function Canvas({ graph, live, marks, selected, onSelect }) {
  const layout = useMemo(() => layOut(graph), [graph]);
  const panZoom = usePanZoom(layout, readable);
  const [current, setCurrent] = useState(layout.order[0]);
  const buttons = useRef(new Map()).current;
  const near = useMemo(() => around(graph, selected), [graph, selected]);
  const start = layout.nodes.has(current) ? current : layout.order[0];

  useEffect(() => {
    const box = selected && layout.nodes.get(selected);
    if (!selected) panZoom.settle();
    else if (box) panZoom.reveal(box, 24, window.innerWidth > 860 ? panelWidth : 0);
  }, [selected, layout]);

  const walk = event => {
    const next = target(event.key, layout, graph.edges, start);
    if (!next) return;
    event.preventDefault();
    setCurrent(next);
    buttons.get(next)?.focus({ preventScroll: true });
    panZoom.reveal(layout.nodes.get(next));
  };

  return html`
    <div class="canvas" style=${{ maxHeight: `max(18rem, ${layout.height * roomy}px)` }} ref=${panZoom.ref} ...${panZoom.handlers} onKeyDown=${event => keys(event, panZoom)}>
      <div class="canvas-content" role="group" aria-label="Flow of events. Arrow keys walk along it, Enter opens a node." onKeyDown=${walk}
        style=${{ width: `${layout.width}px`, height: `${layout.height}px`, transform: `translate(${panZoom.view.x}px, ${panZoom.view.y}px) scale(${panZoom.view.scale})` }}>
        <${Edges} graph=${graph} layout=${layout} live=${live} near=${near} />
        ${layout.order.map(id => {
          const node = graph.nodes.find(one => one.id === id);
          return html`<${Node} key=${id} node=${node} box=${layout.nodes.get(id)} live=${live} marks=${marks}
            isSelected=${id === selected} isFaint=${near !== null && !near.nodes.has(id)} isStart=${id === start}
            register=${element => element ? buttons.set(id, element) : buttons.delete(id)}
            onFocus=${() => setCurrent(id)} onOpen=${() => onSelect(id)} />`;
        })}
      </div>
    </div>
    <${Buttons} panZoom=${panZoom} />`;
}

function target(key, layout, edges, id) {
  if (key === 'Home') return layout.order[0];
  if (key === 'End') return layout.order.at(-1);
  return key.startsWith('Arrow') ? neighbour(layout, edges, id, key) : undefined;
}

function keys(event, { zoom, fit }) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const action = { '+': () => zoom(zoomStep), '=': () => zoom(zoomStep), '-': () => zoom(1 / zoomStep), 0: fit }[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

const Buttons = ({ panZoom: { zoom, fit, view } }) => html`
  <div class="canvas-buttons" role="group" aria-label="Zoom">
    <button type="button" class="button button-small" aria-label="Zoom in" title="Zoom in (+)" onClick=${() => zoom(zoomStep)}>+</button>
    <button type="button" class="button button-small" aria-label="Zoom out" title="Zoom out (-)" onClick=${() => zoom(1 / zoomStep)}>−</button>
    <button type="button" class="button button-small" title="Show all (0)" onClick=${fit}>Fit</button>
    <span class="hint num" aria-hidden="true">${Math.round(view.scale * 100)} %</span>
    <p class="hint">Drag to move; Ctrl and wheel, or two fingers, to zoom. Arrow keys walk along the flow, Enter opens, Escape closes, 0 shows all.</p>
  </div>`;

/** What a selected node is joined with; null when none is. */
function around(graph, selected) {
  if (!selected || !graph.nodes.some(node => node.id === selected)) return null;
  const edges = graph.edges.filter(edge => edge.from === selected || edge.to === selected);
  return { edges: new Set(edges.map(edge => edge.id)), nodes: new Set([selected, ...edges.flatMap(edge => [edge.from, edge.to])]) };
}

function Edges({ graph, layout, live, near }) {
  const dots = useDots(live.history, graph.edges, layout);
  const all = graph.edges.map(edge => ({
    edge, place: layout.edges.get(edge.id), perSecond: edgeRate(live.history, edge),
    isNear: near?.edges.has(edge.id), isFaint: near !== null && !near.edges.has(edge.id),
  }));
  return html`
    <svg class="edges" width=${layout.width} height=${layout.height} aria-hidden="true">
      <defs>
        ${['arrow', 'arrow-moves'].map(id => html`
          <marker id=${id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto">
            <path d="M0 0.5 8 4 0 7.5z" class=${id} />
          </marker>`)}
      </defs>
      <g>${all.map(look => html`<${Edge} key=${look.edge.id} ...${look} />`)}</g>
      <g ref=${dots}></g>
      <g>${all.map(look => html`<${EdgeLabel} key=${look.edge.id} ...${look} />`)}</g>
    </svg>`;
}

function Edge({ edge, place, perSecond, isNear, isFaint }) {
  const moves = perSecond > 0;
  const name = ['edge', `edge-${edge.kind}`, moves && 'edge-moves', isNear && 'edge-near', isFaint && 'edge-faint'].filter(Boolean).join(' ');
  const width = moves ? 1.5 + Math.min(2.5, Math.log10(1 + perSecond)) : 1.25;
  return html`
    <g class=${name}>
      <path d=${place.path} stroke-width=${width} marker-end=${moves ? 'url(#arrow-moves)' : 'url(#arrow)'} />
    </g>`;
}

/** Above all edges and dots, so that none strikes it through. */
function EdgeLabel({ edge, place, perSecond, isFaint }) {
  const text = !place.label.isHidden && edge.text;
  const moves = perSecond > 0;
  if (!text && !moves) return null;
  const { x, y, width, height } = place.label;
  const name = ['edge-label', moves && 'edge-label-moves', isFaint && 'edge-faint'].filter(Boolean).join(' ');
  return html`
    <g class=${name}>
      ${text && html`
        <rect x=${x - width / 2} y=${y - height / 2} width=${width} height=${height} rx=${height / 2} />
        <text x=${x} y=${y + 3.5}>${text.short}<title>${text.long}</title></text>`}
      ${moves && html`<text class="edge-rate" x=${x} y=${y + (text ? height + 3 : -6)}>${rateText(perSecond)}/s</text>`}
    </g>`;
}

function Node({ node, box, live, marks, isSelected, isFaint, isStart, register, onFocus, onOpen }) {
  const { word, family, isRound } = kindOf(node);
  const wrong = trouble(live.tick, live.history, node, marks);
  const name = ['node', `family-${family}`, `kind-${node.kind}`, isRound && 'node-round', wrong && 'node-troubled', isSelected && 'node-selected', isFaint && 'node-faint'].filter(Boolean).join(' ');
  return html`
    <button type="button" ref=${register} class=${name} tabindex=${isStart ? 0 : -1} aria-pressed=${isSelected} title=${`${word}: ${node.name}`}
      data-node=${node.id} onFocus=${onFocus} onClick=${onOpen}
      style=${{ left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px` }}>
      <span class="node-icon"><${Icon} node=${node} /></span>
      <span class="node-text">
        <span class="node-name"><span class="visually-hidden">${word} </span>${node.title}</span>
        <span class="node-live">${liveText(live.tick, live.history, node)}</span>
        ${node.kind === 'Function' && html`<${Environments} tick=${live.tick} node=${node} />`}
      </span>
      ${wrong && node.kind !== 'DeadLetterQueue' && html`<span class="node-wrong" title=${wrong.long}>${wrong.text}</span>`}
    </button>`;
}

const mostMarks = 12;

/** A mark for each execution environment; the numbers stand in the line above. */
function Environments({ tick, node }) {
  const { all } = environmentsOf(tick, node);
  return html`<span class="environments" aria-hidden="true">${all.slice(0, mostMarks).map(({ id, state }) => html`<i key=${id} class=${`environment-${state}`}></i>`)}</span>`;
}
