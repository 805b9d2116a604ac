import { html } from '../vendor/preact.js';

export const Queues = () => html`<h1>Queues</h1>`;
