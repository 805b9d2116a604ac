// Live numbers of nodes, as short texts. `look` is what they are read from: `{ tick, history }`.
import { rate } from '../live.js';
import { duration, plural, rateText, short } from '../format.js';

/** A sum over what a drawn node stands for. */
export const sum = (tick, node, counter) => node.members.reduce((total, id) => total + (tick?.nodes?.[id]?.[counter] ?? 0), 0);

/** Which counter tells that something passed. */
const passing = {
  Route: 'requests', Bus: 'published', Rule: 'matched', Schedule: 'matched', Queue: 'sent', DeadLetterQueue: 'sent', Function: 'invocations',
  Table: 'writes', Stream: 'records', Topic: 'published', Bucket: 'puts', Archive: 'events',
};

export const passingCounter = kind => passing[kind];

export const nodeRate = (history, node) => passing[node.kind] ? rate(history, tick => sum(tick, node, passing[node.kind])) : 0;

export const edgeTotal = (tick, edge) => edge.keys.reduce((total, key) => total + (tick?.edges?.[key] ?? 0), 0);

export const edgeRate = (history, edge) => rate(history, tick => edgeTotal(tick, edge));

export function environmentsOf(tick, node) {
  const all = node.members.flatMap(id => tick?.nodes?.[id]?.environments ?? []);
  const count = state => all.filter(environment => environment.state === state).length;
  return { all, busy: count('busy'), warm: count('ready'), starting: count('starting') };
}

/** The line below a node's name. */
export function liveText(tick, history, node) {
  if (!tick) return '';
  switch (node.kind) {
    case 'Function': return functionText(tick, node);
    case 'Queue':
    case 'DeadLetterQueue': return queueText(tick, node);
    case 'Alarm': return alarmText(tick, node);
    default: return passedText(tick, history, node);
  }
}

function functionText(tick, node) {
  const { busy, warm, starting } = environmentsOf(tick, node);
  const parts = [busy && `${busy} busy`, warm && `${warm} warm`, starting && `${starting} starting`].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : 'cold';
}

function queueText(tick, node) {
  const [visible, inFlight, delayed] = ['visible', 'inFlight', 'delayed'].map(counter => sum(tick, node, counter));
  if (visible + inFlight + delayed === 0) return 'empty';
  return [visible && `${short(visible)} waiting`, inFlight && `${short(inFlight)} in flight`, delayed && `${short(delayed)} delayed`].filter(Boolean).join(' · ');
}

function alarmText(tick, node) {
  const ringing = node.members.filter(id => tick.nodes?.[id]?.state === 'ALARM').length;
  if (node.members.length === 1) return ringing > 0 ? 'in alarm' : 'quiet';
  return ringing > 0 ? `${ringing} of ${node.members.length} in alarm` : plural(node.members.length, 'alarm');
}

const passedNouns = { requests: 'request', writes: 'write', records: 'record', puts: 'object', events: 'event' };

/** The noun gives its room to the rate. */
function passedText(tick, history, node) {
  const counter = passing[node.kind];
  if (!counter) return '';
  const total = sum(tick, node, counter);
  const perSecond = nodeRate(history, node);
  return perSecond > 0 ? `${short(total)} · ${rateText(perSecond)}/s` : `${short(total)} ${passedWord(counter, total)}`;
}

const passedWord = (counter, count) => {
  const noun = passedNouns[counter];
  if (!noun) return counter;
  return count === 1 ? noun : `${noun}s`;
};

/** What is wrong with a node, as a short text, or null. Errors count while they are in the ticks that the page holds. */
export function trouble(tick, history, node, { deadLetters, alarms }) {
  if (!tick) return null;
  const dead = node.members.flatMap(id => [...deadLetters.get(id) ?? []]);
  const lying = new Set(node.kind === 'DeadLetterQueue' ? node.members : dead);
  const deadCount = [...lying].reduce((total, id) => total + (tick.nodes?.[id]?.visible ?? 0), 0);
  if (deadCount > 0) return { text: `${short(deadCount)} dead ${deadCount === 1 ? 'letter' : 'letters'}`, long: `${plural(deadCount, 'message')} in dead-letter queues` };

  const failed = ['errors', 'throttles', 'errors5xx', 'undelivered'].map(counter => [counter, sum(tick, node, counter) - sum(history[0], node, counter)])
    .find(([, count]) => count > 0);
  if (failed) {
    const [counter, count] = failed;
    const word = counter === 'errors' && count === 1 ? 'error' : failureWords[counter];
    return { text: `${short(count)} ${word}`, long: `${count} ${word} within the last minutes` };
  }

  const ringing = node.members.flatMap(id => alarms.get(id) ?? []).filter(id => tick.nodes?.[id]?.state === 'ALARM').length;
  return ringing > 0 ? { text: 'alarm', long: `${plural(ringing, 'alarm')} ringing` } : null;
}

const failureWords = { errors: 'errors', throttles: 'throttled', errors5xx: '5xx', undelivered: 'lost' };

const counterWords = {
  requests: 'Requests', errors4xx: 'Answered 4xx', errors5xx: 'Answered 5xx', published: 'Published', matched: 'Matched', undelivered: 'Undelivered',
  visible: 'Waiting', inFlight: 'In flight', delayed: 'Delayed', sent: 'Sent', waiting: 'Waiting for an environment', coldStarts: 'Cold starts',
  invocations: 'Invocations', errors: 'Errors', throttles: 'Throttled', writes: 'Writes', records: 'Records', puts: 'Objects put', events: 'Events kept',
};

/** All of a node's counters since the start: `[label, text]` each. */
export function figures(tick, node) {
  const found = Object.entries(counterWords)
    .filter(([counter]) => node.members.some(id => tick?.nodes?.[id]?.[counter] !== undefined))
    .map(([counter, label]) => [label, short(sum(tick, node, counter))]);
  const oldest = Math.max(0, ...node.members.map(id => tick?.nodes?.[id]?.oldestMs ?? 0));
  return oldest > 0 ? [...found, ['Oldest message', duration(oldest)]] : found;
}
