import { ActionIcon, Button, Combobox, ScrollArea, Text, Tooltip, useCombobox } from '@mantine/core';
import { IconBooks, IconTemplate } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { PromptTemplate } from '../../../../preload/contract/promptTemplates';
import { useNavigation } from '../../../navigation';
import { usePromptTemplates } from '../../library/queries';
import classes from './Composer.module.css';

interface TemplatePickerProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onPick: (template: PromptTemplate) => void;
}

const listHeight = 260;

/** The list of prompt templates, opened by its button or by "/" in an empty composer. */
export function TemplatePicker({ isOpen, onOpenChange, onPick }: TemplatePickerProps) {
  const [search, setSearch] = useState('');
  const { data: templates = [] } = usePromptTemplates();
  const combobox = useCombobox({
    opened: isOpen,
    onOpenedChange: onOpenChange,
    onDropdownClose: () => combobox.resetSelectedOption(),
  });
  const { focusSearchInput, selectFirstOption } = combobox;
  const words = search.trim().toLowerCase();
  const found = templates.filter(({ name, text }) => `${name}\n${text}`.toLowerCase().includes(words));

  useEffect(() => {
    if (!isOpen) return;
    focusSearchInput();
    selectFirstOption();
  }, [isOpen, words, focusSearchInput, selectFirstOption]);

  return (
    <Combobox
      store={combobox}
      position="top-start"
      width={340}
      shadow="md"
      onOptionSubmit={(id) => {
        const picked = templates.find((template) => template.id === id);
        combobox.closeDropdown();
        setSearch('');
        if (picked !== undefined) onPick(picked);
      }}
    >
      <Combobox.Target targetType="button">
        <Tooltip label="Insert a prompt template ( / )" disabled={isOpen}>
          <ActionIcon
            size="md"
            aria-label="Insert a prompt template"
            onClick={() => combobox.toggleDropdown()}
          >
            <IconTemplate size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          placeholder="Find a template"
          aria-label="Find a template"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Escape closes the list; it must not stop an answer as well.
            if (event.key === 'Escape') event.preventDefault();
          }}
        />
        <Combobox.Options aria-label="Prompt templates">
          <ScrollArea.Autosize mah={listHeight} type="scroll">
            {found.map((template) => (
              <Combobox.Option key={template.id} value={template.id}>
                <Text size="sm" fw={600} truncate>
                  {template.name}
                </Text>
                <Text size="xs" className={classes.templateText} lineClamp={2}>
                  {template.text}
                </Text>
              </Combobox.Option>
            ))}
            {found.length === 0 && (
              <Combobox.Empty>
                {templates.length === 0
                  ? 'No templates yet. A template is a text you use again and again, with blanks to fill in.'
                  : 'No template matches.'}
              </Combobox.Empty>
            )}
          </ScrollArea.Autosize>
        </Combobox.Options>
        <Combobox.Footer>
          <ManageTemplatesButton isEmpty={templates.length === 0} />
        </Combobox.Footer>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function ManageTemplatesButton({ isEmpty }: { isEmpty: boolean }) {
  const showLibrary = useNavigation((state) => state.showLibrary);
  return (
    <Button
      className={classes.manage}
      variant="subtle"
      color="gray"
      size="compact-sm"
      fullWidth
      justify="flex-start"
      leftSection={<IconBooks size={16} aria-hidden />}
      onClick={() => showLibrary('templates')}
    >
      {isEmpty ? 'Write the first template' : 'Manage templates'}
    </Button>
  );
}
