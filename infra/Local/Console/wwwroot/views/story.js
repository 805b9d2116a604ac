import { html } from '../vendor/preact.js';

export const Story = () => html`<h1>Story</h1>`;
