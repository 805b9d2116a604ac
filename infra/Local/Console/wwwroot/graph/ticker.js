import { html } from '../vendor/preact.js';
import { Empty, StatusBadge, Time } from '../parts.js';
import { hrefTo } from '../router.js';

/** The newest events, each a link to its story. */
export function Ticker({ live, nameOf, most }) {
  return html`
    <section class="card ticker" aria-labelledby="newest">
      <div class="page-head"><h2 id="newest">Newest events</h2><a href=${hrefTo('events')}>All events</a></div>
      ${live.recent.length === 0 && html`<p class="muted">None since this page was opened; earlier ones are in the list of all.</p>`}
      <ol class="ticker-list">
        ${live.recent.slice(0, most).map(event => html`
          <li key=${event.stepId}>
            <a href=${hrefTo('events', event.stepId)}>
              <${Time} value=${event.time} now=${live.tick?.now} />
              <span class="ticker-title">${event.title}</span>
              <span class="muted ticker-from">${event.from ? nameOf(event.from) : ''}</span>
              ${event.status && event.status !== 'ok' && html`<${StatusBadge} status=${event.status}>${event.status === 'dropped' ? 'no rule took it' : null}<//>`}
            </a>
          </li>`)}
      </ol>
    </section>`;
}

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
