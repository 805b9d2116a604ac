// Which nodes and edges are drawn. Pure: a graph in, a smaller graph out.
// A drawn node has `members` (the ids that it stands for), a drawn edge `keys` (the "FROM|TO" whose totals it shows).
import { titleOf } from './kinds.js';

/** What can be shown besides, in the order of the boxes to tick. */
export const options = [
  { name: 'rules', label: 'Rules and streams' },
  { name: 'routes', label: 'Each route' },
  { name: 'deadLetters', label: 'Dead-letter queues' },
  { name: 'access', label: 'Reads and authorizers' },
  { name: 'archives', label: 'Archives' },
];

const alarmsId = 'group:alarms';
const effects = new Set(['Publishes', 'Writes', 'Notifies', 'Sends', 'Invokes']);

/** `show`: `{ rules: true, … }`. */
export function drawn(graph, show) {
  const joined = new Set(graph.edges.flatMap(edge => [edge.from, edge.to]));
  let nodes = graph.nodes.map(node => ({ ...node, title: titleOf(node), members: [node.id] }));
  let edges = graph.edges.filter(edge => edge.kind !== 'Watched').map(edge => ({ ...edge, keys: [`${edge.from}|${edge.to}`], text: labelOf(edge) }));
  edges = show.access ? edges : edges.filter(isMain(edges));
  ({ nodes, edges } = merge(nodes, edges, node => node.kind === 'Alarm' ? alarmsId : null, alarms));
  if (!show.routes) ({ nodes, edges } = withGroupedRoutes(nodes, edges));
  if (!show.deadLetters) ({ nodes, edges } = without(nodes, edges, node => node.kind === 'DeadLetterQueue' && !edges.some(edge => edge.from === node.id)));
  if (!show.archives) ({ nodes, edges } = without(nodes, edges, node => node.kind === 'Archive'));
  if (!show.rules) ({ nodes, edges } = folded(nodes, edges, node => node.kind === 'Rule' || node.kind === 'Stream'));
  edges = combined(edges).filter(edge => edge.from !== edge.to);

  // What stands alone only because its edges are left out says nothing; what always stood alone is worth seeing.
  const left = new Set(edges.flatMap(edge => [edge.from, edge.to]));
  nodes = nodes.filter(node => left.has(node.id) || !node.members.some(id => joined.has(id)));
  return { nodes, edges };
}

/**
 * Dead-letter queues by the id of what gives up to them; a rule's also by its targets, which stand for it when it is folded, and a queue's by the
 * function that could not handle its messages.
 */
export function deadLettersOf(graph) {
  const found = new Map();
  const add = (id, queue) => found.set(id, (found.get(id) ?? new Set()).add(queue));
  for (const edge of graph.edges.filter(({ kind }) => kind === 'FailsTo')) {
    add(edge.from, edge.to);
    graph.edges.filter(({ kind, from }) => (kind === 'Delivers' || kind === 'Consumes') && from === edge.from).forEach(({ to }) => add(to, edge.to));
  }

  return found;
}

/** Alarms by the id of what they watch. */
export function alarmsOf(graph) {
  const found = new Map();
  for (const edge of graph.edges.filter(({ kind }) => kind === 'Watched')) {
    found.set(edge.from, [...found.get(edge.from) ?? [], edge.to]);
  }

  return found;
}

/** Reading leads nowhere; it is drawn only for functions that do nothing else. */
function isMain(edges) {
  const busy = new Set(edges.filter(edge => effects.has(edge.kind)).map(edge => edge.from));
  const authorizers = new Set(edges.filter(edge => edge.kind === 'Authorizes').map(edge => edge.to));
  return edge => edge.kind !== 'Authorizes' && (edge.kind !== 'Reads' || !busy.has(edge.from) && !authorizers.has(edge.from));
}

const alarms = members => ({ kind: 'Alarm', name: 'CloudWatch alarms', title: members.length === 1 ? members[0].title : 'CloudWatch alarms' });

