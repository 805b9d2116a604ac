// Every event of the store, newest first.
import { html, useEffect, useMemo, useRef, useState } from '../vendor/preact.js';
import { get, query as queryText } from '../api.js';
import { number, plural } from '../format.js';
import { useLive } from '../live.js';
import { Empty, Resource, StatusBadge, Time } from '../parts.js';
import { hrefTo } from '../router.js';
import { EventFilter, sinceOf } from './event-filter.js';
import { MoreButton, usePages } from './pages.js';
import { storyOf } from './places.js';
import { Table } from './table.js';

const pageSize = 50;

/** What is new is counted at most so often. */
const lookEveryMs = 2_000;

export function Events({ query }) {
  const live = useLive();
  const clock = useRef();
  clock.current = live.tick?.now ?? clock.current;
  const [turn, setTurn] = useState(0);

  // A range such as "the last hour" is fixed when it is chosen, or asked for again: a list that loses its end by itself is hard to read.
  const base = useMemo(() => `events${queryText({
    text: query.text, detailType: query.detailType, source: query.source, bus: query.bus,
    ...sinceOf(query, clock.current ?? new Date().toISOString()), limit: pageSize,
  })}`, [query.text, query.detailType, query.source, query.bus, query.range, query.from, query.to, turn]);
  const pages = usePages(base, { list: 'events', cursor: 'before', id: 'seq' });
  const fresh = useFresh(base, pages, live.recent[0]?.stepId);

  const show = () => {
    setTurn(turn + 1);
    pages.reload();
  };

  const isFiltered = Object.values(query).some(value => value);
  return html`
    <div class="page-head">
      <h1>Events</h1>
      <p class="muted">${pages.first.data ? `${number(pages.first.data.total)} in the store` : html`<span aria-hidden="true"> </span>`}</p>
      <div class="actions news">
        <span role="status">${fresh.count > 0 && html`
          <button type="button" class="button button-small button-main" onClick=${show}>${plural(fresh.count, 'new event')}${fresh.more ? ' or more' : ''}: show</button>`}</span>
      </div>
    </div>
    <${EventFilter} query=${query} />
    <${Resource} of=${pages.first} what="events">
      ${() => pages.items.length === 0
        ? html`<${NoEvents} isFiltered=${isFiltered} />`
        : html`
          <${EventTable} events=${pages.items} now=${clock.current} />
          <${MoreButton} pages=${pages}>Show older events<//>`}
    <//>`;
}

/** How many events came since the first page was asked for; an empty list shows them at once. */
function useFresh(base, pages, newestStep) {
  const [fresh, setFresh] = useState({ count: 0, more: false });
  const first = pages.first.data;
  const newest = first?.events[0]?.seq ?? 0;
  const askedAt = useRef(0);

  useEffect(() => setFresh({ count: 0, more: false }), [base, newest]);

  useEffect(() => {
    if (!first || !newestStep || first.events.some(event => event.stepId === newestStep)) return undefined;
    const aborter = new AbortController();
    const look = async () => {
      askedAt.current = Date.now();
      try {
        const { events } = await get(base, aborter);
        const count = events.filter(event => event.seq > newest).length;
        if (count > 0 && newest === 0) pages.reload();
        else setFresh({ count, more: count === pageSize });
      } catch (error) {
        // The page's own notice says that nothing answers; the next event asks again.
        if (!aborter.signal.aborted) console.warn(error);
      }
    };
    const timer = setTimeout(look, Math.max(0, askedAt.current + lookEveryMs - Date.now()));
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [base, newestStep, newest, first === undefined]);

  return fresh;
}

const columns = now => [
  { head: 'Time (UTC)', cell: event => html`<${Time} value=${event.time} now=${now} />` },
  { head: 'Event', rowHead: true, cell: event => html`<a href=${storyOf(event.stepId)}>${event.detailType}</a>` },
  { head: 'Source', cardHide: true, cell: event => event.source },
  { head: 'What it says', wide: true, cell: event => html`<span class="one-line mono muted" title=${event.summary}>${event.summary}</span>` },
  {
    head: 'Rules', right: true, cell: event => event.rules > 0
      ? html`<span class="num">${event.rules}</span>`
      : html`<${StatusBadge} status="dropped">none matched<//>`,
  },
  { head: 'State', hideHead: true, cell: event => event.failed && html`<${StatusBadge} status="failed">something failed<//>` },
];

const EventTable = ({ events, now }) => html`
  <${Table} caption="Events, newest first" columns=${columns(now)} rows=${events} keyOf=${event => event.seq} />`;

const NoEvents = ({ isFiltered }) => isFiltered
  ? html`
    <${Empty} title="No event is like that">
      <p>Search words are looked for anywhere in the event's JSON, each as it is written. Use fewer of them, or a longer time.</p>
      <a class="button" href=${hrefTo('events')}>Show all events</a>
    <//>`
  : html`
    <${Empty} title="No event yet">
      <p>Send the first one: choose a request or an event from its contract, or let a burst of readings come in. Each event appears here as soon as it is on a bus.</p>
      <a class="button button-main" href=${hrefTo('send')}>Send an event</a>
    <//>`;
