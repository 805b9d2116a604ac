// Where nodes and edges lie. Depends on the drawn graph only, never on live numbers: nothing moves while events do.
import { Graph, layout as dagre } from '../vendor/dagre.js';
import { kindOf } from './kinds.js';
import { route } from './paths.js';

// Wide enough for the longest live text of the kind, and for the name; live numbers never change a size.
const leastWidths = { Function: 146, Queue: 164, DeadLetterQueue: 164, Bus: 150, default: 136 };
const mostWidths = { DeadLetterQueue: 240, default: 190 };
const besideName = 48;
const wideBorders = 10; // of round ends, and of a bus
const height = node => node.kind === 'Function' ? 46 : 40;
const width = node => Math.min(
  mostWidths[node.kind] ?? mostWidths.default,
  Math.max(leastWidths[node.kind] ?? leastWidths.default, besideName + (kindOf(node).isRound || node.kind === 'Bus' ? wideBorders : 0) + textWidth(node.title, 600, 12)));

const pen = document.createElement('canvas').getContext('2d');

/** Systems have different fonts, some much wider than others. */
function textWidth(text, weight, size) {
  pen.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  return Math.ceil(pen.measureText(text).width);
}

const labelSize = 10.5;
const labelHeight = 16;
const besideLabel = 12;

/** Windows are about twice as wide as high: a flat drawing is spread until it fills one. */
const shape = 2.1;
const leastGap = 10;
const mostGap = 34;
const mostTries = 3;
const margin = 12;

/**
 * `{ width, height, nodes: Map(id → {x, y, width, height}) (x, y: the upper left corner), edges: Map(id → {path, label}),
 * order: ids along the flow }`, from left to right. `label`: where an edge's text stands, {x, y (its middle), width, height}.
 */
export function layOut({ nodes, edges }) {
  const isBack = backEdges(nodes, edges);
  const labels = new Map(edges.filter(edge => edge.text)
    .map(edge => [edge.id, { width: textWidth(edge.text.short, 400, labelSize) + besideLabel, height: labelHeight }]));
  const ahead = edges.filter(edge => !isBack(edge));

  let gap = leastGap;
  for (let tries = 1; ; tries++) {
    const { boxes, ways, mostInColumn } = placed(nodes, ahead, labels, gap);
    const whole = fitted(boxes, route({ boxes, ways, ahead, back: edges.filter(isBack), labels }));
    const wanted = Math.min(mostGap, Math.max(leastGap, gap + (whole.width / shape - whole.height) / mostInColumn));
    if (tries === mostTries || Math.abs(wanted - gap) < 1) return { ...whole, order: inOrder(boxes) };
    gap = wanted;
  }
}

/** What dagre says of the nodes, and of the edges that lead on. */
function placed(nodes, edges, labels, gap) {
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'LR', nodesep: gap, ranksep: 46, edgesep: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { width: width(node), height: height(node) });
  for (const edge of edges) graph.setEdge(edge.from, edge.to, { width: 0, height: 0, ...labels.get(edge.id), labelpos: 'c', weight: weightOf(edge) });
  dagre(graph);

  const boxes = new Map(nodes.map(({ id }) => [id, graph.node(id)]));
  const columns = Map.groupBy(boxes.values(), box => Math.round(box.x));
  for (const column of columns.values()) {
    // One width for a column, so that its edges begin and end in one line.
    const widest = Math.max(...column.map(box => box.width));
    for (const box of column) box.width = widest;
  }

  return {
    boxes: new Map([...boxes].map(([id, box]) => [id, { x: box.x - box.width / 2, y: box.y - box.height / 2, width: box.width, height: box.height }])),
    ways: new Map(edges.map(edge => [edge.id, graph.edge(edge.from, edge.to)])),
    mostInColumn: Math.max(1, ...[...columns.values()].map(column => column.length)),
  };
}

/** With everything in the positive quadrant, and a margin around it. */
function fitted(boxes, { edges, bounds }) {
  const [dx, dy] = [margin - bounds.left, margin - bounds.top];
  const moved = place => ({ ...place, x: place.x + dx, y: place.y + dy });
  return {
    width: bounds.right - bounds.left + 2 * margin,
    height: bounds.bottom - bounds.top + 2 * margin,
    nodes: new Map([...boxes].map(([id, box]) => [id, moved(box)])),
    edges: new Map([...edges].map(([id, { draw, label }]) => [id, { path: draw(dx, dy), label: moved(label) }])),
  };
}

/**
 * Events go round: a table's changes become events again, and whoever takes from one bus may publish to another. Laid out as it
 * comes, the graph would be one long line. A bus is rather a hub: who publishes to it stands before it, who takes from it behind,
 * and the ways back are drawn backwards.
 */
function backEdges(nodes, edges) {
  const kinds = new Map(nodes.map(node => [node.id, node.kind]));
  const publishers = new Set(edges.filter(edge => kinds.get(edge.to) === 'Bus').map(edge => edge.from));
  const takers = behind(edges, nodes.filter(node => node.kind === 'Bus').map(node => node.id), kinds);
  return ({ from, to }) => {
    const [source, target] = [kinds.get(from), kinds.get(to)];
    if (target === 'Bus') return takers.has(from);
    return (source === 'Table' || source === 'Stream') && target === 'Function' && publishers.has(to);
  };
}

/** What a bus leads to before it becomes another event. */
function behind(edges, buses, kinds) {
  const found = new Set();
  const waiting = [...buses];
  while (waiting.length > 0) {
    const id = waiting.pop();
    for (const { from, to } of edges) {
      if (from !== id || found.has(to) || kinds.get(to) === 'Bus' || kinds.get(from) === 'Table') continue;
      found.add(to);
      waiting.push(to);
    }
  }

  return found;
}

/** Heavy edges are kept short and straight, and are crossed last. */
const weights = { Consumes: 4, Invokes: 4, Matches: 2, Delivers: 2, Publishes: 2 };
const weightOf = edge => weights[edge.kind] ?? 1;

const inOrder = boxes => [...boxes].sort(([, a], [, b]) => a.x - b.x || a.y - b.y).map(([id]) => id);

const joinedFactor = 0.05;
const directions = { ArrowLeft: ['x', -1], ArrowRight: ['x', 1], ArrowUp: ['y', -1], ArrowDown: ['y', 1] };

/**
 * The node that an arrow key leads to: near, and in that direction rather than beside it; along the flow rather one that an
 * edge leads to. Undefined at the rim.
 */
export function neighbour(layout, edges, id, key) {
  const [axis, sign] = directions[key];
  const other = axis === 'x' ? 'y' : 'x';
  const centre = node => ({ x: node.x + node.width / 2, y: node.y + node.height / 2 });
  const from = centre(layout.nodes.get(id));
  const joined = new Set(axis === 'x' ? edges.filter(edge => edge.from === id || edge.to === id).flatMap(edge => [edge.from, edge.to]) : []);
  let best;
  for (const [candidate, box] of layout.nodes) {
    const to = centre(box);
    const ahead = (to[axis] - from[axis]) * sign;
    if (candidate === id || ahead < 8) continue;
    const distance = (ahead + 2.5 * Math.abs(to[other] - from[other])) * (joined.has(candidate) ? joinedFactor : 1);
    if (!best || distance < best.distance) best = { candidate, distance };
  }

  return best?.candidate;
}
