import { html, useState } from '../vendor/preact.js';
import { number, plural } from '../format.js';
import { Json, StatusBadge, Time } from '../parts.js';
import { FoldedLogs } from './log-lines.js';
import { storyOf } from './places.js';
import { partsOf } from './story-step.js';

/** Messages, each of which can be opened; of a dead-letter queue also chosen. `chosen` is a set of ids, `choose` sets it. */
export function MessageList({ queue, messages, total, places, canChoose, chosen, choose }) {
  const all = messages.every(message => chosen.has(message.id));
  const some = messages.some(message => chosen.has(message.id));
  const flip = id => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  return html`
    <div class="row messages-head">
      ${canChoose && html`
        <label class="check">
          <input type="checkbox" checked=${all} indeterminate=${some && !all} onChange=${() => choose(all ? new Set() : new Set(messages.map(({ id }) => id)))} />
          Choose all that are shown
        </label>`}
      <span class="muted">${messages.length < total ? `${number(messages.length)} of ${plural(total, 'message')}` : plural(total, 'message')}, oldest first</span>
    </div>
    <ul class="messages">
      ${messages.map(message => html`
        <${Message} key=${message.id} queue=${queue} message=${message} places=${places}
          canChoose=${canChoose} isChosen=${chosen.has(message.id)} flip=${() => flip(message.id)} />`)}
    </ul>`;
}

function Message({ queue, message, places, canChoose, isChosen, flip }) {
  const [open, setOpen] = useState(false);
  const title = message.detailType ?? 'Message';
  return html`
    <li class=${`message${isChosen ? ' is-chosen' : ''}`}>
      <div class="message-line">
        ${canChoose && html`<label class="message-check"><input type="checkbox" checked=${isChosen} onChange=${flip} /><span class="visually-hidden">Choose ${title} ${message.id}</span></label>`}
        <div class="message-what">
          <div class="row">
            <button type="button" class="message-open" aria-expanded=${open} onClick=${() => setOpen(!open)}>
              <span class="twist" aria-hidden="true"></span>${title}<span class="visually-hidden"> ${message.id}</span>
            </button>
            <${StatusBadge} status=${message.state} />
            <span class="muted message-times">sent <${Time} value=${message.sentAt} /> · ${message.receiveCount === 0 ? 'never received' : `received ${message.receiveCount === 1 ? 'once' : `${number(message.receiveCount)} times`}`}${
              message.state !== 'visible' && html` · visible from <${Time} value=${message.visibleAt} />`}</span>
          </div>
          ${message.reason && html`<p class="message-reason break">${message.reason.message}</p>`}
          ${open && html`<${Opened} queue=${queue} message=${message} places=${places} />`}
        </div>
        <a class="message-story" href=${storyOf(message.eventId ? `event:${message.eventId}` : `message:${message.id}`)}>Story<span class="visually-hidden"> of ${title} ${message.id}</span></a>
      </div>
    </li>`;
}

function Opened({ queue, message, places }) {
  const { reason } = message;
  const attributes = Object.entries(message.attributes ?? {});
  return html`
    <div class="stack message-opened">
      <dl class="facts">
        <dt>Id</dt><dd><code>${message.id}</code></dd>
        ${reason && html`<dt>Reason</dt><dd><code>${reason.code}</code></dd>`}
        ${message.sourceQueue && html`<dt>Came from</dt><dd><code>${message.sourceQueue}</code></dd>`}
        ${message.firstReceivedAt && html`<dt>First received</dt><dd><${Time} value=${message.firstReceivedAt} /></dd>`}
        ${attributes.map(([name, value]) => html`<dt class="break">${name}</dt><dd>${String(value)}</dd>`)}
      </dl>
      ${reason?.invocation && html`<${FailedInvocation} reason=${reason} queue=${queue} message=${message} places=${places} />`}
      <div class="section"><h3>Body</h3><${Json} value=${message.body} label="Body" /></div>
    </div>`;
}

/** The invocation that failed with it, whose function the server names or the message's way here tells. */
function FailedInvocation({ reason, places }) {
  const [kind, id] = partsOf(reason.invocation);
  const stepId = kind ? reason.invocation : `invocation:${id}`;
  const name = typeof reason.logs === 'string' ? reason.logs : reason.logs?.function ?? places.functionName(reason.logs?.node);
  return html`
    <div class="section">
      <h3>The invocation that failed</h3>
      <p><a href=${storyOf(stepId)}>Its story</a></p>
      <${FoldedLogs} name=${name} requestId=${id} />
    </div>`;
}
