// Sends what the system takes: an event of any contract, a request to any route, or many of them in a short time.
import { html } from '../vendor/preact.js';
import { hrefTo } from '../router.js';
import { SendEvent } from '../send/event.js';
import { SendRequest } from '../send/request.js';
import { Burst } from '../send/burst.js';

const forms = [
  { name: 'event', title: 'Event', view: SendEvent },
  { name: 'request', title: 'HTTP request', view: SendRequest },
  { name: 'burst', title: 'Burst', view: Burst },
];

export function Send({ query }) {
  const name = query.form ?? (query.route ? 'request' : 'event');
  const form = forms.find(one => one.name === name) ?? forms[0];
  return html`
    <div class="page-head">
      <h1>Send</h1>
      <nav class="row" aria-label="What to send">
        ${forms.map(one => html`<a class="button button-small tab" href=${hrefTo('send', { form: one.name })} aria-current=${one === form ? 'page' : undefined}>${one.title}</a>`)}
      </nav>
    </div>
    <${form.view} key=${form.name} query=${query} />`;
}
