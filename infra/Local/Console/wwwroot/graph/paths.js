// How edges run between placed nodes. Those that lead on go from right sides to left sides; those that lead back go round, over
// or below all that lies between, as lines with round corners. Pure: numbers in, numbers out.

const portGap = 9;
const laneGap = 20;
const besideColumn = 14;
const besideLane = 7;
const corner = 10;

/**
 * `boxes`: Map(id → {x, y, width, height}); `ways`: Map(edge's id → dagre's points and place of the label); `ahead`, `back`: edges;
 * `labels`: Map(edge's id → {width, height}). Gives `edges`: Map(id → {draw(dx, dy): path, label}) and the `bounds` of all.
 */
export function route({ boxes, ways, ahead, back, labels }) {
  const lanes = lanesOf(back, boxes, labels);
  const ports = portsOf(ahead, lanes, boxes, ways);
  const edges = new Map();
  for (const edge of ahead) edges.set(edge.id, forward(ports.get(edge.id), ways.get(edge.id), labels.get(edge.id)));
  for (const lane of lanes) edges.set(lane.edge.id, around(lane, ports.get(lane.edge.id), labels.get(lane.edge.id)));

  const all = [...boxes.values()];
  return {
    edges,
    bounds: {
      left: Math.min(...all.map(box => box.x), ...lanes.map(lane => lane.left)),
      right: Math.max(...all.map(box => box.x + box.width), ...lanes.map(lane => lane.right)),
      top: Math.min(...all.map(box => box.y), ...lanes.map(lane => lane.y - laneGap / 2)),
      bottom: Math.max(...all.map(box => box.y + box.height), ...lanes.map(lane => lane.y + laneGap / 2)),
    },
  };
}

const middleOf = box => box.y + box.height / 2;

/**
 * For each edge that leads back the height at which it goes back, on the side that is nearer; the shorter ones nearer to the nodes, and those
 * with the same end and the same text as one.
 */
function lanesOf(back, boxes, labels) {
  const all = [...boxes.values()];
  const [top, bottom] = [Math.min(...all.map(box => box.y)), Math.max(...all.map(box => box.y + box.height))];
  const trunks = Map.groupBy(back.map(edge => {
    const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
    const isOver = middleOf(from) - top + (middleOf(to) - top) / 4 < bottom - middleOf(from) + (bottom - middleOf(to)) / 4;
    return { edge, isOver, left: to.x - besideColumn, right: from.x + from.width + besideColumn };
  }), ({ edge, isOver }) => JSON.stringify([edge.to, edge.text?.long, isOver]));

  const taken = [];
  const sorted = [...trunks.values()].sort((a, b) => span(a) - span(b));
  return sorted.flatMap((trunk, i) => {
    const [left, right] = [Math.min(...trunk.map(lane => lane.left)), Math.max(...trunk.map(lane => lane.right))];
    const y = free(trunk[0].isOver, left, right, all, taken);
    const longest = trunk.reduce((a, b) => b.right > a.right ? b : a);
    taken.push({ isOver: trunk[0].isOver, left, right, y });
    return trunk.map(lane => ({
      ...lane, y, left: lane.left - i * besideLane, right: lane.right + i * besideLane, hasLabel: lane === longest && labels.has(lane.edge.id),
    }));
  });
}

const span = trunk => Math.max(...trunk.map(lane => lane.right)) - Math.min(...trunk.map(lane => lane.left));

/** Beyond all that lies between, and the lanes there. */
function free(isOver, left, right, boxes, taken) {
  const between = boxes.filter(box => box.x < right && box.x + box.width > left);
  const lanes = taken.filter(lane => lane.isOver === isOver && lane.left < right && lane.right > left).map(lane => lane.y);
  return isOver
    ? Math.min(...between.map(box => box.y), ...lanes) - laneGap
    : Math.max(...between.map(box => box.y + box.height), ...lanes) + laneGap;
}

