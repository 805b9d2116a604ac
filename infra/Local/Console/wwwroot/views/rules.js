import { html } from '../vendor/preact.js';
import { path } from '../api.js';
import { plural } from '../format.js';
import { Json, Resource, StatusBadge, useResource } from '../parts.js';
import { hrefTo } from '../router.js';

/** A rule with so few differences almost matched. */
const nearMiss = 2;

/** Another source and another detail-type: it was never meant for such events. */
const isForOthers = rule => ['source', 'detail-type'].every(path => rule.reasons.some(reason => reason.path === path));

const isNear = rule => rule.reasons.length <= nearMiss && !isForOthers(rule);

/** Which rules took an event, which almost did and why not. */
export function Rules({ eventId, places }) {
  const asked = useResource(path('events', eventId, 'rules'));
  return html`
    <div class="section">
      <h3>Rules</h3>
      <${Resource} of=${asked} what="the rules">
        ${({ rules }) => html`<${RuleList} rules=${rules} places=${places} />`}
      <//>
    </div>`;
}

function RuleList({ rules, places }) {
  const matched = rules.filter(rule => rule.matched);
  const near = rules.filter(rule => !rule.matched && isNear(rule));
  const far = rules.filter(rule => !rule.matched && !isNear(rule));
  if (rules.length === 0) return html`<p class="muted">The event's bus has no rules, so nobody takes what is put on it.</p>`;
  return html`
    ${matched.length === 0 && html`<p><strong class="warn">No rule matched</strong>, so nobody took this event.</p>`}
    <ul class="rules">${[...matched, ...near].map(rule => html`<${Rule} key=${rule.name} rule=${rule} places=${places} />`)}</ul>
    ${far.length > 0 && html`
      <details>
        <summary>${plural(far.length, 'rule')} for other events</summary>
        <ul class="rules">${far.map(rule => html`<${Rule} key=${rule.name} rule=${rule} places=${places} />`)}</ul>
      </details>`}`;
}

const Rule = ({ rule, places }) => html`
  <li>
    <div class="row">
      <${StatusBadge} status=${rule.matched ? 'ok' : 'quiet'}>${rule.matched ? 'matched' : isNear(rule) ? 'almost' : 'no match'}<//>
      <a class="break" href=${hrefTo('', { node: rule.node })} title=${rule.name}>${places.node(rule.node)?.label ?? places.node(rule.node)?.name ?? rule.name}</a>
      ${!rule.enabled && html`<${StatusBadge} status="dropped">disabled<//>`}
    </div>
    ${rule.targets.length > 0 && html`<p class="hint">to ${rule.targets.join(', ')}</p>`}
    ${rule.reasons.length > 0 && html`<ul class="reasons">${rule.reasons.map(reason => html`<${Reason} reason=${reason} />`)}</ul>`}
    <details class="pattern"><summary>Pattern</summary><${Json} value=${rule.pattern} label=${`Pattern of ${rule.name}`} copy=${false} /></details>
  </li>`;

const Reason = ({ reason }) => reason.path
  ? html`
    <li title=${reason.message}>
      <code>${reason.path}</code> should be <code>${wanted(reason.expected)}</code>, is <code class="bad">${textOf(reason.actual)}</code>
    </li>`
  : html`<li>${reason.message}</li>`;

/** A pattern's list of plain values as they are said; what else patterns can ask for, as it is written. */
function wanted(expected) {
  const values = typeof expected === 'string' && expected.startsWith('[') ? JSON.parse(expected) : expected;
  return Array.isArray(values) && values.every(value => value === null || typeof value !== 'object')
    ? values.map(value => JSON.stringify(value)).join(' or ')
    : textOf(expected);
}

const textOf = value => typeof value === 'string' ? value : JSON.stringify(value) ?? 'absent';
