import { html } from '../vendor/preact.js';

export const Send = () => html`<h1>Send</h1>`;
