import { html } from '../vendor/preact.js';

export const Functions = () => html`<h1>Functions</h1>`;
