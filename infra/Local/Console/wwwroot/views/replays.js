import { html } from '../vendor/preact.js';

export const Replays = () => html`<h1>Replays</h1>`;
