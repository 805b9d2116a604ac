import { html, useEffect } from '../vendor/preact.js';
import { Empty, Resource, StatusBadge, Time, useResource } from '../parts.js';
import { hrefTo } from '../router.js';

/** What an event led to is known only later, so the list is asked for again even when no event comes. */
const refreshMs = 5_000;

/** The newest events, each a link to its story: those that were there when the page was opened, and those that come. */
export function Ticker({ live, most }) {
  const asked = useResource(`events?limit=${most}`, { every: refreshMs });
  const newest = live.recent[0]?.stepId;
  useEffect(() => {
    if (newest) asked.reload();
  }, [newest]);

  return html`
    <section class="card ticker" aria-labelledby="newest">
      <div class="page-head"><h2 id="newest">Newest events</h2><a href=${hrefTo('events')}>All events</a></div>
      <${Resource} of=${asked} what="events">
        ${({ events }) => events.length === 0 ? html`<p class="muted">None yet.</p>` : html`
          <ol class="ticker-list">${events.map(event => html`<${Event} key=${event.seq} event=${event} now=${live.tick?.now} />`)}</ol>`}
      <//>
    </section>`;
}

const Event = ({ event, now }) => html`
  <li>
    <a href=${hrefTo('events', event.stepId)}>
      <${Time} value=${event.time} now=${now} />
      <span class="ticker-title">${event.detailType}</span>
      <span class="muted ticker-summary">${event.summary}</span>
      ${event.failed ? html`<${StatusBadge} status="failed" />` : event.rules === 0 && html`<${StatusBadge} status="dropped">no rule took it<//>`}
    </a>
  </li>`;

const doors = { Route: 'requests', Bucket: 'puts', Bus: 'published' };

/**
 * Whether somebody has sent something since the local run began. Schedules and alarms, which come over the default bus, set
 * things going by themselves; that is not yet anything to see.
 */
export function hasBegun(live, graph) {
  if (live.tick === null || live.recent.length > 0) return true;
  const own = graph.nodes.filter(node => node.kind in doors && node.name !== 'default');
  return own.length === 0 ? Object.values(live.tick.edges ?? {}).some(total => total > 0)
    : own.some(node => live.tick.nodes?.[node.id]?.[doors[node.kind]] > 0);
}

/** What to do first. */
export const Beginning = () => html`
  <${Empty} title="Nothing has happened yet">
    <p>Send something and watch it move through the graph: an example from <a href=${hrefTo('send')}>Send</a>, a burst of many, or the
      ${' '}<code>curl</code> command that the local run printed when it was ready.</p>
    <div class="actions">
      <a class="button button-main" href=${hrefTo('send', { form: 'request' })}>Send a request</a>
      <a class="button" href=${hrefTo('send', { form: 'event' })}>Send an event</a>
      <a class="button" href=${hrefTo('send', { form: 'burst' })}>Start a burst</a>
    </div>
  <//>`;
