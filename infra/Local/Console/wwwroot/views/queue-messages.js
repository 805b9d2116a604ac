import { html, useState } from '../vendor/preact.js';
import { number, plural } from '../format.js';
import { Json, StatusBadge, Time } from '../parts.js';
import { LogLines } from './log-lines.js';
import { storyOf } from './places.js';
import { partsOf } from './story-step.js';

/** Messages, each of which can be opened; of a dead-letter queue also chosen. `chosen` is a set of ids, `choose` sets it. */
export function MessageList({ messages, total, canChoose, chosen, choose }) {
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
        <${Message} key=${message.id} message=${message}
          canChoose=${canChoose} isChosen=${chosen.has(message.id)} flip=${() => flip(message.id)} />`)}
    </ul>`;
}

function Message({ message, canChoose, isChosen, flip }) {
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
          ${open && html`<${Opened} message=${message} />`}
        </div>
        <a class="message-story" href=${storyOf(message.eventId ? `event:${message.eventId}` : `message:${message.id}`)}>Story<span class="visually-hidden"> of ${title} ${message.id}</span></a>
      </div>
    </li>`;
}

function Opened({ message }) {
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
      ${(reason?.invocation || reason?.logs?.length > 0) && html`<${FailedInvocation} reason=${reason} />`}
      <div class="section"><h3>Body</h3><${Json} value=${message.body} label="Body" /></div>
    </div>`;
}

const FailedInvocation = ({ reason }) => html`
  <div class="section">
    <div class="section-head"><h3>What failed</h3>${reason.invocation && html`<a href=${storyOf(stepIdOf(reason.invocation))}>Story of the invocation</a>`}</div>
    ${reason.logs?.length > 0 && html`<${LogLines} lines=${reason.logs.map((line, i) => ({ seq: i, ...line }))} label="What was logged about it" />`}
  </div>`;

const stepIdOf = invocation => partsOf(invocation)[0] ? invocation : `invocation:${invocation}`;
