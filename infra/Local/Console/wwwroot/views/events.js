import { html } from '../vendor/preact.js';

export const Events = () => html`<h1>Events</h1>`;
