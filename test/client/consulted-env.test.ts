import { describe, expect, it } from 'vitest';
import { consultedEnv } from '../../src/client/consulted-env.ts';

const AROUND = {
  HOME: '/home/user',
  TARGET: '/srv',
  OTHER: 'x',
  GITHUB_TOKEN: 'ghp_abc',
  PGPASSWORD: 'hunter2',
  AWS_SECRET_ACCESS_KEY: 'x',
};

describe('the environment a command consults', () => {
  it('is what the command names, and what changes any command', () => {
    expect(consultedEnv(['rm -rf $TARGET'], AROUND, { complete: false })).toEqual({
      HOME: '/home/user',
      TARGET: '/srv',
    });
  });

  it('never has the values of keys and passwords: they are not known, and not unset', () => {
    const text = 'curl -d "$GITHUB_TOKEN ${PGPASSWORD} $AWS_SECRET_ACCESS_KEY $NPM_TOKEN" x';
    const consulted = consultedEnv([text], AROUND, { complete: true });
    expect(consulted).not.toHaveProperty('GITHUB_TOKEN');
    expect(consulted).not.toHaveProperty('PGPASSWORD');
    expect(consulted).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
    expect(consulted).toHaveProperty('NPM_TOKEN', null);
  });
});
