import { html, useEffect, useRef, useState } from '../vendor/preact.js';
import { get, path, post } from '../api.js';
import { number, plural } from '../format.js';
import { Failed, Field, Loading } from '../parts.js';
import { useAction } from './action.js';
import { Dialog } from './dialog.js';
import { Table } from './table.js';

/** How often it is looked how far a redrive has come. */
const lookEveryMs = 1_000;

/** What can't go back is listed up to here. */
const mostLeft = 20;

/** Buttons that begin a redrive: of what is chosen, of what the search finds, or of all. */
export function Redrive({ queue, text, selected, total, changed }) {
  const [request, setRequest] = useState(null);
  if (queue.redriveTargets.length === 0) {
    return html`<p class="hint">Messages here can't be redriven: nothing says which queue they came from.</p>`;
  }

  const some = selected.length > 0;
  const whole = text ? { text } : {};
  return html`
    <div class="actions">
      <button type="button" class=${`button${some ? ' button-main' : ''}`} disabled=${!some} onClick=${() => setRequest({ messageIds: selected })}>
        Redrive ${some ? number(selected.length) : ''} chosen…
      </button>
      <button type="button" class=${`button${some ? '' : ' button-main'}`} disabled=${total === 0} onClick=${() => setRequest(whole)}>
        Redrive all ${number(total)}${text ? ' found' : ''}…
      </button>
    </div>
    ${request && html`<${RedriveDialog} queue=${queue} request=${request} changed=${changed} onClosed=${() => setRequest(null)} />`}`;
}

function RedriveDialog({ queue, request, changed, onClosed }) {
  const trial = useAction();
  const doing = useAction();
  const before = useRef(queue.visible);
  const [rate, setRate] = useState('');
  const ratePerSecond = Number(rate);
  const wrongRate = rate !== '' && !(Number.isInteger(ratePerSecond) && ratePerSecond >= 1 && ratePerSecond <= 500);
  const send = dryRun => post(path('queues', queue.name, 'redrive'), { ...request, dryRun, ...rate !== '' && !dryRun && { ratePerSecond } });
  const tryIt = () => trial.run(() => send(true));
  useEffect(() => void tryIt(), []);

  const move = async () => {
    await doing.run(() => send(false));
    changed();
  };

  const plan = trial.result;
  const count = plan?.destinations.reduce((sum, destination) => sum + destination.count, 0) ?? 0;
  return html`
    <${Dialog} title=${`Redrive ${queue.label}`} busy=${doing.busy} onClosed=${onClosed}>
      ${close => html`
        ${trial.busy && html`<${Loading} what="what would happen" />`}
        ${trial.error && html`<${Failed} error=${trial.error} retry=${tryIt} />`}
        ${plan && !doing.result && html`
          <${Plan} plan=${plan} count=${count} />
          ${count > 0 && html`
            <${Field} label="At most so many a second (empty: as fast as it goes)" error=${wrongRate && 'A whole number from 1 to 500, or nothing.'}>
              ${(id, note) => html`<input id=${id} inputmode="numeric" aria-describedby=${note} value=${rate} disabled=${doing.busy} onInput=${event => setRate(event.target.value.trim())} />`}
            <//>`}`}
        ${(doing.busy || doing.result?.waiting > 0) && html`<${Progress} queue=${queue} count=${count} before=${before.current} />`}
        ${doing.error && html`<${Failed} error=${doing.error} />`}
        ${doing.result && html`<${Result} result=${doing.result} rate=${rate} />`}
        <div class="dialog-actions">
          <button type="button" class="button" disabled=${doing.busy} onClick=${close}>${doing.result ? 'Close' : 'Leave them'}</button>
          ${!doing.result && html`
            <button type="button" class="button button-main" disabled=${!plan || count === 0 || doing.busy || wrongRate} onClick=${move}>
              ${doing.busy ? 'Moving…' : `Move ${plural(count, 'message')}`}
            </button>`}
        </div>`}
    <//>`;
}

const Plan = ({ plan, count }) => html`
  <p role="status">${count === 0
    ? `None of ${plural(plan.matched, 'message')} can go back now.`
    : html`<strong>${plural(count, 'message')}</strong> of ${number(plan.matched)} would go back. Nothing has moved yet.`}</p>
  ${plan.destinations.length > 0 && html`
    <ul class="plan">${plan.destinations.map(destination => html`<li>${number(destination.count)} to <strong>${destination.label ?? destination.name}</strong></li>`)}</ul>`}
  <${Left} of=${plan} verb="would stay" />`;

const Left = ({ of: { left, leftCount = left.length }, verb }) => leftCount > 0 && html`
  <div class="stack-s">
    <p class="warn">${plural(leftCount, 'message')} ${verb}:</p>
    <${Table} caption=${`Messages that ${verb}`} rows=${left.slice(0, mostLeft)} keyOf=${one => one.id} columns=${[
      { head: 'Why', cell: one => one.why },
      { head: 'Message', cell: one => html`<code>${one.id}</code>` },
    ]} />
    ${leftCount > mostLeft && html`<p class="hint">and ${number(leftCount - mostLeft)} more</p>`}
  </div>`;

/** How far it is is told by the queue's own depth, which was `before`: at a rate, most messages move after the answer. */
function Progress({ queue, count, before }) {
  const [moved, setMoved] = useState(0);
  useEffect(() => {
    const aborter = new AbortController();
    const timer = setInterval(async () => {
      try {
        const { queues } = await get('queues', aborter);
        const now = queues.find(({ name }) => name === queue.name)?.visible ?? before;
        setMoved(Math.min(count, Math.max(0, before - now)));
      } catch (error) {
        // The redrive itself tells when the server is gone; here the next look may succeed.
        if (!aborter.signal.aborted) console.warn(error);
      }
    }, lookEveryMs);
    return () => {
      clearInterval(timer);
      aborter.abort();
    };
  }, []);
  return html`
    <div class="stack-s">
      <progress max=${count} value=${moved} aria-label="Messages moved"></progress>
      <p class="muted num">${number(moved)} of ${plural(count, 'message')} moved</p>
    </div>`;
}

const Result = ({ result, rate }) => html`
  <p role="status"><strong class=${result.moved + (result.waiting ?? 0) > 0 ? 'ok' : 'warn'}>${plural(result.moved, 'message')} moved${
    result.waiting > 0 ? `, ${number(result.waiting)} follow at ${rate} a second.` : '.'}</strong>
    ${' '}${result.waiting > 0 ? 'They go on moving when this is closed. ' : ''}${result.moved > 0 ? 'Their consumers take them again now; what fails again comes back here.' : ''}</p>
  <${Left} of=${result} verb="stayed" />`;
