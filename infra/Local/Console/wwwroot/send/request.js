// A request to a route of the system's own HTTP API, sent by this page to the same address.
import { html, useMemo, useState } from '../vendor/preact.js';
import { Duration, Empty, Failed, Field, Json, Resource, StatusBadge, useResource } from '../parts.js';
import { plural } from '../format.js';
import { hrefTo } from '../router.js';
import { parse } from './validation.js';
import { indented, JsonField, submitted, TextField } from './parts.js';

/** API Gateway names the request in it, on AWS and here. */
const requestIdHeaders = ['apigw-requestid', 'x-amzn-requestid', 'x-request-id'];

export function SendRequest({ query }) {
  const routes = useResource('routes');
  return html`
    <${Resource} of=${routes} what="the routes">${data => data.routes.length === 0
      ? html`<${Empty} title="The templates have no HTTP API"><p>Send an <a href=${hrefTo('send', { form: 'event' })}>event</a> instead.</p><//>`
      : html`<${RequestForm} routes=${data.routes} query=${query} />`}<//>`;
}

const keyOf = route => `${route.api} ${route.method} ${route.path}`;
const takesBody = method => !['GET', 'HEAD'].includes(method);

function draftOf(route, example) {
  const headers = example?.headers ?? (route.authorized ? { authorization: 'Bearer ' } : {});
  return {
    method: route.method === 'ANY' ? 'GET' : route.method,
    path: example?.path ?? route.path,
    query: String(example?.query ?? '').replace(/^\?/, ''),
    headers: Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join('\n'),
    body: example?.body === undefined || example.body === null ? (takesBody(route.method) ? '{}' : '') : typeof example.body === 'string' ? example.body : indented(example.body),
  };
}

function firstRoute(routes, { route }) {
  return routes.find(one => `${one.method} ${one.path}` === route || one.label === route)
    ?? routes.find(one => one.examples.length > 0 && takesBody(one.method)) ?? routes[0];
}

function RequestForm({ routes, query }) {
  const [route, setRoute] = useState(() => firstRoute(routes, query));
  const [draft, setDraft] = useState(() => draftOf(route, route.examples[0]));
  const [sending, setSending] = useState({});
  const set = change => setDraft({ ...draft, ...change });
  const hasBody = takesBody(draft.method);
  const parsed = useMemo(() => hasBody && draft.body.trim() !== '' ? parse(draft.body) : {}, [draft.body, hasBody]);
  const headers = useMemo(() => headersOf(draft.headers), [draft.headers]);
  const open = /\{[^}]+\}/.exec(draft.path)?.[0];

  const choose = key => {
    const chosen = routes.find(one => keyOf(one) === key);
    setRoute(chosen);
    setDraft(draftOf(chosen, chosen.examples[0]));
  };

  const send = async () => {
    setSending({ isBusy: true });
    try {
      setSending({ answer: await request(route, draft, headers.values) });
    } catch (error) {
      setSending({ error: new Error(`The request could not be sent: ${error.message}.`) });
    }
  };

  return html`
    <div class="send">
      <form class="card stack" onSubmit=${submitted(send)}>
        <div class="send-envelope">
          <${Field} label="Route">${id => html`
            <select id=${id} value=${keyOf(route)} onChange=${event => choose(event.target.value)}>
              ${routes.map(one => html`<option value=${keyOf(one)}>${one.method} ${one.path}</option>`)}
            </select>`}<//>
          ${route.examples.length > 0 && html`<${Field} label="Example">${id => html`
            <select id=${id} onChange=${event => setDraft(draftOf(route, route.examples[event.target.value]))}>
              ${route.examples.map((example, i) => html`<option value=${i}>${example.name}</option>`)}
            </select>`}<//>`}
        </div>
        <div class="send-envelope">
          <${TextField} label="Path" value=${draft.path} onChange=${path => set({ path })} hint=${open && `Put a value for ${open}.`} />
          <${TextField} label="Query" value=${draft.query} required=${false} onChange=${text => set({ query: text })} />
        </div>
        <${Field} label="Headers, one a line" error=${headers.error} hint=${route.authorized ? 'This route asks for a token; the local run printed one at its start.' : undefined}>${(id, noteId) => html`
          <textarea id=${id} class="send-headers" rows="3" spellcheck=${false} autocomplete="off" aria-describedby=${noteId} value=${draft.headers}
            onInput=${event => set({ headers: event.target.value })}></textarea>`}<//>
        ${hasBody && html`<${JsonField} label="Body" value=${draft.body} onChange=${body => set({ body })} parsed=${parsed} rows=${12} />`}
        <div class="toolbar">
          <button class="button button-main" disabled=${sending.isBusy || Boolean(headers.error) || Boolean(open)}>${sending.isBusy ? 'Sending…' : `Send ${draft.method}`}</button>
          <button type="button" class="button" onClick=${() => setDraft(draftOf(route, route.examples[0]))}>Example again</button>
          ${parsed.error && html`<span class="hint">It can be sent as it is, to see what the route says.</span>`}
        </div>
      </form>
      <${Answer} ...${sending} />
    </div>`;
}

/** `{ values: [[name, value]] }`, or what is wrong with them. */
function headersOf(text) {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  const wrong = lines.find(line => !/^[\w!#$%&'*+.^`|~-]+:/.test(line));
  return wrong ? { values: [], error: `Expected "name: value", not "${wrong}".` }
    : { values: lines.map(line => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]) };
}

async function request(route, draft, headers) {
  const hasBody = takesBody(draft.method) && draft.body !== '';
  const all = new Headers(headers);
  if (hasBody && !all.has('content-type')) all.set('content-type', 'application/json');
  const start = performance.now();
  const response = await fetch(`${route.baseUrl}${draft.path}${draft.query ? `?${draft.query}` : ''}`, {
    method: draft.method, headers: all, body: hasBody ? draft.body : undefined, cache: 'no-store', credentials: 'omit',
  });
  const body = await response.text();
  return {
    status: response.status,
    reason: response.statusText,
    ms: performance.now() - start,
    headers: [...response.headers],
    requestId: requestIdHeaders.map(name => response.headers.get(name)).find(Boolean),
    body,
  };
}

function Answer({ answer, error, isBusy }) {
  if (error) return html`<${Failed} error=${error} />`;
  if (!answer) return html`<section class="card stack-s"><h2>Answer</h2><p class="muted" role="status">${isBusy ? 'Waiting for it…' : 'The answer stands here once you have sent the request.'}</p></section>`;
  const { status, reason, ms, headers, requestId, body } = answer;
  return html`
    <section class="card stack" role="status">
      <h2>Answer</h2>
      <p class="row"><${StatusBadge} status=${status < 400 ? 'ok' : 'failed'}>${status} ${reason}<//> <span class="muted">after <${Duration} ms=${ms} /></span>
        ${requestId && html`<a class="button button-small" href=${hrefTo('events', `request:${requestId}`)}>Its story</a>`}</p>
      ${body === '' ? html`<p class="muted">No body.</p>` : html`<${Json} value=${body} label="Body of the answer" />`}
      <details><summary>${plural(headers.length, 'header')}</summary>
        <dl class="facts">${headers.map(([name, value]) => html`<dt class="mono">${name}</dt><dd class="mono">${value}</dd>`)}</dl>
      </details>
    </section>`;
}
