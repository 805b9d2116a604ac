// Numbers and times as texts. Times are UTC everywhere, as in the events themselves.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** 1,234,567 */
export const number = value => whole.format(value);

/** 1.23M from 10,000 on, whole before: for where there is little room. */
export const short = value => Math.abs(value) < 10_000 ? whole.format(value) : compact.format(value);

/** Per second: 0, 0.4, 12, 1.2K. */
export function rateText(perSecond) {
  if (perSecond === 0) return '0';
  if (perSecond < 9.95) return perSecond.toFixed(1);
  return short(Math.round(perSecond));
}

/** 12 ms, 30 s, 1.23 s, 2 min 3 s, 3 h 5 min, 2 d 3 h. */
export function duration(ms) {
  if (ms < 1) return ms === 0 ? '0 ms' : '<1 ms';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000 && ms % 1_000 === 0) return `${ms / 1_000} s`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return two(seconds, 60, 'min', 1, 's');
  if (seconds < 86_400) return two(seconds, 3_600, 'h', 60, 'min');
  return two(seconds, 86_400, 'd', 3_600, 'h');
}

function two(seconds, large, largeUnit, small, smallUnit) {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)} ${largeUnit}${rest === 0 ? '' : ` ${rest} ${smallUnit}`}`;
}

/** 12:00:01.234, with the day before it when it is not `now`'s. */
export function time(iso, { now, ms = true } = {}) {
  const text = new Date(iso).toISOString();
  const day = text.slice(0, 10);
  const clock = text.slice(11, ms ? 23 : 19);
  return now && new Date(now).toISOString().slice(0, 10) === day ? clock : `${day} ${clock}`;
}

/** 4.2 KB; bytes as AWS counts them, 1 KB = 1,024 bytes. */
export function bytes(count) {
  if (count < 1_024) return `${count} B`;
  return count < 1_048_576 ? `${(count / 1_024).toFixed(1)} KB` : `${(count / 1_048_576).toFixed(1)} MB`;
}

/** `plural(2, 'message')`: 2 messages. */
export const plural = (count, noun, many = `${noun}s`) => `${number(count)} ${count === 1 ? noun : many}`;

/** A text with the beginnings of its ids, and without the noughts of its times: for titles. The whole belongs into the tooltip. */
export const shortIds = text => text
  .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{16,}\b/g, id => `${id.slice(0, 8)}…`)
  .replace(/(\d\d:\d\d:\d\d)\.0+Z/g, '$1Z');
