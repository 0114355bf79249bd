import { describe, expect, it } from 'vitest';
import { hasDebuggingSwitch, mustRunWithoutSandbox } from './commandLine';

describe('command line', () => {
  it('knows a debugging switch when there is one', () => {
    expect(hasDebuggingSwitch(['loam', '--remote-debugging-port=9222'])).toBe(true);
    expect(hasDebuggingSwitch(['loam', '--remote-debugging-pipe'])).toBe(true);
    expect(hasDebuggingSwitch(['loam', '--inspect-brk'])).toBe(true);
    expect(hasDebuggingSwitch(['loam', '--disable-gpu', 'inspect.md'])).toBe(false);
  });

  it('gives up the sandbox for root alone, and only when asked', () => {
    expect(mustRunWithoutSandbox(['loam', '--no-sandbox'], 0)).toBe(true);
    expect(mustRunWithoutSandbox(['loam'], 0)).toBe(false);
    expect(mustRunWithoutSandbox(['loam', '--no-sandbox'], 1000)).toBe(false);
    expect(mustRunWithoutSandbox(['loam', '--no-sandbox'], null)).toBe(false);
  });
});
