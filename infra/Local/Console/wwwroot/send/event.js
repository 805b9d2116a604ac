import { html, useMemo, useState } from '../vendor/preact.js';
import { Empty, Failed, Field, Json, Resource, useResource } from '../parts.js';
import { post } from '../api.js';
import { hrefTo } from '../router.js';
import { plural } from '../format.js';
import { parse, problems } from './validation.js';
import { indented, JsonField, NumberField, submitted, TextField } from './parts.js';

const mostEvents = 10_000;
const shownIds = 5;

export function SendEvent({ query }) {
  const contracts = useResource('contracts');
  return html`
    <${Resource} of=${contracts} what="the event contracts">${data => data.contracts.length === 0
      ? html`<${Empty} title="The templates declare no event contracts">
          <p>A contract is an <code>AWS::EventSchemas::Schema</code> in a template. Without one, any event can be sent:</p>
        <//><${EventForm} contracts=${[]} query=${query} />`
      : html`<${EventForm} contracts=${data.contracts} query=${query} />`}<//>`;
}

const detailOf = example => indented(example?.detail ?? {});

function draftOf(contract, query) {
  return {
    detailType: contract?.detailType ?? '', source: contract?.source ?? '', bus: contract?.bus ?? query.bus ?? 'default',
    detail: detailOf(contract?.examples?.[0]),
  };
}

function EventForm({ contracts, query }) {
  const first = contracts.find(one => one.detailType === query.detailType) ?? contracts.find(one => one.bus === query.bus) ?? contracts[0];
  const [contract, setContract] = useState(first);
  const [draft, setDraft] = useState(() => draftOf(first, query));
  const [count, setCount] = useState('1');
  const [sending, setSending] = useState({});
  const set = change => setDraft({ ...draft, ...change });
  const parsed = useMemo(() => parse(draft.detail), [draft.detail]);
  const advice = useMemo(() => 'value' in parsed && contract ? problems(parsed.value, contract.schema) : [], [parsed, contract]);

  const choose = name => {
    const chosen = contracts.find(one => one.detailType === name);
    setContract(chosen);
    setDraft(draftOf(chosen, query));
  };

  const send = async () => {
    setSending({ isBusy: true });
    try {
      const { bus, source, detailType } = draft;
      setSending({ answer: await post('events', { bus, source, detailType, detail: parsed.value, count: Number(count) }) });
    } catch (error) {
      setSending({ error });
    }
  };

  return html`
    <div class="send">
      <form class="card stack" onSubmit=${submitted(send)}>
        <${Contracts} contracts=${contracts} chosen=${contract} onChoose=${choose} />
        ${contract?.examples?.length > 1 && html`<${Field} label="Example">${id => html`
          <select id=${id} onChange=${event => set({ detail: detailOf(contract.examples[event.target.value]) })}>
            ${contract.examples.map((example, i) => html`<option value=${i}>${example.name}</option>`)}
          </select>`}<//>`}
        ${contract?.description && html`<p class="muted">${contract.description}</p>`}
        <div class="send-envelope">
          <${TextField} label="Bus" value=${draft.bus} onChange=${bus => set({ bus })} />
          <${TextField} label="Source" value=${draft.source} onChange=${source => set({ source })} />
          <${TextField} label="Detail-type" value=${draft.detailType} onChange=${detailType => set({ detailType })} />
        </div>
        <${JsonField} label="Detail" value=${draft.detail} onChange=${detail => set({ detail })} parsed=${parsed} problems=${advice} />
        <div class="toolbar">
          <${NumberField} label="How many" value=${count} max=${mostEvents} onChange=${setCount} />
          <button class="button button-main" disabled=${Boolean(parsed.error) || sending.isBusy}>${sending.isBusy ? 'Sending…' : 'Send'}</button>
          <button type="button" class="button" onClick=${() => setDraft(draftOf(contract, query))}>Example again</button>
        </div>
        <p class="hint">In each event anew: <code>{uuid}</code> an id, <code>{time}</code> a time, <code>{value}</code> a number, <code>{i}</code> 1, 2, 3…
          Consumers take an event's id only once, however often it is sent.</p>
      </form>
      <div class="stack">
        <${Answer} ...${sending} retry=${send} />
        ${contract?.schema && html`<section class="card stack-s"><h2>Schema of ${contract.detailType}</h2>
          <${Json} value=${contract.schema} label=${`Schema of ${contract.detailType}`} /></section>`}
      </div>
    </div>`;
}

function Contracts({ contracts, chosen, onChoose }) {
  const sources = [...new Set(contracts.map(one => one.source))];
  return contracts.length > 0 && html`
    <${Field} label="Contract">${id => html`
      <select id=${id} value=${chosen?.detailType ?? ''} onChange=${event => onChoose(event.target.value)}>
        ${sources.map(source => html`<optgroup label=${source}>
          ${contracts.filter(one => one.source === source).map(one => html`<option value=${one.detailType}>${one.detailType}${one.version ? ` (version ${one.version})` : ''}</option>`)}
        </optgroup>`)}
        <option value="">Another event, without a contract</option>
      </select>`}<//>`;
}

function Answer({ answer, error, retry }) {
  if (error) return html`<${Failed} error=${error} retry=${retry} />`;
  if (!answer) return html`<section class="card stack-s"><h2>Answer</h2><p class="muted">Where the event went stands here once you have sent it.</p></section>`;
  const { ids, rules } = answer;
  return html`
    <section class="card stack-s" role="status">
      <h2>${plural(ids.length, 'event')} on the bus</h2>
      ${rules.length > 0
        ? html`<p>Matched by ${plural(rules.length, 'rule')}: ${rules.map((rule, i) => html`${i > 0 && ', '}<strong>${rule}</strong>`)}.</p>`
        : html`<p class="warn">No rule matched it, so nobody takes it. Its story tells for each rule why not.</p>`}
      <ul class="stack-s">
        ${ids.slice(0, shownIds).map(id => html`<li class="break"><a href=${hrefTo('events', `event:${id}`)}>Story of <span class="mono">${id}</span></a></li>`)}
      </ul>
      ${ids.length > shownIds && html`<p class="hint">and ${plural(ids.length - shownIds, 'other')}: <a href=${hrefTo('events')}>all events</a></p>`}
    </section>`;
}
