// Sets the wall clock of the process that imports this: so many milliseconds from the true one as a file says. The clock
// that never steps is left alone, as it is when somebody sets a machine's clock (clock_gettime(2)).
import { readFileSync } from 'node:fs';

const True = Date;
const now = () => True.now() + Number(readFileSync(process.env.TEST_CLOCK, 'utf8'));

globalThis.Date = class extends True {
  constructor(...args) {
    super(...(args.length === 0 ? [now()] : args));
  }

  static now() {
    return now();
  }
};
