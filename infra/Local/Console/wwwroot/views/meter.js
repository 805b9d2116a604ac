// What this run would have cost on AWS, next to what was foreseen.
import { html } from '../vendor/preact.js';
import { number } from '../format.js';
import { Empty, Resource, Time, useResource } from '../parts.js';
import { hrefTo } from '../router.js';
import { dollars, quantity } from './money.js';
import { ScrollX } from './table.js';

const refreshMs = 5_000;

export function Meter() {
  const meter = useResource('meter', { every: refreshMs });
  return html`
    <div class="page-head">
      <h1>Meter</h1>
      <p class="muted">What this run would have cost on AWS${meter.data && html`, since <${Time} value=${meter.data.since} ms=${false} /> UTC`}</p>
    </div>
    <${Resource} of=${meter} what="the meter">
      ${data => html`<${Bill} meter=${{ ...absent, ...data }} />`}
    <//>`;
}

/** The app may name neither a unit nor a forecast. */
const absent = { unit: null, perThousand: null, forecast: null };

const Bill = ({ meter }) => html`
  <${Figures} meter=${meter} />
  ${meter.total === 0
    ? html`
      <${Empty} title="Nothing has cost anything yet">
        <p>Every request, event, invocation and write is counted as AWS would bill it. Send a burst of readings to see what they cost.</p>
        <a class="button button-main" href=${hrefTo('send')}>Send something</a>
      <//>`
    : html`
      ${meter.forecast && meter.perThousand !== null && html`<${Comparison} meter=${meter} />`}
      <${Services} meter=${meter} />`}
  ${meter.notes.length > 0 && html`
    <section class="section">
      <h2>What these numbers are</h2>
      <ul class="notes">${meter.notes.map(note => html`<li>${note}</li>`)}</ul>
    </section>`}`;

const perThousandOf = meter => meter.unit ? `per thousand ${meter.unit.name}` : 'per thousand';

function Figures({ meter }) {
  const { forecast, perThousand } = meter;
  return html`
    <dl class="figures">
      <div><dt>So far</dt><dd>${dollars(meter.total)}</dd></div>
      ${meter.unit && html`<div><dt>${meter.unit.name}</dt><dd>${number(meter.unit.count)}</dd></div>`}
      ${meter.unit && html`<div><dt>${perThousandOf(meter)}</dt><dd>${perThousand === null ? html`<span class="muted">–</span>` : dollars(perThousand)}</dd></div>`}
      ${forecast && html`<div><dt>forecast, ${perThousandOf(meter)}</dt><dd>${dollars(forecast.perThousand)}</dd></div>`}
      ${forecast && perThousand !== null && html`<div><dt>against the forecast</dt><dd>${isFew(meter) ? html`<span class="muted">too few to tell</span>` : ratio(perThousand, forecast.perThousand)}</dd></div>`}
    </dl>
    ${forecast && perThousand !== null && (isFew(meter) || perThousand > 2 * forecast.perThousand) && html`
      <p class="hint meter-few">The forecast is for a thousand ${meter.unit?.name} among very many: many in a request, functions already warm. What doesn't grow with them weighs more the fewer
        there are: cold starts, schedules, alarms, requests with a single one. <a href=${hrefTo('send', { form: 'burst' })}>Start a burst</a> to see this run come nearer.</p>`}`;
}

/** What begins a run costs more than so many units; a ratio would only tell that. */
const fewUnits = 1_000;
const isFew = meter => meter.unit.count < fewUnits;

const about = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** Near one in per cent, further away in times. */
function ratio(actual, foreseen) {
  if (foreseen === 0) return '–';
  const times = actual / foreseen;
  if (times >= 2) return `about ${about.format(times)} times`;
  const percent = Math.round((times - 1) * 100);
  return percent === 0 ? 'the same' : `${Math.abs(percent)} % ${percent > 0 ? 'more' : 'less'}`;
}

/** Each service's share of a thousand units: as metered, and as foreseen. */
function Comparison({ meter }) {
  const thousands = meter.unit.count / 1_000;
  const names = [...new Set([...meter.services, ...meter.forecast.services].map(({ service }) => service))];
  const rows = names.map(name => ({
    name,
    actual: (meter.services.find(({ service }) => service === name)?.amount ?? 0) / thousands,
    foreseen: meter.forecast.services.find(({ service }) => service === name)?.amount ?? 0,
  }));
  const top = Math.max(...rows.flatMap(row => [row.actual, row.foreseen]));
  return html`
    <section class="section">
      <h2>By service, ${perThousandOf(meter)}</h2>
      <${ScrollX} label="Cost by service next to the forecast">
        <table class="data meter-bars">
          <caption class="visually-hidden">Cost by service, ${perThousandOf(meter)}, next to the forecast</caption>
          <thead><tr><th scope="col">Service</th><th scope="col" class="right">This run</th><th scope="col" class="right">Forecast</th><th scope="col" class="meter-wide"><span class="row"><span class="legend">this run</span><span class="legend legend-quiet">forecast</span></span></th></tr></thead>
          <tbody>
            ${rows.map(row => html`
              <tr key=${row.name}>
                <th scope="row">${row.name}</th>
                <td class="right">${dollars(row.actual)}</td>
                <td class="right">${dollars(row.foreseen)}</td>
                <td class="meter-wide"><div aria-hidden="true"><${Amount} part=${row.actual / top} /><${Amount} part=${row.foreseen / top} quiet=${true} /></div></td>
              </tr>`)}
          </tbody>
        </table>
      <//>
    </section>`;
}

const Amount = ({ part, quiet = false }) => html`
  <span class=${`amount${quiet ? ' amount-quiet' : ''}`}><span style=${{ width: part > 0 ? `max(2px, ${(part * 100).toFixed(2)}%)` : '0' }}></span></span>`;

const Services = ({ meter }) => html`
  <section class="section">
    <h2>What was counted</h2>
    <${ScrollX} label="What was counted">
      <table class="data meter-items">
        <caption class="visually-hidden">What was counted, by service and item</caption>
        <thead><tr><th scope="col">Item</th><th scope="col" class="right">Quantity</th><th scope="col" class="right">Amount</th></tr></thead>
        ${meter.services.map(service => html`
          <tbody key=${service.service}>
            <tr class="meter-service"><th scope="rowgroup" colspan="2">${service.service}</th><td class="right"><strong>${dollars(service.amount)}</strong></td></tr>
            ${service.items.map(item => html`
              <tr>
                <th scope="row">${item.name} <span class="hint">${item.price}</span></th>
                <td class="right">${quantity(item.quantity)} <span class="muted">${item.unit}</span></td>
                <td class="right">${dollars(item.amount)}</td>
              </tr>`)}
          </tbody>`)}
        <tfoot><tr><th scope="row" colspan="2">Together</th><td class="right"><strong>${dollars(meter.total)}</strong></td></tr></tfoot>
      </table>
    <//>
  </section>`;
