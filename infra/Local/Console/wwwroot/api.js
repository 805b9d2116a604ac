// The console's own API: JSON in and out, errors with the server's text.

const root = new URL('api/', document.baseURI);
const token = document.querySelector('meta[name="console-token"]')?.content ?? '';

/** What the server said, or why it could not be asked. `status` is 0 when there was no answer. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** `get('queues')`; paths are relative to `/_console/api/`. */
export const get = (path, { signal } = {}) => request(path, { signal });

/** `post('events', { … })`: with the page's token, which pages of other sites can't read. */
export const post = (path, body = {}, { signal } = {}) => request(path, {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-console-token': token },
  body: JSON.stringify(body),
  signal,
});

/** `path('queues', name, 'messages')`: each part escaped. */
export const path = (...parts) => parts.map(part => encodeURIComponent(part)).join('/');

/** `?a=1&b=x` of what is set; empty texts, null and undefined are left out. */
export function query(values) {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return set.length === 0 ? '' : `?${new URLSearchParams(set)}`;
}

export const liveUrl = new URL('live', root);

async function request(relative, options) {
  let response;
  try {
    response = await fetch(new URL(relative, root), { ...options, headers: { accept: 'application/json', ...options.headers } });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError('The local run does not answer. Start it again if it has stopped.', 0);
  }

  const text = await response.text();
  const value = parsed(text);
  if (response.ok) return value;
  throw new ApiError(value?.error ?? `The console answered ${response.status} ${response.statusText}: ${text.slice(0, 200)}`, response.status);
}

function parsed(text) {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null; // An answer that isn't JSON is shown as text by whoever asked.
  }
}
