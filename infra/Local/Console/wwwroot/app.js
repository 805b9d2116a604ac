// The page around the views: navigation, connection, clock, theme.
import { html, render, useEffect, useRef, useState, useErrorBoundary } from './vendor/preact.js';
import { useLive } from './live.js';
import { useRoute, hrefTo } from './router.js';
import { useResource, Failed } from './parts.js';
import { plural, short, time } from './format.js';
import { Graph } from './views/graph.js';
import { Events } from './views/events.js';
import { Story } from './views/story.js';
import { Queues } from './views/queues.js';
import { Functions } from './views/functions.js';
import { Replays } from './views/replays.js';
import { Meter } from './views/meter.js';
import { Send } from './views/send.js';

const views = [
  { name: '', title: 'Flow', view: Graph },
  { name: 'events', title: 'Events', view: Events, detail: Story },
  { name: 'queues', title: 'Queues', view: Queues },
  { name: 'functions', title: 'Functions', view: Functions },
  { name: 'replays', title: 'Replays', view: Replays },
  { name: 'meter', title: 'Meter', view: Meter },
  { name: 'send', title: 'Send', view: Send },
];

function App() {
  const route = useRoute();
  const system = useResource('graph');
  const main = useRef();
  const found = views.find(({ name }) => name === route.view);
  const here = `${route.view}/${route.param ?? ''}`;
  useTitle(found, route, system.data);
  useFocusOnChange(main, here);

  return html`
    <a class="skip" href="#main" onClick=${event => { event.preventDefault(); main.current.focus(); }}>Skip to the content</a>
    <${Header} here=${found} system=${system.data} />
    <${Notices} />
    <main id="main" ref=${main} tabindex="-1" class=${`main view-${route.view || 'flow'}`}>
      <${Guarded} key=${here}>
        ${found ? html`<${viewOf(found, route)} ...${route} />` : html`<${NotFound} view=${route.view} />`}
      <//>
    </main>`;
}

const viewOf = (found, route) => route.param && found.detail ? found.detail : found.view;

function useTitle(found, route, system) {
  useEffect(() => {
    const where = [route.param, found?.title].filter(Boolean).join(' · ');
    document.title = `${where || 'Not found'} · ${system?.title ?? 'Console'}`;
  }, [found, route.param, system?.title]);
}

/** Who navigates by keyboard or screen reader starts at the new view, not at the link that was left. */
function useFocusOnChange(main, here) {
  const before = useRef(here);
  useEffect(() => {
    if (before.current === here) return;
    before.current = here;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [here]);
}

/** `sensorwatch-dev` says already that this is `dev`. */
const isNamed = ({ title, environment }) => title.toLowerCase().split(/[^a-z0-9]+/).includes(environment.toLowerCase());

function Header({ here, system }) {
  const nav = useRef();
  useEffect(() => {
    // Where the links don't fit, the current one is among those in sight.
    const link = nav.current.querySelector('[aria-current]');
    if (link) nav.current.scrollLeft = link.offsetLeft - (nav.current.clientWidth - link.offsetWidth) / 2;
  }, [here]);

  return html`
    <header class="header">
      <div class="brand">
        <a href=${hrefTo('')} class="brand-name"><img src="icon.svg" alt="" width="22" height="22" /><span>${system?.title ?? 'Console'}</span></a>
        ${system && !isNamed(system) && html`<span class="badge badge-quiet">${system.environment}</span>`}
      </div>
      <nav class="nav" aria-label="Views" ref=${nav}>
        ${views.map(view => html`
          <a key=${view.name} href=${hrefTo(view.name)} aria-current=${view === here ? 'page' : undefined}>${view.title}${view.view === Queues && html`<${DeadLetters} system=${system} />`}</a>`)}
      </nav>
      <div class="status">
        <${Connection} />
        <${ThemeSwitch} />
      </div>
    </header>`;
}

/** Somebody has to look at what could not be handled, whichever view is open. The queues tell more of it in words. */
function DeadLetters({ system }) {
  const { tick } = useLive();
  const queues = system?.nodes.filter(node => node.kind === 'DeadLetterQueue') ?? [];
  const count = queues.reduce((total, node) => total + (tick?.nodes?.[node.id]?.visible ?? 0), 0);
  return count > 0 && html`<span class="nav-count" title=${`${plural(count, 'message')} in dead-letter queues`} aria-hidden="true">${short(count)}</span>`;
}

const connectionTexts = { connecting: 'Connecting', live: 'Live', disconnected: 'Disconnected' };

function Connection() {
  const { state, since, tick } = useLive();
  return html`
    <span class=${`connection connection-${state}`} role="status"><span class="dot" aria-hidden="true"></span>${connectionTexts[state]}${
      state === 'disconnected' && html`<span class="connection-since"> since ${time(since, { now: since, ms: false })} UTC</span>`}</span>
    <span class="clock" title="The services' clock">${tick ? time(tick.now, { now: tick.now, ms: false }) : '--:--:--'} <abbr title="Coordinated Universal Time">UTC</abbr></span>`;
}

function ThemeSwitch() {
  const [theme, setTheme] = useState(globalThis.consoleTheme.current);
  const choose = event => {
    globalThis.consoleTheme.set(event.target.value);
    setTheme(event.target.value);
  };
  return html`
    <label class="theme"><span class="visually-hidden">Theme</span>
      <select value=${theme} onChange=${choose}>
        ${globalThis.consoleTheme.themes.map(name => html`<option value=${name}>${name[0].toUpperCase() + name.slice(1)}</option>`)}
      </select>
    </label>`;
}

function Notices() {
  const { state, restarted, tick } = useLive();
  if (restarted) {
    return html`
      <div class="notice notice-warn" role="alert">
        <p>The local run was started again, so this page is out of date.</p>
        <button class="button" onClick=${() => location.reload()}>Reload the page</button>
      </div>`;
  }

  return state === 'disconnected' && html`
    <div class="notice notice-bad" role="alert">
      <p>${tick ? 'No news from the local run: what you see is from before.' : 'The local run does not answer.'} If you stopped it, start it
        again with <code>dotnet run --project infra/Local</code>. The page reconnects by itself.</p>
    </div>`;
}

function Guarded({ children }) {
  const [error, retry] = useErrorBoundary(console.error);
  return error ? html`<${Failed} error=${error} retry=${retry} />` : children;
}

const NotFound = ({ view }) => html`
  <h1>No such view</h1>
  <p>There is nothing at <code>#/${view}</code>. Go to the <a href=${hrefTo('')}>flow</a>.</p>`;

render(html`<${App} />`, document.getElementById('app'));
