import { html, useState } from '../vendor/preact.js';
import { path, query as queryText } from '../api.js';
import { plural } from '../format.js';
import { Empty, Field, Resource, useSettled } from '../parts.js';
import { hrefTo } from '../router.js';
import { inOrder, LogLines } from './log-lines.js';
import { MoreButton, usePages } from './pages.js';

const refreshMs = 2_000;

export function FunctionLogs({ of, query }) {
  const [text, setText] = useState('');
  const [follows, setFollows] = useState(true);
  const [raw, setRaw] = useState(false);
  const settled = useSettled(text);
  const pages = usePages(`${path('functions', of.name, 'logs')}${queryText({ requestId: query.requestId, text: settled, limit: 200 })}`, {
    list: 'lines', cursor: 'before', id: 'seq', every: follows ? refreshMs : undefined,
  });
  const lines = inOrder(pages.items);
  return html`
    <section class="section" aria-label="Logs">
      <div class="toolbar">
        <${Field} label="Search in the lines">
          ${id => html`<input id=${id} class="search" type="search" value=${text} placeholder="Any words" onInput=${event => setText(event.target.value)} />`}
        <//>
        ${query.requestId && html`
          <a class="button" href=${hrefTo('functions', of.name, { tab: 'logs' })}>
            request ${query.requestId.slice(0, 8)} <span aria-hidden="true">×</span><span class="visually-hidden">: remove this filter</span>
          </a>`}
        <button type="button" class="button" aria-pressed=${follows} onClick=${() => setFollows(!follows)}>Follow</button>
        <button type="button" class="button" aria-pressed=${raw} onClick=${() => setRaw(!raw)}>Whole lines</button>
      </div>
      <${Resource} of=${pages.first} what="the logs">
        ${() => lines.length === 0
          ? html`<${NoLines} of=${of} isFiltered=${settled !== '' || query.requestId} />`
          : html`
            <${MoreButton} pages=${pages}>Show older lines<//>
            <${LogLines} lines=${lines} label=${`Logs of ${of.label}`} day=${lines.at(-1).time} raw=${raw} />
            <p class="hint">${plural(lines.length, 'line')}, newest last</p>`}
      <//>
    </section>`;
}

const NoLines = ({ of, isFiltered }) => isFiltered
  ? html`<${Empty} title="No line is like that"><a class="button" href=${hrefTo('functions', of.name, { tab: 'logs' })}>Show all lines</a><//>`
  : html`
    <${Empty} title="No lines yet">
      <p>It writes when it is invoked.</p>
      <a class="button" href=${hrefTo('functions', of.name, { tab: 'invoke' })}>Invoke it</a>
    <//>`;
