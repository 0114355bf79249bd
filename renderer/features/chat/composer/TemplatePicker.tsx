import { ActionIcon, Menu, Text, Tooltip } from '@mantine/core';
import { IconBooks, IconTemplate } from '@tabler/icons-react';
import { useState } from 'react';
import type { PromptTemplate } from '../../../../preload/contract/promptTemplates';
import { useNavigation } from '../../../navigation';
import { usePromptTemplates } from '../../library/queries';
import classes from './Composer.module.css';

interface TemplatePickerProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onPick: (template: PromptTemplate) => void;
}

/** The list of prompt templates, opened by its button or by "/" in an empty composer. */
export function TemplatePicker({ isOpen, onOpenChange, onPick }: TemplatePickerProps) {
  const [search, setSearch] = useState('');
  const { data: templates = [] } = usePromptTemplates();
  const showLibrary = useNavigation((state) => state.showLibrary);
  const words = search.trim().toLowerCase();
  const found = templates.filter(({ name, text }) => `${name}\n${text}`.toLowerCase().includes(words));
  return (
    <Menu opened={isOpen} onChange={onOpenChange} position="top-start" width={340} returnFocus={false}>
      <Menu.Target>
        <Tooltip label="Insert a prompt template ( / )" disabled={isOpen}>
          <ActionIcon size="md" aria-label="Insert a prompt template">
            <IconTemplate size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Search
          placeholder="Find a template"
          aria-label="Find a template"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <div className={classes.templates}>
          {found.map((template) => (
            <Menu.Item key={template.id} onClick={() => onPick(template)}>
              <Text size="sm" fw={500} truncate>
                {template.name}
              </Text>
              <Text size="xs" c="dimmed" lineClamp={2}>
                {template.text}
              </Text>
            </Menu.Item>
          ))}
          {found.length === 0 && (
            <Text size="sm" c="dimmed" px="sm" py="xs">
              {templates.length === 0
                ? 'No templates yet. A template is a text you use again and again, with blanks to fill in.'
                : 'No template matches.'}
            </Text>
          )}
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconBooks size={16} aria-hidden />} onClick={() => showLibrary('templates')}>
          {templates.length === 0 ? 'Write the first template' : 'Manage templates'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
