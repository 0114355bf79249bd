// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { errorCodes, LoamError } from '../../../preload/contract/errors';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { useNavigation } from '../../navigation';
import { errorTitle, nextStepFor } from './describeError';
import { ErrorAlert } from './ErrorAlert';
import { notifyError } from './notifyError';

beforeEach(() => {
  installBridge({ 'application.openDataFolder': () => null });
  renderInApp(null);
});
afterEach(() => {
  cleanup();
  notifications.clean();
  vi.unstubAllGlobals();
});

describe('error notifications', () => {
  it('say what happened and lead to the place where it can be mended', async () => {
    notifyError(new LoamError('model/none', 'There is no model yet. Add one.'));
    await screen.findByText('There is no model yet. Add one.');
    await userEvent.click(screen.getByRole('button', { name: 'Open models' }));
    expect(useNavigation.getState().screen).toBe('models');
    await waitFor(() => expect(screen.queryByText('There is no model yet. Add one.')).toBeNull());
  });

  it('do again what failed', async () => {
    const retry = vi.fn();
    notifyError(new LoamError('storage/busy', 'Busy.'), { retry });
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(retry).toHaveBeenCalledOnce();
  });

  it('are silent about what the user cancelled', () => {
    notifyError(new LoamError('generation/cancelled', 'Stopped.'));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('show the same failure once', async () => {
    notifyError(new LoamError('storage/full', 'First.'));
    notifyError(new LoamError('storage/full', 'Second.'));
    await screen.findByText('Second.');
    await waitFor(() => expect(screen.queryByText('First.')).toBeNull());
  });

  it('report a bug as one, without its inner words', async () => {
    const reportError = vi.fn();
    vi.stubGlobal('reportError', reportError);
    const bug = new TypeError('undefined is not a function');
    notifyError(bug);
    await screen.findByText('Something went wrong');
    expect(screen.queryByText(/undefined is not/)).toBeNull();
    expect(reportError).toHaveBeenCalledWith(bug);
  });
});

describe('words for errors', () => {
  it.each(errorCodes.filter((code) => !code.startsWith('internal/')))('name what failed for %s', (code) => {
    expect(errorTitle(code)).not.toBe('Something went wrong');
  });

  it.each(errorCodes.filter((code) => /^(model|storage)\//.test(code) && code !== 'storage/busy'))(
    'know a next step for %s',
    (code) => {
      expect(nextStepFor(code)?.label).toMatch(/^Open /);
    },
  );
});

it('an alert shows the message in place, with a retry', async () => {
  const onRetry = vi.fn();
  cleanup();
  renderInApp(<ErrorAlert error={new LoamError('storage/busy', 'Busy.')} onRetry={onRetry} />);
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(onRetry).toHaveBeenCalledOnce();
});
