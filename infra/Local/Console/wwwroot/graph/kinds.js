// What the kinds of nodes are called and look like. Kinds are those of the flow graph in the templates' library.
import { html } from '../vendor/preact.js';

/** Family: what has the same colour. Icon: strokes in a box of 16 by 16. Round: drawn with round ends, which take room. */
const kinds = {
  Outside: { word: 'Outside', family: 'entry', isRound: true, icon: 'M2.5 8a5.5 5.5 0 1 0 11 0 5.5 5.5 0 0 0-11 0M2.5 8h11M8 2.5c-4 3.5-4 7.5 0 11 4-3.5 4-7.5 0-11' },
  Api: { word: 'HTTP API', family: 'entry', icon: 'M5 3.5H3v9h2M11 3.5h2v9h-2M6 8h4' },
  Route: { word: 'Route', family: 'entry', isRound: true, icon: 'M2 8h10M8.5 4.5 12 8l-3.5 3.5M14 3v10' },
  Schedule: { word: 'Schedule', family: 'entry', isRound: true, icon: 'M2.5 8a5.5 5.5 0 1 0 11 0 5.5 5.5 0 0 0-11 0M8 4.8V8l2.4 1.6' },
  Bus: { word: 'Event bus', family: 'event', icon: 'M1.5 8h13M4 8V4M8 8V4M12 8V4M6 8v4M10 8v4' },
  Rule: { word: 'Rule', family: 'event', icon: 'M2 3.5h12L9.5 8.5V13l-3-1.5v-3z' },
  Queue: { word: 'Queue', family: 'queue', icon: 'M1.5 4.5h13v7h-13zM5 4.5v7M8.5 4.5v7M12 4.5v7' },
  DeadLetterQueue: { word: 'Dead-letter queue', family: 'dead', icon: 'M1.5 4.5h13v7h-13zM5 6.5l3 3M8 6.5l-3 3M11 4.5v7' },
  Function: { word: 'Function', family: 'function', icon: 'M4 13 8.2 6.5M5 3h1.6L11 13h1.8' },
  Table: { word: 'Table', family: 'store', icon: 'M2.5 4c0-2 11-2 11 0v8c0 2-11 2-11 0zM2.5 4c0 2 11 2 11 0M2.5 8c0 2 11 2 11 0' },
  Stream: { word: 'Stream', family: 'store', icon: 'M1.5 5.5c2-2 4-2 6 0s4 2 6 0M1.5 10.5c2-2 4-2 6 0s4 2 6 0' },
  Bucket: { word: 'Bucket', family: 'store', icon: 'M2.5 4h11L12 13H4zM2.5 4c0-1.6 11-1.6 11 0s-11 1.6-11 0' },
  Topic: { word: 'Topic', family: 'notify', icon: 'M2 6.5v3h2.5L10 13V3L4.5 6.5zM12.2 5.8c1 1.4 1 3 0 4.4' },
  Subscriber: { word: 'Subscriber', family: 'notify', icon: 'M2 4h12v8H2zM2 4l6 5 6-5' },
  Archive: { word: 'Archive', family: 'event', icon: 'M2 3h12v3H2zM3 6v7h10V6M6.5 8.5h3' },
  Alarm: { word: 'Alarm', family: 'notify', isRound: true, icon: 'M4 11V7.5a4 4 0 0 1 8 0V11l1.2 1.2H2.8zM7 14h2' },
};

const unknown = { word: 'Node', family: 'entry', icon: 'M3 3h10v10H3z' };

export const kindOf = node => kinds[node.kind] ?? unknown;

export const Icon = ({ node, size = 16 }) => html`
  <svg class="icon" width=${size} height=${size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d=${kindOf(node).icon} fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;

/** A part of a path that only repeats the kind: `CheckLimits/Queue`, `DetectSilence/Rule`, `CheckLimits/Queue/DeadLetters`. */
const repeated = new Set(['Queue', 'Rule', 'Function', 'Topic', 'Table', 'Bucket', 'Bus', 'Schedule', 'Api']);

/** A node's name where its kind is told beside it. */
export function titleOf(node) {
  if (node.label) return node.label;
  const parts = node.name.split('/');
  if (node.kind === 'Function' || node.kind === 'Alarm') return parts.at(-1);
  if (['Route', 'Outside', 'Subscriber'].includes(node.kind)) return node.name;
  return parts.filter((part, i) => i === 0 || !repeated.has(part)).join('/');
}

/** How an edge reads: `from` … `to`. */
export const verbs = {
  Routes: 'routes to', Authorizes: 'asks', Invokes: 'invokes', Publishes: 'publishes to', Reports: 'reports to', Matches: 'is matched by',
  Delivers: 'delivers to', FailsTo: 'gives up to', Consumes: 'is consumed by', Sends: 'sends to', Notifies: 'notifies', Tells: 'tells',
  Writes: 'writes', Reads: 'reads', Changes: 'changes tell', Keeps: 'is kept in', Watched: 'is watched by',
};
