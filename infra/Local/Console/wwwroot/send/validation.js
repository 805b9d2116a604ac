// Checks a text as JSON, and JSON against a JSON Schema: the part of it that contracts of events use.
// It advises: a bus takes anything, and to send something wrong on purpose is a fair experiment.

/** `{ value }`, or `{ error }` that says where: `Line 3, column 12: …`. */
export function parse(text) {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const place = positionIn(text, error.message);
    return { error: text.trim() === '' ? 'Write JSON here; {} is the least.' : `${place}${error.message.replace(/ (in JSON )?at position.*$/, '')}` };
  }
}

function positionIn(text, message) {
  const position = /position (\d+)/.exec(message);
  if (!position) return '';
  const before = text.slice(0, Number(position[1])).split('\n');
  return `Line ${before.length}, column ${before.at(-1).length + 1}: `;
}

const mostProblems = 8;

/** What doesn't follow the schema, as `data.sensorId: …` each; empty when all does. */
export function problems(value, schema) {
  return check(value, schema, '', schema ?? {}).slice(0, mostProblems);
}

function check(value, schema, at, root) {
  if (!schema || schema === true || isPlaceholder(value)) return [];
  if (schema.$ref) return check(value, resolved(schema.$ref, root), at, root);
  const say = text => [`${at || 'The event'}: ${text}`];
  const kinds = [schema.type ?? []].flat();
  if (kinds.length > 0 && !kinds.some(kind => isOf(value, kind))) return say(`expected ${kinds.join(' or ')}, not ${kindOf(value)}.`);
  if (schema.enum && !schema.enum.includes(value)) return say(`expected one of ${schema.enum.map(one => JSON.stringify(one)).join(', ')}.`);
  if ('const' in schema && schema.const !== value) return say(`expected ${JSON.stringify(schema.const)}.`);
  if (schema.anyOf || schema.oneOf) return checkAny(value, schema.anyOf ?? schema.oneOf, at, root);
  return [
    ...(schema.allOf ?? []).flatMap(one => check(value, one, at, root)),
    ...(typeof value === 'string' ? checkText(value, schema, say) : []),
    ...(typeof value === 'number' ? checkNumber(value, schema, say) : []),
    ...(Array.isArray(value) ? checkList(value, schema, at, root, say) : []),
    ...(kindOf(value) === 'object' ? checkObject(value, schema, at, root, say) : []),
  ];
}

/** `{uuid}`: the server puts a value of the right kind in its place. */
const isPlaceholder = value => typeof value === 'string' && /^\{\w+\}$/.test(value);

const kindOf = value => value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

const isOf = (value, kind) => kind === 'integer' ? Number.isInteger(value) : kindOf(value) === kind;

const resolved = (reference, root) => reference.replace(/^#\/?/, '').split('/').filter(Boolean)
  .reduce((node, part) => node?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], root);

function checkAny(value, schemas, at, root) {
  const tries = schemas.map(one => check(value, one, at, root));
  return tries.some(found => found.length === 0) ? [] : tries.sort((a, b) => a.length - b.length)[0];
}

function checkText(value, { minLength = 0, maxLength = Infinity, pattern, format }, say) {
  if (value.length < minLength) return say(`at least ${minLength} characters.`);
  if (value.length > maxLength) return say(`at most ${maxLength} characters.`);
  if (pattern && !new RegExp(pattern, 'u').test(value)) return say(`does not match ${pattern}.`);
  if (format === 'date-time' && Number.isNaN(Date.parse(value))) return say('expected a time such as 2026-01-01T12:00:00Z.');
  return format === 'uuid' && !uuid.test(value) ? say('expected a UUID.') : [];
}

function checkNumber(value, { minimum, maximum, exclusiveMinimum, exclusiveMaximum }, say) {
  if (value < minimum || value <= exclusiveMinimum) return say(`too small: the least is ${minimum ?? `above ${exclusiveMinimum}`}.`);
  return value > maximum || value >= exclusiveMaximum ? say(`too large: the most is ${maximum ?? `below ${exclusiveMaximum}`}.`) : [];
}

function checkList(value, { items, minItems = 0, maxItems = Infinity }, at, root, say) {
  if (value.length < minItems) return say(`at least ${minItems} items.`);
  if (value.length > maxItems) return say(`at most ${maxItems} items.`);
  return value.flatMap((item, i) => check(item, items, `${at}[${i}]`, root));
}

function checkObject(value, { properties = {}, required = [], additionalProperties = true }, at, root, say) {
  const path = name => at ? `${at}.${name}` : name;
  const missing = required.filter(name => !(name in value)).flatMap(name => say(`${name} is missing.`));
  const members = Object.entries(value).flatMap(([name, member]) => {
    if (name in properties) return check(member, properties[name], path(name), root);
    if (additionalProperties === false) return say(`${name} is not known. Known are ${Object.keys(properties).join(', ')}.`);
    return check(member, additionalProperties, path(name), root);
  });
  return [...missing, ...members];
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
