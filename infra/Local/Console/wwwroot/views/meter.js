import { html } from '../vendor/preact.js';

export const Meter = () => html`<h1>Meter</h1>`;
