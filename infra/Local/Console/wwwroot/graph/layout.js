// Where nodes and edges lie. Depends on the drawn graph only, never on live numbers: nothing moves while events do.
import { Graph, layout as dagre } from '../vendor/dagre.js';
import { kindOf } from './kinds.js';

// Wide enough for the longest live text of the kind, and for the name; live numbers never change a size.
const leastWidths = { Function: 146, Queue: 164, DeadLetterQueue: 164, Bus: 168, default: 136 };
const mostWidth = 200;
const besideName = 48;
const roundEnds = 10;
const height = node => node.kind === 'Function' ? 46 : 40;
const width = node => Math.min(mostWidth, Math.max(leastWidths[node.kind] ?? leastWidths.default, besideName + (kindOf(node).isRound ? roundEnds : 0) + textWidth(node.title, 600, 12)));

const pen = document.createElement('canvas').getContext('2d');

/** Systems have different fonts, some much wider than others. */
function textWidth(text, weight, size) {
  pen.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  return Math.ceil(pen.measureText(text).width);
}

const labelSize = 10.5;
const labelHeight = 14;

/**
 * `{ width, height, nodes: Map(id → {x, y, width, height}) (x, y: the upper left corner), edges: Map(id → {path, middle}),
 * order: ids along the flow }`, from left to right.
 */
export function layOut({ nodes, edges }) {
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'LR', nodesep: 10, ranksep: 36, edgesep: 10, marginx: 10, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) {
    graph.setNode(node.id, { width: width(node), height: height(node) });
  }

  const isBack = backEdges(nodes, edges);
  for (const edge of edges) {
    const label = { width: edge.text ? textWidth(edge.text.short, 400, labelSize) + 8 : 0, height: edge.text ? labelHeight : 0, labelpos: 'c', weight: weightOf(edge) };
    if (isBack(edge)) graph.setEdge(edge.to, edge.from, label);
    else graph.setEdge(edge.from, edge.to, label);
  }

  dagre(graph);
  const whole = graph.graph();
  return {
    width: whole.width,
    height: whole.height,
    nodes: new Map(nodes.map(({ id }) => [id, corner(graph.node(id))])),
    edges: new Map(edges.map(edge => [edge.id, isBack(edge) ? drawnEdge(reversed(graph.edge(edge.to, edge.from))) : drawnEdge(graph.edge(edge.from, edge.to))])),
    order: inOrder(nodes, graph),
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

/** Heavy edges are kept short and straight. */
function weightOf(edge) {
  return edge.kind === 'Consumes' || edge.kind === 'Invokes' ? 4 : 1;
}

const reversed = place => ({ ...place, points: [...place.points].reverse() });

const corner = ({ x, y, width, height }) => ({ x: x - width / 2, y: y - height / 2, width, height });

function drawnEdge({ points, x, y }) {
  const middle = x === undefined ? points[Math.floor(points.length / 2)] : { x, y };
  return { path: smooth(points), middle };
}

/** Through the middles between the points, bending towards the points. */
function smooth(points) {
  const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const [first, ...rest] = points;
  if (rest.length === 1) return `M${at(first)}L${at(rest[0])}`;
  const bends = rest.slice(0, -1).map((point, i) => {
    const next = rest[i + 1];
    const end = i === rest.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(end)}`;
  });
  return `M${at(first)}${bends.join('')}`;
}

function inOrder(nodes, graph) {
  return nodes.map(({ id }) => ({ id, ...graph.node(id) }))
    .sort((a, b) => a.x - b.x || a.y - b.y)
    .map(({ id }) => id);
}

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
