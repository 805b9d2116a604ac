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

/** Whether anything has moved since the local run began. */
export const hasBegun = live => live.tick === null || live.recent.length > 0 || Object.values(live.tick.edges ?? {}).some(total => total > 0);

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
