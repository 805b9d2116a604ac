// One queue: what is in it and, of a dead-letter queue, why, and the way back.
import { html, useEffect, useState } from '../vendor/preact.js';
import { path, query as queryText } from '../api.js';
import { duration, number, plural } from '../format.js';
import { Duration, Empty, Field, Path, Resource, StatusBadge, useSettled } from '../parts.js';
import { hrefTo } from '../router.js';
import { MessageList } from './queue-messages.js';
import { MoreButton, usePages } from './pages.js';
import { Redrive } from './queue-redrive.js';

const refreshMs = 2_000;
const pageSize = 50;

export function Queue({ name, all }) {
  return html`
    <${Resource} of=${all} what="the queue">
      ${({ queues }) => {
        const queue = queues.find(candidate => candidate.name === name);
        return queue ? html`<${Found} queue=${queue} reloadAll=${all.reload} />` : html`<${Unknown} name=${name} />`;
      }}
    <//>`;
}

const Unknown = ({ name }) => html`
  <div class="page-head"><h1>Queue</h1><a class="back" href=${hrefTo('queues')}>All queues</a></div>
  <${Empty} title="No such queue">
    <p>The running assembly has no queue called <code>${name}</code>.</p>
    <a class="button" href=${hrefTo('queues')}>Show all queues</a>
  <//>`;

function Found({ queue, reloadAll }) {
  return html`
    <div class="page-head">
      <h1 class="break"><${Path} text=${queue.label} /></h1>
      ${queue.deadLetter && html`<${StatusBadge} status="quiet">dead-letter queue<//>`}
      <a class="back" href=${hrefTo('queues')}>All queues</a>
      <a class="back" href=${hrefTo('', { node: queue.node })}>In the flow</a>
    </div>
    <dl class="figures">
      <div><dt>Visible</dt><dd>${number(queue.visible)}</dd></div>
      <div><dt>In flight</dt><dd>${number(queue.inFlight)}</dd></div>
      <div><dt>Delayed</dt><dd>${number(queue.delayed)}</dd></div>
      <div><dt>Oldest</dt><dd><${Duration} ms=${queue.oldestMs} /></dd></div>
    </dl>
    <dl class="facts">
      <dt>Name</dt><dd><code>${queue.name}</code></dd>
      ${queue.deadLetter && html`<dt>Takes what fails in</dt><dd>${texts(queue.sources.map(source => source.label))}</dd>`}
      <dt>Read by</dt><dd>${texts(queue.consumers)}</dd>
      <dt>After a receive</dt><dd>a message is hidden for ${duration(queue.visibilityTimeoutMs)}${queue.maxReceiveCount
        ? `; after ${plural(queue.maxReceiveCount, 'receive')} it goes to the dead-letter queue` : ''}</dd>
    </dl>
    <${Messages} queue=${queue} reloadAll=${reloadAll} />`;
}

const texts = items => items.length === 0 ? html`<span class="muted">nobody</span>` : items.join(', ');

function Messages({ queue, reloadAll }) {
  const [text, setText] = useState('');
  const settled = useSettled(text);
  const pages = usePages(`${path('queues', queue.name, 'messages')}${queryText({ text: settled, limit: pageSize })}`, {
    list: 'messages', cursor: 'after', id: 'id', every: refreshMs,
  });
  const [chosen, setChosen] = useState(new Set());
  const isThere = new Set(pages.items.map(message => message.id));
  const selected = [...chosen].filter(id => isThere.has(id));
  const total = pages.first.data?.total;
  useEffect(() => setChosen(new Set()), [settled]);

  const changed = () => {
    setChosen(new Set());
    pages.reload();
    reloadAll();
  };

  return html`
    <section class="section">
      <div class="section-head">
        <h2>Messages</h2>
        <p class="muted">Looked at, not received: looking changes nothing.</p>
      </div>
      <div class="toolbar">
        <${Field} label="Search in bodies and attributes">
          ${id => html`<input id=${id} class="search" type="search" value=${text} placeholder="An id, any word" onInput=${event => setText(event.target.value)} />`}
        <//>
        ${queue.deadLetter && html`<${Redrive} queue=${queue} text=${settled} selected=${selected} total=${total ?? 0} changed=${changed} />`}
      </div>
      <${Resource} of=${pages.first} what="messages">
        ${() => pages.items.length === 0
          ? html`<${NoMessages} queue=${queue} text=${settled} />`
          : html`
            <${MessageList} messages=${pages.items} total=${total} canChoose=${queue.deadLetter && queue.redriveTargets.length > 0} chosen=${chosen} choose=${setChosen} />
            <${MoreButton} pages=${pages}>Show more messages<//>`}
      <//>
    </section>`;
}

function NoMessages({ queue, text }) {
  if (text) return html`<${Empty} title="No message is like that"><p>Nothing in this queue holds <code>${text}</code>.</p><//>`;
  return queue.deadLetter
    ? html`<${Empty} title="Empty, as it should be"><p>Messages that fail too often, or that could not be delivered, come here with the reason.</p><//>`
    : html`
      <${Empty} title="No messages now">
        <p>What comes in is usually read within milliseconds. Let a burst of readings come in to see this queue fill and drain.</p>
        <a class="button" href=${hrefTo('send')}>Send something</a>
      <//>`;
}
