/** Less is not worth its noughts. */
const leastDollars = 1e-8;

/** Dollars: two decimals from one dollar on, below it three digits that tell: $12.34, $0.0120, $0.00000123. */
export function dollars(amount) {
  if (amount === 0) return '$0';
  if (amount < leastDollars) return `<$${leastDollars.toFixed(8)}`;
  if (amount >= 1) return `$${amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  return `$${amount.toFixed(2 - Math.floor(Math.log10(amount)))}`;
}

/** A quantity that may be a fraction: 1,182, 258.3, 0.0021. */
export const quantity = value => value.toLocaleString('en', value === 0 || Math.abs(value) >= 1 ? { maximumFractionDigits: 1 } : { maximumSignificantDigits: 3 });
