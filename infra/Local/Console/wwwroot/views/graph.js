import { html } from '../vendor/preact.js';

export const Graph = () => html`<h1>Graph</h1>`;
