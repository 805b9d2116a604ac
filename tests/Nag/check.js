// node tests/Nag/check.js [cdk.out]: 0 when nothing is open, 1 when something is, 2 when there is nothing to check.
import { reportOn } from './report.js';

try {
  const { lines, passed } = reportOn(process.argv[2] ?? 'cdk.out');
  console.log(lines.join('\n'));
  process.exitCode = passed ? 0 : 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
