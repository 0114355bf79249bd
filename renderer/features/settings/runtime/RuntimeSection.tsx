import { useModelStatus } from '../../models/queries';
import { SettingsSection } from '../SettingsSection';
import type { SettingsSectionProps } from '../useSaveSettings';
import { ApplyNow } from './ApplyNow';
import { GpuLayersRow, GpuRow } from './GpuRows';
import { KeptMemoryRow, MappingRow, WindowRow } from './MemoryRows';
import { AttentionRow, ThreadsRow } from './ProcessorRows';
import { reallyUsedNow } from './reallyUsedNow';

/** How models use this computer: each setting explained, with what the loaded model really got beside it. */
export function RuntimeSection({ settings, save }: SettingsSectionProps) {
  const used = reallyUsedNow(useModelStatus().data);
  const props = { settings, save, used };
  return (
    <SettingsSection title="How models run">
      <ApplyNow />
      <WindowRow {...props} />
      <GpuRow {...props} />
      <GpuLayersRow {...props} />
      <ThreadsRow {...props} />
      <AttentionRow {...props} />
      <MappingRow {...props} />
      <KeptMemoryRow {...props} />
    </SettingsSection>
  );
}