/** `{ from: {x, y}, to: {x, y} }` of each edge: spread along a side in the order in which the other ends lie. */
function portsOf(ahead, lanes, boxes, ways) {
  const outward = new Map();
  const inward = new Map();
  const put = (map, id, item) => map.set(id, [...map.get(id) ?? [], item]);
  for (const edge of ahead) {
    const { points } = ways.get(edge.id);
    put(outward, edge.from, { id: edge.id, at: points[1]?.y ?? middleOf(boxes.get(edge.to)) });
    put(inward, edge.to, { id: edge.id, at: points.at(-2)?.y ?? middleOf(boxes.get(edge.from)) });
  }

  for (const { edge, y } of lanes) {
    put(outward, edge.from, { id: edge.id, at: y });
    put(inward, edge.to, { id: `${edge.to} ${y}`, of: edge.id, at: y });
  }

  const starts = spread(outward, boxes, box => box.x + box.width);
  const ends = spread(inward, boxes, box => box.x);
  return new Map([...starts].map(([id, from]) => [id, { from, to: ends.get(id) }]));
}

/** Edges of one lane end as one. */
function spread(sides, boxes, x) {
  const found = new Map();
  for (const [node, items] of sides) {
    const box = boxes.get(node);
    const slots = [...Map.groupBy(items.sort((a, b) => a.at - b.at), item => item.id).values()];
    const gap = Math.min(portGap, (box.height - 10) / slots.length);
    slots.forEach((slot, i) => slot.forEach(item => found.set(item.of ?? item.id, { x: x(box), y: middleOf(box) + (i - (slots.length - 1) / 2) * gap })));
  }

  return found;
}

/** Through dagre's places for it, level at each of them and below its label. */
function forward({ from, to }, { points, x, y }, label) {
  const inner = points.slice(1, -1).filter(point => point.x > from.x + 4 && point.x < to.x - 4);
  const isShort = inner.length <= 1;
  const level = label
    ? [...inner.filter(point => point.x < x - label.width / 2), { x: x - label.width / 2, y }, { x: x + label.width / 2, y }, ...inner.filter(point => point.x > x + label.width / 2)]
    : isShort ? [] : inner;
  const stops = [from, ...level, to].filter((stop, i, all) => i === 0 || stop.x > all[i - 1].x);
  return {
    draw: (dx, dy) => stops.reduce((path, stop, i) => {
      const at = `${fixed(stop.x + dx)} ${fixed(stop.y + dy)}`;
      if (i === 0) return `M${at}`;
      const before = stops[i - 1];
      if (Math.abs(before.y - stop.y) < 0.5) return `${path}L${at}`;
      const bend = fixed((before.x + stop.x) / 2 + dx);
      return `${path}C${bend} ${fixed(before.y + dy)} ${bend} ${fixed(stop.y + dy)} ${at}`;
    }, ''),
    label: label ? { x, y, ...label } : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, width: 0, height: 0 },
  };
}

/** Out to the right, up or down to the lane, back, and in from the left. */
function around({ y, left, right, hasLabel }, { from, to }, label) {
  const stops = [from, { x: right, y: from.y }, { x: right, y }, { x: left, y }, { x: left, y: to.y }, to];
  return {
    draw: (dx, dy) => rounded(stops.map(stop => ({ x: stop.x + dx, y: stop.y + dy }))),
    label: { x: (left + right) / 2, y, width: 0, height: 0, ...hasLabel ? label : {}, isHidden: !hasLabel },
  };
}

function rounded(stops) {
  const parts = stops.slice(1, -1).map((stop, i) => {
    const before = towards(stop, stops[i]);
    const after = towards(stop, stops[i + 2]);
    return `L${fixed(before.x)} ${fixed(before.y)}Q${fixed(stop.x)} ${fixed(stop.y)} ${fixed(after.x)} ${fixed(after.y)}`;
  });
  return `M${fixed(stops[0].x)} ${fixed(stops[0].y)}${parts.join('')}L${fixed(stops.at(-1).x)} ${fixed(stops.at(-1).y)}`;
}

/** Where the round corner at a stop begins or ends, on the way to another. */
function towards(stop, other) {
  const length = Math.hypot(other.x - stop.x, other.y - stop.y);
  const part = length === 0 ? 0 : Math.min(corner, length / 2) / length;
  return { x: stop.x + (other.x - stop.x) * part, y: stop.y + (other.y - stop.y) * part };
}

const fixed = value => value.toFixed(1);
