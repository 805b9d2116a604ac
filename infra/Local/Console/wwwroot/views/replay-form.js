import { html, useEffect, useMemo, useState } from '../vendor/preact.js';
import { path, post, query as queryText } from '../api.js';
import { number, plural, time } from '../format.js';
import { Failed, Field, StatusBadge, useResource, useSettled } from '../parts.js';
import { useAction } from './action.js';
import { Confirm } from './dialog.js';
import { Moment, utc } from './event-filter.js';

/** The inputs know seconds; a range's end is exclusive, so that a whole one ends a second after its newest event. */
const input = (iso, plusMs = 0) => iso ? new Date(Date.parse(iso) + plusMs).toISOString().slice(0, 19) : '';

/** Which events, for which rules; how many that are is counted before anything is started. */
export function ReplayForm({ archives, first, started }) {
  const [name, setName] = useState(archives.find(archive => archive.name === first)?.name ?? archives[0].name);
  const archive = archives.find(candidate => candidate.name === name) ?? archives[0];
  const [range, setRange] = useState(() => whole(archive));
  const [left, setLeft] = useState(new Set());
  const [asked, setAsked] = useState(false);
  const doing = useAction();
  const [told, setTold] = useState('');

  // An archive that was empty when the form was drawn has no range to begin with.
  useEffect(() => setRange(before => before.from || before.to ? before : whole(archive)), [archive.oldest]);

  const from = utc(range.from);
  const to = utc(range.to);
  const problem = from && to && from >= to ? 'The end must be after the beginning.' : undefined;
  const rules = archive.rules.filter(rule => !left.has(rule.arn));
  const isReady = from && to && !problem && rules.length > 0;
  const countPath = useSettled(from && to && !problem ? `${path('archives', archive.name, 'count')}${queryText({ from, to })}` : null);
  const count = useResource(countPath);
  const events = countPath === null ? undefined : count.data?.events;

  const choose = archiveName => {
    setName(archiveName);
    setLeft(new Set());
    setRange(whole(archives.find(candidate => candidate.name === archiveName)));
  };
  const start = async () => {
    const answer = await post('replays', { archive: archive.name, from, to, rules: left.size === 0 ? [] : rules.map(rule => rule.arn) });
    setTold(`${answer.name} has begun.`);
    started();
  };

  return html`
    <form class="card stack" onSubmit=${event => {
      event.preventDefault();
      setAsked(true);
    }}>
      <div class="toolbar">
        ${archives.length > 1 && html`
          <${Field} label="Archive">
            ${id => html`<select id=${id} value=${archive.name} onChange=${event => choose(event.target.value)}>${archives.map(one => html`<option value=${one.name}>${one.name}</option>`)}</select>`}
          <//>`}
        <${Moment} label="From (UTC)" value=${range.from} change=${value => setRange({ ...range, from: value })} />
        <${Moment} label="To (UTC)" value=${range.to} error=${problem} change=${value => setRange({ ...range, to: value })} />
        <${Presets} archive=${archive} setRange=${setRange} />
      </div>
      <${RuleChoice} rules=${archive.rules} left=${left} setLeft=${setLeft} />
      <div class="row">
        <button class="button button-main" disabled=${!isReady || !events}>Replay…</button>
        <${Count} count=${count} events=${events} rules=${rules} isAsked=${countPath !== null} />
      </div>
      <p role="status" class="announce">${told}</p>
      ${count.error && countPath && html`<${Failed} error=${count.error} retry=${count.reload} />`}
    </form>
    ${asked && html`
      <${Confirm} title="Replay these events?" verb=${`Replay ${plural(events ?? 0, 'event')}`} doing=${doing} work=${start} onClosed=${() => setAsked(false)}>
        <p><strong>${plural(events ?? 0, 'event')}</strong> from ${time(from, { ms: false })} to ${time(to, { ms: false })} UTC ${events === 1 ? 'goes' : 'go'} to ${
          left.size === 0 ? 'every rule that matches' : rules.map(rule => rule.label).join(', ')}.</p>
        <p class="muted">Consumers get them a second time: those that are idempotent notice, others do their work again.</p>
      <//>`}`;
}

const whole = archive => ({ from: input(archive.oldest), to: input(archive.newest, 1_000) });

function Presets({ archive, setRange }) {
  const last = ms => () => setRange({ from: input(archive.newest, 1_000 - ms), to: input(archive.newest, 1_000) });
  return html`
    <div class="actions" role="group" aria-label="Ranges">
      <button type="button" class="button" disabled=${!archive.newest} onClick=${last(5 * 60_000)}>Newest 5 minutes</button>
      <button type="button" class="button" disabled=${!archive.newest} onClick=${last(3_600_000)}>Newest hour</button>
      <button type="button" class="button" disabled=${!archive.newest} onClick=${() => setRange(whole(archive))}>All</button>
    </div>`;
}

function RuleChoice({ rules, left, setLeft }) {
  const flip = arn => {
    const next = new Set(left);
    if (!next.delete(arn)) next.add(arn);
    setLeft(next);
  };
  const all = left.size === 0;
  return html`
    <fieldset class="stack-s">
      <legend>For these rules</legend>
      <label class="check"><input type="checkbox" checked=${all} indeterminate=${!all && left.size < rules.length}
        onChange=${() => setLeft(all ? new Set(rules.map(rule => rule.arn)) : new Set())} /> All of the bus</label>
      <div class="rule-choice">
        ${rules.map(rule => html`
          <label class="check"><input type="checkbox" checked=${!left.has(rule.arn)} onChange=${() => flip(rule.arn)} />
            ${rule.label ?? rule.name}${!rule.enabled && html` <${StatusBadge} status="dropped">disabled<//>`}</label>`)}
      </div>
    </fieldset>`;
}

/** What a replay would do, as text; the dry run. */
function Count({ count, events, rules, isAsked }) {
  const text = useMemo(() => {
    if (rules.length === 0) return 'Choose at least one rule.';
    if (!isAsked) return 'Choose when the events happened.';
    if (count.error) return '';
    if (events === undefined) return 'Counting…';
    return events === 0 ? 'No event happened in this range.' : `${number(events)} ${events === 1 ? 'event' : 'events'} in this range, for ${plural(rules.length, 'rule')}.`;
  }, [events, rules.length, isAsked, count.error]);
  return html`<p role="status">${text}</p>`;
}
