// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { InstalledModel } from '../../../../preload/contract/models';
import { installBridge, renderInApp } from '../../../../test/helpers/renderer/renderInApp';
import { readyStatus, sampleModel } from '../../../../test/helpers/renderer/sampleChat';
import { ModelField } from '../choices/ModelField';
import { ModelChip } from './ModelChip';

afterEach(cleanup);

const kept: InstalledModel = { ...sampleModel, id: 'kept', name: 'Qwen3 4B' };
const setAside: InstalledModel = {
  ...sampleModel,
  id: 'bad',
  name: 'Odd merge',
  quarantine: { reason: 'It ended the model process twice.', at: 1 },
};

function installModels(): void {
  installBridge({
    'models.list': () => [sampleModel, kept, setAside],
    'models.status': () => ({ ...readyStatus, kept: [{ modelId: 'kept', bytes: 1_200_000_000 }] }),
  });
}

it('says which models are still in memory, and does not offer one that was set aside', async () => {
  installModels();
  const onChange = vi.fn();
  renderInApp(<ModelChip model={{ state: 'unknown' }} modelId={null} onChange={onChange} />);
  await userEvent.click(screen.getByRole('button', { name: /^Model:/ }));
  const bad = await screen.findByRole('menuitemradio', { name: /^Odd merge/ });
  expect(bad.textContent).toContain('Set aside; it can be tried again under Models');
  expect(bad.hasAttribute('disabled')).toBe(true);
  const qwen = screen.getByRole('menuitemradio', { name: /^Qwen3 4B/ });
  expect(qwen.textContent).toContain('98.4 MB, still in memory');
  await userEvent.click(qwen);
  expect(onChange.mock.calls).toEqual([['kept']]);
});

it('names what keeps a model from being chosen for a chat', async () => {
  installModels();
  renderInApp(<ModelField modelId={null} onChange={vi.fn()} />);
  await userEvent.click(screen.getByRole('combobox', { name: 'Model' }));
  const bad = await screen.findByRole('option', { name: 'Odd merge (set aside)' });
  expect(bad.hasAttribute('data-combobox-disabled')).toBe(true);
});
