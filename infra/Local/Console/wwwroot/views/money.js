/** Dollars, small amounts with three digits that tell: $12.34, $0.0123, $0.00000123. */
export function dollars(amount) {
  if (amount === 0) return '$0';
  const size = Math.abs(amount);
  if (size >= 1) return `$${amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  const digits = Math.min(12, 2 - Math.floor(Math.log10(size)));
  return `$${amount.toFixed(digits).replace(/0+$/, '').padEnd(4, '0')}`;
}

/** A quantity that may be a fraction: 1,182, 258.3, 0.0021. */
export const quantity = value => value.toLocaleString('en', value === 0 || Math.abs(value) >= 1 ? { maximumFractionDigits: 1 } : { maximumSignificantDigits: 3 });
