import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import type { PromptTemplate } from '../../../../preload/contract/promptTemplates';
import classes from './Composer.module.css';
import { fillTemplate, variablesOf } from './templateVariables';

interface TemplateFormProps {
  template: PromptTemplate;
  onInsert: (text: string) => void;
  onClose: () => void;
}

/** Asks for the blanks of a template. What is left empty stays empty in the text. */
export function TemplateForm({ template, onInsert, onClose }: TemplateFormProps) {
  const variables = variablesOf(template.text);
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(variables.map((name) => [name, ''])),
  );
  const insert = (event: SyntheticEvent) => {
    event.preventDefault();
    onInsert(fillTemplate(template.text, values));
  };
  return (
    <Modal opened onClose={onClose} title={template.name} returnFocus={false}>
      <form onSubmit={insert}>
        <Stack gap="sm">
          {variables.map((name, index) => (
            <Textarea
              key={name}
              label={name}
              data-autofocus={index === 0 || undefined}
              classNames={{ input: classes.variableInput }}
              value={values[name] ?? ''}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setValues((known) => ({ ...known, [name]: value }));
              }}
            />
          ))}
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit">Insert</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
