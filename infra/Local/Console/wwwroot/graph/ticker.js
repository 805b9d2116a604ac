import { html } from '../vendor/preact.js';
import { Empty, StatusBadge, Time } from '../parts.js';
import { hrefTo } from '../router.js';

const shown = 12;

/** The newest events, each a link to its story. */
export function Ticker({ live, nameOf }) {
  return html`
    <section class="card ticker" aria-labelledby="ticker-title">
      <div class="page-head"><h2 id="ticker-title">Newest events</h2><a href=${hrefTo('events')}>All events</a></div>
      ${live.recent.length === 0 ? html`<${Beginning} live=${live} />` : html`
        <ol class="ticker-list">
          ${live.recent.slice(0, shown).map(event => html`
            <li key=${event.stepId}>
              <a href=${hrefTo('events', event.stepId)}>
                <${Time} value=${event.time} now=${live.tick?.now} />
                <span class="ticker-title">${event.title}</span>
                <span class="muted ticker-from">${event.from ? nameOf(event.from) : ''}</span>
                ${event.status && event.status !== 'ok' && html`<${StatusBadge} status=${event.status} />`}
              </a>
            </li>`)}
        </ol>`}
    </section>`;
}

function Beginning({ live }) {
  const passed = Object.keys(live.tick?.edges ?? {}).length > 0;
  if (passed) return html`<p class="muted">None since this page was opened. <a href=${hrefTo('events')}>Earlier ones</a> are kept.</p>`;
  return html`
    <${Empty} title="Nothing has happened yet">
      <p>Send something, and watch it move through the graph: choose an example in <a href=${hrefTo('send')}>Send</a>, start a burst there,
        or run the <code>curl</code> command that the local run printed below <code>Ready</code>.</p>
      <a class="button button-main" href=${hrefTo('send')}>Send an event or a request</a>
    <//>`;
}
