// Archives, what is or was replayed of them, and the form that begins a replay.
import { html, useEffect, useState } from '../vendor/preact.js';
import { path, post } from '../api.js';
import { number, plural } from '../format.js';
import { Empty, Resource, StatusBadge, Time, useResource } from '../parts.js';
import { hrefTo } from '../router.js';
import { useAction } from './action.js';
import { Confirm } from './dialog.js';
import { ReplayForm } from './replay-form.js';
import { Table } from './table.js';

const idleMs = 10_000;
const runningMs = 1_000;

export function Replays({ query }) {
  const archives = useResource('archives', { every: idleMs });
  const [every, setEvery] = useState(idleMs);
  const replays = useResource('replays', { every });
  const runs = replays.data?.replays.some(isRunning) ?? false;
  useEffect(() => setEvery(runs ? runningMs : idleMs), [runs]);

  return html`
    <div class="page-head"><h1>Replays</h1><p class="muted">An archive keeps the events of its bus; a replay puts them there again, for the rules that you choose.</p></div>
    <div class="stack">
      <${Resource} of=${archives} what="the archives">
        ${({ archives: found }) => html`<${ArchivesAndForm} archives=${found} first=${query.archive} started=${replays.reload} />`}
      <//>
    </div>
    <section class="section">
      <h2>Replays so far</h2>
      <${Resource} of=${replays} what="the replays">
        ${({ replays: found }) => found.length === 0
          ? html`<p class="muted">None yet.</p>`
          : html`<${ReplayTable} replays=${found} reload=${replays.reload} />`}
      <//>
    </section>`;
}

function ArchivesAndForm({ archives, first, started }) {
  if (archives.length === 0) {
    return html`<${Empty} title="No archive"><p>The running assembly has no <code>AWS::Events::Archive</code>, so no event can be replayed.</p><//>`;
  }

  return html`
    <${Archives} archives=${archives} />
    <section class="section">
      <h2>Replay events</h2>
      ${archives.some(archive => archive.events > 0)
        ? html`<${ReplayForm} archives=${archives} first=${first} started=${started} />`
        : html`
          <${Empty} title="Nothing to replay yet">
            <p>Send an event: what matches the archive's pattern is kept in it, and can be replayed from here.</p>
            <a class="button button-main" href=${hrefTo('send')}>Send an event</a>
          <//>`}
    </section>`;
}

const isRunning = replay => ['STARTING', 'RUNNING', 'CANCELLING'].includes(replay.state);

const Archives = ({ archives }) => html`
  <section class="section">
    <h2>${archives.length === 1 ? 'Archive' : 'Archives'}</h2>
    <${Table} caption="Archives" rows=${archives} keyOf=${archive => archive.name} columns=${[
      { head: 'Archive', rowHead: true, cell: archive => html`<a href=${hrefTo('', { node: archive.node })}>${archive.name}</a>` },
      { head: 'Bus', cell: archive => archive.bus },
      { head: 'Events', right: true, cell: archive => number(archive.events) },
      { head: 'Oldest (UTC)', cell: archive => html`<${Time} value=${archive.oldest} ms=${false} />` },
      { head: 'Newest (UTC)', cell: archive => html`<${Time} value=${archive.newest} ms=${false} />` },
      { head: 'Kept for', cell: archive => archive.retentionDays ? plural(archive.retentionDays, 'day') : 'ever' },
    ]} />
  </section>`;

function ReplayTable({ replays, reload }) {
  const [asked, setAsked] = useState(null);
  const [told, setTold] = useState('');
  const doing = useAction();
  const columns = [
    { head: 'Replay', rowHead: true, cell: replay => html`<span class="break">${replay.name}</span>` },
    { head: 'State', cell: replay => html`<${StatusBadge} status=${replay.state}>${replay.state.toLowerCase()}<//>` },
    { head: 'Progress', cell: replay => html`<${Progress} replay=${replay} />` },
    { head: 'Events from (UTC)', cell: replay => html`<${Time} value=${replay.from} ms=${false} />` },
    { head: 'to', cell: replay => html`<${Time} value=${replay.to} ms=${false} />` },
    { head: 'Rules', cell: replay => replay.rules.length === 0 ? 'all' : html`<span class="align-end">${replay.rules.join(', ')}</span>` },
    { head: 'Started (UTC)', cell: replay => html`<${Time} value=${replay.startedAt} ms=${false} />` },
    {
      head: 'Cancel', hideHead: true, cell: replay => isRunning(replay) && html`
        <button type="button" class="button button-small" disabled=${replay.state === 'CANCELLING'} onClick=${() => setAsked(replay)}>
          Cancel<span class="visually-hidden"> ${replay.name}</span></button>`,
    },
  ];
  return html`
    <${Table} caption="Replays, newest first" columns=${columns} rows=${replays} keyOf=${replay => replay.name} />
    <p role="status" class="announce">${told}</p>
    ${asked && html`
      <${Confirm} title=${`Cancel ${asked.name}?`} verb="Cancel the replay" danger=${true} doing=${doing} onClosed=${() => setAsked(null)}
        work=${async () => {
          await post(path('replays', asked.name, 'cancel'));
          setTold(`${asked.name} is cancelled.`);
          reload();
        }}>
        <p>What was replayed so far stays replayed; a cancelled replay can't go on, but a new one can begin where it ended.</p>
      <//>`}`;
}

function Progress({ replay }) {
  const done = replay.replayed ?? 0;
  return html`
    <div class="replay-progress">
      <progress max=${Math.max(replay.events, 1)} value=${replay.state === 'COMPLETED' ? Math.max(replay.events, 1) : done} aria-label=${`Progress of ${replay.name}`}></progress>
      <span class="num">${number(done)} of ${number(replay.events)}</span>
      ${replay.reason && html`<span class="bad">${replay.reason}</span>`}
    </div>`;
}