function withGroupedRoutes(nodes, edges) {
  const target = new Map(edges.filter(edge => edge.kind === 'Invokes').map(edge => [edge.from, edge.to]));
  const grouped = merge(nodes, edges, node => node.kind === 'Route' && target.has(node.id) ? `routes:${target.get(node.id)}` : null, routes);
  return without(grouped.nodes, grouped.edges, node => node.kind === 'Api');
}

function routes(members) {
  const methods = [...new Set(members.map(node => node.name.split(' ')[0]))].join(', ');
  const name = members.length === 1 ? members[0].name : `${methods}: ${members.length} routes`;
  return { kind: 'Route', name, title: name };
}

/** Nodes of the same key become one. */
function merge(nodes, edges, keyOf, describe) {
  const groups = new Map();
  const ids = new Map();
  for (const node of nodes) {
    const key = keyOf(node);
    if (key === null) continue;
    groups.set(key, [...groups.get(key) ?? [], node]);
    ids.set(node.id, key);
  }

  const groupNodes = [...groups].map(([id, members]) => ({ ...members[0], ...describe(members), id, members: members.flatMap(node => node.members) }));
  return {
    nodes: [...nodes.filter(node => !ids.has(node.id)), ...groupNodes],
    edges: edges.map(edge => ({ ...edge, from: ids.get(edge.from) ?? edge.from, to: ids.get(edge.to) ?? edge.to })),
  };
}

function without(nodes, edges, isGone) {
  const gone = new Set(nodes.filter(isGone).map(node => node.id));
  return {
    nodes: nodes.filter(node => !gone.has(node.id)),
    edges: edges.filter(edge => !gone.has(edge.from) && !gone.has(edge.to)),
  };
}

/** Each way through a node becomes one edge, with the label of the way in and the totals of the way out. */
function folded(nodes, edges, isFolded) {
  const inner = nodes.filter(node => isFolded(node) && edges.some(edge => edge.to === node.id) && edges.some(edge => edge.from === node.id));
  let rest = edges;
  for (const node of inner) {
    const into = rest.filter(edge => edge.to === node.id);
    const out = rest.filter(edge => edge.from === node.id && edge.kind !== 'FailsTo');
    const through = into.flatMap(a => out.map(b => ({
      ...b, from: a.from, kind: a.kind, text: a.text ?? (node.kind === 'Stream' ? { short: 'changes', long: 'changes' } : null), through: [node.id],
    })));
    rest = [...rest.filter(edge => edge.from !== node.id && edge.to !== node.id), ...through];
  }

  const gone = new Set(inner.map(node => node.id));
  return { nodes: nodes.filter(node => !gone.has(node.id)), edges: rest };
}

function combined(edges) {
  const byEnds = new Map();
  for (const edge of edges) {
    const id = `${edge.from}|${edge.to}`;
    const other = byEnds.get(id);
    byEnds.set(id, other ? {
      ...other,
      keys: [...new Set([...other.keys, ...edge.keys])],
      through: [...other.through ?? [], ...edge.through ?? []],
      text: both(other.text, edge.text),
    } : { ...edge, id });
  }

  return [...byEnds.values()];
}

function both(a, b) {
  if (!a || !b) return a ?? b;
  return few([...new Set([...a.long.split(', '), ...b.long.split(', ')])]);
}

function labelOf(edge) {
  if (edge.kind === 'Publishes') return few(edge.events?.map(event => event.detailType ?? 'any event') ?? []);
  if (edge.kind === 'Matches') return few(edge.patterns?.flatMap(namesOf) ?? []);
  if (edge.kind === 'Delivers' && edge.label) return { short: edge.label, long: edge.label };
  return null;
}

/** A pattern's detail-types; `some` of them when it asks for more than that. */
function namesOf(pattern) {
  const literals = (pattern['detail-type'] ?? pattern.source ?? []).filter(value => typeof value === 'string');
  return literals.map(name => pattern.detail ? `some ${name}` : name);
}

const few = names => names.length === 0 ? null : {
  short: names.length === 1 ? cut(names[0]) : `${cut(names[0])} +${names.length - 1}`,
  long: names.join(', '),
};

const longest = 22;
const cut = name => name.length <= longest ? name : `${name.slice(0, longest - 1).trimEnd()}…`;
