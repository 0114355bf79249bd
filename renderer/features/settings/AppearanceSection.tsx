import { SegmentedControl, Switch } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { settingsSchemes } from './colorSchemeChoices';
import { SettingRow } from './SettingRow';
import { SettingsSection } from './SettingsSection';
import type { SettingsSectionProps } from './useSaveSettings';

export function AppearanceSection({ settings, save }: SettingsSectionProps) {
  const schemeLabelId = useId();
  const enterLabelId = useId();
  return (
    <SettingsSection title="Appearance and keys">
      <SettingRow
        label="Colours"
        help="“System” follows this computer, also when it changes."
        labelId={schemeLabelId}
      >
        <SegmentedControl
          aria-labelledby={schemeLabelId}
          data={settingsSchemes}
          value={settings.colorScheme}
          onChange={(colorScheme) => save({ colorScheme })}
        />
      </SettingRow>
      <SettingRow
        label="Enter sends the message"
        help={
          settings.sendWithEnter
            ? 'Shift+Enter starts a new line.'
            : 'Enter starts a new line; Ctrl+Enter (on a Mac ⌘+Enter) sends.'
        }
        labelId={enterLabelId}
      >
        <Switch
          aria-labelledby={enterLabelId}
          checked={settings.sendWithEnter}
          onChange={(event) => save({ sendWithEnter: event.currentTarget.checked })}
        />
      </SettingRow>
    </SettingsSection>
  );
}
