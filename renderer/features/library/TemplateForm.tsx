import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import {
  promptTemplates,
  type PromptTemplate,
  type PromptTemplateDraft,
} from '../../../preload/contract/promptTemplates';
import { notifyError } from '../../components/errors/notifyError';
import { validateWith } from '../../components/formValidation';
import { variablesOf } from '../chat/composer/templateVariables';
import { useSavePromptTemplate } from './queries';
import { VariableList } from './VariableList';

interface TemplateFormProps {
  /** Null makes a new one. */
  template: PromptTemplate | null;
  onClose: () => void;
}

/** Creates or changes a template, showing its blanks while it is typed. */
export function TemplateForm({ template, onClose }: TemplateFormProps) {
  const save = useSavePromptTemplate();
  const form = useForm<PromptTemplateDraft>({
    initialValues: { name: template?.name ?? '', text: template?.text ?? '' },
    validate: validateWith(promptTemplates.create.input),
    validateInputOnBlur: true,
  });
  const variables = variablesOf(form.values.text);
  const submit = (draft: PromptTemplateDraft) =>
    save.mutate(
      { id: template?.id ?? null, draft },
      { onSuccess: onClose, onError: (error) => notifyError(error) },
    );
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <TextInput
          label="Name"
          placeholder="Short summary"
          withAsterisk
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Textarea
          label="Text"
          description="Write a blank as a word in double braces. You are asked for it when you insert the template."
          placeholder="Summarise {{text}} in {{count}} lines."
          withAsterisk
          autosize
          minRows={6}
          maxRows={20}
          {...form.getInputProps('text')}
        />
        <Group gap={6} mih={24} role="status">
          <Text size="sm" c="dimmed">
            {variables.length === 0 ? 'No blanks yet.' : 'Blanks:'}
          </Text>
          <VariableList variables={variables} />
        </Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {template === null ? 'Create' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
