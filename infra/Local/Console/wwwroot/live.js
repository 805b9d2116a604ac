// One stream of ticks for the whole page, whichever views look at it.
import { useEffect, useState } from './vendor/preact.js';
import { liveUrl } from './api.js';

const mostTicks = 180;
const mostRecent = 60;
const retryAfterMs = 2_000;

/** Ticks come every second; after this long without one, the page says that it is out of date. */
const staleAfterMs = 6_000;

const listeners = new Set();
const reconnections = new Set();
let source;
let lastTickAt = 0;
let current = {
  state: 'connecting', since: Date.now(), tick: null, history: [], recent: [], restarted: false,
};

/**
 * `{ state: 'connecting'|'live'|'disconnected', since: ms, tick, history: [tick…] (oldest first, up to three minutes),
 * recent: [event…] (newest first), restarted }`; draws the component again with every tick.
 */
export function useLive() {
  const [value, setValue] = useState(current);
  useEffect(() => {
    listeners.add(setValue);
    setValue(current);
    connect();
    return () => listeners.delete(setValue);
  }, []);
  return value;
}

/** Calls `listener()` each time ticks come again after none came. Gives what ends that. */
export function whenReconnected(listener) {
  reconnections.add(listener);
  return () => {
    reconnections.delete(listener);
  };
}

/** Per second, over the last ticks, of a number that only rises: `rate(history, tick => tick.edges['a|b'])`. */
export function rate(history, pick, ticks = 4) {
  const last = history.at(-1);
  const first = history.at(-1 - ticks) ?? history[0];
  if (!last || first === last) return 0;
  const seconds = (Date.parse(last.now) - Date.parse(first.now)) / 1_000;
  const grown = (pick(last) ?? 0) - (pick(first) ?? 0);
  return seconds > 0 && grown > 0 ? grown / seconds : 0;
}

/** The number at each tick, oldest first, for charts. */
export const series = (history, pick) => history.map(tick => pick(tick) ?? 0);

function update(change) {
  current = { ...current, ...change };
  for (const listener of listeners) listener(current);
}

function setState(state) {
  if (current.state !== state) update({ state, since: Date.now() });
}

function connect() {
  if (source) return;
  source = new EventSource(liveUrl);
  source.addEventListener('tick', message => take(JSON.parse(message.data)));
  source.addEventListener('error', lost);
}

function lost() {
  setState('disconnected');
  // The browser itself reconnects after a broken connection, but not after an answer that was no stream.
  if (source.readyState === EventSource.CLOSED) {
    source = undefined;
    setTimeout(connect, retryAfterMs);
  }
}

function take(tick) {
  lastTickAt = Date.now();
  const restarted = current.tick !== null && current.tick.startedAt !== tick.startedAt;
  const wasLost = current.state === 'disconnected';
  const history = restarted ? [] : current.history;
  update({
    state: 'live',
    since: current.state === 'live' ? current.since : Date.now(),
    tick,
    history: [...history, tick].slice(-mostTicks),
    recent: newest(tick.recent ?? [], restarted ? [] : current.recent),
    restarted: current.restarted || restarted,
  });
  if (wasLost) reconnections.forEach(listener => listener());
}

/** A reconnection may tell again what was told. */
function newest(arrived, known) {
  const byId = new Map([...arrived, ...known].map(event => [event.stepId, event]));
  for (const event of arrived) byId.set(event.stepId, event);
  return [...byId.values()].sort((a, b) => b.time.localeCompare(a.time)).slice(0, mostRecent);
}

setInterval(() => {
  if (current.state === 'live' && Date.now() - lastTickAt > staleAfterMs) setState('disconnected');
}, 1_000);
