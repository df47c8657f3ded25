import { expect, it } from 'vitest';
import { UsageError } from '../../src/cli/usage-error.ts';
import { RampartError } from '../../src/core/error.ts';

it('an error of another bundle is known, and is no error of a narrower kind', () => {
  const other = Object.assign(new Error('broken'), { [Symbol.for('rampart.error')]: true, code: 'E_POLICY' });
  expect(other).toBeInstanceOf(RampartError);
  expect(other).not.toBeInstanceOf(UsageError);
  expect(new RampartError('E_INPUT', 'x')).not.toBeInstanceOf(UsageError);
  expect(new UsageError('x')).toBeInstanceOf(RampartError);
  for (const stranger of [new Error('x'), undefined, null, 'x', {}])
    expect(stranger).not.toBeInstanceOf(RampartError);
});
