import { html } from '../vendor/preact.js';
import { duration, plural } from '../format.js';
import { Duration, Json, StatusBadge, Time } from '../parts.js';
import { FoldedLogs } from './log-lines.js';
import { Place } from './places.js';
import { Rules } from './rules.js';
import { endOf } from './story-rows.js';

/** One step of a story: what is known of it. */
export function StepPanel({ place, span, places }) {
  const { step } = place;
  const [kind, id] = partsOf(step.id);
  const took = endOf(step) - Date.parse(step.time);
  return html`
    <section class="card stack" aria-label=${`${step.kind} ${step.title}`}>
      <div class="section-head">
        <h2 class="break">${step.title}</h2>
        <${StatusBadge} status=${step.status} />
      </div>
      ${step.note && html`<p class="break">${step.note}</p>`}
      <dl class="facts">
        <dt>Kind</dt><dd>${step.kind}</dd>
        ${(step.node || step.nodeName) && html`<dt>Where</dt><dd><${Place} places=${places} id=${step.node} name=${step.nodeName} /></dd>`}
        <dt>When</dt><dd><${Time} value=${step.time} />, ${duration(Math.max(0, Date.parse(step.time) - span.start))} after the beginning</dd>
        ${took > 0 && html`<dt>Took</dt><dd><${Duration} ms=${took} /></dd>`}
        ${step.shared > 0 && html`<dt>Batch</dt><dd>shared with ${plural(step.shared, 'other cause')}, whose stories hold this step too</dd>`}
        <dt>Id</dt><dd><code>${id}</code></dd>
      </dl>
      ${kind === 'event' && html`<${Rules} eventId=${id} places=${places} />`}
      ${step.attempts.length > 0 && html`<${Attempts} step=${step} name=${places.functionName(step.node)} />`}
      ${step.attempts.length === 0 && kind === 'invocation' && html`<${FoldedLogs} name=${places.functionName(step.node)} requestId=${id} />`}
      ${step.facts.length > 0 && html`<${Facts} facts=${step.facts} span=${span} places=${places} />`}
      ${step.payload !== undefined && step.payload !== null && html`
        <div class="section"><h3>Payload</h3><${Json} value=${step.payload} label="Payload" /></div>`}
    </section>`;
}

/** `invocation:ID` has two parts, whatever else the id holds. */
export function partsOf(stepId) {
  const at = stepId.indexOf(':');
  return at < 0 ? ['', stepId] : [stepId.slice(0, at), stepId.slice(at + 1)];
}

const Attempts = ({ step, name }) => html`
  <div class="section">
    <h3>${plural(step.attempts.length, 'attempt')}</h3>
    <ol class="attempts">
      ${step.attempts.map((attempt, i) => html`
        <li key=${`${attempt.invocation} ${attempt.time}`}>
          <div class="row">
            <span class="muted">${i + 1}.</span><${StatusBadge} status=${attempt.status} />
            <span class="muted"><${Time} value=${attempt.time} now=${attempt.time} /> · <${Duration} ms=${attempt.durationMs} /></span>
          </div>
          ${(attempt.errorType || attempt.errorMessage) && html`
            <p class="break"><strong class="bad">${attempt.errorType}</strong>${attempt.errorType && attempt.errorMessage ? ': ' : ''}${attempt.errorMessage}</p>`}
          <${FoldedLogs} name=${name} requestId=${partsOf(attempt.invocation).at(-1)} />
        </li>`)}
    </ol>
  </div>`;

const Facts = ({ facts, span, places }) => html`
  <div class="section">
    <h3>What happened</h3>
    <ul class="stack-s">
      ${facts.map(fact => html`
        <li class="fact"><span class="num muted">+${duration(Math.max(0, Date.parse(fact.time) - span.start))}</span>
          <span class="break">${fact.text}${fact.node && places.node(fact.node) && html` (<${Place} places=${places} id=${fact.node} />)`}</span></li>`)}
    </ul>
  </div>`;
