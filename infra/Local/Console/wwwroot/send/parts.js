// What the forms of the send view share.
import { html } from '../vendor/preact.js';
import { Field } from '../parts.js';

export const indented = value => JSON.stringify(value, null, 2);

/** A text area for JSON with what is wrong with it below. `problems`: advice that doesn't keep from sending. */
export function JsonField({ label, value, onChange, parsed, problems = [], rows = 16 }) {
  const note = parsed.error ? undefined : problems.length === 0 ? undefined : `${problems.length === 1 ? 'This' : 'These'} would not follow the schema, but can be sent:`;
  return html`
    <${Field} label=${label} error=${parsed.error} hint=${note}>${(id, noteId) => html`
      <textarea id=${id} rows=${rows} spellcheck=${false} autocomplete="off" aria-invalid=${parsed.error ? 'true' : undefined} aria-describedby=${noteId}
        value=${value} onInput=${event => onChange(event.target.value)}></textarea>`}<//>
    ${!parsed.error && problems.length > 0 && html`<ul class="send-problems">${problems.map(text => html`<li>${text}</li>`)}</ul>`}`;
}

/** `onSubmit` without leaving the page. */
export const submitted = action => event => {
  event.preventDefault();
  action();
};

export const NumberField = ({ label, value, onChange, min = 1, max, hint }) => html`
  <${Field} label=${label} hint=${hint}>${(id, noteId) => html`
    <input id=${id} class="send-number" type="number" min=${min} max=${max} required value=${value} aria-describedby=${noteId} onInput=${event => onChange(event.target.value)} />`}<//>`;

export const TextField = ({ label, value, onChange, hint, required = true }) => html`
  <${Field} label=${label} hint=${hint}>${(id, noteId) => html`
    <input id=${id} class="mono" value=${value} required=${required} spellcheck=${false} autocomplete="off" aria-describedby=${noteId} onInput=${event => onChange(event.target.value)} />`}<//>`;
