// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { AppErrorBoundary } from './AppErrorBoundary';

beforeEach(() => {
  installBridge();
  // React writes what a boundary caught to the console, which is what it is for.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it('shows a way on instead of a blank window, and draws again when asked', async () => {
  let isBroken = true;
  const Screen = () => {
    if (isBroken) throw new Error('a bug');
    return <p>drawn</p>;
  };
  renderInApp(
    <AppErrorBoundary>
      <Screen />
    </AppErrorBoundary>,
  );
  expect(screen.getByRole('alert').textContent).toContain('could not be drawn');
  expect(screen.queryByText(/a bug/)).toBeNull();
  isBroken = false;
  await userEvent.click(screen.getByRole('button', { name: 'Draw it again' }));
  expect(screen.getByText('drawn')).toBeDefined();
});
